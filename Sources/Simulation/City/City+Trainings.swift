internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Courses for enterprises' staff: forty trainees, a lesson on every working day of nine weeks. Half
// rest on a contract of entrusted training.

extension City {
  /// A course.
  struct Training: Sendable {
    let enterprise: UInt32
    let provider: UInt32
    /// The contract that it rests on, or -1.
    let agreement: Int32
    let first: Int16
    let traineeCount: Int
    /// The first so many trainees drop out.
    let droppedCount: Int
    let lessonCount: Int
  }

  mutating func planTrainings() {
    let popularity = Popularity(count: size.enterprises)
    let contracts = cooperations.indices.filter {
      cooperations[$0].kind == .entrustedTraining && !cooperations[$0].isTerminated
    }
    for index in 0..<size.trainings {
      var dice = Dice(seed, .training, index)
      let first = SchoolYear.day(SchoolYear.even, &dice)
      let contract = contract(contracts, by: first - 30, &dice)
      let agreement = contract.map { cooperations[$0] }
      let enterprise = popularity.draw(&dice)
      let provider = size.firstTrainingInstitution + dice.below(size.trainingInstitutions)
      trainings.append(
        Training(
          enterprise: agreement?.second ?? UInt32(enterprise),
          provider: agreement?.first ?? UInt32(provider),
          agreement: contract.map { Int32($0) } ?? -1, first: Int16(first),
          traineeCount: min(size.stock, dice.within(30...50)), droppedCount: dice.below(4),
          lessonCount: dice.within(42...48)))
      planTraining(index, &dice)
    }
  }

  /// A contract that is signed and known by then, for half of the courses.
  private func contract(_ contracts: [Int], by day: Int, _ dice: inout Dice) -> Int? {
    guard dice.happens(5_000), !contracts.isEmpty else { return nil }
    for _ in 0..<8 {
      let contract = contracts[dice.below(contracts.count)]
      if cooperations[contract].recorded <= day { return contract }
    }
    return nil
  }

  private mutating func planTraining(_ index: Int, _ dice: inout Dice) {
    let training = trainings[index]
    let first = Int(training.first)
    var life = Life(index)
    life.step(.trainingRequested, first - 30, lag: dice.below(10), in: &schedule)
    life.step(.trainingPlanned, first - 15, lag: dice.below(10), in: &schedule)
    for trainee in 0..<training.traineeCount {
      life.step(.traineeEnrolled, first - 1, trainee, in: &schedule)
    }
    life.step(.lessonHeld, first, 0, in: &schedule)
    for lesson in 1..<training.lessonCount {
      let day = first + lesson + lesson / 5 * 2
      life.note(.lessonHeld, day, ordinal: lesson, &dice, in: &schedule)
    }
    let last = first + training.lessonCount + training.lessonCount / 5 * 2 + 1
    for trainee in 0..<training.droppedCount {
      life.step(.traineeDropped, first + 10 + 5 * trainee, trainee, in: &schedule)
    }
    life.step(.trainingCompleted, last, lag: dice.below(8), in: &schedule)
    for trainee in training.droppedCount..<training.traineeCount where dice.happens(9_200) {
      life.note(.certificateIssued, last + 5, ordinal: trainee, &dice, in: &schedule)
    }
  }

  /// None is in a course twice.
  private func trainee(_ training: Int, _ number: Int) -> Int {
    other(training * 53 + number)
  }

  func trainingNaming(_ event: PlannedEvent) -> Naming {
    let training = trainings[event.index]
    let enterprise = Named("enterprise", .organisation, Int(training.enterprise))
    let provider = Int(training.provider)
    let trainee = trainee(event.index, Int(event.ordinal))
    switch event.fact {
    case .trainingRequested: return Naming(after: [enterprise])
    case .trainingPlanned:
      var named = [Named("provider", .organisation, provider), enterprise]
      if training.agreement >= 0 {
        named.append(Named("agreement", .cooperation, Int(training.agreement)))
      }
      return Naming(after: named)
    case .traineeEnrolled, .traineeDropped:
      return Naming(after: [Named("trainee", .person, trainee)])
    case .certificateIssued:
      return Naming(after: [
        Named("trainee", .person, trainee), Named("issuer", .organisation, provider),
      ])
    default: return Naming()
    }
  }

  func trainingPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    let training = trainings[index]
    let number = Int(event.ordinal)
    switch event.fact {
    case .trainingRequested:
      return encoded(
        PBTrainingRequested.with {
          $0.enterprise = organisation(Int(training.enterprise))
          $0.occupation = post(index)
          $0.heads = Int32(training.traineeCount)
          $0.programmes = [programme(index)]
        })
    case .trainingPlanned: return encoded(plan(ofTraining: index))
    case .traineeEnrolled:
      return encoded(PBTraineeEnrolled.with { $0.trainee = person(trainee(index, number)) })
    case .lessonHeld:
      return encoded(
        PBTrainingSessionHeld.with {
          $0.topic = "Lesson \(number + 1)"
          $0.hours = 3
          // What a correction puts right is how many were there.
          $0.attendanceCount = Int32(training.traineeCount - 2 + (event.isCorrection ? 1 : 0))
        })
    case .traineeDropped:
      return encoded(
        PBTraineeDropped.with {
          $0.trainee = person(trainee(index, number))
          $0.reason = .work
        })
    case .certificateIssued:
      return encoded(
        PBTrainingCertificateIssued.with {
          $0.trainee = person(trainee(index, number))
          $0.issuer = organisation(Int(training.provider))
        })
    default:
      return encoded(
        PBTrainingCompleted.with {
          $0.trainedCount = Int32(training.traineeCount - training.droppedCount)
        })
    }
  }

  private func programme(_ index: Int) -> PBTrainingProgramme {
    [.ruralTransfer, .reemployment, .sunshine, .enterpriseEmployees][index % 4]
  }

  private func plan(ofTraining index: Int) -> PBTrainingPlanned {
    let training = trainings[index]
    let first = Int(training.first)
    return PBTrainingPlanned.with {
      $0.provider = organisation(Int(training.provider))
      $0.enterprise = organisation(Int(training.enterprise))
      if training.agreement >= 0 {
        $0.agreement = text(StreamKey(.cooperation, Int(training.agreement)))
        $0.entrusted = true
      }
      $0.occupation = post(index)
      $0.seats = Int32(training.traineeCount)
      $0.programmes = [programme(index)]
      $0.plannedFrom = date(first)
      $0.plannedTo = date(first + 65)
    }
  }
}
