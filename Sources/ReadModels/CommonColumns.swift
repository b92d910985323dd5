internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

// Columns that several read models have, and how their values are written; said once.

extension ColumnDeclaration {
  static let evidence = text(
    "evidence", nullable: true, title: "Evidence",
    "On what the row rests: documented, inferred or synthetic; nothing when nobody said.",
    of: Source.Evidence.self)

  static let confirmed = flag(
    "is_confirmed", title: "Confirmed",
    "1, or 0 while a review holds back one of the facts that made the row.")

  static let hidden = flag(
    "is_hidden", title: "Hidden",
    "1 where figures are left out for this reader: they speak of fewer than five people, or would "
      + "give such a figure away. For who may not see those, others are to the nearest five.")

  /// Of a claim or target: whether its counts of people are shown to all as they are.
  static let countsExactly = flag(
    "counts_exactly", title: "Counts exactly",
    "1 where who recorded it sees single persons anyway; else its counts of people are left out for "
      + "readers who see no small cells, for a recorder may ask so about any set of people.")

  /// A number of people: left out below five, and to the nearest five, for who may see no small cell.
  static func people(
    _ name: String, title: String, unit: String, _ definition: String
  ) -> Self {
    integer(
      name, nullable: true, title: title, unit: unit, definition + SmallCells.roundingNote)
  }

  static func organisation(_ name: String, title: String, _ definition: String) -> Self {
    text(name, nullable: true, title: title, definition + " An organisation's stream.")
  }

  static func day(_ name: String, title: String, _ definition: String) -> Self {
    date(
      name, nullable: true, title: title,
      definition + " The last civil day it may have been, as 2022-06-30.")
  }
}

extension SQLValue {
  /// A stream's name, or nothing.
  init(_ stream: StreamName?) { self.init(stream?.text) }
  /// A civil day, or nothing.
  init(_ day: CivilDate?) { self.init(day?.description) }
  /// A text field of a payload: an empty one says nothing.
  init(field text: String) { self = text.isEmpty ? .null : .text(text) }
}

extension StreamFacts {
  /// Whether no review holds back any fact of the stream, as rows hold it.
  var confirmed: SQLValue { SQLValue(!hasUnconfirmed) }

  /// On what the last fact of these types rests, as rows hold it.
  func evidence(_ types: EventType...) -> SQLValue {
    for type in types {
      if let last = last(type) { return last.evidence }
    }
    return first?.evidence ?? .null
  }

  /// When the last fact of a type happened: its last civil day.
  func day(of type: EventType) -> SQLValue { day(last(type)?.occurred) }

  /// The earliest of the last civil days of some moments.
  func earliestDay(_ moments: [Moment]) -> SQLValue {
    SQLValue(moments.compactMap { day($0).text }.min())
  }
}

extension [StreamName] {
  /// The names with spaces between; nothing when there are none.
  var words: SQLValue { isEmpty ? .null : .text(map(\.text).joined(separator: " ")) }
}

extension [String] {
  /// The words with spaces between; nothing when there are none.
  var words: SQLValue { isEmpty ? .null : .text(joined(separator: " ")) }
}
