import EventLog
import EventModel
import FoundationEssentials
import Glibc
import PersonalData
import TestSupport
import Testing

@testable import CommandHandling

/// How often the power is cut; set CONCORD_POWER_CUTS for more or fewer.
private let powerCutCount = getenv("CONCORD_POWER_CUTS").flatMap { Int(String(cString: $0)) } ?? 10

/// A process that gives commands which bring personal parts, and ends at any moment.
@Suite(.serialized, .enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"))
struct `Personal parts when the power is cut` {
  @Test func `are there for each command that was acknowledged, and for none that isn't recorded`()
    async throws
  {
    var random = SeededGenerator(seed: Seeds.fresh())
    var deleted = 0
    for round in 0..<powerCutCount {
      let count = Int.random(in: 1...300, using: &random)
      let outcome = try await Self.cutPower(after: count, skippingFlush: false)
      #expect(outcome.wrong.isEmpty, "round \(round), after \(count): \(outcome.wrong)")
      deleted += outcome.deleted
    }
    // Parts are stored before their append: else there was none to take back.
    #expect(deleted > 0)
  }

  @Test func `are there without their commands where commits are not flushed, so the check works`()
    async throws
  {
    let outcome = try await Self.cutPower(after: 200, skippingFlush: true)
    #expect(!outcome.wrong.isEmpty)
  }

  private static func cutPower(
    after count: Int, skippingFlush: Bool
  ) async throws -> (wrong: [String], deleted: Int) {
    let disk = try MountedFileSystem(.ext4(byteCount: 128 << 20))
    let notes = TemporaryDirectory()
    let writer = NamingWriter(
      data: disk.path + "/data", key: notes.path + "/key",
      acknowledged: notes.path + "/acknowledged")
    try KeyEncryptionKey.create(at: writer.key)
    try EventLog.create(at: writer.data, origin: "concord.test/log").close()
    _ = try PersonalStore(dataDirectory: writer.data, key: .file(writer.key))
    try disk.sync()
    await #expect(processExitsWith: .success) {
      [
        data = writer.data as String, key = writer.key as String,
        acknowledged = writer.acknowledged as String, count = count as Int,
        mount = disk.path as String, skippingFlush = skippingFlush as Bool
      ] in
      let writer = NamingWriter(data: data, key: key, acknowledged: acknowledged)
      try await writer.run(until: count, skippingFlush: skippingFlush) {
        _exit(MountedFileSystem.cutPower(of: mount) ? 0 : 3)
      }
    }
    try disk.restorePower()
    return try writer.check()
  }
}

/// Names accounts as fast as it can, and notes which commands were acknowledged.
private struct NamingWriter {
  let data: String
  let key: String
  let acknowledged: String

  private static let writerCount: UInt64 = 8
  private static func lookUp(_ number: UInt64) -> String { "X\(number)" }

  /// Never returns by itself.
  func run(
    until count: Int, skippingFlush: Bool, _ stop: @escaping @Sendable () -> Void
  ) async throws {
    var options = EventLogOptions()
    options.controls.skipsFlush = skippingFlush
    let log = try EventLog.open(at: data, options: options)
    let personal = try PersonalStore(dataDirectory: data, key: .file(key))
    let handler = Bench.handler(log, personal)
    let file = open(acknowledged, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    let done = TestSupport.Counter()
    await withTaskGroup { group in
      for writer in 0..<Self.writerCount {
        group.addTask {
          var number = writer
          while true {
            number += Self.writerCount
            let name = ToyCommand(
              id: command(number), target: account("n\(number)"),
              act: .name("N\(number)", lookUp: Self.lookUp(number)))
            // Refused once the power is gone: whoever cut it ends the process.
            guard
              (try? await handler.handle(name, actor: Bench.actor, channel: .api)) != nil
            else {
              try? await Task.sleep(for: .seconds(60))
              continue
            }
            var bytes = number.littleEndian
            write(file, &bytes, 8)
            if done.add() == count { stop() }
          }
        }
      }
    }
  }

  /// What is wrong, and how many commands' parts were taken back.
  func check() throws -> (wrong: [String], deleted: Int) {
    let log = try EventLog.open(at: data)
    defer { log.close() }
    let personal = try PersonalStore(dataDirectory: data, key: .file(key))
    let recovery = try Recovery(personal, from: log, tombstone: Account.erased)
    let bytes = Array((try? Data(contentsOf: URL(filePath: acknowledged))) ?? Data())
    let numbers = stride(from: 0, to: bytes.count - 7, by: 8).map { start in
      bytes[start..<(start + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    var wrong: [String] = []
    // Also those that were under way: each writer had one.
    for number in 0...((numbers.max() ?? 0) + 2 * Self.writerCount) {
      let target = account("n\(number)")
      guard let receipt = try log.receipt(of: command(number))?.receipt else {
        if numbers.contains(number) { wrong.append("\(number) is lost") }
        if try personal.subject(lookedUpBy: Self.lookUp(number)) != nil {
          wrong.append("\(number) has parts and no record")
        }
        continue
      }
      let record = try log.read(
        from: receipt.first, direction: .forwards, type: nil, before: nil, limit: 1)[0]
      let part = try personal.open(record.event.personal[0], for: .decision)
      if part != .known(Array("N\(number)".utf8)) { wrong.append("\(number) has lost its part") }
      if try personal.subject(lookedUpBy: Self.lookUp(number)) != target {
        wrong.append("\(number) has lost its look-up")
      }
    }
    return (wrong, recovery.deleted)
  }
}
