internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// A graduate applies twelve times, and 15 % never; popular vacancies get most.

extension City {
  mutating func planApplications() {
    let popularity = Popularity(count: size.vacancies, shift: 200)
    applications.reserveCapacity(size.graduates * 12)
    var taken: [Int] = []
    for person in 0..<size.graduates {
      var dice = Dice(seed, .application, person)
      let count = min(Shapes.applications(&dice), size.vacancies / 2)
      taken.removeAll(keepingCapacity: true)
      for _ in 0..<count {
        let day = SchoolYear.day(SchoolYear.applying, &dice)
        guard let vacancy = vacancy(popularity, for: person, on: day, not: taken, &dice) else {
          continue
        }
        taken.append(vacancy)
        applications.append(Application(vacancy: UInt32(vacancy), person: UInt32(person)))
        planApplication(applications.count - 1, on: day, &dice)
      }
    }
  }

  /// A vacancy that is open by then, that takes the person's major and that the person hasn't applied
  /// to.
  private func vacancy(
    _ popularity: Popularity, for person: Int, on day: Int, not taken: [Int], _ dice: inout Dice
  ) -> Int? {
    for _ in 0..<30 {
      let vacancy = popularity.draw(&dice)
      if !taken.contains(vacancy), vacancies[vacancy].first < day, takes(vacancy, person) {
        return vacancy
      }
    }
    return nil
  }

  private mutating func planApplication(_ index: Int, on day: Int, _ dice: inout Dice) {
    let vacancy = vacancies[Int(applications[index].vacancy)]
    var life = Life(index, after: max(Int(vacancy.recorded), SchoolYear.first))
    life.step(.applied, day, lag: Shapes.lag(&dice), in: &schedule)
    guard dice.happens(9_000) else { return }
    let seen = day + dice.within(1...9)
    life.note(.reviewBegun, seen, &dice, in: &schedule)
    // Most are answered as soon as somebody looks; that is often told first.
    let answered = seen + dice.within(1...2)
    switch dice.choose([72, 6, 8, 9, 5]) {
    case 0: life.note(.applicationRejected, answered, &dice, in: &schedule)
    case 1: life.step(.applicationWithdrawn, answered, in: &schedule)
    case 2:
      life.step(.jobOffered, answered, in: &schedule)
      life.step(.offerAccepted, answered + dice.within(1...7), in: &schedule)
    case 3:
      life.step(.jobOffered, answered, in: &schedule)
      life.step(.offerDeclined, answered + dice.within(1...7), in: &schedule)
    default: break
    }
  }

  func applicationNaming(_ event: PlannedEvent) -> Naming {
    let application = applications[event.index]
    let person = Int(application.person)
    var named = [
      Named("vacancy", .vacancy, Int(application.vacancy)),
      Named("applicant", .person, person),
    ]
    if event.fact == .applied { named.append(Named("enrolment", .enrolment, person)) }
    return Naming(after: named)
  }

  func applicationPayload(_ event: PlannedEvent) -> [UInt8] {
    let application = applications[event.index]
    switch event.fact {
    case .applied:
      return encoded(
        PBApplicationSubmitted.with {
          $0.vacancy = text(StreamKey(.vacancy, Int(application.vacancy)))
          $0.person = person(Int(application.person))
          $0.enrolment = text(StreamKey(.enrolment, Int(application.person)))
        })
    case .reviewBegun: return encoded(PBApplicationReviewBegun())
    case .applicationRejected:
      return encoded(
        PBApplicationRejected.with { $0.reason = event.isCorrection ? .other : .placesTaken })
    case .jobOffered:
      return encoded(PBApplicationJobOffered.with { $0.to = date(event.day + 10) })
    case .offerAccepted, .offerDeclined: return encoded(PBApplicationOfferAnswered())
    default: return encoded(PBApplicationWithdrawn())
    }
  }
}
