internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one outcome.
protocol EmploymentOutcomeCommand: DomainCommand {
  var outcome: String { get }
}

extension EmploymentOutcomeCommand {
  /// An organisation's own affair, unless a command says otherwise.
  static var duty: Duty { .ownAffairs }
  /// The national registration knows it, and we import it.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The outcome's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!outcome.isEmpty, "outcome", "a stream name, as outcome-…")
    return try Check.stream(outcome, "outcome", [EmploymentOutcome.category])
  }

  /// The outcome, also with a pay that is a part of its graduate.
  fileprivate func part(
    _ plaintext: [UInt8], of graduate: StreamName?
  ) -> [ProposedPersonalPart] {
    guard let graduate else { return [] }
    return [
      ProposedPersonalPart(subject: graduate, part: "graduate.personal", plaintext: plaintext)
    ]
  }
}

extension PBOutcomeFacts {
  fileprivate var references: [Reference] {
    [
      .optional("employer", "details.facts.employer", employer, Organisation.category),
      .optional("employment", "details.facts.employment", employment, EmploymentAgreement.category),
    ]
  }

  fileprivate var codes: [CodeUse] {
    [
      .optional(
        .destinationCategories, "details.facts.category", hasCategory ? category : nil),
      .occupation("details.facts.occupation", hasOccupation ? occupation : nil),
      .optional(.industries, "details.facts.industry", hasIndustry ? industry : nil),
      .optional(.regions, "details.facts.region", hasRegion ? region : nil),
    ]
  }

  fileprivate func check() throws(Rejection) {
    try Check.present(hasCategory, "details.facts.category", "a destination's code, as 10")
    try Check.key(category, "details.facts.category")
    if hasIndustry {
      try Check.that(
        IndustryCode.isWellFormed(industry), "details.facts.industry",
        "an industry is a letter A to T and up to four digits")
    }
    if hasRegion { try Check.region(region, "details.facts.region") }
    if hasStartedOn { _ = try Check.date(startedOn, "details.facts.startedOn") }
  }
}

extension PBOutcomePersonal {
  fileprivate func check() throws(Rejection) {
    try Check.that(
      !hasMonthlyPay || monthlyPay >= 0, "personal.monthlyPay", "an amount is 0 or more, in fen")
  }
}

extension PBDeclareOutcome: EmploymentOutcomeCommand {
  /// It brings the outcome into being.
  static let creates = true
  /// Everybody it names.
  var references: [Reference] {
    [
      .required("graduate", "details.graduate", details.graduate, Person.category),
      .optional("enrolment", "details.enrolment", details.enrolment, Enrolment.category),
      .optional("school", "details.school", details.school, Organisation.category),
    ] + details.facts.references
  }
  /// Category, industry and region.
  var codes: [CodeUse] { details.facts.codes }

  /// One `outcome.declared`, the pay a part of the graduate; school and class are the enrolment's
  /// where they are left out.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try details.facts.check()
    if details.hasClassYear { try Check.classYear(details.classYear, "details.classYear") }
    var fact = details
    if let stream = StreamName(field: details.enrolment),
      let enrolment = try context.history(of: stream).state(Enrolment.self)
    {
      if !fact.hasClassYear, let year = enrolment.classYear { fact.classYear = Int32(year) }
      if !fact.hasSchool { fact.school = enrolment.school.text }
    }
    if hasPersonal { try personal.check() }
    let parts =
      hasPersonal ? part(encoded(personal), of: StreamName(field: details.graduate)) : []
    return Decision(events: [DecidedEvent(fact, to: try target(), personal: parts)])
  }

  /// Without the pay.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .declareOutcome(copy)
  }
}

extension PBReviseOutcome: EmploymentOutcomeCommand {
  /// Employer and agreement.
  var references: [Reference] { details.facts.references }
  /// Category, industry and region.
  var codes: [CodeUse] { details.facts.codes }

  /// One `outcome.revised` with the whole new facts; the graduate is asked again.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(EmploymentOutcome.self, stream)
    try details.facts.check()
    try Check.present(details.hasReason, "details.reason", "a reason, as CONTEST_UPHELD")
    if hasPersonal { try personal.check() }
    let parts = hasPersonal ? part(encoded(personal), of: known.graduate) : []
    let event = DecidedEvent(details, to: stream, about: known.about, personal: parts)
    // Told again it would take back what the graduate said of it since.
    if context.isRecorded(event) { return .alreadySo }
    return try context.recordEachTime(EmploymentOutcome.Step.revise, event)
  }

  /// Without the pay.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .reviseOutcome(copy)
  }
}

extension PBConfirmOutcome: EmploymentOutcomeCommand {
  /// The graduate's own word.
  static let standings = StandingPolicy.reportedOnly

  /// One `outcome.graduate-confirmed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(EmploymentOutcome.self, stream)
    let event = DecidedEvent(details, to: stream, about: known.about)
    // Told again it would take back what the graduate said since.
    if context.isRecorded(event) { return .alreadySo }
    return try context.recordOnce(EmploymentOutcome.Step.confirm, event)
  }
}

extension PBContestOutcome: EmploymentOutcomeCommand {
  /// The graduate's own word.
  static let standings = StandingPolicy.reportedOnly

  /// One `outcome.graduate-contested`, the statement a part of the graduate.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(EmploymentOutcome.self, stream)
    let parts = hasPersonal ? part(encoded(personal), of: known.graduate) : []
    let event = DecidedEvent(details, to: stream, about: known.about, personal: parts)
    // Told again it would take back what the graduate said since.
    if context.isRecorded(event) { return .alreadySo }
    return try context.recordOnce(EmploymentOutcome.Step.contest, event)
  }

  /// Without the statement.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .contestOutcome(copy)
  }
}
