internal import EventModel
internal import LMDB
internal import MerkleTree

/// Recomputes everything from the records and compares it with what is stored.
struct LogVerifier {
  let records: RecordStore
  let tiles: TileStore?
  let progress: (_ done: UInt64, _ total: UInt64) -> Void
  private(set) var report: VerifyReport
  private let followedLimit: Int
  private let commandsFrom: Position?
  private let isWanted: () -> Bool
  private var rules = RecordRules()
  /// What is wrong with revisions and commands; apart, because where streams and commands turn out to
  /// be too many for the passes they are followed in, all are followed again.
  private var followed = VerifyReport()
  private var tree = TreeFrontier()
  private var keptHeads: KeptHeads

  private let chunkLength: UInt64
  private let pieceLength: UInt64

  /// - Parameters:
  ///   - chunkLength: how many records are looked at before what they are beside each other is judged.
  ///   - pieceLength: how many of them one thread takes at once.
  init(
    _ records: RecordStore, _ tiles: TileStore?, continuing report: VerifyReport = VerifyReport(),
    heads: [TreeHead] = [], followedLimit: Int = RecordRules.followedLimit,
    commandsFrom: Position? = .zero, chunkLength: UInt64 = 4_096, pieceLength: UInt64 = 256,
    isWanted: @escaping () -> Bool = { true },
    progress: @escaping (_ done: UInt64, _ total: UInt64) -> Void
  ) {
    self.records = records
    self.tiles = tiles
    self.report = report
    keptHeads = KeptHeads(heads)
    self.followedLimit = followedLimit
    self.commandsFrom = commandsFrom
    self.chunkLength = chunkLength
    self.pieceLength = pieceLength
    self.isWanted = isWanted
    self.progress = progress
  }

  /// Notes something found elsewhere.
  mutating func note(_ place: VerifyReport.Problem.Place, _ reason: String) {
    report.note(place, reason)
  }

  /// Leaves open what can't be checked here.
  mutating func leaveOpen(_ what: String) { report.notChecked.append(what) }

  /// Takes the size and root that the log states, as of now.
  mutating func readStatedHead() throws(EventLogError) -> UInt64 {
    let snapshot = try records.snapshot()
    do throws(EventLogError) {
      let head = try records.tree(in: snapshot).head
      report.stated = head
      return head.size
    } catch {
      guard case .damaged = error else { throw error }
      report.note(.log, error.description)
      return UInt64(
        try inStore { () throws(LMDBError) in
          try snapshot.entryCount(in: records.events)
        })
    }
  }

  /// Hashes and decodes every record below `size`, and compares with the tiles and the root.
  ///
  /// Memory: about 50 bytes a stream, and a command that is followed, up to
  /// ``RecordRules/followedLimit`` of them; where there are more the records are read again for each
  /// further part.
  /// - Parameter followedEstimate: how many there may be; what an index says that isn't checked yet.
  mutating func checkRecords(below size: UInt64, followedEstimate: Int) throws(EventLogError) {
    // No more than there are records, whatever is said.
    let partCount = min(max(followedEstimate, 0), Int(size)) / followedLimit + 1
    rules = newRules(0, of: partCount)
    let examiner = RecordExaminer(records: records, pieceLength: pieceLength)
    var ahead: [RecordExaminer.Examined] = []
    repeat {
      guard isWanted() else { throw .interrupted }
      let examined = ahead
      let next = tree.size + UInt64(examined.count)
      ahead = try examiner.examine(next..<min(size, next + chunkLength)) {
        () throws(EventLogError) in
        if !examined.isEmpty { try take(examined, of: size) }
      }
    } while !ahead.isEmpty
    if !rules.isAtBorder { report.note(.log, "its last append is not whole") }
    keptHeads.settle(at: tree.size, &report)
    report.computed = tree.head
    report.counts.records = tree.size
    report.counts.appends = rules.appendCount
    report.counts.streams = rules.streamCount
    if let stated = report.stated, stated != tree.head {
      report.note(.log, "its records lead to another root than the one it states")
    }
    if rules.hasOverflowed {
      forgetFollowed()
      try checkFollowed(below: size, parts: 0, of: 2 * partCount)
    } else {
      try checkFollowed(below: size, parts: 1, of: partCount)
    }
  }

  private func newRules(_ part: Int, of partCount: Int) -> RecordRules {
    RecordRules(
      part: part, of: partCount, followedLimit: followedLimit, commandsFrom: commandsFrom)
  }

  private mutating func forgetFollowed() {
    report.counts.streams = 0
    followed = VerifyReport()
  }

  /// Checks the revisions and commands that are too many for one pass, in as many as it takes.
  ///
  /// - Parameters:
  ///   - first: the first part that has not been checked.
  ///   - partCount: how many parts there are; if they turn out too few, twice as many.
  mutating func checkFollowed(
    below size: UInt64, parts first: Int, of partCount: Int
  ) throws(EventLogError) {
    for part in first..<partCount {
      guard try checkFollowed(part, of: partCount, below: size) else {
        forgetFollowed()
        return try checkFollowed(below: size, parts: 0, of: 2 * partCount)
      }
    }
    report.add(problemsOf: followed)
    followed = VerifyReport()
  }

  /// Takes records that were looked at by themselves, in their order: what they are beside each other.
  private mutating func take(
    _ examined: [RecordExaminer.Examined], of size: UInt64
  ) throws(EventLogError) {
    let range = tree.size..<(tree.size + UInt64(examined.count))
    var completed = CompletedHashes()
    let tileHashes = try tileHashes(range)
    for (index, record) in examined.enumerated() {
      let position = Position(tree.size)
      take(record, at: position)
      // So that the records after one that can't be read are looked at; the root is wrong then.
      tree.append(leafHash: record.leafHash ?? .emptyRoot, completing: &completed)
      if let hash = record.leafHash, index < tileHashes.count, tileHashes[index] != hash {
        report.note(
          .tile(level: 0, index: position.number), "it is not the hash of its record")
      }
      keptHeads.compare(with: tree, &report)
    }
    try checkUpperTiles(completed, before: range)
    progress(range.upperBound, size)
  }

  private mutating func take(_ record: RecordExaminer.Examined, at position: Position) {
    report.counts.recordBytes += UInt64(record.byteCount)
    for problem in record.problems { report.note(.record(position), problem) }
    guard let facts = record.facts else { return }
    let found = rules.take(facts, at: position)
    if let problem = found.itself { report.note(.record(position), problem) }
    noteFollowed(found, at: position)
  }

  private mutating func noteFollowed(_ found: RecordRules.Found, at position: Position) {
    for problem in [found.revision, found.command] {
      if let problem { followed.note(.record(position), problem) }
    }
  }

  private func tileHashes(_ range: Range<UInt64>) throws(EventLogError) -> [TreeHash] {
    guard let tiles else { return [] }
    let end = min(range.upperBound, tiles.treeSize)
    guard range.lowerBound < end else { return [] }
    return try tiles.hashes(level: 0, range.lowerBound..<end)
  }

  private mutating func checkUpperTiles(
    _ completed: CompletedHashes, before range: Range<UInt64>
  ) throws(EventLogError) {
    guard let tiles else { return }
    report.counts.tileHashes +=
      min(range.upperBound, tiles.treeSize) - min(range.lowerBound, tiles.treeSize)
    for level in 1..<max(completed.levelCount, 1) {
      let first = Tile.hashCount(level: level, treeSize: range.lowerBound)
      let stored = Tile.hashCount(level: level, treeSize: tiles.treeSize)
      for (offset, hash) in completed.hashes(level: level).enumerated() {
        let index = first + UInt64(offset)
        guard index < stored else { break }
        report.counts.tileHashes += 1
        if try tiles.hashes(level: level, index..<(index + 1)) != [hash] {
          report.note(.tile(level: level, index: index), "it is not the root over its leaves")
        }
      }
    }
  }

  /// Follows one part of the streams and of the commands.
  ///
  /// - Returns: whether there was room for all of them.
  /// - Throws: ``EventLogError/interrupted``; what the operating system refuses.
  private mutating func checkFollowed(
    _ part: Int, of partCount: Int, below size: UInt64
  ) throws(EventLogError) -> Bool {
    var rules = newRules(part, of: partCount)
    var number: UInt64 = 0
    while number < size {
      guard isWanted() else { throw .interrupted }
      let snapshot = try records.snapshot()
      for _ in 0..<min(4_096, size - number) {
        let position = Position(number)
        do throws(EventLogError) {
          let found = try records.withRecord(at: position, in: snapshot) { record in
            (try? RecordFacts(record)).map { rules.follow($0, at: position) }
          }
          if rules.hasOverflowed { return false }
          if let found { noteFollowed(found, at: position) }
        } catch {
          guard case .corrupt = error else { throw error }
          // Where the records were read before, that was noted then.
          if tree.size < size, part == 0 { followed.note(.record(position), error.description) }
        }
        number += 1
      }
    }
    report.counts.streams += rules.streamCount
    return true
  }

  /// Takes in what was found of some tables of the index.
  mutating func add(_ index: VerifyReport) {
    report.add(problemsOf: index)
    report.counts.indexedPositions += index.counts.indexedPositions
  }
}
