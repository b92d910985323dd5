import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import TestSupport
import Testing

@Suite struct `A wrong clock` {
  @Test func `stops appends until an operator accepts it`() async throws {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    place.clock.stepWall(bySeconds: 3_600)
    let append = try SampleAppends.append(1, [.init(SampleAppends.stream("a"))])
    await #expect(throws: EventLogError.clockStepped(seconds: 3_600)) {
      try await log.append(append)
    }
    let file = place.path + "/clock.accepted"
    try Data().write(to: URL(filePath: file))
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
}
