internal import Deciding
internal import EventModel
internal import Projections

/// Facts that are held unconfirmed, and what stewards decided.
struct ReviewQueue: EventProjection {
  /// The stream's reviews, by the id of the event that opened them.
  struct Memory: Sendable {
    fileprivate var reviews: [EventID: Review] = [:]
    /// Events that count no more: what they say was corrected or voided.
    fileprivate var replaced: Set<EventID> = []
  }

  fileprivate struct Review: Sendable {
    let opened: RecordedEvent
    let rule: String
    let reason: String
    let events: [EventID]
  }

  let name = "ReviewQueue"
  let version = 2
  let initialMemory = Memory()
  static let review = TableDeclaration(
    "review", "A review of facts in one stream.",
    key: [.integer("position", title: "Position", "The event that opened it.")],
    [
      .text(
        "state", title: "State",
        "open, passed, failed, voided, or superseded when the facts were corrected or voided.",
        values: ["open", "passed", "failed", "voided", "superseded"]),
      .text("rule", title: "Rule", "The rule that asks for it."),
      .text("reason", title: "Reason", "Why the facts are held."),
      .text("review", title: "Review", "The id to pass or fail it by."),
      .text("events", title: "Events", "The ids of the facts that are held."),
      .moment(
        "occurred", title: "Occurred", "When the facts happened.",
        .told(by: CooperationHistory.number("occurred_by", of: "ReviewQueue"))),
      .integer(
        "opened_at", title: "Opened", unit: "µs since 1970-01-01T00:00Z",
        "When it was opened."),
      .integer(
        "ended_by", nullable: true, title: "Ended by", "The position of the event that ended it."),
      .text("ended_reason", nullable: true, title: "Decision", "Why it was decided so."),
    ], indexes: [["state"]])
  let tables = [Self.review]

  func addRows(
    for recorded: RecordedEvent, _ standing: HistoryStanding, memory: inout Memory,
    to rows: inout RowSink
  ) {
    switch standing.status {
    case .corrected, .voided, .superseded: memory.replaced.insert(recorded.event.id)
    default: break
    }
    switch ReviewEvent(recorded.event) {
    case .opened(let rule, let reason, let events)?:
      let review = Review(opened: recorded, rule: rule, reason: reason, events: events)
      if standing.status == .voided {
        add(review, "voided", to: &rows)
      } else {
        memory.reviews[recorded.event.id] = review
        let isMoot = review.events.allSatisfy(memory.replaced.contains)
        add(review, isMoot ? "superseded" : "open", to: &rows)
      }
    case .passed(let review, let reason)? where standing.status == .review:
      end(review, "passed", reason, recorded, &memory, &rows)
    case .failed(let review, let reason)? where standing.status == .review:
      end(review, "failed", reason, recorded, &memory, &rows)
    default: return
    }
  }

  private func end(
    _ id: EventID, _ state: String, _ reason: String, _ recorded: RecordedEvent,
    _ memory: inout Memory, _ rows: inout RowSink
  ) {
    guard let review = memory.reviews[id] else { return }
    add(review, state, by: recorded, reason, to: &rows)
  }

  private func add(
    _ review: Review, _ state: String, by end: RecordedEvent? = nil, _ reason: String = "",
    to rows: inout RowSink
  ) {
    let opened = review.opened
    rows.add(
      [
        .text(opened.stream.text), SQLValue(opened.position.number), .text(state),
        .text(review.rule), .text(review.reason), .text(opened.event.id.description),
        .text(review.events.map(\.description).joined(separator: " ")),
        .text(opened.event.occurred.description),
        .integer(opened.recordedAt.microseconds), SQLValue(end?.position.number),
        SQLValue(field: reason),
      ], to: Self.review)
  }

  static let view = ViewDeclaration(
    "ReviewQueue", title: "Reviews",
    "A review of facts in one stream; streams of persons for those who may see single persons.",
    columns: ReviewQueue.review.columns,
    keyColumnCount: ReviewQueue.review.keyColumnCount,
    content: .parameterised(
      """
      SELECT * FROM review
      WHERE NOT (:hides_small_cells AND \(SmallCells.isOfPerson("stream")))
      """, []))
}
