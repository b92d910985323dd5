internal import EventModel
internal import LMDB
internal import MerkleTree

/// The log's file: the records, and the tree's right edge.
final class RecordStore: Sendable {
  let environment: Environment
  let events: Table<UInt64>
  private let meta: Table<RawSpan>
  private static let formatKey = Array("format".utf8)
  private static let treeKey = Array("tree".utf8)
  /// What is wrong at a position that no record has.
  static let missingRecord = "the record is missing"

  /// What a file of records is opened for.
  enum Purpose {
    /// To make it; there is none yet.
    case creating
    /// To append to it, and to read it.
    case writing
    /// To read it, whoever writes it meanwhile.
    case reading
    /// To read it where nobody writes it: also from a medium on which nothing can be locked.
    case readingBackup
  }

  /// Opens the file.
  ///
  /// - Throws: ``EventLogError/unknownFormat(path:format:)``, ``EventLogError/damaged(path:_:)``,
  ///   ``EventLogError/unopenable(path:_:)`` where the file is missing, cut short or none of ours.
  init(
    _ path: String, for purpose: Purpose, _ options: EventLogOptions = EventLogOptions()
  ) throws(EventLogError) {
    let isNew = purpose == .creating
    var environmentOptions = Environment.Options()
    environmentOptions.mayGoWithoutLocks = purpose == .readingBackup
    environmentOptions.reservedByteCount = options.reservedByteCount
    environmentOptions.access = isNew || purpose == .writing ? .readWrite : .readOnly
    environmentOptions.creation = isNew ? .always : .never
    if options.controls.skipsFlush { environmentOptions.durability = .lostOnPowerCut }
    let made: (Environment, Table<UInt64>, Table<RawSpan>)
    do throws(LMDBError) {
      let environment = try Environment(directory: path, options: environmentOptions)
      made = (
        environment, try environment.openTable("events", keyedBy: UInt64.self, create: isNew),
        try environment.openTable("meta", keyedBy: RawSpan.self, create: isNew)
      )
    } catch {
      throw EventLogError(error)
    }
    (environment, events, meta) = made
    if !isNew { try checkFormat() }
  }

  private func checkFormat() throws(EventLogError) {
    let key = Self.formatKey
    let format = try inStore { () throws(LMDBError) in
      try environment.read { (snapshot) throws(LMDBError) -> UInt64? in
        guard let bytes = try snapshot.value(at: key.span.bytes, in: meta), bytes.byteCount == 8
        else { return nil }
        return bytes.bigEndian(at: 0)
      }
    }
    guard let format else { throw .damaged(path: environment.directory, "it has no format number") }
    guard format == UInt64(LogCreation.format) else {
      throw .unknownFormat(path: environment.directory, format: Int(clamping: format))
    }
  }

  /// The tree's right edge in a snapshot, held against the root that is stored beside it.
  func tree<Transaction: ReadableTransaction & ~Copyable>(
    in snapshot: borrowing Transaction
  ) throws(EventLogError) -> (frontier: TreeFrontier, head: TreeHead) {
    let key = Self.treeKey
    let found = try inStore { () throws(LMDBError) -> (TreeFrontier, TreeHead)? in
      guard let bytes = try snapshot.value(at: key.span.bytes, in: meta),
        bytes.byteCount >= TreeHash.byteCount,
        let root = try? TreeHash(bytes: bytes.extracting(first: TreeHash.byteCount)),
        let frontier = try? TreeFrontier(
          decoding: bytes.extracting(droppingFirst: TreeHash.byteCount)),
        frontier.root == root, try snapshot.entryCount(in: events) == Int(frontier.size)
      else { return nil }
      return (frontier, TreeHead(size: frontier.size, root: root))
    }
    guard let found else {
      throw .damaged(
        path: environment.directory, "its size, root and right edge don't agree")
    }
    return found
  }

  /// Stores the tree's right edge.
  func put(
    _ frontier: TreeFrontier, _ head: TreeHead, in transaction: inout WriteTransaction
  ) throws(LMDBError) {
    let key = Self.treeKey
    var value: [UInt8] = []
    value.reserveCapacity(TreeHash.byteCount + TreeFrontier.maximumEncodedByteCount)
    head.root.append(to: &value)
    value += frontier.encoded
    try transaction.put(value.span.bytes, at: key.span.bytes, in: meta)
  }

  /// Stores the number of the format, once.
  func putFormat(in transaction: inout WriteTransaction) throws(LMDBError) {
    let key = Self.formatKey
    var value: [UInt8] = []
    value.append(bigEndian: UInt64(LogCreation.format))
    try transaction.put(value.span.bytes, at: key.span.bytes, in: meta)
  }

  /// Lends one record; the caller checks it.
  func withRecord<Result>(
    at position: Position, in snapshot: borrowing ReadTransaction,
    _ body: (RawSpan) throws(EventLogError) -> Result
  ) throws(EventLogError) -> Result {
    let record: RawSpan?
    do throws(LMDBError) {
      record = try snapshot.value(at: position.number, in: events)
    } catch {
      throw EventLogError(error)
    }
    guard let record else { throw .corrupt(position, Self.missingRecord) }
    return try body(record)
  }

  /// A snapshot of the records.
  func snapshot() throws(EventLogError) -> ReadTransaction {
    try inStore { () throws(LMDBError) in try environment.beginRead() }
  }
}
