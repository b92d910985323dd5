internal import Deciding
internal import EventModel
internal import Projections

/// What happened, event by event, and whom it is about: for every recorded event of every stream.
///
/// An event names on average three things that it is about, mostly the same ones as its stream's
/// other events. So the things are kept once a stream, numbered in order of their first appearance,
/// and each event holds one bit for each; the view shows one row for each event and thing.
struct CooperationHistory: EventProjection {
  /// What the stream's events were about so far, in order of first appearance.
  struct Memory: Sendable {
    fileprivate var things: [About] = []
  }

  let name = "CooperationHistory"
  let version = 1
  let initialMemory = Memory()
  static let historyEvent = TableDeclaration(
    "history_event", "A recorded event.",
    key: [.integer("position", title: "Position", "Where it stands in the log.")],
    [
      .text("type", title: "Type", "Its event type."),
      .text(
        "status", title: "Status", "effective, corrected, voided and so on.",
        of: HistoryStatus.self),
      .text("occurred", title: "Occurred", "When it happened, as precisely as it is known."),
      .integer(
        "occurred_by", title: "Occurred by", unit: "µs since 1970-01-01T00:00Z",
        "The last moment at which it may have happened."),
      .integer(
        "recorded_at", title: "Recorded", unit: "µs since 1970-01-01T00:00Z",
        "When it was recorded."),
      .text(
        "evidence", nullable: true, title: "Evidence", "documented, inferred or synthetic.",
        of: Source.Evidence.self),
      .integer(
        "amended_by", nullable: true, title: "Amended by",
        "The position of the correction or void that counts for it."),
      .integer("things", title: "Things", "One bit for each thing it is about."),
    ])
  static let historyThing = TableDeclaration(
    "history_thing", "A thing that a stream's events are about.",
    key: [.integer("number", title: "Number", "In order of first appearance, from 0.")],
    [
      .text("about", title: "About", "The thing's stream."),
      .text("role", title: "Role", "What it is in the fact."),
    ], indexes: [["about"]])
  static let historyMore = TableDeclaration(
    "history_more", "A thing beyond the first 62 of a stream, event by event.",
    key: [
      .integer("position", title: "Position", "The event."),
      .integer("number", title: "Number", "The thing."),
    ], [])
  let tables = [Self.historyEvent, Self.historyThing, Self.historyMore]

  /// Bits of a signed integer but for the sign, and one to spare.
  private static let thingsWithBit = 62

  func addRows(
    for recorded: RecordedEvent, _ standing: HistoryStanding, memory: inout Memory,
    to rows: inout RowSink
  ) {
    let stream = SQLValue.text(recorded.stream.text)
    var bits: Int64 = 0
    func note(_ thing: About) {
      let number: Int
      if let known = memory.things.firstIndex(of: thing) {
        number = known
      } else {
        number = memory.things.count
        memory.things.append(thing)
        rows.add(
          [stream, SQLValue(number), .text(thing.stream.text), .text(thing.role)],
          to: Self.historyThing)
      }
      if number < Self.thingsWithBit {
        bits |= 1 << Int64(number)
      } else {
        rows.add(
          [stream, SQLValue(recorded.position.number), SQLValue(number)], to: Self.historyMore)
      }
    }
    // Its own stream is in the key already; the view shows it as one thing more.
    for thing in recorded.event.about where thing.stream != recorded.stream { note(thing) }
    rows.add(
      [
        stream, SQLValue(recorded.position.number), .text(recorded.event.type.text),
        .text(standing.status.rawValue), .text(recorded.event.occurred.description),
        .integer(recorded.event.occurred.latest(in: standing.zone)),
        .integer(recorded.recordedAt.microseconds), SQLValue(recorded.event.source.evidence?.word),
        SQLValue(standing.amendedBy?.number), .integer(bits),
      ], to: Self.historyEvent)
  }
}

extension CooperationHistory {
  static let view = ViewDeclaration(
    "CooperationHistory", short: "history", title: "History",
    "One thing that one recorded event is about: filter by about to get the history of an alliance, "
      + "an agreement, an organisation, and sort by occurred or recorded.",
    columns: [
      TableDeclaration.streamColumn,
      .integer("position", title: "Position", "Where the event stands in the log."),
      .text("about", title: "About", "A thing that the event is about: its stream."),
      .text(
        "role", title: "Role", "What that thing is in the fact; itself for the event's stream."),
      .moment(
        "occurred", title: "Occurred", "When it happened, as precisely as it is known.",
        .told(by: "occurred_by")),
      .moment(
        "recorded", title: "Recorded", "When it was recorded, in UTC.",
        .seconds(by: "recorded_at")),
      .text("type", title: "Type", "The event type."),
      .text(
        "status", title: "Status",
        "effective, unconfirmed, corrected, voided, or what it does: correction, void, superseded, "
          + "review.", of: HistoryStatus.self),
      .integer(
        "amended_by", nullable: true, title: "Amended by",
        "The position of the correction or void that counts for it."),
      .evidence,
      .integer(
        "occurred_by", title: "Occurred by", unit: "µs since 1970-01-01T00:00Z",
        "The last moment at which it may have happened; sorts by time."),
      .integer(
        "recorded_at", title: "Recorded at", unit: "µs since 1970-01-01T00:00Z",
        "When it was recorded."),
    ], keyColumnCount: 4,
    content: .query(
      """
      SELECT e.stream, e.position, t.about, t.role, e.occurred,
        strftime('%Y-%m-%dT%H:%M:%SZ', e.recorded_at / 1000000, 'unixepoch') AS recorded,
        e.type, e.status, e.amended_by, e.evidence, e.occurred_by, e.recorded_at
      FROM history_thing t JOIN history_event e ON e.stream = t.stream
      WHERE t.number < 62 AND (e.things >> t.number) & 1
      UNION ALL
      SELECT e.stream, e.position, t.about, t.role, e.occurred,
        strftime('%Y-%m-%dT%H:%M:%SZ', e.recorded_at / 1000000, 'unixepoch'),
        e.type, e.status, e.amended_by, e.evidence, e.occurred_by, e.recorded_at
      FROM history_thing t
      JOIN history_more m ON m.stream = t.stream AND m.number = t.number
      JOIN history_event e ON e.stream = m.stream AND e.position = m.position
      WHERE t.number >= 62
      UNION ALL
      SELECT e.stream, e.position, e.stream, 'itself', e.occurred,
        strftime('%Y-%m-%dT%H:%M:%SZ', e.recorded_at / 1000000, 'unixepoch'),
        e.type, e.status, e.amended_by, e.evidence, e.occurred_by, e.recorded_at
      FROM history_event e
      """), readers: .ofSinglePersons(figuresIn: "the measure history.lags"))

  /// A number of the event that a view's row is about, in SQL, where the view lacks it.
  ///
  /// - Parameter view: the view, whose columns `stream` and `position` name the event.
  static func number(_ column: String, of view: String) -> String {
    """
    (SELECT h.\(column) FROM history_event h
      WHERE h.stream = "\(view)".stream AND h.position = "\(view)".position)
    """
  }
}
