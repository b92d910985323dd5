import CommandHandling
import EventLog
import FoundationEssentials
import Glibc
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import PersonalData
import TestSupport
import Testing

/// What `/readyz` says while commands are refused for what passes.
@Suite(.timeLimit(.minutes(10))) struct `A server that takes no commands for now` {
  /// That a server is or isn't ready, and says why commands are refused.
  private func expect(
    _ client: any TestClientProtocol, refusal: String?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let ready = try await client.get("/readyz")
    let word = refusal == nil ? "taken" : "refused"
    #expect(
      ready.status == (refusal == nil ? .ok : .serviceUnavailable)
        && ready.has(#""status":"\#(refusal == nil ? "ready" : "not ready")""#)
        && ready.has(#""commands":"\#(word)""#) && ready.has(#""log":"sound""#),
      "\(ready.text)", sourceLocation: sourceLocation)
    #expect(
      ready.value(of: "commandsReason")?.contains(refusal ?? "-") ?? (refusal == nil),
      "\(ready.text)", sourceLocation: sourceLocation)
  }

  @Test
  func `because the clock was moved is not ready, before anybody tries, until it is accepted`()
    async throws
  {
    let ahead = Locked<Int64>(0)
    let clock = LogClock(
      wall: { LogClock.system.wall() + ahead.value }, sinceBoot: LogClock.system.sinceBoot)
    let fixture = try ServerFixture(clock: clock)
    let accepted = fixture.directory.path + "/data/clock.accepted"
    try await fixture.ask(.router) { client in
      let end = try #require(try await client.post(registration()).value(of: "end"))
      #expect(try await client.get("/v1/views/Needs?atLeast=\(end)").status == .ok)
      try await expect(client, refusal: nil)
      ahead.change { $0 = 3_600_000_000 }
      try await expect(client, refusal: "s ahead of what the machine's own count of time says")
      let other = registration("3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02", stream: "organisation-b")
      let refused = try await client.post(other)
      #expect(refused.has("urn:concord:problem:clock-stepped"), "\(refused.text)")
      #expect(try await client.get("/v1/views/OrganisationRegister").has("organisation-a"))
      // Set right again, without anybody's word.
      ahead.change { $0 = 0 }
      try await expect(client, refusal: nil)
      ahead.change { $0 = 3_600_000_000 }
      try Data().write(to: URL(filePath: accepted))
      try await expect(client, refusal: nil)
      #expect(try await client.post(other).status == .created)
      try await expect(client, refusal: nil)
    }
  }

  @Test
  func `because the disk is full is not ready once somebody has met it, until one is recorded`()
    async throws
  {
    let failure = Locked<EventLogError?>(nil)
    var options = EventLogOptions()
    options.controls.commitFailure = { failure.value }
    let sinceBoot = Locked<Int64>(LogClock.system.sinceBoot())
    let start = (wall: LogClock.system.wall(), boot: sinceBoot.value)
    let clock = LogClock(
      wall: { start.wall + sinceBoot.value - start.boot }, sinceBoot: { sinceBoot.value })
    try await ServerFixture(options: options, clock: clock).ask(.router) { client in
      let end = try #require(try await client.post(registration()).value(of: "end"))
      #expect(try await client.get("/v1/views/Needs?atLeast=\(end)").status == .ok)
      let other = registration("3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02", stream: "organisation-b")
      failure.change { $0 = .diskFull }
      #expect(try await client.post(other).status.code == 507)
      try await expect(client, refusal: "the disk is full")
      // Who waits until all is well would never find out that there is room again.
      sinceBoot.change { $0 += 61_000_000 }
      try await expect(client, refusal: nil)
      #expect(try await client.post(other).status.code == 507)
      try await expect(client, refusal: "the disk is full")
      failure.change { $0 = nil }
      #expect(try await client.post(other).status == .created)
      try await expect(client, refusal: nil)
    }
  }

  @Test(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"))
  func `because the disk is full for personal parts alone is not ready all the same`() async throws
  {
    let disk = try MountedFileSystem(.memory(byteCount: 4 << 20))
    let ahead = Locked<Int64>(0)
    let clock = LogClock(
      wall: { LogClock.system.wall() + ahead.value },
      sinceBoot: { LogClock.system.sinceBoot() + ahead.value })
    var fixture = try ServerFixture(clock: clock)
    let personal = try PersonalStore(
      dataDirectory: disk.path, key: .file(fixture.directory.path + "/data.key"))
    try Recovery(personal, from: fixture.log)
    fixture.parts.handler = CommandHandler(log: fixture.log, personal: personal, clock: clock)
    try await fixture.ask(.router) { client in
      let first = try await client.post(Self.person(0))
      #expect(first.status == .created, "\(first.text)")
      let end = try #require(first.value(of: "end"))
      #expect(try await client.get("/v1/views/Needs?atLeast=\(end)").status == .ok)
      let filler = disk.path + "/filler"
      try disk.fill(filler, byteCount: disk.freeByteCount)
      // A few go into pages that were freed.
      var number = 0
      var answer = first
      while answer.status == .created, number < 100 {
        try await expect(client, refusal: nil)
        number += 1
        answer = try await client.post(Self.person(number))
      }
      #expect(answer.status.code == 507, "\(number): \(answer.text)")
      try await expect(client, refusal: "the disk is full")
      ahead.change { $0 += 61_000_000 }
      try await expect(client, refusal: nil)
      #expect(try await client.post(Self.person(number)).status.code == 507)
      try await expect(client, refusal: "the disk is full")
      #expect(unlink(filler) == 0)
      #expect(try await client.post(Self.person(number)).status == .created)
      try await expect(client, refusal: nil)
    }
  }

  /// Registers somebody with a name.
  private static func person(_ number: Int) -> String {
    let legalBasis = #"{"purpose":"employment service","ground":"STATUTORY_DUTY"}"#
    return
      #"{"id":"\#(UUID().uuidString.lowercased())","occurred":"2022-06-30","registerPerson":{"person":"person-\#(number)","details":{"legalBasis":\#(legalBasis)},"personal":{"name":"Somebody \#(number)"}}}"#
  }
}
