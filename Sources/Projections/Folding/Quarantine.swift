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

  /// How many there are, in SQL.
  static var count: String { "SELECT count(*) FROM main.\(table.name)" }

  /// The streams that stand still. Of those that are of one person, or may be, readers who see no single
  /// persons get the category and the position, and not the name.
  ///
  /// - Parameter named: the categories whose streams have their names for everybody.
  static func view(named: [StreamCategory]) -> ViewDeclaration {
    // The table by its whole name: but for its case it is called as the view, which is asked around it.
    let isNamed = "category IN (\(named.map { "'\($0.text)'" }.joined(separator: ", ")))"
    return ViewDeclaration(
      "Quarantine", title: "Quarantine",
      table.definition + " Readers who see no single persons get of a person's stream its category "
        + "and the position.",
      columns: table.columns, keyColumnCount: table.keyColumnCount,
      content: .parameterised(
        """
        SELECT CASE WHEN :hides_small_cells AND NOT \(isNamed)
            THEN category || ' at ' || position ELSE stream END AS stream, position, reason, since
        FROM (SELECT *, substr(stream, 1, instr(stream, '-') - 1) AS category
          FROM main.\(table.name))
        """, []))
  }

  static func row(_ entry: Entry) -> [SQLValue] {
    [
      .text(entry.stream.text), SQLValue(entry.position.number), .text(entry.reason),
      .integer(entry.since.microseconds),
    ]
  }
}
