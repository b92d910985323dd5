internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Eight graduates in a hundred belong to a key group, which a bureau confirms, and are helped by one
// person each. Which group, and what was said, would be sensitive: nothing of it is made up.

extension City {
  /// A graduate who is helped, and the jobs that were recommended.
  struct AssistanceCase: Sendable {
    let person: UInt32
    var vacancies: [UInt32] = []
  }

  mutating func planAssistance() {
    let popularity = Popularity(count: size.vacancies, shift: 200)
    for person in 0..<size.graduates {
      var dice = Dice(seed, .assistance, person)
      guard dice.happens(800) else { continue }
      assistanceCases.append(AssistanceCase(person: UInt32(person)))
      planCase(assistanceCases.count - 1, popularity, &dice)
    }
  }

  private mutating func planCase(
    _ index: Int, _ popularity: Popularity, _ dice: inout Dice
  ) {
    let person = Int(assistanceCases[index].person)
    let opened = SchoolYear.first + 150 + dice.below(120)
    var status = Life(person, after: SchoolYear.first)
    status.step(.keyGroupConfirmed, opened - 20, lag: dice.below(10), in: &schedule)
    var life = Life(index, after: status.recorded)
    life.step(.assistanceOpened, opened, lag: dice.below(5), in: &schedule)
    life.join(.assistanceClaimed, opened, in: &schedule)
    life.note(.diagnosisRecorded, opened + dice.within(2...10), &dice, in: &schedule)
    for number in 0..<dice.within(1...3) {
      let day = opened + 12 + number * 12 + dice.below(10)
      life.note(.guidanceGiven, day, ordinal: number, &dice, in: &schedule)
    }
    for number in 0..<dice.within(1...3) {
      let day = opened + 14 + number * 12 + dice.below(10)
      guard let vacancy = openVacancy(popularity, on: day, by: life.recorded, index, &dice)
      else { continue }
      life.note(
        .jobRecommended, day, ordinal: assistanceCases[index].vacancies.count, &dice,
        in: &schedule)
      assistanceCases[index].vacancies.append(UInt32(vacancy))
    }
    if dice.happens(3_500) {
      life.note(.subsidyGuided, opened + dice.within(20...50), &dice, in: &schedule)
    }
    var ended = opened + 60 + dice.below(60)
    let outcome = outcomeDays[person]
    if dice.happens(8_000) {
      ended = max(ended, Int(outcome.declared)) + 3
      let linked = ended - 3
      let known = max(Int(outcome.recorded) - linked, 0)
      life.step(.outcomeLinked, linked, lag: known, in: &schedule)
      life.step(.assistanceResolved, ended, lag: dice.below(10), in: &schedule)
    } else {
      life.step(.assistanceClosed, ended, lag: dice.below(10), in: &schedule)
    }
    life.join(.assistanceReleased, ended, in: &schedule)
  }

  /// A vacancy that takes applications on that day, and that wasn't recommended before.
  private func openVacancy(
    _ popularity: Popularity, on day: Int, by recorded: Int, _ index: Int, _ dice: inout Dice
  ) -> Int? {
    for _ in 0..<12 {
      let vacancy = popularity.draw(&dice)
      if vacancies[vacancy].isOpen(on: day), vacancies[vacancy].recorded <= recorded,
        !assistanceCases[index].vacancies.contains(UInt32(vacancy))
      {
        return vacancy
      }
    }
    return nil
  }

  /// The one person responsible.
  private func owner(_ index: Int) -> Int { other(index / 20) }

  func assistanceNaming(_ event: PlannedEvent) -> Naming {
    let assistance = assistanceCases[event.index]
    let person = Int(assistance.person)
    let graduate = Named("graduate", .person, person)
    let code = StreamKey(.assistanceCode, event.index)
    switch event.fact {
    case .assistanceClaimed, .assistanceReleased: return holder(.assistance, event.index)
    case .assistanceOpened:
      return Naming(
        after: [
          graduate, Named("enrolment", .enrolment, person),
          Named("owner", .person, owner(event.index)),
          Named("school", .organisation, school(ofPerson: person)),
        ], read: [code])
    case .jobRecommended:
      return Naming(
        before: [graduate],
        after: [Named("vacancy", .vacancy, Int(assistance.vacancies[Int(event.ordinal)]))])
    case .subsidyGuided:
      return Naming(
        before: [graduate],
        after: [Named("authority", .organisation, size.firstGovernmentBody)])
    case .outcomeLinked:
      return Naming(before: [graduate], after: [Named("outcome", .outcome, person)])
    case .assistanceResolved, .assistanceClosed:
      return Naming(before: [graduate], read: [code])
    default: return Naming(before: [graduate])
    }
  }

  func assistancePayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    let assistance = assistanceCases[index]
    let person = Int(assistance.person)
    switch event.fact {
    case .assistanceOpened:
      return encoded(
        PBAssistanceOpened.with {
          $0.graduate = self.person(person)
          $0.enrolment = text(StreamKey(.enrolment, person))
          $0.owner = self.person(owner(index))
          $0.school = organisation(school(ofPerson: person))
        })
    case .assistanceClaimed: return claim(by: .assistance, index)
    case .assistanceReleased: return release(by: .assistance, index)
    case .diagnosisRecorded: return encoded(PBAssistanceDiagnosisRecorded())
    case .guidanceGiven:
      return encoded(
        PBAssistanceGuidanceGiven.with {
          $0.mode = [.faceToFace, .phone, .online][Int(event.ordinal)]
          $0.kind = [.consultation, .careerGuidance, .interviewTraining][Int(event.ordinal)]
        })
    case .jobRecommended:
      return encoded(
        PBAssistanceJobRecommended.with {
          $0.vacancy = text(StreamKey(.vacancy, Int(assistance.vacancies[Int(event.ordinal)])))
        })
    case .subsidyGuided:
      return encoded(
        PBAssistanceSubsidyGuided.with { $0.authority = organisation(size.firstGovernmentBody) })
    case .outcomeLinked:
      return encoded(
        PBAssistanceOutcomeLinked.with { $0.outcome = text(StreamKey(.outcome, person)) })
    case .assistanceResolved: return encoded(PBAssistanceResolved())
    default:
      return encoded(
        PBAssistanceClosed.with { $0.reason = [.left, .refused, .notSeeking][index % 3] })
    }
  }
}
