internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one employment agreement.
protocol EmploymentAgreementCommand: DomainCommand {
  var employment: String { get }
}

extension EmploymentAgreementCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// What employer and graduate do is reported; a school that uses Concord approves itself.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The employment agreement's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!employment.isEmpty, "employment", "a stream name, as employment-…")
    return try Check.stream(employment, "employment", [EmploymentAgreement.category])
  }
}

extension PBEmploymentTerms {
  fileprivate var references: [Reference] {
    [
      .optional("graduate", "details.terms.graduate", graduate, Person.category),
      .optional("employer", "details.terms.employer", employer, Organisation.category),
      .optional("school", "details.terms.school", school, Organisation.category),
      .optional("enrolment", "details.terms.enrolment", enrolment, Enrolment.category),
      .optional("vacancy", "details.terms.vacancy", vacancy, Vacancy.category),
    ]
  }

  fileprivate var codes: [CodeUse] {
    [
      .optional(.regions, "details.terms.region", hasRegion ? region : nil),
      .occupation("details.terms.occupation", hasOccupation ? occupation : nil),
    ]
  }

  // An agreement without graduate or employer is none; the rest may be unknown.
  fileprivate func checkWhole() throws(Rejection) {
    try Check.present(hasGraduate, "details.terms.graduate", "a stream name, as person-…")
    try Check.present(hasEmployer, "details.terms.employer", "a stream name, as organisation-…")
    try Check.that(
      employer != school, "details.terms.employer",
      "a school that employs its own graduate leaves details.terms.school out")
    if hasRegion { try Check.region(region, "details.terms.region") }
    try Check.period(
      from: hasFrom ? from : nil, to: hasTo ? to : nil, "details.terms.from", "details.terms.to")
  }

  fileprivate func part(_ personal: PBEmploymentPersonal) throws(Rejection)
    -> [ProposedPersonalPart]
  {
    try Check.that(
      !personal.hasMonthlyPay || personal.monthlyPay >= 0, "personal.monthlyPay",
      "an amount is 0 or more, in fen")
    let graduate = try Check.stream(graduate, "details.terms.graduate", [Person.category])
    return [
      ProposedPersonalPart(
        subject: graduate, part: "graduate.personal", plaintext: encoded(personal))
    ]
  }
}

extension PBInviteGraduate: EmploymentAgreementCommand {
  /// It brings the agreement into being.
  static let creates = true
  /// Everybody it names.
  var references: [Reference] { details.terms.references }
  /// Where the work is.
  var codes: [CodeUse] { details.terms.codes }

  /// One `employment.invited`, the pay a part of the graduate.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try details.terms.checkWhole()
    let parts = hasPersonal ? try details.terms.part(personal) : []
    return Decision(events: [DecidedEvent(details, to: try target(), personal: parts)])
  }

  /// Without the pay.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .inviteGraduate(copy)
  }
}

extension PBAgreeToEmployment: EmploymentAgreementCommand {
  /// One `employment.graduate-agreed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(EmploymentAgreement.self, stream)
    return try context.recordOnce(
      EmploymentAgreement.Step.agree, DecidedEvent(details, to: stream, about: known.about))
  }
}

extension PBApproveEmployment: EmploymentAgreementCommand {
  /// One `employment.school-approved`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(EmploymentAgreement.self, stream)
    return try context.recordOnce(
      EmploymentAgreement.Step.approve, DecidedEvent(details, to: stream, about: known.about))
  }
}

extension PBEnterEmploymentIntoForce: EmploymentAgreementCommand {
  /// What was agreed on paper is known from then.
  static let mayCreate = true
  /// Everybody it names.
  var references: [Reference] { details.terms.references }
  /// Where the work is.
  var codes: [CodeUse] { details.terms.codes }

  /// One `employment.entered-into-force`, with all that is known of its terms.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    var fact = details
    fact.terms = try whole(context)
    try fact.terms.checkWhole()
    if fact.hasDocumentSha256 {
      try Check.digest(fact.documentSha256, "details.documentSha256")
    }
    let parts = hasPersonal ? try fact.terms.part(personal) : []
    let isOnPaper = fact.terms.path == .offline || fact.terms.path == .registeredPaper
    if context.standing == .decided, !isOnPaper,
      try context.state(EmploymentAgreement.self, stream) == nil
    {
      throw .wrongState(
        stream,
        "nothing is known of \(stream): \(PBInviteGraduate.name) comes before its coming into force"
      )
    }
    return try context.recordOnce(
      EmploymentAgreement.Step.enter(fact.terms.path),
      DecidedEvent(fact, to: stream, personal: parts), mayBegin: true)
  }

  // What the command leaves out is as it was when the graduate was invited: protobuf's own merge.
  private func whole(_ context: DecisionContext) throws(Rejection) -> PBEmploymentTerms {
    let terms =
      try context.state(EmploymentAgreement.self, target())?.terms ?? PBEmploymentTerms()
    return terms.merged(with: details.terms)
  }

  /// Without the pay.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .enterEmploymentIntoForce(copy)
  }
}

extension PBTerminateEmployment: EmploymentAgreementCommand {
  /// One `employment.terminated`; our own act says by whom.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(EmploymentAgreement.self, stream)
    if context.standing == .decided {
      try Check.present(details.hasBy, "details.by", "who ends it, as GRADUATE")
    }
    return try context.recordOnce(
      EmploymentAgreement.Step.terminate, DecidedEvent(details, to: stream, about: known.about))
  }
}
