internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// A graduate applies twelve times, and 15 % never; popular vacancies get most, until their places are
// taken.

extension City {
  /// In the order of days, since who applies earlier takes the places.
  mutating func planApplications() {
    var applying = [[UInt32]](repeating: [], count: SchoolYear.last - SchoolYear.first + 1)
    var count = 0
    for person in 0..<size.graduates {
      var dice = Dice(seed, .application, person)
      for _ in 0..<min(Shapes.applications(&dice), size.vacancies / 2) {
        let day = SchoolYear.day(SchoolYear.applying, &dice)
        applying[day - SchoolYear.first].append(UInt32(person))
        count += 1
      }
    }
    let popularity = Popularity(count: size.vacancies, shift: 200)
    applications.reserveCapacity(count)
    var known = Set<Application>(minimumCapacity: count)
    var number = size.graduates
    for (place, persons) in applying.enumerated() {
      for person in persons {
        var dice = Dice(seed, .application, number)
        number += 1
        let day = SchoolYear.first + place
        guard let application = application(popularity, of: person, on: day, not: known, &dice)
        else { continue }
        known.insert(application)
        applications.append(application)
        planApplication(applications.count - 1, on: day, &dice)
      }
    }
  }

  /// To a vacancy that is open then, that takes the person's major and that the person hasn't applied
  /// to.
  private func application(
    _ popularity: Popularity, of person: UInt32, on day: Int, not known: Set<Application>,
    _ dice: inout Dice
  ) -> Application? {
    for _ in 0..<30 {
      let vacancy = popularity.draw(&dice)
      guard vacancies[vacancy].isOpen(on: day), takes(vacancy, Int(person)) else { continue }
      let application = Application(vacancy: UInt32(vacancy), person: person)
      if !known.contains(application) { return application }
    }
    return nil
  }

  private mutating func planApplication(_ index: Int, on day: Int, _ dice: inout Dice) {
    let number = Int(applications[index].vacancy)
    let vacancy = vacancies[number]
    var life = Life(index, after: max(Int(vacancy.recorded), SchoolYear.first))
    life.step(.applied, day, lag: Shapes.lag(&dice), in: &schedule)
    guard dice.happens(9_000) else { return }
    let seen = day + dice.within(1...9)
    life.note(.reviewBegun, seen, &dice, in: &schedule)
    // Most are answered as soon as somebody looks; that is often told first.
    let answered = seen + dice.within(1...2)
    // Nothing is offered where all places are taken.
    switch dice.choose(vacancy.hasPlace ? [72, 6, 8, 9, 5] : [89, 6, 0, 0, 5]) {
    case 0: life.note(.applicationRejected, answered, &dice, in: &schedule)
    case 1: life.step(.applicationWithdrawn, answered, in: &schedule)
    case 2:
      let accepted = answered + dice.within(1...7)
      life.step(.jobOffered, answered, in: &schedule)
      life.step(.offerAccepted, accepted, in: &schedule)
      vacancies[number].take(on: accepted)
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
