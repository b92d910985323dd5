internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one placement.
protocol PlacementCommand: DomainCommand {
  var placement: String { get }
}

extension PlacementCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// What happens at work is reported, unless we arrange it ourselves.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The placement's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!placement.isEmpty, "placement", "a stream name, as placement-…")
    return try Check.stream(placement, "placement", [Placement.category])
  }
}

extension PBArrangePlacement: PlacementCommand {
  /// It brings the placement into being.
  static let creates = true
  /// Everybody it names.
  var references: [Reference] { details.parties.references }
  /// Where the work is.
  var codes: [CodeUse] { details.parties.codes }

  /// One `placement.arranged`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try details.parties.checkWhole()
    try Check.period(
      from: details.hasPlannedFrom ? details.plannedFrom : nil,
      to: details.hasPlannedTo ? details.plannedTo : nil, "details.plannedFrom",
      "details.plannedTo")
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBStartPlacement: PlacementCommand {
  /// An observed start may be all that is known of a placement.
  static let mayCreate = true
  /// Everybody it names.
  var references: [Reference] { details.parties.references }
  /// Where the work is.
  var codes: [CodeUse] { details.parties.codes }

  /// The arrangement's student, enrolment and school, to know age, year and level.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    let parties = try whole(context)
    var readings: Readings = []
    for text in [parties.enrolment, parties.school] {
      if let stream = StreamName(field: text) { readings.insert(.stream(stream)) }
    }
    if let student = StreamName(field: parties.student) {
      readings.formUnion(try StudentAge.reads(student, context))
    }
    return readings
  }

  /// One `placement.started`, with all that is known of the placement and its student.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.that(
      !details.hasAgeBand && !details.hasGradeYear && !details.hasSchoolLevel, "details",
      "ageBand, gradeYear and schoolLevel are worked out, not given")
    var fact = PBPlacementStarted()
    fact.parties = try whole(context)
    try fact.parties.checkWhole()
    try fill(&fact, context)
    let event = DecidedEvent(fact, to: stream)
    if try context.state(Placement.self, stream) == nil {
      if context.standing == .decided {
        throw .wrongState(stream, "\(stream) was not arranged: arrangePlacement comes first")
      }
      return Decision(events: [event])
    }
    if context.isRecorded(event) { return .alreadySo }
    try context.step(Placement.Step.start, event)
    return Decision(events: [event])
  }

  // What the command leaves out is as it was arranged: protobuf's own merge.
  private func whole(_ context: DecisionContext) throws(Rejection) -> PBPlacementParties {
    let arranged = try context.state(Placement.self, target())?.parties
    return arranged?.merged(with: details.parties) ?? details.parties
  }

  private func fill(
    _ fact: inout PBPlacementStarted, _ context: DecisionContext
  ) throws(Rejection) {
    if let student = StreamName(field: fact.parties.student),
      let band = try StudentAge.band(of: student, on: context.occurred, context)
    {
      fact.ageBand = band
    }
    if let stream = StreamName(field: fact.parties.enrolment),
      let year = try context.history(of: stream).state(Enrolment.self, asOf: context.occurred)?
        .gradeYear
    {
      fact.gradeYear = Int32(year)
    }
    if let stream = StreamName(field: fact.parties.school),
      let level = try context.history(of: stream).state(Organisation.self)?.schoolLevel
    {
      fact.schoolLevel = level
    }
  }
}

extension PBPlacementParties {
  fileprivate var references: [Reference] {
    [
      .optional("student", "details.parties.student", student, Person.category),
      .optional("enrolment", "details.parties.enrolment", enrolment, Enrolment.category),
      .optional("school", "details.parties.school", school, Organisation.category),
      .optional("host", "details.parties.host", host, Organisation.category),
      .optional(
        "internship agreement", "details.parties.internshipAgreement", internshipAgreement,
        InternshipAgreement.category),
      .optional("organiser", "details.parties.organiser", organiser, Organisation.category),
      .optional("host post", "details.parties.hostPost", hostPost, HostPost.category),
    ]
  }

  // A placement without student, school or host is none; the rest may be unknown.
  fileprivate func checkWhole() throws(Rejection) {
    try Check.present(hasStudent, "details.parties.student", "a stream name, as person-…")
    try Check.present(hasSchool, "details.parties.school", "a stream name, as organisation-…")
    try Check.present(hasHost, "details.parties.host", "a stream name, as organisation-…")
    try Check.that(
      school != host, "details.parties.host", "the host is another organisation than the school")
    if hasRegion { try Check.region(region, "details.parties.region") }
  }
}

extension PBPlacementParties {
  fileprivate var codes: [CodeUse] {
    [.optional(.regions, "details.parties.region", hasRegion ? region : nil)]
  }
}
