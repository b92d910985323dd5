import Cooperation
import EventLog
import EventLogTesting
import EventModel
import Projections
import ReadModels
import Simulation
import Testing
import TestSupport

/// Records a year of a small city in memory.
func simulated(
  seed: UInt64 = 7, perTenThousand scale: Int = 5
) async throws -> (log: InMemoryLog, report: Simulation.Report) {
  let log = InMemoryLog()
  let size = try #require(Simulation.Scale(perTenThousand: scale))
  let report = try await Simulation(seed: seed, scale: size).record(into: log)
  return (log, report)
}

/// All events of a log but its first, in order.
func events(of log: any AppendOnlyLog) throws -> [RecordedEvent] {
  var events: [RecordedEvent] = []
  var next = Position(1)
  while next < log.end {
    let read = try log.read(
      from: next, direction: .forwards, type: nil, before: nil, limit: 1_000)
    guard let last = read.last else { break }
    events += read
    next = Position(last.position.number + 1)
  }
  return events
}

@Suite struct `A simulated year` {
  @Test func `is the same for the same seed and scale, event by event`() async throws {
    let first = try await simulated()
    let second = try await simulated()
    let other = try await simulated(seed: 8)

    let events = try events(of: first.log)
    let again = try SimulationTests.events(of: second.log)
    #expect(events.count == first.report.events)
    #expect(first.report.counts.map(\.count) == second.report.counts.map(\.count))
    // All but what the writer sets, and that too: the clock stands still here.
    #expect(events == again)
    #expect(try events != SimulationTests.events(of: other.log))
  }

  @Test func `decodes, event by event, and names no person's data`() async throws {
    let (log, report) = try await simulated()
    var types: Set<String> = []

    for event in try events(of: log) {
      types.insert(event.event.type.text)
      #expect(
        CooperationModel.payloadJSON(of: event) != nil, "\(event.event.type) in \(event.stream)")
      #expect(event.event.personal.isEmpty)
      #expect(event.event.source.evidence == .synthetic)
      #expect(event.event.source.channel == .simulation)
    }

    #expect(types == Set(report.counts.map(\.type)))
  }

  @Test func `names originals in its corrections, and only streams that are known`() async throws {
    let log = try await simulated(perTenThousand: 40).log
    var originals: [EventID: RecordedEvent] = [:]
    var streams: Set<StreamName> = []
    var heads: [StreamName: Revision] = [:]
    var corrections = 0

    for recorded in try events(of: log) {
      streams.insert(recorded.stream)
      for about in recorded.event.about where !streams.contains(about.stream) {
        Issue.record("\(recorded.event.type) names \(about.stream), which comes later")
      }
      for read in recorded.event.decidedOn where read.revision != heads[read.stream] {
        // What stands later in the same append is not read: a stream is read as it was before.
        let head = heads[read.stream].map { Int($0.number) } ?? -1
        #expect(
          read.revision.map { Int($0.number) } ?? -1 <= head,
          "\(recorded.event.type) reads \(read.stream) before that is recorded")
      }
      heads[recorded.stream] = recorded.revision
      #expect(originals.updateValue(recorded, forKey: recorded.event.id) == nil)
      guard let corrected = recorded.event.corrects else { continue }
      corrections += 1
      let original = try #require(originals[corrected])
      #expect(original.stream == recorded.stream)
      #expect(original.event.type == recorded.event.type)
      #expect(original.event.corrects == nil)
      #expect(original.event.payload != recorded.event.payload)
    }

    #expect(corrections > 20)
  }

  @Test func `fills an empty log only`() async throws {
    let (log, report) = try await simulated()
    let size = try #require(Simulation.Scale(perTenThousand: 5))

    await #expect(throws: Simulation.Failure.self) {
      try await Simulation(seed: 1, scale: size).record(into: log)
    }

    #expect(log.end.number == UInt64(report.events) + 1)
    #expect(Simulation.Scale(perTenThousand: 0) == nil)
    #expect(Simulation.Scale(perTenThousand: 10_001) == nil)
  }

  @Test func `ends with what the log said when that takes no more`() async throws {
    let directory = TemporaryDirectory()
    let log = try EventLog.create(at: directory.path + "/data", origin: "concord.test/city")
    let size = try #require(Simulation.Scale(perTenThousand: 20))

    let failure = await #expect(throws: Simulation.Failure.self) {
      try await Simulation(seed: 1, scale: size).record(into: log) { events in
        if events > 5_000 { log.close() }
      }
    }

    let isOfTheLog = if case .log(.closed)? = failure { true } else { false }
    #expect(isOfTheLog, "\(String(describing: failure))")
  }

  @Test func `is verified on disk, and folds alike at once and step by step`() async throws {
    let directory = TemporaryDirectory()
    let size = try #require(Simulation.Scale(perTenThousand: 5))
    let log = try EventLog.create(at: directory.path + "/data", origin: "concord.test/city")
    let store = try ReadModelStore(
      opening: directory.path + "/views", of: log, CooperationReadModels.all)
    let report = try await Simulation(seed: 3, scale: size).record(into: log)

    try await store.catchUp()
    let incremental = try await store.digest()
    _ = try await store.rebuild()
    let rebuilt = try await store.digest()

    #expect(incremental == rebuilt)
    #expect(incremental.end.number == UInt64(report.events) + 1)
    #expect(store.status(now: RecordedTime(microseconds: 0)).quarantinedStreamCount == 0)
    log.close()
    let verified = try EventLog.verify(at: directory.path + "/data") { _, _ in }
    #expect(verified.isWhole, "\(verified.problems)")
  }

  @Test func `ends after a whole append when it is cancelled`() async throws {
    let log = InMemoryLog()
    let size = try #require(Simulation.Scale(perTenThousand: 20))
    let simulation = Simulation(seed: 1, scale: size)

    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await simulation.record(into: log)
    }
    let report = try await task.value

    #expect(!report.isWhole)
    #expect(report.events < simulation.eventCount)
    #expect(log.end.number == UInt64(report.events) + 1)
    #expect(report.counts.map(\.count).reduce(0, +) == report.events)
    #expect(report.badRows <= report.events)
  }

  @Test func `reports what was handed over, and no more, wherever it is cancelled`() async throws {
    let log = InMemoryLog()
    let size = try #require(Simulation.Scale(perTenThousand: 20))
    let simulation = Simulation(seed: 1, scale: size)

    let task = Task {
      try await simulation.record(into: log) { events in
        if events > 5_000 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    let report = try await task.value

    #expect(!report.isWhole)
    #expect(log.end.number == UInt64(report.events) + 1)
    #expect(report.counts.map(\.count).reduce(0, +) == report.events)
    let recorded = try events(of: log)
    #expect(report.corrections == recorded.count { $0.event.corrects != nil })
    #expect(report.duplicates == recorded.count { $0.event.type.text.hasSuffix(".merged") })
    #expect((0.01...0.03).contains(Double(report.badRows) / Double(report.events)))
  }
}
