internal import Deciding
internal import EventModel

/// A command on one facility.
protocol FacilityCommand: DomainCommand {
  var facility: String { get }
}

extension FacilityCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// The owner's act, mostly.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The facility's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(facility, "facility", Facility.category)
  }
}

extension PBRegisterFacility: FacilityCommand {
  /// It brings the facility into being.
  static let creates = true
  /// Whose it is.
  var references: [Reference] {
    [.optional("owner", "details.owner", details.owner, Organisation.category)]
  }
  /// The region, and the majors that are taught there.
  var codes: [CodeUse] {
    [.optional(.regions, "details.region", details.hasRegion ? details.region : nil)]
      + CodeUse.each(.majors, "details.majors", details.majors)
  }

  /// One `facility.registered`; our own register knows whose it is.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.name, "details.name")
    if context.standing == .decided {
      try Check.present(details.hasKind, "details.kind", "a kind, as TRAINING_BASE")
      try Check.present(details.hasOwner, "details.owner", "a stream name, as organisation-…")
    }
    if details.hasRegion { try Check.region(details.region, "details.region") }
    try Check.count(details.places, "details.places")
    try Check.majors(details.majors, "details.majors")
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBShareFacility: FacilityCommand {
  /// Who may use it, and what says so.
  var references: [Reference] {
    [
      .required("partner", "details.partner", details.partner, Organisation.category),
      .optional(
        "agreement", "details.agreement", details.agreement, CooperationAgreement.category),
    ]
  }

  /// One `facility.shared`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.period(
      from: details.hasFrom ? details.from : nil, to: details.hasTo ? details.to : nil,
      "details.from", "details.to")
    let owner = try context.target(Facility.self, stream).owner
    try Check.that(
      StreamName(field: details.partner) != owner, "details.partner",
      "a facility is shared with another organisation than its owner")
    let event = DecidedEvent(details, to: stream)
    try context.step(Facility.Step.use.called("sharing it"), event)
    return context.record(event)
  }
}

extension PBVisitFacility: FacilityCommand {
  /// What the visitors or the hosts tell.
  static let standings = StandingPolicy.reportedOnly
  /// Who came, and on what occasion.
  var references: [Reference] {
    [
      .required("visitor", "details.visitor", details.visitor, Organisation.category),
      .optional("visit", "details.visit", details.visit, EmployerVisit.category),
    ]
  }

  /// One `facility.visited`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(details, to: try target())
    try context.step(Facility.Step.use.called("visiting it"), event)
    return context.record(event)
  }
}

extension PBRetireFacility: FacilityCommand {
  /// One `facility.retired`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Facility.Step.retire, DecidedEvent(details, to: try target()))
  }
}
