import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite struct `A wrong clock` {
  @Test func `stops appends until an operator accepts it`() async throws {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    #expect(log.hindrance == nil)
    place.clock.stepWall(bySeconds: 3_600)
    // Also before anybody has tried.
    #expect(log.hindrance == .clockStepped(seconds: 3_600) && log.impairment == nil)
    let append = try SampleAppends.append(1, [.init(SampleAppends.stream("a"))])
    await #expect(throws: EventLogError.clockStepped(seconds: 3_600)) {
      try await log.append(append)
    }
    let file = place.path + "/clock.accepted"
    try Data().write(to: URL(filePath: file))
    #expect(log.hindrance == nil)
    let receipt = try await log.append(append)
    #expect(receipt.recordedAt.microseconds == place.clock.clock.wall())
    #expect(!FileManager.default.fileExists(atPath: file))
    place.clock.stepWall(bySeconds: -7_200)
    await #expect(throws: EventLogError.clockStepped(seconds: -7_200)) {
      try await log.append(SampleAppends.append(2, [.init(SampleAppends.stream("a"))]))
    }
  }

  @Test func `is not accepted by a word that an earlier append had no need of`() async throws {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    let file = place.path + "/clock.accepted"
    try Data().write(to: URL(filePath: file))
    _ = try await log.append(SampleAppends.append(1, [.init(SampleAppends.stream("a"))]))
    #expect(!FileManager.default.fileExists(atPath: file))
    place.clock.stepWall(bySeconds: 3_600)
    await #expect(throws: EventLogError.clockStepped(seconds: 3_600)) {
      try await log.append(SampleAppends.append(2, [.init(SampleAppends.stream("a"))]))
    }
  }

  @Test(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"))
  func `is not accepted by a word that was used, though the power was cut`() async throws {
    let disk = try MountedFileSystem(.ext4(byteCount: 64 << 20))
    let (path, clock) = (disk.path + "/data", ManualClock())
    let file = path + "/clock.accepted"
    do {
      let log = try EventLog.create(at: path, origin: "concord.test/log", clock: clock.clock)
      defer { log.close() }
      try Data().write(to: URL(filePath: file))
      try disk.sync()
      clock.stepWall(bySeconds: 3_600)
      _ = try await log.append(SampleAppends.append(1, [.init(SampleAppends.stream("a"))]))
      try disk.cutPower()
    }
    try disk.restorePower()
    #expect(!FileManager.default.fileExists(atPath: file))
    let log = try EventLog.open(at: path, clock: clock.clock)
    defer { log.close() }
    #expect(try log.receipt(of: SampleAppends.commandID(1)) != nil)
  }

  @Test func `behind the last record stops appends after a start`() async throws {
    let place = try Place()
    _ = try await place.fill(1)
    place.clock.stepWall(bySeconds: -61)
    let log = try place.open()
    defer { log.close() }
    let append = try SampleAppends.append(9, [.init(SampleAppends.stream("a"))])
    await #expect(throws: EventLogError.clockStepped(seconds: -61)) { try await log.append(append) }
    place.clock.advance(bySeconds: 2)
    _ = try await log.append(append)
  }

  @Test func `is told as ahead or as behind`() {
    let ahead = EventLogError.clockStepped(seconds: 61).description
    #expect(
      ahead.contains("is 61 s ahead of what the machine's own count of time says"), "\(ahead)")
    let behind = EventLogError.clockStepped(seconds: -61).description
    #expect(behind.contains("is 61 s behind what"), "\(behind)")
    #expect(behind.contains("the last record says"), "\(behind)")
  }

  private static let tenYears: Int64 = 10 * 365 * 86_400

  private static func append(_ command: UInt64) throws -> Append {
    try SampleAppends.append(command, [.init(SampleAppends.stream("a"))])
  }

  private func accept(_ place: Place) throws {
    try Data().write(to: URL(filePath: place.path + "/clock.accepted"))
  }

  @Test func `that was years ahead and accepted holds the times of what follows, in order`()
    async throws
  {
    let place = try Place()
    let log = try place.create()
    _ = try await log.append(Self.append(1))
    place.clock.stepWall(bySeconds: Self.tenYears)
    await #expect(throws: EventLogError.clockStepped(seconds: Self.tenYears)) {
      try await log.append(Self.append(2))
    }
    try accept(place)
    let ahead = try await log.append(Self.append(2)).recordedAt
    #expect(ahead.microseconds == place.clock.clock.wall())

    place.clock.stepWall(bySeconds: -Self.tenYears)
    await #expect(throws: EventLogError.clockStepped(seconds: -Self.tenYears)) {
      try await log.append(Self.append(3))
    }
    try accept(place)
    #expect(try await log.append(Self.append(3)).recordedAt == ahead)
    // Once is enough, as long as the log is open.
    place.clock.advance(bySeconds: 5)
    #expect(try await log.append(Self.append(4)).recordedAt == ahead)
    log.close()

    let again = try place.open()
    defer { again.close() }
    await #expect(throws: EventLogError.clockStepped(seconds: 5 - Self.tenYears)) {
      try await again.append(Self.append(5))
    }
    #expect(try await again.append(Self.append(4)).isRepeat)
    try accept(place)
    #expect(try await again.append(Self.append(5)).recordedAt == ahead)
    place.clock.advance(bySeconds: Self.tenYears)
    #expect(
      try await again.append(Self.append(6)).recordedAt.microseconds == place.clock.clock.wall())
    #expect(try again.verify().isWhole)
  }

  @Test func `that shows no year from 1 to 9999 is believed by nobody, accepted or not`()
    async throws
  {
    let place = try Place()
    _ = try await place.fill(1)
    let log = try place.open()
    let eightThousandYears = 800 * Self.tenYears
    place.clock.stepWall(bySeconds: eightThousandYears)
    try accept(place)
    await #expect(throws: EventLogError.clockStepped(seconds: eightThousandYears)) {
      try await log.append(Self.append(9))
    }
    log.close()
    // Nor by a start, which has no boot-time clock to hold it against.
    let again = try place.open()
    await #expect(throws: EventLogError.clockStepped(seconds: eightThousandYears)) {
      try await again.append(Self.append(9))
    }
    again.close()
    let other = TemporaryDirectory()
    #expect(throws: EventLogError.self) {
      try EventLog.create(
        at: other.path + "/data", origin: "concord.test/late", clock: place.clock.clock)
    }
    #expect(!FileManager.default.fileExists(atPath: other.path + "/data/log"))

    place.clock.stepWall(bySeconds: -eightThousandYears)
    let right = try place.open()
    defer { right.close() }
    _ = try await right.append(Self.append(9))
    #expect(try right.verify().isWhole)
  }

  // A leap second is a second that the wall clock shows twice.
  @Test func `that goes over a second twice stops nothing, and no time goes back`() async throws {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    let first = try await log.append(Self.append(1)).recordedAt
    place.clock.advance(bySeconds: 1)
    let second = try await log.append(Self.append(2)).recordedAt
    place.clock.stepWall(bySeconds: -1)
    let again = try await log.append(Self.append(3)).recordedAt
    place.clock.advance(bySeconds: 1)
    let third = try await log.append(Self.append(4)).recordedAt
    #expect(second.microseconds == first.microseconds + 1_000_000)
    #expect(again == second && third == second)
  }

  @Test func `a little behind the last record at a start stops nothing, and no time goes back`()
    async throws
  {
    let place = try Place()
    _ = try await place.fill(1)
    let last = place.clock.clock.wall()
    place.clock.stepWall(bySeconds: -60)
    let log = try place.open()
    defer { log.close() }
    #expect(try await log.append(Self.append(9)).recordedAt.microseconds == last)
  }

  @Test func `is not what the zone's data say: none is asked for`() async throws {
    await #expect(processExitsWith: .success) {
      setenv("TZ", ":/nowhere/at/all", 1)
      setenv("TZDIR", "/nowhere", 1)
      tzset()
      let place = try Place()
      try place.create().close()
      let log = try place.open()
      let zone = log.identity.zone
      // 30 June 2022 begins in Shanghai at 16:00 UTC of the day before.
      let start = try Moment(validating: "2022-06-30").earliest(in: zone)
      let receipt = try await log.append(`A wrong clock`.append(1))
      log.close()
      let isRight =
        zone == .shanghai && start == 1_656_518_400_000_000
        && receipt.recordedAt.description.hasPrefix("2022-06-30T00:00:00")
      exit(isRight ? EXIT_SUCCESS : EXIT_FAILURE)
    }
  }
}
