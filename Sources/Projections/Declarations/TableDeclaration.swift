/// A table of a read model: rows folded from one stream each.
///
/// The leading columns are the key, and the first of them is always `stream`: so every row's source
/// events are the events of the stream that its key begins with.
///
/// A class, because a table is one thing: a projection names it where it declares its tables and where
/// it adds rows, and no two are ever the same.
public final class TableDeclaration: Sendable {
  /// Its name: lower-case words joined by underscores.
  public let name: String
  /// One sentence: what one row is.
  public let definition: String
  /// Its columns; the key first.
  public let columns: [ColumnDeclaration]
  /// How many leading columns make the key.
  public let keyColumnCount: Int
  /// Column lists of the secondary indexes.
  public let indexes: [[String]]

  /// A table.
  ///
  /// - Precondition: the first column is `stream`, key columns can't be empty, and every index names
  ///   columns of the table.
  public init(
    _ name: String, _ definition: String, key: [ColumnDeclaration] = [],
    _ columns: [ColumnDeclaration],
    indexes: [[String]] = []
  ) {
    let key = [TableDeclaration.streamColumn] + key
    self.name = name
    self.definition = definition
    self.columns = key + columns
    self.keyColumnCount = key.count
    self.indexes = indexes
    let names = Set(self.columns.map(\.name))
    precondition(names.count == self.columns.count, "\(name) names a column twice")
    precondition(key.allSatisfy { !$0.isNullable }, "\(name) has a key column that may be empty")
    precondition(
      indexes.allSatisfy { $0.allSatisfy(names.contains) }, "\(name) indexes an unknown column")
  }

  /// The column that every key begins with.
  public static let streamColumn = ColumnDeclaration.text(
    "stream", title: "Stream", "The stream whose events made this row.")

  var creation: String {
    let key = columns.prefix(keyColumnCount).map { quoted($0.name) }.joined(separator: ", ")
    return "CREATE TABLE \(quoted(name)) ("
      + columns.map(\.sql).joined(separator: ", ")
      + ", PRIMARY KEY (\(key))) STRICT, WITHOUT ROWID"
  }

  var indexCreations: [String] {
    indexes.map { columns in
      "CREATE INDEX \(quoted(name + "_by_" + columns.joined(separator: "_"))) ON \(quoted(name)) ("
        + columns.map(quoted).joined(separator: ", ") + ")"
    }
  }

  /// The columns in key order, for scans whose order the digest depends on.
  var scan: String {
    let key = columns.prefix(keyColumnCount).map { quoted($0.name) }.joined(separator: ", ")
    return "SELECT " + columns.map { quoted($0.name) }.joined(separator: ", ")
      + " FROM \(quoted(name)) ORDER BY \(key)"
  }
}
