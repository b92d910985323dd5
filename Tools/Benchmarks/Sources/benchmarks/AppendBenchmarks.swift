import CRaw
import EventLog
import EventModel

/// What appending costs, each beside raw LMDB in C in the same run.
struct AppendBenchmarks {
  let scale: Scale

  private static let recordByteCount = 300

  private func withLog<R>(_ body: (EventLog) async throws -> R) async throws -> R {
    try await withTemporaryDirectory { directory in
      let log = try EventLog.create(at: directory + "/data", origin: "example.org/benchmark")
      defer { log.close() }
      return try await body(log)
    }
  }

  /// One append of 1,000 events over 100 streams at a time, while the overlay absorbs.
  func batches() async throws -> [Figure] {
    // Fewer events than make a flush of the index due: while the overlay absorbs.
    let appendCount = 48
    let result = try await alternating(runs: scale.runs) {
      try await rawAppend(size: Self.recordByteCount, count: appendCount * 1_000, perCommit: 1_000)
    } subject: {
      var plain = try PlainAppends(seed: 1)
      let appends = try (0..<appendCount).map { _ in
        try plain.append(events: 1_000, streams: 100, of: 100_000)
      }
      return try await withLog { log in
        try await seconds { for append in appends { _ = try await log.append(append) } }.0
      }
    }
    let perSecond = result.subject.map { Double(appendCount) * 1_000 / $0 }
    let singles = try await singleEventAppends(count: 80_000)
    return [
      Figure(
        name: "durable hashed append, 1,000 events over 100 streams ÷ raw", unit: "",
        values: result.ratios, target: .atLeast(0.45),
        notes: "\(short(perSecond.median)) events/s"),
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
    var plain = try PlainAppends(seed: seed)
    var appends: [Append] = []
    for _ in 0..<count { appends.append(try plain.append(events: 1, streams: 1, of: 100_000)) }
    let all = appends
    return try await withLog { log in try await thousandByThousand(all, log) }
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

  /// The same, sustained, until the index has caught up.
  func sustained() async throws -> Figure {
    let count = scale.sustainedEvents
    let raw = try await rawAppend(size: Self.recordByteCount, count: count, perCommit: 1_000)
    var plain = try PlainAppends(seed: 2)
    let flushesBefore = raw_flush_count()
    let took = try await withLog { log in
      var encoding = 0.0
      let total = try await seconds {
        for _ in 0..<count / 1_000 {
          let (cost, append) = try await seconds {
            try plain.append(events: 1_000, streams: 200, of: count / 5)
          }
          encoding += cost
          _ = try await log.append(append)
        }
        try log.flushIndex()
      }.0
      return total - encoding
    }
    return Figure(
      name: "the same over \(short(Double(count))) events on \(short(Double(count / 5))) streams, "
        + "until index = head ÷ raw", unit: "", values: [raw / took], target: .atLeast(0.08),
      notes: "\(short(Double(count) / took)) events/s; \(raw_flush_count() - flushesBefore) flushes"
    )
  }

  /// One event after the other, by one appender.
  func oneAtATime() async throws -> Figure {
    let count = 3_000
    var latencies: [Double] = []
    let result = try await alternating(runs: scale.runs) {
      try await rawAppend(size: Self.recordByteCount, count: count, perCommit: 1)
    } subject: {
      var plain = try PlainAppends(seed: 3)
      let appends = try (0..<count).map { _ in try plain.append(events: 1, streams: 1, of: 10_000) }
      return try await withLog { log in
        try await seconds {
          for append in appends {
            latencies.append(try await seconds { try await log.append(append) }.0)
          }
        }.0
      }
    }
    return Figure(
      name: "one at a time, one appender ÷ raw", unit: "", values: result.ratios,
      target: .atLeast(0.8),
      notes: "p50 \(short(latencies.percentile(0.5) * 1e6)) µs, p99 "
        + "\(short(latencies.percentile(0.99) * 1e6)) µs")
  }

  /// 512 appenders of single events at once.
  func manyAtOnce() async throws -> Figure {
    let events = 200_000
    var values: [Double] = []
    for run in 0..<scale.runs {
      values.append(
        Double(events) / (try await atOnce(appenders: 512, events: events, seed: UInt64(run))))
    }
    return Figure(
      name: "512 concurrent single-event appenders", unit: "events/s", values: values,
      target: .atLeast(300_000), notes: "")
  }

  /// 64 appenders of single events at once.
  func someAtOnce() async throws -> Figure {
    let events = 64_000
    let result = try await alternating(runs: scale.runs) {
      try await rawAppend(size: Self.recordByteCount, count: events, perCommit: 64)
    } subject: {
      try await atOnce(appenders: 64, events: events, seed: 9)
    }
    return Figure(
      name: "64 concurrent single-event appenders ÷ raw at 64 a commit", unit: "",
      values: result.ratios, target: .atLeast(0.6),
      notes: "\(short(Double(events) / result.subject.median)) events/s")
  }

  // Cut up and not inlined: the optimiser of Swift 6.3.1 crashes on these closures in one function.
  @inline(never)
  private func atOnce(appenders: Int, events: Int, seed: UInt64) async throws -> Double {
    let work = try Self.prepared(appenders: appenders, events: events, seed: seed)
    return try await withLog { log in try await Self.timed(work, log) }
  }

  @inline(never)
  private static func prepared(
    appenders: Int, events: Int, seed: UInt64
  ) throws -> [[Append]] {
    var plain = try PlainAppends(seed: seed)
    return try (0..<appenders).map { _ in
      try (0..<events / appenders).map { _ in
        try plain.append(events: 1, streams: 1, of: 100_000)
      }
    }
  }

  @inline(never)
  private static func timed(_ work: [[Append]], _ log: EventLog) async throws -> Double {
    let start = ContinuousClock.now
    try await withThrowingDiscardingTaskGroup { group in
      for appends in work { group.addTask { try await appendEach(appends, to: log) } }
    }
    return start.duration(to: .now).inSeconds
  }

  @inline(never)
  private static func appendEach(_ appends: [Append], to log: EventLog) async throws {
    for append in appends { _ = try await log.append(append) }
  }
}
