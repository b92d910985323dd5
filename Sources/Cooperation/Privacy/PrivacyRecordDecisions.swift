internal import Deciding
internal import EventModel

/// A command that puts something on record that the law wants there.
protocol PrivacyRecordCommand: DomainCommand {
  var record: String { get }
}

extension PrivacyRecordCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// Our own act, or another body's.
  static var standings: StandingPolicy { .either(default: .decided) }
  /// Each record is a stream of its own.
  static var creates: Bool { true }

  /// The record's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!record.isEmpty, "record", "a stream name, as privacy.record-…")
    return try Check.stream(record, "record", [PrivacyRecord.category])
  }
}

extension PBRecordDisclosure: PrivacyRecordCommand {
  /// To whom, of whom, and what was thought before.
  var references: [Reference] {
    [
      .required("recipient", "details.recipient", details.recipient, Organisation.category),
      .optional("assessment", "details.assessment", details.assessment, PrivacyRecord.category),
    ]
      + details.persons.enumerated().map { index, person in
        .required("person", "details.persons[\(index)]", person, Person.category)
      }
  }

  /// The most persons that one record names; of more, a document tells.
  private static let personLimit = 200

  /// One `privacy-record.data-disclosed`: to whom, for what, which kinds of data, on what ground.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.purpose, "details.purpose")
    try Check.that(
      details.persons.count <= Self.personLimit, "details.persons",
      "at most \(Self.personLimit) persons by name; of more, details.personCount and a document")
    try Check.that(
      Set(details.persons).count == details.persons.count, "details.persons",
      "details.persons takes each person once")
    try Check.once(details.kinds, "details.kinds", "kind of data")
    if details.hasPersonCount {
      try Check.that(
        Int(details.personCount) >= details.persons.count, "details.personCount",
        "details.personCount takes a number from \(details.persons.count), the persons named, not "
          + "\(details.personCount)")
    }
    if context.standing == .decided {
      try Check.present(!details.kinds.isEmpty, "details.kinds", "which kinds of data, as STUDY")
      try Check.present(details.hasGround, "details.ground", "a ground, as STATUTORY_DUTY")
    }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBAssessImpact: PrivacyRecordCommand {
  /// One `privacy-record.impact-assessed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.purpose, "details.purpose")
    try Check.once(details.kinds, "details.kinds", "kind of data")
    try Check.present(details.hasRisk, "details.risk", "LOW, MEDIUM or HIGH")
    if details.hasKeptUntil { _ = try Check.date(details.keptUntil, "details.keptUntil") }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBReportBreach: PrivacyRecordCommand {
  /// It happened.
  static let standings = StandingPolicy.reportedOnly
  /// Who found out.
  var references: [Reference] {
    [.optional("discoverer", "details.discoveredBy", details.discoveredBy, Organisation.category)]
  }

  /// One `privacy-record.breach-reported`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasPersonCount { try Check.count(details.personCount, "details.personCount") }
    try Check.once(details.kinds, "details.kinds", "kind of data")
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}
