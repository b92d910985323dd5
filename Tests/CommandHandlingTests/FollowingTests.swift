import Deciding
import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import Testing
import TestSupport

@testable import CommandHandling

/// A seeded log of appends over a few streams, with facts decided on others, corrections and voids.
private struct Tale {
  let log = InMemoryLog(clock: ManualClock(microseconds: 1_700_000_000_000_000).clock)
  private var generator: SeededGenerator
  private var lengths: [StreamName: Int] = [:]
  private var ids: [(StreamName, EventID)] = []
  private var commands: UInt64 = 0
  let streams: [StreamName]

  init(seed: UInt64, streamCount: Int) {
    generator = SeededGenerator(seed: seed)
    streams = (0..<streamCount).map { account("s\($0)") }
  }

  private mutating func choose<Element>(_ elements: [Element]) -> Element {
    elements[Int(generator.next() % UInt64(elements.count))]
  }

  /// A day in some month; in December the last, which is as late as the year itself, and finer.
  private mutating func day(of year: Int) throws -> CivilDate {
    let month = 1 + Int(generator.next() % 12)
    return try CivilDate(year: year, month: month, day: month == 12 ? 31 : 5)
  }

  mutating func append() async throws {
    commands += 1
    let command = CommandID(high: 9, low: commands)
    let digest = try EventModel.Digest([UInt8](repeating: 3, count: 32))
    var entries: [StreamName: [EncodedEvent]] = [:]
    for ordinal in 0..<(1 + Int(generator.next() % 4)) {
      var stream = choose(streams)
      let year = 2000 + Int(generator.next() % 8)
      let occurred: Moment.Value =
        generator.next() % 3 == 0
        ? .year(year)
        : .day(try day(of: year))
      var event = ProposedEvent(
        type: Account.added, id: EventID(of: command, ordinal: ordinal), standing: .reported,
        actor: Bench.actor, source: Source(channel: .api), occurred: Moment(occurred),
        payload: Account.payload(ordinal))
      if !ids.isEmpty, generator.next() % 5 == 0 {
        let amended = choose(ids)
        stream = amended.0
        if generator.next() % 2 == 0 {
          event.corrects = amended.1
          event.decidedOn.append(DecidedOn(stream: choose(streams), revision: nil))
        } else {
          event.voids = amended.1
        }
      } else {
        for _ in 0..<(generator.next() % 3) {
          event.decidedOn.append(DecidedOn(stream: choose(streams), revision: nil))
        }
        ids.append((stream, event.id))
      }
      entries[stream, default: []].append(
        try EncodedEvent(event, stream: stream, commandID: command, commandDigest: digest))
    }
    _ = try await log.append(
      Append(
        entries.sorted { $0.key < $1.key }.map {
          .init(stream: $0.key, expected: .any, events: $0.value)
        }, commandID: command, commandDigest: digest))
  }

  func events() throws -> [RecordedEvent] {
    try log.read(from: .zero, direction: .forwards, type: nil, before: nil, limit: 100_000)
  }
}

extension [RecordedEvent] {
  fileprivate func facts(decidedOn stream: StreamName, before end: Position) -> [Position] {
    filter { event in
      event.position < end && event.event.voids == nil && event.event.type == Account.added
        && event.event.decidedOn.contains { $0.stream == stream }
    }.map(\.position)
  }
}

@Suite struct `The index of what was decided on what` {
  /// What lies before the first question is read then; from there on the walk is taken in.
  @Test(arguments: [0, 40, 400], [60, 1 << 20])
  func `names the facts of every stream, within its bound`(
    start: Int, bound: Int
  ) async throws {
    var tale = Tale(seed: 7, streamCount: 9)
    for _ in 0..<400 { try await tale.append() }
    let events = try tale.events()
    let begin = events.last { $0.position.number <= UInt64(start) && $0.appendIndex == 0 }
    let position = start == 0 ? .zero : try #require(begin).position
    var index = DependantIndex(readingBound: bound)
    var largest = 0
    for stretch in stride(from: Int(position.number), to: events.count, by: 97) {
      let walked = events[stretch..<min(stretch + 97, events.count)]
      for event in walked { try index.take(event, of: tale.log) }
      for stream in tale.streams {
        for trigger in [walked.first, walked.last].compactMap(\.self) {
          let found = try index.facts(
            decidedOn: stream, before: trigger.position, over: tale.log)
          // More may be named, as hashes are short: not among nine.
          #expect(found == events.facts(decidedOn: stream, before: trigger.position))
        }
      }
      largest = max(largest, index.memoryCount)
    }
    // A fact's readings come together.
    #expect(largest < bound + 4)
    let readings = events.filter { $0.event.voids == nil }.reduce(0) {
      $0 + $1.event.decidedOn.count
    }
    #expect(index.count == readings)
  }

  @Test(arguments: [0, 30]) func `misses nothing after a reading that failed`(
    count: Int
  ) async throws {
    var tale = Tale(seed: 9, streamCount: 5)
    for _ in 0..<80 { try await tale.append() }
    let events = try tale.events()
    let middle = try #require(events.last { $0.position < Position(60) && $0.appendIndex == 0 })
    var index = DependantIndex(readingBound: 64)
    for event in events where event.position >= middle.position {
      try index.take(event, of: tale.log)
    }
    let log = GatedLog(tale.log)
    log.failScan(after: count)
    #expect(throws: EventLogError.self) { try index.extend(over: log, before: log.end) }
    for stream in tale.streams {
      let found = try index.facts(decidedOn: stream, before: log.end, over: log)
      #expect(found == events.facts(decidedOn: stream, before: log.end))
    }
  }

  @Test func `may be read ahead of the walk`() async throws {
    var tale = Tale(seed: 8, streamCount: 5)
    for _ in 0..<50 { try await tale.append() }
    let events = try tale.events()
    var index = DependantIndex(types: [Account.added])
    try index.extend(over: tale.log, before: tale.log.end)
    let count = index.count
    #expect(count > 0)
    for event in events { try index.take(event, of: tale.log) }
    #expect(index.count == count)
  }

  @Test func `is found again by the next, and read on from there`() async throws {
    let directory = TemporaryDirectory()
    let path = directory.path + "/dependants"
    var tale = Tale(seed: 12, streamCount: 7)
    for _ in 0..<120 { try await tale.append() }
    var first = DependantIndex(in: path, readingBound: 16)
    try first.extend(over: tale.log, before: tale.log.end)
    let before = tale.log.end
    for _ in 0..<60 { try await tale.append() }
    let events = try tale.events()
    let log = GatedLog(tale.log)
    var second = DependantIndex(in: path, readingBound: 16)
    for stream in tale.streams {
      let found = try second.facts(decidedOn: stream, before: log.end, over: log)
      #expect(found == events.facts(decidedOn: stream, before: log.end))
    }
    // Only what the first still had in memory, and what came since, was read.
    #expect(log.scannedCount < Int(log.end.number - before.number) + 32)
    // Few files, whatever came.
    let files = try FileManager.default.contentsOfDirectory(atPath: path)
    #expect(files.count < 2 * CommandHandlingLimits.dependantFiles)
  }

  /// What is wrong with its files.
  enum Damage: CaseIterable { case flipped, cut, missing, listFlipped, ofOtherTypes, ofAnotherLog }

  @Test(arguments: Damage.allCases)
  func `is made anew where its files are not what was written`(_ damage: Damage) async throws {
    let directory = TemporaryDirectory()
    let path = directory.path + "/dependants"
    var tale = Tale(seed: 13, streamCount: 4)
    for _ in 0..<60 { try await tale.append() }
    var written = DependantIndex(
      in: path, types: damage == .ofOtherTypes ? [Account.limited, Account.added] : [],
      readingBound: 30)
    try written.extend(over: tale.log, before: tale.log.end)
    let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0 != "list" }
    let file = path + "/" + (damage == .listFlipped ? "list" : try #require(names.first))
    var bytes = try [UInt8](Data(contentsOf: URL(filePath: file)))
    switch damage {
    case .flipped: bytes[bytes.count / 2] ^= 8
    case .listFlipped: bytes[bytes.count - 30] ^= 1
    case .cut: bytes.removeLast(8)
    case .missing, .ofOtherTypes, .ofAnotherLog: break
    }
    try Data(bytes).write(to: URL(filePath: file))
    if damage == .missing { try FileManager.default.removeItem(atPath: file) }
    if damage == .ofAnotherLog {
      tale = Tale(seed: 14, streamCount: 4)
      for _ in 0..<60 { try await tale.append() }
    }
    let events = try tale.events()
    let log = GatedLog(tale.log)
    var index = DependantIndex(in: path, readingBound: 30)
    for stream in tale.streams {
      let found = try index.facts(decidedOn: stream, before: log.end, over: log)
      #expect(found == events.facts(decidedOn: stream, before: log.end))
    }
    #expect(log.scannedCount >= events.count)
  }

  /// By what the damage is met.
  enum Entry: CaseIterable { case taken, extended, asked }

  @Test(arguments: Entry.allCases)
  func `is made anew where its files are cut short while they are open`(
    entry: Entry
  ) async throws {
    let directory = TemporaryDirectory()
    let path = directory.path + "/dependants"
    var tale = Tale(seed: 16, streamCount: 4)
    for _ in 0..<40 { try await tale.append() }
    var index = DependantIndex(in: path, readingBound: 16)
    try index.extend(over: tale.log, before: tale.log.end)
    let before = tale.log.end
    for name in try FileManager.default.contentsOfDirectory(atPath: path) where name != "list" {
      #expect(truncate(path + "/" + name, 4) == 0)
    }
    // Enough for files to be merged.
    for _ in 0..<200 { try await tale.append() }
    let events = try tale.events()
    switch entry {
    case .taken:
      for event in events where event.position >= before { try index.take(event, of: tale.log) }
    case .extended: try index.extend(over: tale.log, before: tale.log.end)
    case .asked: break
    }
    for stream in tale.streams {
      let found = try index.facts(decidedOn: stream, before: tale.log.end, over: tale.log)
      #expect(found == events.facts(decidedOn: stream, before: tale.log.end))
    }
    // And by the next.
    var next = DependantIndex(in: path, readingBound: 16)
    let found = try next.facts(
      decidedOn: tale.streams[0], before: tale.log.end, over: tale.log)
    #expect(found == events.facts(decidedOn: tale.streams[0], before: tale.log.end))
  }

  @Test func `answers nothing once its task is cancelled, and all when it is asked again`()
    async throws
  {
    var tale = Tale(seed: 15, streamCount: 4)
    while tale.log.end < Position(3_000) { try await tale.append() }
    let log = tale.log
    let stream = tale.streams[0]
    let cancelled = Task {
      try await waitUntil { Task.isCancelled }
      var index = DependantIndex()
      let found = try index.facts(decidedOn: stream, before: log.end, over: log)
      return (index, found)
    }
    cancelled.cancel()
    var (index, found) = try await cancelled.value
    #expect(found.isEmpty)
    found = try index.facts(decidedOn: stream, before: log.end, over: log)
    #expect(found == (try tale.events()).facts(decidedOn: stream, before: log.end))
  }
}

@Suite struct `Replayed streams` {
  @Test(arguments: [true, false], [(24, 1 << 30), (10_000, 1 << 30), (10_000, 1 << 15)])
  func `stand as they stood at the append that was looked at last`(
    keepsAll: Bool, bound: (eventCount: Int, byteCount: Int)
  ) async throws {
    var tale = Tale(seed: 11, streamCount: 6)
    for _ in 0..<150 { try await tale.append() }
    let events = try tale.events()
    let cache = HistoryCache(log: tale.log)
    let replayed = ReplayedStreams(
      on: CommittedHistories(cache: cache, personal: nil), zone: .shanghai, keepsAll: keepsAll,
      eventBound: bound.eventCount, byteBound: bound.byteCount)
    var largest = ReplayedStreams.Size()
    var generator = SeededGenerator(seed: 3)
    for append in events.appends {
      replayed.extend(with: append)
      let end = try #require(append.last).position.next
      #expect(replayed.end == end)
      for stream in tale.streams where generator.next() % 3 == 0 {
        let history = try replayed.history(of: stream)
        let expected = events.filter { $0.stream == stream && $0.position < end }
        #expect(Array(history.recorded) == expected)
        #expect(
          history.effective.map(\.id)
            == EffectiveHistory.effective(of: expected, zone: .shanghai).map(\.id))
      }
      let size = replayed.size
      #expect(size.eventCount <= bound.eventCount && size.byteCount <= bound.byteCount)
      if size.eventCount > largest.eventCount { largest = size }
    }
    // It keeps as much as it may, or all.
    #expect(
      largest.eventCount * 2 >= min(bound.eventCount, events.count / 2)
        || largest.byteCount * 4 >= bound.byteCount)
  }
}

@Suite struct `Replayed streams of the product's size` {
  /// Of ten thousand events with what most of a city's have.
  @Test func `keep a stream that is as long as any`() throws {
    let stream = account("long")
    let cache = HistoryCache(log: InMemoryLog())
    let replayed = ReplayedStreams(
      on: CommittedHistories(cache: cache, personal: nil), zone: .shanghai, keepsAll: true)
    let digest = try EventModel.Digest([UInt8](repeating: 2, count: 32))
    for number in 0..<10_000 {
      let command = CommandID(high: 5, low: UInt64(number))
      var event = ProposedEvent(
        type: Account.added, id: EventID(of: command, ordinal: 0), standing: .reported,
        actor: Bench.actor, source: Source(channel: .api), occurred: Moment(.year(2022)),
        payload: [UInt8](repeating: 1, count: 120))
      event.about = (0..<3).map { About(role: "r\($0)", stream: account("x")) }
      event.decidedOn = (0..<3).map { DecidedOn(stream: account("y\($0)"), revision: .zero) }
      let recorded = RecordedEvent(
        event: event, stream: stream, revision: Revision(UInt64(number)),
        position: Position(UInt64(number)), recordedAt: RecordedTime(microseconds: Int64(number)),
        commandID: command, commandDigest: digest, appendIndex: 0, appendCount: 1)
      replayed.extend(with: [recorded])
    }
    #expect(replayed.size.eventCount == 10_000)
    #expect(try replayed.history(of: stream).recorded.count == 10_000)
    #expect(replayed.size.eventCount == 10_000)
  }
}

@Suite struct `The ends of streams` {
  @Test(arguments: [21, 22, 23])
  func `tell every event that comes late`(seed: UInt64) async throws {
    var tale = Tale(seed: seed, streamCount: 8)
    for _ in 0..<200 { try await tale.append() }
    let events = try tale.events()
    var ends = StreamEnds(zone: .shanghai)
    var timely = 0
    for event in events {
      let mayComeLate = ends.mayComeLate(event)
      if event.event.isAmendment { continue }
      let earlier = events.filter { $0.stream == event.stream && $0.position <= event.position }
      let comesLate =
        EffectiveHistory.effective(of: earlier, zone: .shanghai).last?.id != event.event.id
      #expect(mayComeLate || !comesLate, "\(event.stream) \(event.revision)")
      if !mayComeLate { timely += 1 }
    }
    // It does tell some that don't.
    #expect(timely > 8)
  }

  @Test func `know nothing of a stream whose beginning they did not see`() async throws {
    var tale = Tale(seed: 5, streamCount: 1)
    for _ in 0..<3 { try await tale.append() }
    var ends = StreamEnds(zone: .shanghai)
    let later = try #require(try tale.events().last { !$0.event.isAmendment })
    let mayComeLate = ends.mayComeLate(later)
    #expect(mayComeLate)
  }
}
