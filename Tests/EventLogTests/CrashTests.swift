import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// How often a writing child is killed; set CONCORD_KILLS for more or fewer.
private let killCount = getenv("CONCORD_KILLS").flatMap { Int(String(cString: $0)) } ?? 30
/// How often the power is cut; set CONCORD_POWER_CUTS for more or fewer.
private let powerCutCount = getenv("CONCORD_POWER_CUTS").flatMap { Int(String(cString: $0)) } ?? 10

@Suite(.serialized) struct `Acknowledged events` {
  @Test func `are there, each once, after the writing process was killed`() async throws {
    let place = try Place()
    try place.create().close()
    let acknowledged = place.directory.path + "/acknowledged"
    var random = SeededGenerator(seed: Seeds.fresh())
    for round in 0..<killCount {
      let microseconds = Int.random(in: 1...100_000, using: &random)
      let count = Int.random(in: 50...1_500, using: &random)
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [
          path = place.path as String, acknowledged = acknowledged as String, round = round as Int,
          microseconds = microseconds as Int, count = count as Int
        ] in
        // Now at a random moment, now in the middle of telling someone.
        let end: CrashWriter.End =
          round % 2 == 0 ? .afterMicroseconds(microseconds) : .atAcknowledgement(count)
        try CrashWriter(path, acknowledged, round).run(end) { kill(getpid(), SIGKILL) }
      }
      try Self.check(place.path, acknowledged)
    }
    let byteCount = try Data(contentsOf: URL(filePath: acknowledged)).count
    #expect(byteCount > 8 * 50 * (killCount / 2), "too little was acknowledged to say anything")
  }

  @Test func `are lost where they are acknowledged before the commit, so the check works`()
    async throws
  {
    let place = try Place()
    try place.create().close()
    let acknowledged = place.directory.path + "/acknowledged"
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = place.path as String, acknowledged = acknowledged as String] in
      var writer = CrashWriter(path, acknowledged, 0)
      writer.options.controls.acknowledgesBeforeCommit = true
      try writer.run(.atAcknowledgement(100)) { kill(getpid(), SIGKILL) }
    }
    #expect(throws: Lost.self) { try Self.check(place.path, acknowledged) }
  }

  @Test(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"))
  func `are there after the power was cut`() async throws {
    var random = SeededGenerator(seed: Seeds.fresh())
    for round in 0..<powerCutCount {
      let count = Int.random(in: 1...3_000, using: &random)
      let wrong = try await Self.cutPower(round, after: count, skippingFlush: false)
      #expect(wrong == nil, "round \(round)")
    }
  }

  @Test(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"))
  func `are lost in a power cut where commits are not flushed, so the check works`() async throws {
    #expect(try await Self.cutPower(0, after: 200, skippingFlush: true) != nil)
  }

  /// - Returns: what was wrong after it.
  private static func cutPower(
    _ round: Int, after count: Int, skippingFlush: Bool
  ) async throws -> (any Error)? {
    let disk = try MountedFileSystem(.ext4(byteCount: 96 << 20))
    let notes = TemporaryDirectory()
    let (path, acknowledged) = (disk.path + "/data", notes.path + "/acknowledged")
    try EventLog.create(at: path, origin: "concord.test/log").close()
    try disk.sync()
    await #expect(processExitsWith: .success) {
      [
        path = path as String, acknowledged = acknowledged as String, round = round as Int,
        count = count as Int, mount = disk.path as String, skippingFlush = skippingFlush as Bool
      ] in
      var writer = CrashWriter(path, acknowledged, round)
      writer.options.controls.skipsFlush = skippingFlush
      try writer.run(.atAcknowledgement(count)) {
        _exit(MountedFileSystem.cutPower(of: mount) ? 0 : 3)
      }
    }
    try disk.restorePower()
    do {
      try check(path, acknowledged)
      return nil
    } catch {
      return error
    }
  }

  private struct Lost: Error { var commands: [UInt64] }

  private static func check(_ path: String, _ acknowledged: String) throws {
    let log = try EventLog.open(at: path)
    defer { log.close() }
    let bytes = Array((try? Data(contentsOf: URL(filePath: acknowledged))) ?? Data())
    let commands = stride(from: 0, to: bytes.count - 7, by: 8).map { start in
      bytes[start..<(start + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    try #require(Set(commands).count == commands.count, "a command was acknowledged twice")
    let lost = try commands.filter { command in
      guard let receipt = try log.receipt(of: SampleAppends.commandID(command))?.receipt else {
        return true
      }
      return receipt.eventCount != CrashWriter.eventCount(command)
    }
    guard lost.isEmpty else { throw Lost(commands: lost) }
    try log.flushIndex()
    // That each command and each revision is there once.
    let report = try log.verify()
    guard report.isWhole else { throw EventLogTestingError(description: "\(report.problems)") }
  }
}

/// Appends as fast as it can and notes what was acknowledged, until it is stopped.
struct CrashWriter {
  enum End {
    case afterMicroseconds(Int)
    case atAcknowledgement(Int)
  }

  let path: String
  let acknowledged: String
  let round: Int
  var options = EventLogOptions()

  init(_ path: String, _ acknowledged: String, _ round: Int) {
    (self.path, self.acknowledged, self.round) = (path, acknowledged, round)
    options.overlayEventCount = 500
  }

  static func eventCount(_ command: UInt64) -> Int { 1 + Int(command % 3) }

  func run(_ end: End, _ stop: @escaping @Sendable () -> Void) throws {
    let log = try EventLog.open(at: path, options: options)
    let file = open(acknowledged, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    let (count, outstanding) = (Counter(), Counter())
    if case .afterMicroseconds(let delay) = end {
      _ = JoinableThread {
        usleep(UInt32(delay))
        stop()
      }
    }
    var command = UInt64(round) * 1_000_000
    while true {
      command += 1
      let number = command
      let streams = [SampleAppends.stream(Int(number % 40)), SampleAppends.stream("x\(number)")]
      let types = Array(repeating: EventType.sample, count: Self.eventCount(number) - 1)
      let append = try SampleAppends.append(
        number, [.init(streams[0], .any, types), .init(streams[1], .noStream)],
        payloadByteCount: 200)
      try spinUntil { outstanding.value <= 200 }
      outstanding.add(1)
      log.submit(append) { result in
        guard case .success = result else { return }
        var bytes = number.littleEndian
        write(file, &bytes, 8)
        outstanding.add(-1)
        if case .atAcknowledgement(let wanted) = end, count.add(1) == wanted { stop() }
      }
    }
  }
}
