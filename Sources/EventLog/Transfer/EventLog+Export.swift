internal import EventModel
internal import LMDB
public import MerkleTree

/// The stream of stored bytes of `Schemas/log-format.md`.
enum ExportFormat {
  static let header = Array("CONCORD-LOG".utf8) + [0, 0, 0, 0, 1]

  static func length(_ count: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
  }
}

extension EventLog {
  /// Writes the records' stored bytes to a descriptor, up to the end as it is now.
  ///
  /// Each record is checked against its leaf first.
  /// - Parameters:
  ///   - descriptor: an open file, pipe or socket; it stays open.
  ///   - onProgress: told now and then how many records are written, and of how many.
  /// - Returns: the size and the root of what was written.
  /// - Throws: ``EventLogError/corrupt(_:_:)``; what the operating system reported.
  @discardableResult
  public func export(
    toDescriptor descriptor: Int32,
    onProgress: (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in }
  ) throws(EventLogError) -> TreeHead {
    let core = try core()
    var writer = ByteWriter(descriptor)
    var tree = TreeFrontier()
    writer.add(ExportFormat.header)
    let last = core.end
    var next = Position.zero
    while next < last {
      next = try core.scan(from: next, before: last, .leaf) { _, record in
        writer.add(ExportFormat.length(record.byteCount))
        writer.add(record)
        tree.append(leafHash: TreeHash.leafHash(of: record))
        return writer.isFull ? .stop : .proceed
      }
      // Between two snapshots: who reads the export may take its time.
      try writer.flush()
      onProgress(next.number, last.number)
    }
    var end = ExportFormat.length(0)
    end.append(bigEndian: tree.size)
    tree.root.append(to: &end)
    writer.add(end)
    try writer.flush()
    return tree.head
  }

  /// Makes a log of exported bytes: the same records, the same root, or nothing at all.
  ///
  /// - Parameters:
  ///   - descriptor: the export, read to its end.
  ///   - path: the data directory; it must hold no log. One that was made for it goes again where
  ///     nothing comes of it.
  ///   - isWanted: asked every few megabytes; nothing is taken in once it says no.
  /// - Returns: the size and the root.
  /// - Throws: ``EventLogError/damaged(path:_:)`` for anything that isn't a whole, lawful export,
  ///   ``EventLogError/interrupted``.
  @discardableResult
  public static func importLog(
    fromDescriptor descriptor: Int32, into path: String,
    isWanted: @escaping () -> Bool = { true }
  ) throws(EventLogError) -> TreeHead {
    try importLog(
      fromDescriptor: descriptor, into: path, followedLimit: RecordRules.followedLimit,
      isWanted: isWanted)
  }

  /// - Parameter followedLimit: how many streams and commands are followed in one pass.
  static func importLog(
    fromDescriptor descriptor: Int32, into path: String, followedLimit: Int,
    isWanted: @escaping () -> Bool = { true }
  ) throws(EventLogError) -> TreeHead {
    let directory = DataDirectory(path: path)
    guard !DataDirectory.exists(directory.log) else { throw .alreadyExists(path: path) }
    // Made, not looked for: of two that begin at once one has the directory.
    let isOwn = try DataDirectory.make(path)
    let lock = try WriterLock(directory)
    var importer = LogImporter(
      ByteReader(descriptor), followedLimit: followedLimit, isWanted: isWanted)
    do throws(EventLogError) {
      try LogCreator(directory: directory).create { (records) throws(EventLogError) in
        try importer.run(into: records)
      }
    } catch {
      // While the lock is held: nobody else begins anything in it.
      if isOwn { directory.takeBack() }
      throw error
    }
    _ = consume lock
    return importer.head
  }
}

/// Reads an export and puts its records, a transaction for every few megabytes.
private struct LogImporter {
  private var reader: ByteReader
  private var rules: RecordRules
  private var decoder = RecordDecoder()
  private var tree = TreeFrontier()
  private let followedLimit: Int
  private let isWanted: () -> Bool
  private static let commitByteCount = 16 << 20

  init(_ reader: ByteReader, followedLimit: Int, isWanted: @escaping () -> Bool) {
    self.reader = reader
    self.followedLimit = followedLimit
    self.isWanted = isWanted
    rules = RecordRules(followedLimit: followedLimit)
  }

  var head: TreeHead { tree.head }

  mutating func run(into records: RecordStore) throws(EventLogError) {
    guard try reader.read(ExportFormat.header.count) == ExportFormat.header else {
      throw .unopenable(
        path: "the import", "it doesn't begin as an export of format 1 does; nothing was taken in")
    }
    while try putBatch(into: records) {
      guard isWanted() else { throw .interrupted }
    }
    try checkEnd()
    if rules.hasOverflowed {
      let appendCount = rules.appendCount
      // The tables of the first pass go before others are made.
      rules = RecordRules(part: 0, of: 1, followedLimit: 0, commandsFrom: nil)
      try checkFollowed(in: records, appendCount)
    }
    guard isWanted() else { throw .interrupted }
    try put(into: records) { (transaction, tree) throws(LMDBError) in
      try records.putFormat(in: &transaction)
      try records.put(tree, tree.head, in: &transaction)
    }
    _ = try records.ends(tree.head)
  }

  private func refusal(_ reason: String) -> EventLogError {
    .damaged(path: "the import", "\(reason); nothing was taken in")
  }

  /// - Returns: whether more may follow.
  private mutating func putBatch(into records: RecordStore) throws(EventLogError) -> Bool {
    var batch: [[UInt8]] = []
    var byteCount = 0
    var isAtEnd = false
    while byteCount < Self.commitByteCount {
      let record = try nextRecord()
      isAtEnd = record.isEmpty
      if isAtEnd { break }
      byteCount += record.count
      batch.append(record)
    }
    let first = tree.size - UInt64(batch.count)
    try put(into: records) { (transaction, _) throws(LMDBError) in
      for (offset, record) in batch.enumerated() {
        try transaction.append(record.span.bytes, at: first + UInt64(offset), in: records.events)
      }
    }
    return !isAtEnd
  }

  /// - Returns: no bytes at the end.
  private mutating func nextRecord() throws(EventLogError) -> [UInt8] {
    let length = try reader.read(4)
    guard length.count == 4 else { throw refusal("it ends after \(tree.size) records") }
    let byteCount = length.reduce(0) { $0 << 8 | Int($1) }
    guard byteCount <= Limits.recordByteCount else {
      throw refusal("record \(tree.size) has \(byteCount) bytes")
    }
    let record = try reader.read(byteCount)
    guard record.count == byteCount else { throw refusal("it ends after \(tree.size) records") }
    if byteCount == 0 { return [] }
    let bytes = record.span.bytes
    let problem: String?
    do throws(EventModelError) {
      try decoder.check(bytes, at: Position(tree.size))
      let found = rules.take(try RecordFacts(bytes), at: Position(tree.size))
      let first = tree.size == 0 ? try LogCreation.problem(of: bytes) : nil
      problem = first ?? found.first
    } catch {
      throw refusal("record \(tree.size): \(error.reason)")
    }
    if let problem { throw refusal("record \(tree.size): \(problem)") }
    guard RecordTail.isPresent(bytes) else {
      throw refusal("record \(tree.size) doesn't end in the writer's fields")
    }
    tree.append(leafHash: .leafHash(of: bytes))
    return record
  }

  private mutating func checkEnd() throws(EventLogError) {
    let end = try reader.read(40)
    guard end.count == 40, try reader.read(1).isEmpty else {
      throw refusal("its end is cut short, or something follows")
    }
    guard rules.isAtBorder, tree.size > 0 else { throw refusal("its last append is not whole") }
    var expected: [UInt8] = []
    expected.append(bigEndian: tree.size)
    tree.root.append(to: &expected)
    guard end == expected else { throw refusal("its records lead to another size or root") }
  }

  /// Where streams and commands were too many to follow while the records came in.
  private func checkFollowed(
    in records: RecordStore, _ appendCount: UInt64
  ) throws(EventLogError) {
    var verifier = LogVerifier(
      records, nil, followedLimit: followedLimit, isWanted: isWanted
    ) { _, _ in }
    // There are as many commands as appends, and rarely more streams than that.
    let partCount = Int(appendCount) / followedLimit + 2
    try verifier.checkFollowed(below: tree.size, parts: 0, of: partCount)
    if let problem = verifier.report.problems.first { throw refusal(problem.description) }
  }

  private func put(
    into records: RecordStore,
    _ body: (inout WriteTransaction, TreeFrontier) throws(LMDBError) -> Void
  ) throws(EventLogError) {
    do throws(LMDBError) {
      var transaction = try records.environment.beginWrite()
      try body(&transaction, tree)
      try transaction.commit()
    } catch {
      throw EventLogError(error)
    }
  }
}
