internal import EventLog
public import EventModel
internal import MerkleTree

/// How far a generation's rows go, and of which log: written in the same transaction as the rows.
public struct Checkpoint: Hashable, Sendable {
  /// The log's id.
  public var logID: LogID
  /// The position after the last event in the rows, an append border; the size of the tree there.
  public var end: Position
  /// The tree's root at that size, in hex.
  public var root: String
  /// The fingerprint of the code that made the rows.
  public var fingerprint: String
  /// The moment after which nothing was taken in, for read models as of a date.
  public var occurredUntil: String?

  static let creation = """
    CREATE TABLE concord_checkpoint (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      log_id TEXT NOT NULL, end INTEGER NOT NULL, root TEXT NOT NULL,
      fingerprint TEXT NOT NULL, occurred_until TEXT) STRICT
    """
  static let selection =
    "SELECT log_id, end, root, fingerprint, occurred_until FROM concord_checkpoint"

  func write(to connection: SQLiteConnection) throws(ProjectionError) {
    var row = PackedRows()
    row.beginRow()
    for value in [
      .integer(1), .text(logID.description), SQLValue(end.number), .text(root), .text(fingerprint),
      SQLValue(occurredUntil),
    ] as [SQLValue] { row.append(value) }
    try SQLiteStatement(
      connection, "INSERT OR REPLACE INTO concord_checkpoint VALUES (?,?,?,?,?,?)"
    ).run(0..<1, of: row, columns: 6)
  }

  /// Reads the checkpoint of a file.
  ///
  /// - Returns: `nil` where the file has no checkpoint, or one that can't be understood.
  static func read(from connection: SQLiteConnection) throws(ProjectionError) -> Checkpoint? {
    let table = try SQLiteStatement(
      connection, "SELECT 1 FROM sqlite_schema WHERE name = 'concord_checkpoint'"
    ).rows()
    guard !table.isEmpty else { return nil }
    let rows = try SQLiteStatement(connection, selection).rows()
    return rows.isEmpty ? nil : Checkpoint(rows.values(of: 0))
  }

  init?(_ values: [SQLValue]) {
    guard values.count == 5, let id = values[0].text, let logID = try? LogID(validating: id),
      let end = values[1].number, end >= 0, let root = values[2].text,
      let fingerprint = values[3].text
    else { return nil }
    self.init(
      logID: logID, end: Position(UInt64(end)), root: root, fingerprint: fingerprint,
      occurredUntil: values[4].text)
  }

  init(
    logID: LogID, end: Position, root: String, fingerprint: String, occurredUntil: String? = nil
  ) {
    self.logID = logID
    self.end = end
    self.root = root
    self.fingerprint = fingerprint
    self.occurredUntil = occurredUntil
  }

  /// Why rows of this checkpoint can't go on with this log and code; `nil` when they can.
  func disagreement(
    with log: any AppendOnlyLog, _ fingerprint: String
  ) throws(ProjectionError) -> String? {
    guard logID == log.identity.id else {
      return "the read models were made from log \(logID), this is \(log.identity.id)"
    }
    guard self.fingerprint == fingerprint else {
      return "the read models were made by another version of the projections"
    }
    guard end <= log.end else {
      return "the read models go to position \(end), the log only to \(log.end)"
    }
    do {
      let head = try log.treeHead(at: end.number)
      return head.root.hexadecimal == root
        ? nil : "the log below position \(end) is not the one the read models were made from"
    } catch {
      throw ProjectionError(error)
    }
  }
}
