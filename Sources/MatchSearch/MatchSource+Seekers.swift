internal import Cooperation
internal import Deciding
internal import EventLog
public import EventModel
internal import Projections
internal import ReadModels

// Who looks, and whether something may be recommended to them.

extension MatchSource {
  /// A person as a graduate who looks for work.
  ///
  /// - Parameter enrolment: what the person studies; `nil` for the one that is open, else the one
  ///   whose class is latest.
  /// - Throws: ``MatchRefusal`` when nobody may be recommended anything under that name.
  func graduate(
    _ person: StreamName, enrolment: StreamName?, on day: CivilDate
  ) async throws -> Graduate {
    guard let known = try history(of: person).state(Person.self) else {
      throw MatchRefusal.missing(person)
    }
    if known.isErased { throw MatchRefusal(code: .unfit, reason: "\(person) was erased") }
    if let into = known.mergedInto {
      throw MatchRefusal(
        code: .unfit, reason: "\(person) is the same person as \(into); ask for that")
    }
    if known.isRestricted {
      throw MatchRefusal(
        code: .unfit, reason: "data of \(person) are only stored: nothing is recommended")
    }
    let studies: Enrolment?
    if let enrolment {
      studies = try state(Enrolment.self, of: enrolment)
    } else {
      studies = try await currentEnrolment(of: person)
    }
    let school = try studies.flatMap { try state(Organisation.self, of: $0.school) }
    return Graduate(
      person: person,
      learner: Learner(
        enrolment: studies, schoolLevel: school?.schoolLevel, at: Moment(.day(day)),
        in: log.identity.zone),
      hasRecommendationsOff: known.hasRecommendationsOff)
  }

  /// Whose an enrolment is, and at which school.
  public func studies(_ enrolment: StreamName) throws -> (person: StreamName, school: StreamName) {
    let history = try history(of: enrolment)
    if let state = try history.confirmed.state(Enrolment.self) {
      return (state.person, state.school)
    }
    guard try history.state(Enrolment.self) != nil else { throw MatchRefusal.missing(enrolment) }
    throw MatchRefusal(
      code: .unfit, reason: "\(enrolment) is held back by a review: nothing rests on it yet")
  }

  /// At which school an enrolment is, also while a review holds it back; `nil` where there is none.
  public func school(of enrolment: StreamName) throws -> StreamName? {
    let history = try history(of: enrolment)
    let known = try history.confirmed.state(Enrolment.self) ?? history.state(Enrolment.self)
    return known?.school
  }

  private func currentEnrolment(of person: StreamName) async throws -> Enrolment? {
    var best: Enrolment?
    for stream in try await streams("Enrolments", ["person": [.text(person.text)]]) {
      try await goOn()
      guard let next = try state(Enrolment.self, of: stream), next.phase != .withdrawn else {
        continue
      }
      guard let known = best else { best = next; continue }
      let isLater = (next.classYear ?? 0) > (known.classYear ?? 0)
      if next.isOpen != known.isOpen ? next.isOpen : isLater { best = next }
    }
    return best
  }

  /// Sees that a stream is an organisation of that kind, is there on that day, and no other one's.
  func check(
    _ organisation: StreamName, is kind: PBOrganisationRegistered.Kind, on day: CivilDate
  ) async throws {
    guard let known = try history(of: organisation).state(Organisation.self) else {
      throw MatchRefusal.missing(organisation)
    }
    let survivor = try await views.survivors(of: [organisation], on: day)[organisation]
    if let survivor, survivor != organisation {
      throw MatchRefusal(
        code: .unfit, reason: "\(organisation) was merged into \(survivor); ask for that")
    }
    guard known.kind == kind else {
      throw MatchRefusal(
        code: .unfit,
        reason: "\(organisation) is no \(kind == .school ? "school" : "enterprise")")
    }
    guard known.isThere(on: day, in: log.identity.zone) else {
      throw MatchRefusal(
        code: .unfit,
        reason: "\(organisation) has ended, rests, or is on a blacklist: nothing is recommended")
    }
  }
}
