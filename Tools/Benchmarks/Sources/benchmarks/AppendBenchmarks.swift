import CRaw
import EventLog
import EventModel

/// What appending costs, each beside raw LMDB in C in the same run.
///
/// All but the sustained one into a log whose 100,000 streams are there already, chosen at random.
struct AppendBenchmarks {
  let scale: Scale

  private static let recordByteCount = 300
  private static let streamCount = 100_000

  private func withLog<R>(_ body: (EventLog) async throws -> R) async throws -> R {
    try await withTemporaryDirectory { directory in
      let log = try EventLog.create(at: directory + "/data", origin: "example.org/benchmark")
      defer { log.close() }
      return try await body(log)
    }
  }

  /// A log that has an event in each stream, and an index that knows them.
  private func withFilledLog<R>(_ body: (EventLog) async throws -> R) async throws -> R {
    try await withLog { log in
      var plain = try PlainAppends(seed: 0, streamCount: Self.streamCount)
      for _ in 0..<Self.streamCount / 1_000 {
        _ = try await log.append(try plain.append(events: 1_000, streams: 1_000))
      }
      try log.flushIndex()
      return try await body(log)
    }
  }

  /// One append of 1,000 events over 100 streams at a time, while the overlay absorbs.
  func batches() async throws -> [Figure] {
    // Fewer events than make a flush of the index due: while the overlay absorbs.
    let appendCount = 48
    var flushCount: UInt64 = 0
    let result = try await alternating(runs: scale.runs) {
      try await rawAppend(size: Self.recordByteCount, count: appendCount * 1_000, perCommit: 1_000)
    } subject: {
      var plain = try PlainAppends(seed: 1, streamCount: Self.streamCount)
      let appends = try (0..<appendCount).map { _ in
        try plain.append(events: 1_000, streams: 100)
      }
      return try await withFilledLog { log in
        let before = raw_flush_count()
        defer { flushCount += raw_flush_count() - before }
        return try await seconds { for append in appends { _ = try await log.append(append) } }.0
      }
    }
    let perSecond = result.subject.map { Double(appendCount) * 1_000 / $0 }
    let singles = try await singleEventAppends(count: 80_000)
    return [
      Figure(
        name: "durable hashed append, 1,000 events over 100 streams ÷ raw", unit: "",
        values: result.ratios, target: .atLeast(0.45),
        notes:
          "\(short(perSecond.median)) events/s; "
          + "\(short(Double(flushCount) / Double(scale.runs * appendCount))) flushes an append"),
      Figure(
        name: "1,000 single-event appends handed in together", unit: "events/s", values: singles,
        target: .none, notes: ""),
    ]
  }

  private func singleEventAppends(count: Int) async throws -> [Double] {
    var values: [Double] = []
    for run in 0..<scale.runs {
      values.append(Double(count) / (try await singleEventRun(count: count, seed: UInt64(run))))
    }
    return values
  }

  // Not inlined: the optimiser of Swift 6.3.1 crashes on these closures in one function.
  @inline(never)
  private func singleEventRun(count: Int, seed: UInt64) async throws -> Double {
    var plain = try PlainAppends(seed: seed, streamCount: Self.streamCount)
    var appends: [Append] = []
    for _ in 0..<count { appends.append(try plain.append(events: 1, streams: 1)) }
    let all = appends
    return try await withFilledLog { log in try await thousandByThousand(all, log) }
  }

  @inline(never)
  private func thousandByThousand(_ appends: [Append], _ log: EventLog) async throws -> Double {
    let start = ContinuousClock.now
    for first in stride(from: 0, to: appends.count, by: 1_000) {
      try await submitAll(appends[first..<first + 1_000], to: log)
    }
    return start.duration(to: .now).inSeconds
  }

  private func submitAll(_ appends: ArraySlice<Append>, to log: EventLog) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      for append in appends { group.addTask { _ = try await log.append(append) } }
    }
  }

  /// The same, sustained, until the index has caught up: every stream is come to five times, in an
  /// order that has nothing to do with their names.
  func sustained() async throws -> Figure {
    let count = scale.sustainedEvents
    var flushCount: UInt64 = 0
    let result = try await alternating(runs: min(scale.runs, 3)) {
      try await rawAppend(size: Self.recordByteCount, count: count, perCommit: 1_000)
    } subject: {
      let before = raw_flush_count()
      defer { flushCount += raw_flush_count() - before }
      return try await sustained(count)
    }
    return Figure(
      name: "the same over \(short(Double(count))) events on \(short(Double(count / 5))) streams "
        + "in random order, until index = head ÷ raw", unit: "", values: result.ratios,
      target: .atLeast(0.08),
      notes: "\(short(Double(count) / result.subject.median)) events/s; "
        + "\(flushCount / UInt64(result.subject.count)) flushes")
  }

  /// Seconds, what making the events takes among them: the index is written meanwhile.
  private func sustained(_ count: Int) async throws -> Double {
    var plain = try PlainAppends(seed: 2, streamCount: count / 5)
    return try await withLog { log in
      try await seconds {
        for _ in 0..<count / 1_000 {
          _ = try await log.append(try plain.append(events: 1_000, streams: 1_000))
        }
        try log.flushIndex()
      }.0
    }
  }

  /// One event after the other, by one appender.
  func oneAtATime() async throws -> Figure {
    let count = 3_000
    var latencies = Latencies()
    let result = try await alternating(runs: scale.runs) {
      try await rawAppend(size: Self.recordByteCount, count: count, perCommit: 1)
    } subject: {
      var plain = try PlainAppends(seed: 3, streamCount: Self.streamCount)
      let appends = try (0..<count).map { _ in try plain.append(events: 1, streams: 1) }
      return try await withFilledLog { log in
        let before = raw_flush_count()
        defer { latencies.flushCount += raw_flush_count() - before }
        return try await seconds {
          for append in appends {
            latencies.seconds.append(try await seconds { try await log.append(append) }.0)
          }
        }.0
      }
    }
    return Figure(
      name: "one at a time, one appender ÷ raw", unit: "", values: result.ratios,
      target: .atLeast(0.8), notes: latencies.notes)
  }

  /// 512 appenders of single events at once.
  func manyAtOnce() async throws -> Figure {
    let events = 200_000
    let result = try await atOnce(appenders: 512, events: events)
    return Figure(
      name: "512 concurrent single-event appenders", unit: "events/s",
      values: result.subject.map { Double(events) / $0 }, target: .atLeast(300_000),
      notes: "÷ raw at 512 a commit \(short(result.ratios.median)); " + result.latencies.notes)
  }

  /// 64 appenders of single events at once.
  func someAtOnce() async throws -> Figure {
    let events = 64_000
    let result = try await atOnce(appenders: 64, events: events)
    return Figure(
      name: "64 concurrent single-event appenders ÷ raw at 64 a commit", unit: "",
      values: result.ratios, target: .atLeast(0.6),
      notes: "\(short(Double(events) / result.subject.median)) events/s; " + result.latencies.notes)
  }

  private func atOnce(
    appenders: Int, events: Int
  ) async throws -> (ratios: [Double], subject: [Double], latencies: Latencies) {
    var latencies = Latencies()
    let result = try await alternating(runs: scale.runs) {
      try await rawAppend(size: Self.recordByteCount, count: events, perCommit: appenders)
    } subject: {
      let work = try Self.prepared(appenders: appenders, events: events, seed: UInt64(appenders))
      let (took, run) = try await timed(work)
      latencies.seconds += run.seconds
      latencies.flushCount += run.flushCount
      return took
    }
    return (result.ratios, result.subject, latencies)
  }

  // Cut up and not inlined: the optimiser of Swift 6.3.1 crashes on these closures in one function.
  @inline(never)
  private func timed(_ work: [[Append]]) async throws -> (Double, Latencies) {
    try await withFilledLog { log in
      let before = raw_flush_count()
      let (took, seconds) = try await Self.timed(work, log)
      return (took, Latencies(seconds: seconds, flushCount: raw_flush_count() - before))
    }
  }

  @inline(never)
  private static func prepared(
    appenders: Int, events: Int, seed: UInt64
  ) throws -> [[Append]] {
    var plain = try PlainAppends(seed: seed, streamCount: streamCount)
    return try (0..<appenders).map { _ in
      try (0..<events / appenders).map { _ in try plain.append(events: 1, streams: 1) }
    }
  }

  @inline(never)
  private static func timed(
    _ work: [[Append]], _ log: EventLog
  ) async throws -> (Double, [Double]) {
    let start = ContinuousClock.now
    let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
      for appends in work { group.addTask { try await appendEach(appends, to: log) } }
      var all: [Double] = []
      for try await some in group { all += some }
      return all
    }
    return (start.duration(to: .now).inSeconds, latencies)
  }

  /// Seconds that each took.
  @inline(never)
  private static func appendEach(_ appends: [Append], to log: EventLog) async throws -> [Double] {
    var latencies: [Double] = []
    latencies.reserveCapacity(appends.count)
    for append in appends {
      let start = ContinuousClock.now
      _ = try await log.append(append)
      latencies.append(start.duration(to: .now).inSeconds)
    }
    return latencies
  }
}
