internal import Crypto
public import EventModel

/// The digest of all read models at a position: equal digests mean equal rows, on any machine.
///
/// `Schemas/digest.md` says what is hashed.
public struct ReadModelDigest: Hashable, Sendable {
  /// One table's share.
  public struct Table: Hashable, Sendable {
    /// The table.
    public let name: String
    /// How many rows it has.
    public let rowCount: Int
    /// SHA-256 over its rows, in hex.
    public let digest: String
  }

  /// The position after the last event in the rows.
  public let end: Position
  /// By name.
  public let tables: [Table]
  /// SHA-256 over the tables' digests, in hex.
  public let digest: String
}

extension ViewReader {
  /// Reads every row and hashes it.
  ///
  /// - Complexity: O(rows); about 5 million rows a second are read, 1 to 2 million hashed.
  func digest() throws(ProjectionError) -> ReadModelDigest {
    var tables: [ReadModelDigest.Table] = []
    var all = SHA256()
    all.update(data: Array("concord read models digest 1\n".utf8))
    for table in set.tables.sorted(by: { $0.name < $1.name }) {
      let (digest, rowCount) = try self.digest(of: table)
      all.update(data: counted(table.name))
      all.update(data: digest)
      tables.append(.init(name: table.name, rowCount: rowCount, digest: hexText(digest)))
    }
    return ReadModelDigest(
      end: try checkpoint().end, tables: tables, digest: hexText(all.finalize()))
  }

  private func digest(
    of table: TableDeclaration
  ) throws(ProjectionError) -> (bytes: [UInt8], rowCount: Int) {
    var hash = SHA256()
    hash.update(data: Array("concord table digest 1\n".utf8))
    hash.update(data: counted(table.name))
    for column in table.columns { hash.update(data: counted(column.name)) }
    hash.update(data: [0xFF] as [UInt8])
    var rowCount = 0
    var buffer: [UInt8] = []
    try SQLiteStatement(database: database, table.scan).forEachRow { row in
      rowCount += 1
      buffer.append(contentsOf: row)
      if buffer.count >= 1 << 16 {
        hash.update(data: buffer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    hash.update(data: buffer)
    return (Array(hash.finalize()), rowCount)
  }

  private func counted(_ text: String) -> [UInt8] {
    withUnsafeBytes(of: UInt32(text.utf8.count).bigEndian, Array.init) + Array(text.utf8)
  }
}
