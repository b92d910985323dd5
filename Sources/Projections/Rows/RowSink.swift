/// Where a projection puts its rows.
public struct RowSink: Sendable {
  /// One buffer a table, in the order of the set's tables.
  var tables: [PackedRows]
  private let declarations: [TableDeclaration]
  private let columnCounts: [Int]
  private let keyColumnCounts: [Int]
  private var marks: [Int]
  /// Which of them are the current projection's.
  var ownTables = 0..<0

  init(_ tables: [TableDeclaration]) {
    self.tables = Array(repeating: PackedRows(), count: tables.count)
    declarations = tables
    columnCounts = tables.map(\.columns.count)
    keyColumnCounts = tables.map(\.keyColumnCount)
    marks = Array(repeating: 0, count: tables.count)
  }

  /// Adds a row to one of the projection's tables.
  ///
  /// - Parameters:
  ///   - values: one for each column, the stream's name first.
  ///   - table: one of the projection's own.
  /// - Precondition: there are as many values as columns.
  public mutating func add(_ values: [SQLValue], to table: TableDeclaration) {
    // By identity, among a few: this is done for every row of a rebuild.
    var index = ownTables.lowerBound
    while declarations[index] !== table {
      index += 1
      precondition(index < ownTables.upperBound, "\(table.name) is no table of this projection")
    }
    precondition(
      values.count == columnCounts[index],
      "a row of \(table.name) has \(values.count) values for \(columnCounts[index]) columns")
    tables[index].beginRow()
    for value in values { tables[index].append(value) }
  }

  /// Sorts what was added since the last call: one stream's rows.
  mutating func endStream() {
    for index in tables.indices where tables[index].count != marks[index] {
      if tables[index].count > marks[index] + 1 {
        tables[index].sortAndDeduplicate(from: marks[index], keyColumns: keyColumnCounts[index])
      }
      marks[index] = tables[index].count
    }
  }

  /// Throws away what was added since ``endStream()`` was called last.
  mutating func discardStream() {
    for index in tables.indices { tables[index].truncate(to: marks[index]) }
  }

  mutating func removeAll() {
    for index in tables.indices where !tables[index].isEmpty { tables[index].removeAll() }
    for index in marks.indices { marks[index] = 0 }
  }
}
