internal import Deciding
internal import EventModel

/// A command on one visit.
protocol VisitCommand: DomainCommand {
  var visit: String { get }
}

extension VisitCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// A school tells of its visits.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The visit's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(visit, "visit", EmployerVisit.category)
  }
}

extension PBPlanVisit: VisitCommand {
  /// It brings the visit into being.
  static let creates = true
  /// Everybody it names.
  var references: [Reference] { details.parties.references }
  /// What it is about.
  var codes: [CodeUse] {
    CodeUse.each(.cooperationTopics, "details.parties.topics", details.parties.topics)
  }

  /// One `visit.planned`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try details.parties.checkWhole()
    if details.hasOn { _ = try Check.date(details.on, "details.on") }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBHoldVisit: VisitCommand {
  /// A visit may be known only once it was held.
  static let mayCreate = true
  /// Everybody it names, and what was seen.
  var references: [Reference] {
    details.parties.references
      + Reference.each(
        "facility", "details.facilities", details.facilities, StreamCategory("facility"))
  }
  /// What it was about.
  var codes: [CodeUse] {
    CodeUse.each(.cooperationTopics, "details.parties.topics", details.parties.topics)
  }

  /// One `visit.held`, with all that is known of it.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    var fact = details
    if let planned = try context.state(EmployerVisit.self, stream)?.parties {
      fact.parties = planned.revised(by: details.parties)
    }
    try fact.parties.checkWhole()
    return try context.recordEachTime(
      EmployerVisit.Step.hold, DecidedEvent(fact, to: stream), mayBegin: true)
  }
}

extension PBNoteVisitOutcome: VisitCommand {
  /// The agreement that it led to.
  var references: [Reference] {
    [
      .optional(
        "agreement", "details.agreement", details.agreement, CooperationAgreement.category)
    ]
  }

  /// One `visit.outcome-noted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      details != PBVisitOutcomeNoted(), "details",
      "details takes one outcome at least, as posts")
    try Check.count(details.posts, "details.posts")
    try Check.count(details.internshipPlaces, "details.internshipPlaces")
    try Check.count(details.bases, "details.bases")
    return try context.recordEachTime(
      EmployerVisit.Step.look.called("an outcome"), DecidedEvent(details, to: try target()))
  }
}

extension PBProposeFollowUp: VisitCommand {
  /// One `visit.follow-up-proposed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasUntil { try Check.until(details.until, context) }
    return try context.recordEachTime(
      EmployerVisit.Step.look.called("a proposal"),
      DecidedEvent(EmployerVisit.Types.followUpProposed, details, to: try target()))
  }
}

extension PBAgreeFollowUp: VisitCommand {
  /// One `visit.follow-up-agreed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasUntil { try Check.until(details.until, context) }
    return try context.recordEachTime(
      EmployerVisit.Step.look.called("an agreement to go on"),
      DecidedEvent(EmployerVisit.Types.followUpAgreed, details, to: try target()))
  }
}

extension PBCancelVisit: VisitCommand {
  /// One `visit.cancelled`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(EmployerVisit.Step.cancel, DecidedEvent(details, to: try target()))
  }
}

extension PBVisitParties {
  fileprivate var references: [Reference] {
    [
      .optional("school", "details.parties.school", school, Organisation.category),
      .optional("employer", "details.parties.employer", employer, Organisation.category),
      .optional("campaign", "details.parties.campaign", campaign, Campaign.category),
    ] + Reference.each("leader", "details.parties.leaders", leaders, Person.category)
  }

  // A visit without school or employer is none; the rest may be unknown.
  fileprivate func checkWhole() throws(Rejection) {
    try Check.present(hasSchool, "details.parties.school", "a stream name, as organisation-…")
    try Check.present(hasEmployer, "details.parties.employer", "a stream name, as organisation-…")
    try Check.keys(topics, "details.parties.topics")
    try Check.that(
      Set(leaders).count == leaders.count, "details.parties.leaders",
      "details.parties.leaders takes each person once")
  }
}

extension Check {
  // How long both will go on doesn't end before they say so.
  fileprivate static func until(
    _ text: String, _ context: DecisionContext
  ) throws(Rejection) {
    let until = try date(text, "details.until")
    guard let first = context.occurred.firstDay(in: context.zone), until < first else { return }
    throw .malformed(
      "details.until", "details.until \(until) lies before \(context.occurred), when it is said"
    )
  }
}
