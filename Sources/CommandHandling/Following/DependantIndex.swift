import Deciding
import EventLog
import EventModel

/// Which facts were decided on which streams: for each stream the positions of the facts.
///
/// Derived from the log: facts are taken in as the log is walked, what lies before the walk is read
/// when first asked for. A reading takes 8 bytes: 28 bits of the stream's hash, 36 of the fact's
/// position; a fact may be named that was decided on another stream.
///
/// Bounded: where there are more readings than may be, the older half of the log is given up, and
/// questions about it are answered by reading that part of the log again, at about 1 µs a record for
/// all questions of a stretch together.
struct DependantIndex {
  private static let positionBits: UInt64 = 36
  private static let positionMask: UInt64 = 1 << positionBits - 1
  private static let recentCount = 512

  private let isWanted: @Sendable (EventType) -> Bool
  /// The only types that are wanted, where they are few; else empty.
  private let types: [EventType]
  private let readingBound: Int
  /// Sorted lists, each more than twice as long as the next.
  private var runs: [[UInt64]] = []
  private var recent: [UInt64] = []
  /// What lies below is not in memory.
  private(set) var start: Position
  /// What lies at or beyond was not walked over yet.
  private var end: Position
  /// Whether what lies below the start was looked at once.
  private var isWhole: Bool
  /// The facts below the start of the streams that were prepared for.
  private var older: [StreamName: [Position]] = [:]

  /// An index for a walk that begins at a position.
  ///
  /// - Parameters:
  ///   - types: the only types of fact that are wanted, where they are few; else empty.
  ///   - isWanted: whether facts of a type are.
  init(
    from position: Position, types: Set<EventType> = [],
    readingBound: Int = CommandHandlingLimits.dependantReadings,
    isWanted: @escaping @Sendable (EventType) -> Bool
  ) {
    self.isWanted = isWanted
    self.types = Array(types)
    start = position
    end = position
    isWhole = position == .zero
    self.readingBound = readingBound
  }

  /// How many readings are held.
  var count: Int { runs.reduce(recent.count) { $0 + $1.count } }

  /// Takes in an event, the walk's next.
  mutating func take(_ event: RecordedEvent) {
    guard event.position >= end else { return }
    end = event.position.next
    if !event.event.isAmendment, isWanted(event.event.type) { add(event) }
  }

  /// Reads on to a position, ahead of the walk.
  mutating func extend(
    over log: any AppendOnlyLog, before target: Position
  ) throws(EventLogError) {
    guard end < target else { return }
    try whole { (index) throws(EventLogError) in
      try index.scan(log, from: index.end, before: target) { $0.add($1) }
    }
    end = target
  }

  private mutating func add(_ fact: RecordedEvent) {
    for reading in fact.event.decidedOn {
      recent.append(Self.hash(reading.stream) | fact.position.number)
    }
    if recent.count >= Self.recentCount { settle() }
  }

  /// Makes ready for questions about streams, for all of them together.
  ///
  /// - Complexity: O(1), but for the first time, and where older facts were given up: then the part of
  ///   the log that isn't in memory is read.
  mutating func prepare(
    for streams: Set<StreamName>, over log: any AppendOnlyLog
  ) throws(EventLogError) {
    older = [:]
    if streams.isEmpty { return }
    if !isWhole {
      let walked = start
      start = .zero
      try whole { (index) throws(EventLogError) in
        try index.scan(log, from: .zero, before: walked) { $0.add($1) }
      }
      isWhole = true
    }
    guard start > .zero else { return }
    for stream in streams { older[stream] = [] }
    try whole { (index) throws(EventLogError) in
      try index.scan(log, from: .zero, before: index.start) { index, fact in
        for reading in fact.event.decidedOn {
          index.older[reading.stream]?.append(fact.position)
        }
      }
    }
  }

  /// Reads a part of the log; where that fails, all is given up, as half of it answers nothing.
  private mutating func whole(
    _ read: (inout DependantIndex) throws(EventLogError) -> Void
  ) throws(EventLogError) {
    do throws(EventLogError) {
      try read(&self)
    } catch {
      runs = []
      recent = []
      older = [:]
      start = end
      isWhole = false
      throw error
    }
  }

  private mutating func scan(
    _ log: any AppendOnlyLog, from start: Position, before end: Position,
    _ body: (inout DependantIndex, RecordedEvent) -> Void
  ) throws(EventLogError) {
    var decoder = RecordDecoder()
    // Up to the log's end and stopped: a scan is cut on append borders, and what was given up may
    // begin in the middle of an append.
    try log.scan(from: start, before: log.end) { (position, record) throws(EventLogError) in
      guard position < end else { return .stop }
      guard types.isEmpty || types.contains(where: { Envelope.hasType($0, record) }) else {
        return .proceed
      }
      let fact: RecordedEvent
      do throws(EventModelError) {
        fact = try decoder.decode(record, at: position)
      } catch {
        throw .corrupt(position, error.reason)
      }
      if !fact.event.isAmendment, isWanted(fact.event.type) { body(&self, fact) }
      return .proceed
    }
  }

  /// The positions of the facts below a position that were decided on a stream, in order.
  ///
  /// - Complexity: O(log readings + facts); where older facts were given up and the stream was not
  ///   prepared for, as ``prepare(for:over:)``.
  mutating func facts(
    decidedOn stream: StreamName, before end: Position, over log: any AppendOnlyLog
  ) throws(EventLogError) -> [Position] {
    if !isWhole || start > .zero && older[stream] == nil { try prepare(for: [stream], over: log) }
    let low = Self.hash(stream)
    let high = low | (end.number & Self.positionMask)
    var found: [UInt64] = []
    for run in runs {
      var index = run.firstIndex(notBelow: low)
      while index < run.count, run[index] < high {
        found.append(run[index] & Self.positionMask)
        index += 1
      }
    }
    for reading in recent where reading >= low && reading < high {
      found.append(reading & Self.positionMask)
    }
    found.sort()
    return (older[stream] ?? []).filter { $0 < end } + found.map { Position($0) }
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
    while count > readingBound { giveUpOlderHalf() }
  }

  /// Gives up the older half of the stretch of the log that is held.
  private mutating func giveUpOlderHalf() {
    let newest = runs.reduce(UInt64(0)) { newest, run in
      run.reduce(newest) { max($0, $1 & Self.positionMask) }
    }
    start = Position((start.number + newest + 2) / 2)
    var left: [UInt64] = []
    for run in runs {
      left += run.filter { $0 & Self.positionMask >= start.number }
    }
    left.sort()
    runs = left.isEmpty ? [] : [left]
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

  /// The upper bits. A process's own hash: nobody can choose names that share one.
  private static func hash(_ stream: StreamName) -> UInt64 {
    UInt64(bitPattern: Int64(stream.text.hashValue)) << positionBits
  }
}

extension [UInt64] {
  /// The first index of a sorted list whose number is not below another.
  fileprivate func firstIndex(notBelow number: UInt64) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
