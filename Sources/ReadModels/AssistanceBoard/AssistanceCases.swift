internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Help for graduates who have it hard, one responsible person each.
struct AssistanceCases: StateProjection {
  typealias Folded = AssistanceCase
  typealias Memory = Course

  /// That a case ended.
  fileprivate struct End: Sendable {
    let phase: AssistanceCase.Phase
    let from: Moment
    /// When it was opened again.
    var to: Moment?
  }

  /// What the state doesn't keep.
  struct Course: Sendable {
    /// Since when somebody is responsible.
    fileprivate var owned: Moment?
    fileprivate var ends: [End] = []

    fileprivate mutating func end(_ phase: AssistanceCase.Phase, _ event: EffectiveEvent) {
      if let last = ends.last, last.to == nil { return }
      ends.append(End(phase: phase, from: event.occurred))
    }
  }

  let name = "AssistanceCases"
  let version = 3
  let initialMemory = Course()
  static let assistanceCase = TableDeclaration(
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
  static let assistanceCaseEnd = TableDeclaration(
    "assistance_case_end", "A time for which a case had ended, until it was opened again.",
    key: [.integer("number", title: "Number", "Which one, from 0.")],
    [
      .text("phase", title: "Phase", "resolved or closed.", of: AssistanceCase.Phase.self),
      .day("from_day", title: "From", "When it ended."),
      .day("to_day", title: "Until", "When it was opened again."),
    ])
  let tables = [Self.assistanceCase, Self.assistanceCaseEnd]

  func remember(
    _ payload: AssistanceCase.Event, _ event: EffectiveEvent, in memory: inout Course
  ) {
    switch payload {
    case .opened(let fact) where fact.hasOwner: memory.owned = memory.owned ?? event.occurred
    case .ownerAssigned: memory.owned = memory.owned ?? event.occurred
    case .resolved: memory.end(.resolved, event)
    case .closed: memory.end(.closed, event)
    case .reopened(let fact):
      if fact.hasOwner { memory.owned = memory.owned ?? event.occurred }
      if let last = memory.ends.indices.last, memory.ends[last].to == nil {
        memory.ends[last].to = event.occurred
      }
    default: break
    }
  }

  func addRows(
    of state: AssistanceCase?, _ facts: StreamFacts, _ memory: Course, to rows: inout RowSink
  ) {
    guard let known = state else { return }
    rows.add(
      [
        .text(facts.stream.text), SQLValue(known.graduate), SQLValue(known.enrolment),
        SQLValue(known.school), .text(known.phase.rawValue), SQLValue(known.isOpen),
        SQLValue(known.owner), facts.day(memory.owned), facts.day(known.opened),
        facts.day(known.firstContact), SQLValue(known.guidanceCount),
        SQLValue(known.recommendationCount), SQLValue(known.diagnosisCount),
        SQLValue(known.outcome), facts.day(known.ended), SQLValue(known.closingReason?.word),
        facts.evidence(PBAssistanceOpened.eventType), facts.confirmed,
      ], to: Self.assistanceCase)
    for (number, end) in memory.ends.enumerated() where end.to != nil {
      rows.add(
        [
          .text(facts.stream.text), SQLValue(number), .text(end.phase.rawValue),
          facts.day(end.from), facts.day(end.to),
        ], to: Self.assistanceCaseEnd)
    }
  }

  /// How a case had ended at the end of a question's day although it was opened again later, in SQL:
  /// resolved, closed or nothing.
  static func earlierEnd(of row: String) -> String {
    """
    (SELECT max(z.phase) FROM assistance_case_end z
      WHERE z.stream = \(row).stream AND z.from_day <= arg.until AND z.to_day > arg.until)
    """
  }
}
