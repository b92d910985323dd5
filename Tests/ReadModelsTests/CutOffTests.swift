import Cooperation
import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import Projections
import ReadModels
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing

/// How often a process that writes and folds is killed; set CONCORD_KILLS for more or fewer.
private let killCount = getenv("CONCORD_KILLS").flatMap { Int(String(cString: $0)) } ?? 30
/// How many of them write to one log: each of them makes it longer, and looking at it slower.
private let killsPerLog = 6
/// How often its power is cut; set CONCORD_POWER_CUTS for more or fewer.
private let powerCutCount = getenv("CONCORD_POWER_CUTS").flatMap { Int(String(cString: $0)) } ?? 10

/// A process that writes events and keeps the read models of them, and ends at any moment.
@Suite(.serialized, .timeLimit(.minutes(20))) struct `Read models of a log that was cut off` {
  @Test func `go on to those of a rebuild after the process was killed`() async throws {
    var directory = TemporaryDirectory()
    var random = SeededGenerator(seed: Seeds.fresh())
    var continued = 0
    for round in 0..<killCount {
      let isFirst = round % killsPerLog == 0
      if isFirst { directory = TemporaryDirectory() }
      let (data, acknowledged) = (directory.path + "/data", directory.path + "/acknowledged")
      if isFirst { try EventLog.create(at: data, origin: "concord.test/log").close() }
      // What is acknowledged stays noted; of the first process there must be some, however slow.
      let head = isFirst ? 1_000_000 : 0
      let microseconds = head + Int.random(in: 50_000...900_000, using: &random)
      await Self.kill(data, acknowledged, round, after: microseconds)
      let found = try await Self.check(data, acknowledged, "round \(round)")
      #expect(found.isSame, "round \(round)")
      if found.goesOn { continued += 1 }
    }
    // Rows were made anew each time: then nothing was said of those that a killed process leaves.
    #expect(continued > 0)
  }

  @Test func `are not those of a rebuild where the checkpoint comes first, so the check works`()
    async throws
  {
    let directory = TemporaryDirectory()
    let data = directory.path + "/data"
    let acknowledged = directory.path + "/acknowledged"
    try EventLog.create(at: data, origin: "concord.test/log").close()
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [data = data as String, acknowledged = acknowledged as String] in
      var writer = FoldingWriter(data: data, acknowledged: acknowledged, round: 0)
      let steps = Atomic(0)
      writer.limits.betweenCommits = {
        if steps.add(1, ordering: .relaxed).newValue == 10 { Glibc.kill(getpid(), SIGKILL) }
      }
      try await writer.run { _ in }
    }
    #expect(try await !Self.check(data, acknowledged, "between two commits").isSame)
  }

  /// Lets a process write and fold, and kills it.
  private static func kill(
    _ data: String, _ acknowledged: String, _ round: Int, after microseconds: Int
  ) async {
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [
        data = data as String, acknowledged = acknowledged as String, round = round as Int,
        microseconds = microseconds as Int
      ] in
      let writer = FoldingWriter(data: data, acknowledged: acknowledged, round: round)
      try await writer.run { _ in
        _ = JoinableThread {
          usleep(UInt32(microseconds))
          Glibc.kill(getpid(), SIGKILL)
        }
      }
    }
  }

  @Test(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"))
  func `go on to those of a rebuild after the power was cut`() async throws {
    var random = SeededGenerator(seed: Seeds.fresh())
    for round in 0..<powerCutCount {
      let disk = try MountedFileSystem(.ext4(byteCount: 128 << 20))
      let notes = TemporaryDirectory()
      let (data, acknowledged) = (disk.path + "/data", notes.path + "/acknowledged")
      try EventLog.create(at: data, origin: "concord.test/log").close()
      try disk.sync()
      let folded = Int.random(in: 20...400, using: &random)
      await #expect(processExitsWith: .success) {
        [
          data = data as String, acknowledged = acknowledged as String, round = round as Int,
          folded = folded as Int, mount = disk.path as String
        ] in
        let writer = FoldingWriter(data: data, acknowledged: acknowledged, round: round)
        try await writer.run { store in
          Task {
            _ = await store.wait(untilEnd: Position(UInt64(folded)), atMost: .seconds(60))
            _exit(MountedFileSystem.cutPower(of: mount) ? 0 : 3)
          }
        }
      }
      try disk.restorePower()
      let place = "round \(round), after \(folded) events"
      #expect(try await Self.check(data, acknowledged, place).isSame, "\(place)")
    }
  }

  /// Looks at what is there, brings the rows up to date and holds them against a rebuild.
  ///
  /// - Returns: whether rows of the process that ended were gone on with, and whether they are a
  ///   rebuild's.
  private static func check(
    _ data: String, _ acknowledged: String, _ round: String
  ) async throws -> (goesOn: Bool, isSame: Bool) {
    let log = try EventLog.open(at: data)
    defer { log.close() }
    let bytes = Array((try? Data(contentsOf: URL(filePath: acknowledged))) ?? Data())
    let commands = stride(from: 0, to: bytes.count - 7, by: 8).map { start in
      bytes[start..<(start + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    #expect(!commands.isEmpty, "\(round): nothing was acknowledged")
    for command in commands {
      let receipt = try log.receipt(of: FoldingWriter.commandID(command))?.receipt
      #expect(receipt?.eventCount == 1, "\(round): \(command) is lost")
    }
    try log.flushIndex()
    // That each command and each revision is there once.
    let report = try log.verify()
    #expect(report.isWhole, "\(round): \(report.problems)")

    let store = try ReadModelStore(
      opening: data + "/views", of: log, CooperationReadModels.all)
    let anew = store.status(now: RecordedTime(microseconds: 0)).startedAnew
    let goesOn = anew == nil && store.end > Position(1)
    try await store.catchUp()
    #expect(store.end == log.end)
    #expect(store.status(now: RecordedTime(microseconds: 0)).startedAnew == anew, "\(round)")
    let live = try await store.digest()
    _ = try await store.rebuild()
    return (goesOn, try await store.digest() == live)
  }
}

/// Writes random facts as fast as it can, notes what was acknowledged, and folds them meanwhile.
private struct FoldingWriter {
  let data: String
  let acknowledged: String
  let round: Int
  var limits = ProjectionLimits()

  init(data: String, acknowledged: String, round: Int) {
    (self.data, self.acknowledged, self.round) = (data, acknowledged, round)
    // Many steps, so that any moment is one between or within some.
    limits.gatheringTime = .zero
    limits.stepEventCount = 20
  }

  static func commandID(_ number: UInt64) -> CommandID { CommandID(high: 9, low: number) }

  /// Never returns by itself.
  ///
  /// - Parameter begun: called once all is open.
  func run(_ begun: (ReadModelStore) -> Void) async throws {
    let log = try EventLog.open(at: data)
    let store = try ReadModelStore(
      opening: data + "/views", of: log, CooperationReadModels.all, limits: limits)
    let keeping = Task { try await store.run() }
    defer { keeping.cancel() }
    let file = open(acknowledged, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var random = SeededGenerator(seed: UInt64(round))
    var number = UInt64(round) * 1_000_000
    begun(store)
    while true {
      number += 1
      let facts = RandomFacts.all(random.below(3), random.below(4))
      // Every other stream has one event: rows that are missing stay so, nothing comes to fold it anew.
      let fact =
        number.isMultiple(of: 2) ? Self.registration(number) : facts[random.below(facts.count)]
      let day = "2022-0\(1 + random.below(9))-1\(random.below(10))"
      let append = try Self.append(fact, number, on: day)
      // Refused once the power is gone: whoever cut it ends the process.
      do { _ = try await log.append(append) } catch { return try await Self.standStill() }
      var bytes = number.littleEndian
      write(file, &bytes, 8)
    }
  }

  private static func registration(_ number: UInt64) -> RandomFacts.Fact {
    RandomFacts.Fact(
      stream: "organisation-n\(number)", type: PBOrganisationRegistered.eventType,
      payload: PBOrganisationRegistered.with {
        $0.kind = .enterprise
        $0.name = "Number \(number)"
      })
  }

  private static func standStill() async throws { try await Task.sleep(for: .seconds(60)) }

  private static func append(
    _ fact: RandomFacts.Fact, _ number: UInt64, on day: String
  ) throws -> Append {
    let stream = try StreamName(validating: fact.stream)
    let event = ProposedEvent(
      type: fact.type, id: EventID(high: 5, low: number), standing: .reported,
      actor: Actor(user: "tester", role: "clerk", assurance: .key),
      source: Source(channel: .scenario, evidence: .synthetic),
      occurred: try Moment(validating: day), payload: try fact.payload.serializedBytes())
    let digest = try Digest([UInt8](repeating: 2, count: 32))
    let encoded = try EncodedEvent(
      event, stream: stream, commandID: commandID(number), commandDigest: digest)
    return try Append(
      [.init(stream: stream, expected: .any, events: [encoded])], commandID: commandID(number),
      commandDigest: digest)
  }
}
