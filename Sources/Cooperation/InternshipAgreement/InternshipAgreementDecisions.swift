internal import Deciding
internal import EventModel

/// A command on one internship agreement.
protocol InternshipAgreementCommand: DomainCommand {
  var internshipAgreement: String { get }
}

extension InternshipAgreementCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// Our own act in the work-flow of signing, or what the three tell.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The internship agreement's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(
      !internshipAgreement.isEmpty, "internshipAgreement",
      "a stream name, as internship.agreement-…")
    return try Check.stream(
      internshipAgreement, "internshipAgreement", [InternshipAgreement.category])
  }

  /// Records a step that leaves the phase to the state.
  fileprivate func record(
    _ event: DecidedEvent, _ step: Transition<InternshipAgreement>, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    try context.step(step, event)
    return context.record(event)
  }
}

extension PBPrepareInternshipAgreement: InternshipAgreementCommand {
  /// We keep the text.
  static let standings = StandingPolicy.either(default: .decided)
  /// It brings the internship agreement into being.
  static let creates = true
  /// The three, and what it rests on.
  var references: [Reference] { details.references }
  /// Where the work is.
  var codes: [CodeUse] { details.terms.codes }

  /// One `internship-agreement.prepared`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasKind, "details.kind", "COGNITION or POST")
    try Check.present(details.hasEnrolment, "details.enrolment", "a stream name, as enrolment-…")
    try Check.that(
      details.signedBy.isEmpty, "details.signedBy",
      "nobody has signed what is being prepared: signInternshipAgreement")
    let stream = try target()
    try details.check(in: stream)
    return Decision(
      events: [DecidedEvent(InternshipAgreement.Types.prepared, details, to: stream)])
  }
}

extension PBReportInternshipAgreementSigned: InternshipAgreementCommand {
  /// It was signed elsewhere.
  static let standings = StandingPolicy.reportedOnly
  /// All that is known of it, or the end of a work-flow that went on elsewhere.
  static let mayCreate = true
  /// The three, and what it rests on.
  var references: [Reference] { details.references }
  /// Where the work is.
  var codes: [CodeUse] { details.terms.codes }

  /// One `internship-agreement.reported-signed`: who, what and when are enough.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.that(
      Set(details.signedBy).count == details.signedBy.count, "details.signedBy",
      "each party signs once")
    try details.check(in: stream)
    let event = DecidedEvent(InternshipAgreement.Types.reportedSigned, details, to: stream)
    if try context.state(InternshipAgreement.self, stream) == nil {
      return Decision(events: [event])
    }
    return try record(event, InternshipAgreement.Step.sign, context)
  }
}

extension PBGiveInformedConsent: InternshipAgreementCommand {
  /// One `internship-agreement.consent-given`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let event = DecidedEvent(details, to: stream)
    let consented = try context.target(InternshipAgreement.self, stream).consented
    if context.isKnown(event, where: consented != nil) { return .alreadySo }
    return try record(event, InternshipAgreement.Step.sign.called("consent"), context)
  }
}

extension PBGiveGuardianConsent: InternshipAgreementCommand {
  /// Who agrees.
  var references: [Reference] {
    [.optional("guardian", "details.guardian", details.guardian, Person.category)]
  }

  /// One `internship-agreement.guardian-consented`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let agreement = try context.target(InternshipAgreement.self, stream)
    try Check.that(
      !details.hasGuardian || details.guardian != agreement.student?.text, "details.guardian",
      "nobody is their own guardian")
    let event = DecidedEvent(details, to: stream)
    if context.isKnown(event, where: agreement.guardianConsented != nil) { return .alreadySo }
    return try record(event, InternshipAgreement.Step.sign.called("a guardian's consent"), context)
  }
}

extension PBSignInternshipAgreement: InternshipAgreementCommand {
  /// One `internship-agreement.signed`; with the third it is complete.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.present(details.hasParty, "details.party", "STUDENT, SCHOOL_SIDE or HOST_SIDE")
    if context.standing == .decided {
      try Check.present(
        details.hasDocumentSha256, "details.documentSha256", "the digest of what is signed")
    }
    if details.hasDocumentSha256 {
      try Check.digest(details.documentSha256, "details.documentSha256")
    }
    let agreement = try context.target(InternshipAgreement.self, stream)
    try permit(agreement, context)
    let event = DecidedEvent(details, to: stream)
    if context.isKnown(event, where: agreement.signatures[details.party] != nil) {
      return .alreadySo
    }
    return try record(event, InternshipAgreement.Step.sign, context)
  }

  /// Nobody signs for somebody else with an organisation's own account.
  private func permit(
    _ agreement: InternshipAgreement, _ context: DecisionContext
  ) throws(Rejection) {
    // Who records for all, as a clerk does, has seen the paper.
    guard context.standing == .decided, context.actor.role == "recorder" else { return }
    let isForeign =
      switch details.party {
      case .student: true
      case .schoolSide: context.actor.organisation != agreement.school
      case .hostSide: context.actor.organisation != agreement.host
      default: false
      }
    if isForeign {
      throw Rejection(
        .notPermitted, "this account is not that of the \(details.party) who signs",
        field: "details.party")
    }
  }
}

extension PBAttachInsurance: InternshipAgreementCommand {
  /// One `internship-agreement.insurance-attached`, the policy's number a part of the student.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.present(details.hasKind, "details.kind", "LIABILITY or ACCIDENT")
    try Check.period(
      from: details.hasFrom ? details.from : nil, to: details.hasTo ? details.to : nil,
      "details.from", "details.to")
    var parts: [ProposedPersonalPart] = []
    if hasPersonal {
      try Check.text(personal.policyNumber, "personal.policyNumber")
      let agreement = try context.target(InternshipAgreement.self, stream)
      if let student = agreement.student {
        parts = [.init(subject: student, part: "student.personal", plaintext: encoded(personal))]
      }
    }
    return try record(
      DecidedEvent(details, to: stream, personal: parts), InternshipAgreement.Step.insure, context)
  }

  /// The student, whose part the policy's number is.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    guard hasPersonal,
      let student = try context.state(InternshipAgreement.self, target())?.student
    else { return [] }
    return [.stream(student)]
  }

  /// Without the policy's number.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .attachInsurance(copy)
  }
}

extension PBFileInternshipAgreement: InternshipAgreementCommand {
  /// The bureau.
  var references: [Reference] {
    [.required("bureau", "details.bureau", details.bureau, Organisation.category)]
  }

  /// One `internship-agreement.filed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(InternshipAgreement.Step.file, DecidedEvent(details, to: try target()))
  }
}

extension PBAmendInternshipAgreement: InternshipAgreementCommand {
  /// New mentors, and the new host of a report.
  var references: [Reference] {
    [.optional("host", "details.host", details.host, Organisation.category)]
      + (details.hasTerms ? details.terms.references : [])
  }
  /// Where the work is from then on.
  var codes: [CodeUse] { details.terms.codes }

  /// One `internship-agreement.amended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      details.terms != PBInternshipTerms() || details.hasHost, "details.terms",
      "an amendment changes one term at least")
    try details.terms.check()
    if details.hasDocumentSha256 {
      try Check.digest(details.documentSha256, "details.documentSha256")
    }
    let stream = try target()
    if context.standing == .decided,
      let agreement = try context.state(InternshipAgreement.self, stream)
    {
      let terms = agreement.terms.merged(with: details.terms)
      try Check.revisedPeriod(
        from: terms.from, to: terms.to, changesFrom: details.terms.hasFrom,
        changesTo: details.terms.hasTo, "details.terms")
    }
    return try record(DecidedEvent(details, to: stream), InternshipAgreement.Step.amend, context)
  }
}

extension PBAnnulInternshipAgreement: InternshipAgreementCommand {
  /// One `internship-agreement.annulled`: it never held.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasReason, "details.reason", "a reason, as MISTAKE or FRAUD")
    return try context.recordOnce(
      InternshipAgreement.Step.annul, DecidedEvent(details, to: try target()))
  }
}

extension PBSupersedeInternshipAgreement: InternshipAgreementCommand {
  /// The agreement that takes its place.
  var references: [Reference] {
    [
      .required(
        "successor", "details.successor", details.successor, InternshipAgreement.category)
    ]
  }

  /// One `internship-agreement.superseded`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      details.successor != internshipAgreement, "details.successor",
      "an internship agreement doesn't take its own place")
    return try context.recordOnce(
      InternshipAgreement.Step.supersede, DecidedEvent(details, to: try target()))
  }
}

extension PBInternshipTerms {
  fileprivate var codes: [CodeUse] {
    [.optional(.regions, "details.terms.region", hasRegion ? region : nil)]
  }
}
