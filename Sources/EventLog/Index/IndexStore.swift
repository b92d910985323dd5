internal import EventModel
internal import LMDB
internal import MerkleTree
internal import Synchronization

/// The index's file: where the records of a stream, a type and a command stand.
final class IndexStore: Sendable {
  let environment: Environment
  let streams: Table<RawSpan>
  let chunks: Table<RawSpan>
  let types: Table<RawSpan>
  let commands: Table<RawSpan>
  let meta: Table<RawSpan>
  /// Why the index was found damaged: from then on nothing is looked up in it.
  private let damage = Mutex<EventLogError?>(nil)
  /// Whether it was found damaged; read without taking the lock.
  private let isDamaged = Atomic<Bool>(false)

  private static let checkpointKey = Array("checkpoint".utf8)
  /// How long verifying may use a snapshot. It takes a new one often, but must not fail only because a busy
  /// machine gave its thread no time.
  static let verifyLimit = Duration.seconds(86_400)

  /// Opens the file; where there is none, makes it, unless it is opened for reading only.
  init(_ path: String, isReadOnly: Bool) throws(EventLogError) {
    var options = Environment.Options()
    // A quarter of the log's: an event takes less than 100 bytes of it.
    options.reservedByteCount = 1 << 36
    options.access = isReadOnly ? .readOnly : .readWrite
    let made: (Environment, [Table<RawSpan>])
    do throws(LMDBError) {
      let environment = try Environment(directory: path, options: options)
      var tables: [Table<RawSpan>] = []
      for name in ["streams", "chunks", "types", "commands", "meta"] {
        tables.append(try environment.openTable(name, keyedBy: RawSpan.self, create: !isReadOnly))
      }
      made = (environment, tables)
    } catch {
      throw EventLogError(error)
    }
    environment = made.0
    (streams, chunks, types, commands, meta) =
      (made.1[0], made.1[1], made.1[2], made.1[3], made.1[4])
  }

  /// Why the index was found damaged, so that nothing is looked up in it; `nil` while all is well.
  var foundDamage: EventLogError? {
    isDamaged.load(ordering: .acquiring) ? damage.withLock { $0 } : nil
  }

  /// Lets nobody look up anything from now on.
  ///
  /// - Returns: why not, which is what was said first, and whether this was it.
  func refuse(_ error: EventLogError) -> (damage: EventLogError, isFirst: Bool) {
    let known = damage.withLock { damage in
      defer { damage = damage ?? error }
      return damage
    }
    isDamaged.store(true, ordering: .releasing)
    return (known ?? error, known == nil)
  }

  /// Whether it has what an index of any records must have: a table that was lost is made anew, empty.
  func hasEntries(in snapshot: borrowing ReadTransaction) throws(EventLogError) -> Bool {
    for table in [streams, types, commands] {
      let count: Int
      do throws(LMDBError) { count = try snapshot.entryCount(in: table) } catch {
        throw EventLogError(error)
      }
      if count == 0 { return false }
    }
    return true
  }

  /// A snapshot for some look-ups.
  func snapshot() throws(EventLogError) -> ReadTransaction {
    if let foundDamage { throw foundDamage }
    return try inStore { () throws(LMDBError) in try environment.beginRead() }
  }

  /// A snapshot to verify by, whatever was found damaged; while it is held, the index's file grows.
  func snapshotToVerify() throws(EventLogError) -> ReadTransaction {
    try inStore { () throws(LMDBError) in try environment.beginRead(within: Self.verifyLimit) }
  }

  /// Up to where the index has got; `nil` when it is empty or of another format.
  func checkpoint(
    in snapshot: borrowing ReadTransaction
  ) throws(EventLogError) -> IndexCheckpoint? {
    try inStore { () throws(LMDBError) in
      let key = Self.checkpointKey
      guard let bytes = try snapshot.value(at: key.span.bytes, in: meta) else { return nil }
      return IndexCheckpoint(bytes)
    }
  }

  /// Up to where the index has got, which had got to some size before.
  ///
  /// - Throws: ``EventLogError/indexInTheMaking(path:)`` where it has got less far now: only the process
  ///   that writes the log empties it, to make it anew.
  func checkpoint(
    reaching size: UInt64, in snapshot: borrowing ReadTransaction
  ) throws(EventLogError) -> IndexCheckpoint {
    let key = Self.checkpointKey
    let isThere = try inStore { () throws(LMDBError) in
      try snapshot.value(at: key.span.bytes, in: meta) != nil
    }
    guard isThere else { throw .indexInTheMaking(path: environment.directory) }
    guard let checkpoint = try checkpoint(in: snapshot) else { throw malformed("its checkpoint") }
    guard checkpoint.head.size >= size else {
      throw .indexInTheMaking(path: environment.directory)
    }
    return checkpoint
  }

  /// A stream's entry; `nil` when the index doesn't know the stream.
  func entry(
    of stream: StreamName, in snapshot: borrowing ReadTransaction
  ) throws(EventLogError) -> StreamEntry? {
    let name = stream.text.utf8
    let found = try inStore { () throws(LMDBError) -> StreamEntry?? in
      guard let bytes = try snapshot.value(at: name.span.bytes, in: streams) else { return nil }
      return .some(StreamEntry(bytes))
    }
    guard let entry = found else { return nil }
    guard let entry else { throw malformed("the entry of \(stream)") }
    return entry
  }

  /// How many events a stream has and where the last stands; `nil` when the index doesn't know it.
  ///
  /// - Complexity: one look-up, no allocation; the whole entry is looked at.
  func head(
    of stream: StreamName, in snapshot: borrowing ReadTransaction
  ) throws(EventLogError) -> StreamEntry.Head? {
    let name = stream.text.utf8
    let found = try inStore { () throws(LMDBError) -> StreamEntry.Head?? in
      guard let bytes = try snapshot.value(at: name.span.bytes, in: streams) else { return nil }
      return .some(StreamEntry.Head(bytes))
    }
    guard let head = found else { return nil }
    guard let head else { throw malformed("the entry of \(stream)") }
    return head
  }

  /// The positions of the chunk that begins at a revision.
  func chunk(
    of stream: StreamName, at firstRevision: UInt64, in snapshot: borrowing ReadTransaction
  ) throws(EventLogError) -> [UInt64] {
    var key: [UInt8] = []
    IndexKey.make(stream.text, firstRevision, into: &key)
    let positions = try inStore { () throws(LMDBError) -> [UInt64]? in
      guard let bytes = try snapshot.value(at: key.span.bytes, in: chunks) else { return nil }
      return PositionList.decode(bytes)
    }
    guard let positions, positions.count == Int(StreamEntry.chunkLength) else {
      throw malformed("a chunk of \(stream)")
    }
    return positions
  }

  /// The first position of a command; `nil` when the index doesn't know it.
  func firstPosition(
    of command: CommandID, in snapshot: borrowing ReadTransaction
  ) throws(EventLogError) -> UInt64? {
    var key = (command.high.bigEndian, command.low.bigEndian)
    let found = try withUnsafeMutableBytes(of: &key) { (key) throws(EventLogError) -> UInt64?? in
      try inStore { () throws(LMDBError) in
        // SAFETY: the key is on this stack for the length of the call.
        let span = RawSpan(_unsafeBytes: UnsafeRawBufferPointer(key))
        guard let bytes = try snapshot.value(at: span, in: commands) else { return nil }
        var reader = VarintReader(bytes)
        let position = reader.next()
        return .some(reader.isAtEnd ? position : nil)
      }
    }
    guard let position = found else { return nil }
    guard let position else { throw malformed("the entry of a command") }
    return position
  }

  /// Calls `body` with a type's positions, block by block, until it says stop.
  ///
  /// - Parameter start: the block that holds this position, or the next one in that direction, is
  ///   the first.
  func forEachBlock(
    of type: EventType, from start: UInt64, _ direction: ReadDirection,
    in snapshot: borrowing ReadTransaction,
    _ body: ([UInt64]) throws(EventLogError) -> ScanStep
  ) throws(EventLogError) {
    var key: [UInt8] = []
    IndexKey.make(type.text, start, into: &key)
    if direction == .forwards {
      // The block that holds `start` begins at or before it.
      let first = try inStore { () throws(LMDBError) -> UInt64? in
        guard let entry = try snapshot.entry(atOrBefore: key.span.bytes, in: types) else {
          return nil
        }
        return IndexKey.number(entry.key, of: type.text)
      }
      if let first { IndexKey.make(type.text, first, into: &key) }
    }
    try snapshot.forEach(
      in: types, from: key.span.bytes, direction == .forwards ? .ascending : .descending,
      mapping: { EventLogError($0) }
    ) { (key, value) throws(EventLogError) -> LMDB.ScanStep in
      guard IndexKey.number(key, of: type.text) != nil else { return .stop }
      guard let positions = PositionList.decode(value) else {
        throw malformed("a block of \(type)")
      }
      return try body(positions) == .proceed ? .next : .stop
    }
  }

  /// What is wrong, as an error with its place.
  func malformed(_ what: String) -> EventLogError {
    .damaged(path: environment.directory, "\(what) is malformed")
  }

  /// Puts the checkpoint of a flush.
  func put(
    _ checkpoint: IndexCheckpoint, in transaction: inout WriteTransaction
  ) throws(LMDBError) {
    let key = Self.checkpointKey
    let value = checkpoint.encoded
    try transaction.put(value.span.bytes, at: key.span.bytes, in: meta)
  }
}
