internal import SwiftProtobuf

/// The table of a code list: a header and a row for each entry, however they were cut into cells.
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

    /// A line that is wrong.
    public init(line: Int, reason: String) {
      self.line = line
      self.reason = reason
    }

    /// Line and reason.
    public var description: String { "line \(line): \(reason)" }
  }

  /// One row of the table.
  public struct Row: Sendable {
    /// Its line in the file, from 1.
    public let line: Int
    /// Its cells; those at the end may be missing where they are empty.
    public let cells: [String]

    /// A row.
    public init(line: Int, cells: [String]) {
      self.line = line
      self.cells = cells
    }
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
  /// - Parameter rows: the header, then the entries; none is blank.
  /// - Throws: ``Malformed`` at the first line that is wrong.
  public init(rows: [Row]) throws(Malformed) {
    guard let header = rows.first else {
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
    for row in rows.dropFirst() {
      guard row.cells.count <= fields.count else {
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
