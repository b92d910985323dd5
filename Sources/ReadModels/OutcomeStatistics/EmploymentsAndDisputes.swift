internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Employment agreements of graduates.
struct Employments: StateProjection {
  typealias Folded = EmploymentAgreement

  let name = "Employments"
  let version = 3
  static let employment = TableDeclaration(
    "employment", "An employment agreement as it stands now; subject ids only.",
    [
      .text("graduate", nullable: true, title: "Graduate", "The person's stream."),
      .organisation("employer", title: "Employer", "With whom."),
      .organisation("school", title: "School", "The school."),
      .text("enrolment", nullable: true, title: "Enrolment", "The graduate's enrolment."),
      .text("vacancy", nullable: true, title: "Vacancy", "The vacancy it fills."),
      .text("occupation", nullable: true, title: "Occupation", "What the work is."),
      .text("region", nullable: true, title: "Region", "Where the work is."),
      .text(
        "phase", title: "Phase", "invited, agreed, approved, inForce or terminated.",
        of: EmploymentAgreement.Phase.self),
      .day("in_force_on", title: "In force", "Since when it is in force."),
      .day("terminated_on", title: "Terminated", "When it was terminated."),
      .evidence, .confirmed,
    ], indexes: [["graduate"], ["employer"], ["vacancy"]])
  let tables = [Self.employment]

  func addRows(
    of state: EmploymentAgreement?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let agreement = state else { return }
    let terms = agreement.terms
    rows.add(
      [
        .text(facts.stream.text), SQLValue(agreement.graduate), SQLValue(agreement.employer),
        SQLValue(field: terms.school), SQLValue(field: terms.enrolment),
        SQLValue(field: terms.vacancy), SQLValue(field: terms.occupation),
        SQLValue(field: terms.region), .text(agreement.phase.rawValue),
        facts.day(agreement.inForce), facts.day(agreement.terminated),
        facts.evidence(PBEmploymentEnteredIntoForce.eventType), facts.confirmed,
      ], to: Self.employment)
  }

  static let view = ViewDeclaration(
    "Employments", title: "Employment agreements", of: Employments.employment,
    readers: .ofSinglePersons(figuresIn: "OutcomeStatistics", owners: ["school", "employer"]))
}

/// Disputes about facts.
struct Disputes: StateProjection {
  typealias Folded = Dispute
  typealias Memory = [Period]

  /// From the raising or an appeal to a decision.
  struct Period: Sendable {
    let from: Moment
    var to: Moment?
  }

  let name = "Disputes"
  let version = 3
  let initialMemory: [Period] = []
  static let dispute = TableDeclaration(
    "dispute", "A dispute as it stands now.",
    [
      .text(
        "phase", title: "Phase", "raised, heard, decided or appealed.", of: Dispute.Phase.self),
      .flag("is_open", title: "Open", "1 until it is decided."),
      .text("raised_by", nullable: true, title: "Raised by", "A person or an organisation."),
      .day("raised_on", title: "Raised", "When it was raised."),
      .day("decided_on", title: "Decided", "When it was last decided."),
      .integer("hearings", title: "Hearings", unit: "hearings", "How many were held."),
      .integer("evidence_received", title: "Evidence", unit: "pieces", "How many came in."),
      .evidence, .confirmed,
    ])
  static let disputeSubject = TableDeclaration(
    "dispute_subject", "A time for which a stream's facts are disputed, until a decision.",
    key: [
      .text("subject", title: "Subject", "The disputed stream."),
      .integer("period", title: "Period", "Which one of the dispute, from 0."),
    ],
    [
      .day("raised_on", title: "Raised", "When it was raised, or the decision appealed."),
      .day("settled_on", title: "Settled", "When it was decided; nothing while it is open."),
    ], indexes: [["subject"]])
  let tables = [Self.dispute, Self.disputeSubject]

  func remember(_ payload: Dispute.Event, _ event: EffectiveEvent, in memory: inout [Period]) {
    switch payload {
    case .raised where memory.isEmpty: memory.append(Period(from: event.occurred))
    case .appealed:
      if memory.last?.to != nil { memory.append(Period(from: event.occurred)) }
    case .decided:
      if let last = memory.indices.last {
        memory[last].to = memory[last].to ?? event.occurred
      }
    default: break
    }
  }

  func addRows(
    of state: Dispute?, _ facts: StreamFacts, _ memory: [Period], to rows: inout RowSink
  ) {
    guard let dispute = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    rows.add(
      [
        stream, .text(dispute.phase.rawValue), SQLValue(dispute.isOpen), SQLValue(dispute.raisedBy),
        facts.day(dispute.raised), facts.day(dispute.decided), SQLValue(dispute.hearingCount),
        SQLValue(dispute.evidenceCount), facts.evidence(PBDisputeRaised.eventType), facts.confirmed,
      ], to: Self.dispute)
    for subject in Set(dispute.facts.map(\.stream)) {
      for (number, period) in memory.enumerated() {
        rows.add(
          [
            stream, .text(subject.text), SQLValue(number), facts.day(period.from),
            facts.day(period.to),
          ], to: Self.disputeSubject)
      }
    }
  }

  static let view = ViewDeclaration(
    "Disputes", title: "Disputes", of: Disputes.dispute,
    readers: .ofSinglePersons(figuresIn: "OutcomeStatistics, which counts contested outcomes"))
}
