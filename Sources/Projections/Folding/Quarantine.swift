internal import EventModel

/// Streams that this code can't fold.
///
/// From the first append that holds an event it can't understand a stream stands still, in every
/// read model: its rows are those of the events before. So they are the same whether they were
/// folded live or anew. Only code that understands the event, and with it a rebuild, takes the
/// stream out.
enum Quarantine {
  struct Entry: Hashable, Sendable {
    let stream: StreamName
    let position: Position
    let reason: String
    let since: RecordedTime
  }

  static let table = TableDeclaration(
    "quarantine",
    "A stream that this version of Concord can't fold: its rows stand still since the append that "
      + "holds the event at this position.",
    [
      .integer("position", title: "Position", "The first event that can't be understood."),
      .text("reason", title: "Reason", "Why it can't be understood."),
      .integer(
        "since", title: "Since", unit: "µs since 1970-01-01T00:00Z",
        "When that event was recorded."),
    ])

  static func row(_ entry: Entry) -> [SQLValue] {
    [
      .text(entry.stream.text), SQLValue(entry.position.number), .text(entry.reason),
      .integer(entry.since.microseconds),
    ]
  }
}
