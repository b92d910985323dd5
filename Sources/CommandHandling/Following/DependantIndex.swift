import struct Crypto.SHA256
import Deciding
import EventLog
import EventModel

/// Which facts were decided on which streams: for each stream the positions of the facts, and of their
/// corrections, which may rest on others.
///
/// Derived from the log: nothing is read before the first question, then what lies before the walk;
/// from there on facts are taken in as the log is walked. A reading takes 8 bytes: 28 bits of the
/// stream's hash, 36 of the fact's position; a fact may be named that was decided on another stream.
///
/// Bounded in memory; all that is older stands in files, and may be found there by the next process.
struct DependantIndex {
  private static let positionBits: UInt64 = 36
  private static let positionMask: UInt64 = 1 << positionBits - 1
  private static let recentCount = 512
  private static let recordsPerLook = 1_024

  private let directory: String?
  /// The only types that are wanted; empty for all.
  private let types: [EventType]
  private let readingBound: Int
  private let newKey: [UInt8]
  /// What is no more in memory; `nil` before the first question.
  private var store: DependantStore?
  /// Sorted lists, each more than twice as long as the next.
  private var runs: [[UInt64]] = []
  private var recent: [UInt64] = []
  /// All facts below were taken in.
  private(set) var end = Position.zero
  /// How far the walk is.
  private var walked = Position.zero

  /// An index that has taken in nothing yet.
  ///
  /// - Parameters:
  ///   - directory: where its files are; `nil` for a place that is deleted with it.
  ///   - types: the only types of fact that are wanted; empty for all.
  ///   - readingBound: how many readings it keeps in memory.
  init(
    in directory: String? = nil, types: Set<EventType> = [],
    readingBound: Int = CommandHandlingLimits.dependantReadings
  ) {
    self.directory = directory
    self.types = types.sorted { $0.text < $1.text }
    self.readingBound = readingBound
    // Nobody can choose names that share a hash.
    newKey = (0..<16).map { _ in UInt8.random(in: 0...255) }
  }

  /// How many readings are in memory.
  var memoryCount: Int { runs.reduce(recent.count) { $0 + $1.count } }
  /// How many readings are held.
  var count: Int { memoryCount + (store?.count ?? 0) }

  /// Takes in an event of the walk, where it is the next.
  mutating func take(_ event: RecordedEvent, of log: any AppendOnlyLog) throws(EventLogError) {
    walked = max(walked, event.position.next)
    guard let store, event.position == end else { return }
    if types.isEmpty || types.contains(event.event.type) { add(event, store.content.key) }
    end = event.position.next
    do throws(EventLogError) {
      try makeRoom(log)
    } catch {
      try beginAnew(after: error)
    }
  }

  /// Forgets all where its own files are damaged: they are derived, and the next question makes them
  /// anew.
  ///
  /// - Throws: any other error.
  private mutating func beginAnew(after error: EventLogError) throws(EventLogError) {
    guard case .damaged = error, store != nil else { throw error }
    store = nil
    runs = []
    recent = []
  }

  /// Reads on up to a position; less far where the task is cancelled.
  ///
  /// - Complexity: about 1 µs a record
  mutating func extend(
    over log: any AppendOnlyLog, before target: Position
  ) throws(EventLogError) {
    do throws(EventLogError) {
      try readOn(over: log, before: target)
    } catch {
      try beginAnew(after: error)
      try readOn(over: log, before: target)
    }
  }

  private mutating func readOn(
    over log: any AppendOnlyLog, before target: Position
  ) throws(EventLogError) {
    let key = try open(log).content.key
    while end < target, !Task.isCancelled {
      let start = end
      try scan(log, before: target, key)
      try makeRoom(log)
      guard end > start else { return }
    }
  }

  private mutating func open(_ log: any AppendOnlyLog) throws(EventLogError) -> DependantStore {
    if let store { return store }
    let opened = try DependantStore(
      directory, of: log, types: types.map(\.text), key: newKey)
    store = opened
    end = opened.content.end
    return opened
  }

  /// Takes in records up to a position, as many as memory may hold.
  private mutating func scan(
    _ log: any AppendOnlyLog, before target: Position, _ key: [UInt8]
  ) throws(EventLogError) {
    var decoder = RecordDecoder()
    var room = readingBound - memoryCount
    var recordCount = 0
    // Up to the log's end and stopped: a scan is cut on append borders, and this one may end in the
    // middle of an append.
    try log.scan(from: end, before: log.end) { (position, record) throws(EventLogError) in
      guard position < target else { return .stop }
      recordCount += 1
      if recordCount.isMultiple(of: Self.recordsPerLook), Task.isCancelled { return .stop }
      if types.isEmpty || types.contains(where: { Envelope.hasType($0, record) }) {
        let fact = try decoder.decode(reading: record, at: position)
        add(fact, key)
        room -= fact.event.decidedOn.count
      }
      end = position.next
      return room > 0 ? .proceed : .stop
    }
  }

  private mutating func add(_ fact: RecordedEvent, _ key: [UInt8]) {
    if fact.event.voids != nil { return }
    for reading in fact.event.decidedOn {
      recent.append(Self.hash(reading.stream, key) | fact.position.number)
    }
    if recent.count >= Self.recentCount { settle() }
  }

  /// The positions of the facts and corrections below a position that were decided on a stream, in
  /// order; nothing where the task is cancelled before they are known.
  ///
  /// - Complexity: O(log readings + facts), but for the first question: as ``extend(over:before:)``.
  mutating func facts(
    decidedOn stream: StreamName, before end: Position, over log: any AppendOnlyLog
  ) throws(EventLogError) -> [Position] {
    do throws(EventLogError) {
      return try known(decidedOn: stream, before: end, over: log)
    } catch {
      try beginAnew(after: error)
      return try known(decidedOn: stream, before: end, over: log)
    }
  }

  private mutating func known(
    decidedOn stream: StreamName, before end: Position, over log: any AppendOnlyLog
  ) throws(EventLogError) -> [Position] {
    // As far as the walk, which goes on from there.
    try readOn(over: log, before: max(end, walked))
    guard let store, self.end >= end else { return [] }
    let low = Self.hash(stream, store.content.key)
    let high = low | (end.number & Self.positionMask)
    var found = try store.readings(in: low..<high)
    for run in runs {
      found += run[run.firstIndex(notBelow: low)..<run.firstIndex(notBelow: high)]
    }
    for reading in recent where reading >= low && reading < high { found.append(reading) }
    found.sort()
    var positions: [Position] = []
    for reading in found {
      let position = Position(reading & Self.positionMask)
      // A fact may name a stream twice.
      if positions.last != position { positions.append(position) }
    }
    return positions
  }

  // MARK: - Runs

  private mutating func settle() {
    var run = recent.sorted()
    recent.removeAll(keepingCapacity: true)
    while let last = runs.last, last.count <= 2 * run.count {
      runs.removeLast()
      run = Self.merged(last, run)
    }
    runs.append(run)
  }

  /// Moves all from memory to a file, where it is too much.
  private mutating func makeRoom(_ log: any AppendOnlyLog) throws(EventLogError) {
    guard memoryCount >= readingBound, store != nil else { return }
    var all = recent
    for run in runs { all += run }
    all.sort()
    try store?.add(all, before: end, of: log)
    runs = []
    recent = []
  }

  private static func merged(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var merged: [UInt64] = []
    merged.reserveCapacity(left.count + right.count)
    var (first, second) = (0, 0)
    while first < left.count, second < right.count {
      if left[first] <= right[second] {
        merged.append(left[first])
        first += 1
      } else {
        merged.append(right[second])
        second += 1
      }
    }
    merged += left[first...]
    merged += right[second...]
    return merged
  }

  /// The upper bits: the first 28 of SHA-256(key ‖ name).
  private static func hash(_ stream: StreamName, _ key: [UInt8]) -> UInt64 {
    var hash = SHA256()
    hash.update(data: key)
    hash.update(data: Array(stream.text.utf8))
    let first = hash.finalize().prefix(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return (first >> 4) << positionBits
  }
}
