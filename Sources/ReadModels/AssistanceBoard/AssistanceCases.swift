internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Help for graduates who have it hard, one responsible person each.
struct AssistanceCases: StateProjection {
  typealias Folded = AssistanceCase
  /// Since when somebody is responsible.
  typealias Memory = Moment?

  let name = "AssistanceCases"
  let version = 2
  let initialMemory: Moment? = nil
  let tables = [
    TableDeclaration(
      "assistance_case", "A case as it stands now; subject ids only, and never to which group.",
      [
        .text("graduate", nullable: true, title: "Graduate", "The person's stream."),
        .text("enrolment", nullable: true, title: "Enrolment", "The graduate's enrolment."),
        .organisation("school", title: "School", "The school."),
        .text(
          "phase", title: "Phase", "opened, diagnosed, inProgress, resolved or closed.",
          of: AssistanceCase.Phase.self),
        .flag("is_open", title: "Open", "1 until it is resolved or closed."),
        .text("owner", nullable: true, title: "Owner", "The one person responsible."),
        .day("owned_since", title: "Owned since", "Since when anybody is responsible."),
        .day("opened_on", title: "Opened", "When it was opened."),
        .day("first_contact_on", title: "First contact", "When somebody first helped."),
        .integer(
          "guidances", title: "Guidance", unit: "times", "How often guidance was given."),
        .integer(
          "recommendations", title: "Jobs recommended", unit: "jobs", "How many were named."),
        .integer("diagnoses", title: "Diagnoses", unit: "diagnoses", "How many were made."),
        .text("outcome", nullable: true, title: "Outcome", "The outcome it led to."),
        .day("ended_on", title: "Ended", "When it was resolved or closed."),
        .text(
          "closing_reason", nullable: true, title: "Reason", "Why it was closed unresolved.",
          of: PBAssistanceClosed.Reason.self),
        .evidence, .confirmed,
      ], indexes: [["enrolment"], ["school"], ["graduate"]])
  ]

  func remember(
    _ payload: AssistanceCase.Event, _ event: EffectiveEvent, in memory: inout Moment?
  ) {
    switch payload {
    case .opened(let fact) where fact.hasOwner: memory = memory ?? event.occurred
    case .ownerAssigned: memory = memory ?? event.occurred
    case .reopened(let fact) where fact.hasOwner: memory = memory ?? event.occurred
    default: break
    }
  }

  func addRows(
    of state: AssistanceCase?, _ facts: StreamFacts, _ owned: Moment?, to rows: inout RowSink
  ) {
    guard let known = state else { return }
    rows.add([
      .text(facts.stream.text), SQLValue(known.graduate), SQLValue(known.enrolment),
      SQLValue(known.school), .text(known.phase.rawValue), SQLValue(known.isOpen),
      SQLValue(known.owner), facts.day(owned), facts.day(known.opened),
      facts.day(known.firstContact), SQLValue(known.guidanceCount),
      SQLValue(known.recommendationCount), SQLValue(known.diagnosisCount),
      SQLValue(known.outcome), facts.day(known.ended), SQLValue(known.closingReason?.word),
      facts.evidence(PBAssistanceOpened.eventType), facts.confirmed,
    ])
  }
}
