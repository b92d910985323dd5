internal import SwiftProtobuf

/// The table of a code list's file: comma-separated values with a header, UTF-8.
///
/// Columns: `code`, `name_zh`, `name_en`, `parent`, `valid_from`, `valid_to`, `successor`; `code` and
/// one of the names must be there, in any order. An empty cell is a missing value.
public struct CodeListTable: Sendable {
  /// Why a file is no such table.
  public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// What would be right, in one sentence.
    public let reason: String

    /// Line and reason.
    public var description: String { "line \(line): \(reason)" }
  }

  /// The entries, in the file's order.
  public let entries: [PBCodeListEntryAdded]
  /// The line of each entry, from 1.
  public let lines: [Int]

  private typealias Column = any WritableKeyPath<PBCodeListEntryAdded, String> & Sendable

  private static let columns: [String: Column] = [
    "code": \.code, "name_zh": \.nameZh, "name_en": \.nameEn, "parent": \.parent,
    "valid_from": \.validFrom, "valid_to": \.validTo, "successor": \.successor,
  ]

  /// Reads a table.
  ///
  /// - Throws: ``Malformed`` at the first line that is wrong.
  public init(csv text: String) throws(Malformed) {
    var reader = CSVReader(text)
    guard let header = try reader.row() else {
      throw Malformed(line: 1, reason: "the file is empty: its first line names the columns")
    }
    var fields: [Column] = []
    for name in header.cells {
      guard let field = Self.columns[name] else {
        throw Malformed(
          line: header.line,
          reason: "there is no column \(name): it takes \(Self.columns.keys.sorted())")
      }
      guard !fields.contains(field) else {
        throw Malformed(line: header.line, reason: "the column \(name) stands there twice")
      }
      fields.append(field)
    }
    guard fields.contains(\.code) else {
      throw Malformed(line: header.line, reason: "the column code is missing")
    }
    var entries: [PBCodeListEntryAdded] = []
    var lines: [Int] = []
    while let row = try reader.row() {
      guard row.cells.count == fields.count else {
        throw Malformed(
          line: row.line, reason: "\(row.cells.count) values stand under \(fields.count) columns")
      }
      var entry = PBCodeListEntryAdded()
      for (field, cell) in zip(fields, row.cells) where !cell.isEmpty {
        entry[keyPath: field] = cell
      }
      guard entry.hasCode else { throw Malformed(line: row.line, reason: "the code is missing") }
      entries.append(entry)
      lines.append(row.line)
    }
    self.entries = entries
    self.lines = lines
  }
}

/// Rows of comma-separated values (RFC 4180): quoted cells, doubled quotes, any line ends.
private struct CSVReader {
  private var rest: Substring.UnicodeScalarView
  private var line = 1

  init(_ text: String) {
    rest = Substring(text).unicodeScalars
    // Spreadsheets put a byte order mark in front.
    if rest.first == "\u{FEFF}" { rest.removeFirst() }
  }

  /// The next row that is not blank.
  mutating func row() throws(CodeListTable.Malformed) -> (line: Int, cells: [String])? {
    while !rest.isEmpty {
      let first = line
      let cells = try cells()
      if cells != [""] { return (first, cells) }
    }
    return nil
  }

  private mutating func cells() throws(CodeListTable.Malformed) -> [String] {
    var cells: [String] = []
    while true {
      cells.append(try cell())
      guard let next = rest.popFirst() else { return cells }
      if next == "," { continue }
      if next == "\r", rest.first == "\n" { rest.removeFirst() }
      line += 1
      return cells
    }
  }

  private mutating func cell() throws(CodeListTable.Malformed) -> String {
    guard rest.first == "\"" else {
      let end = rest.firstIndex { $0 == "," || $0 == "\n" || $0 == "\r" } ?? rest.endIndex
      let text = String(String.UnicodeScalarView(rest[..<end]))
      rest = rest[end...]
      return text
    }
    rest.removeFirst()
    let first = line
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == "\n" { line += 1 }
      if scalar != "\"" {
        text.append(scalar)
      } else if rest.first == "\"" {
        rest.removeFirst()
        text.append("\"")
      } else if rest.first.map({ $0 == "," || $0 == "\n" || $0 == "\r" }) ?? true {
        return String(text)
      } else {
        throw CodeListTable.Malformed(
          line: line, reason: "a quote ends inside a value: double it, or quote the whole value")
      }
    }
    throw CodeListTable.Malformed(line: first, reason: "a quote is never closed")
  }
}
