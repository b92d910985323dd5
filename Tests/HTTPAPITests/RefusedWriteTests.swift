import EventLog
import EventModel
import Glibc
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

/// What is answered while the log takes nothing, or not this.
@Suite(.timeLimit(.minutes(10))) struct `A write that can't be` {
  private static func id(_ number: Int) -> String {
    "3f2c8d1e-0b4a-4c6d-9e8f-" + String(300_000_000_000 + number)
  }

  /// That everything that was recorded is answered.
  private static func expectReads(
    _ client: any TestClientProtocol, of stream: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    for (uri, found) in [
      ("/v1/views/OrganisationRegister?stream=\(stream)", stream),
      ("/v1/views/OrganisationRegister/\(stream)", stream),
      ("/v1/measures/organisations.registered", "with_fill"),
      ("/v1/streams/\(stream)", "organisation.registered"),
      ("/v1/events?after=0", stream),
    ] {
      let answer = try await client.get(uri)
      #expect(
        answer.status == .ok && answer.has(found), "\(uri): \(answer.text)",
        sourceLocation: sourceLocation)
    }
  }

  @Test func `for a queue that is full is told when to come again`() async throws {
    let gate = Flag()
    var options = EventLogOptions()
    options.queuedEventCount = 1
    // The writer stands still in its first commit until one is refused.
    options.controls.commitFailure = {
      try? gate.wait()
      return nil
    }
    try await ServerFixture(options: options).ask(.router) { client in
      let count = 8
      var refused: Set<Int> = []
      try await withThrowingTaskGroup(of: (Int, TestResponse).self) { group in
        for number in 0..<count {
          group.addTask {
            let body = registration(Self.id(number), stream: "organisation-\(number)")
            return (number, try await client.post(body))
          }
        }
        for try await (number, answer) in group {
          if answer.status == .created { continue }
          refused.insert(number)
          #expect(answer.status == .serviceUnavailable, "\(answer.text)")
          #expect(answer.value(of: "type") == "urn:concord:problem:busy", "\(answer.text)")
          let seconds = try #require(answer.headers[.retryAfter].flatMap { Int($0) })
          #expect(seconds >= 1 && answer.value(of: "retryAfterSeconds") == "\(seconds)")
          gate.set()
        }
      }
      #expect(!refused.isEmpty && refused.count < count, "\(refused)")
      for number in refused {
        let body = registration(Self.id(number), stream: "organisation-\(number)")
        #expect(try await client.post(body).status == .created)
      }
    }
  }

  @Test(arguments: [TestingSetup.router, .live])
  func `for a rule names its number, what it demands and where that stands`(
    kind: TestingSetup
  ) async throws {
    try await ServerFixture().ask(kind) { client in
      for command in [
        registration().replacing(
          #""kind":"ENTERPRISE""#, with: #""kind":"SCHOOL","schoolLevel":"SECONDARY_VOCATIONAL""#),
        registration(Self.id(1), stream: "organisation-h"),
        registration(Self.id(2), stream: "organisation-i")
          .replacing("ENTERPRISE", with: "HR_INSTITUTION"),
        #"{"occurred":"2022-06-30","registerPerson":{"person":"person-p"}}"#,
      ] {
        #expect(try await client.post(command).status == .created)
      }
      let answer = try await client.post(
        #"{"occurred":"2023-02-01","standing":"DECIDED","arrangePlacement":{"placement":"placement-p","details":{"parties":{"student":"person-p","school":"organisation-a","host":"organisation-h","organiser":"organisation-i"}}}}"#
      )
      #expect(answer.status == .unprocessableContent, "\(answer.text)")
      #expect(answer.value(of: "type") == "urn:concord:problem:rule", "\(answer.text)")
      let rule = try #require(answer.value(of: "rule"))
      #expect(rule.hasPrefix("R"), "\(rule)")
      #expect(answer.value(of: "ruleText")?.isEmpty == false, "\(answer.text)")
      #expect(answer.value(of: "source")?.isEmpty == false, "\(answer.text)")
    }
  }

  @Test func `for a record that is too long is 413, in a body and in a line`() async throws {
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.ask(.live) { client in
      let founded = try await client.post(
        #"{"occurred":"2022-06-30","standing":"REPORTED","foundAlliance":{"alliance":"alliance-a","details":{"name":"A"}}}"#
      )
      #expect(founded.status == .created, "\(founded.text)")
      func plan(_ number: Int, items: Int) -> String {
        let item = "\"" + String(repeating: "\u{804C}", count: 200) + "\""
        let list = Array(repeating: item, count: items).joined(separator: ",")
        return
          #"{"id":"\#(Self.id(number))","occurred":"2023-01-01","standing":"REPORTED","releaseWorkPlan":{"alliance":"alliance-a","details":{"year":2023,"items":[\#(list)]}}}"#
      }
      let end = log.end
      // 111 × 603 bytes and what stands beside them are more than 65,535.
      let large = try await client.post(plan(1, items: 111))
      #expect(large.status == .contentTooLarge, "\(large.text.prefix(500))")
      #expect(large.value(of: "type") == "urn:concord:problem:too-large", "\(large.text)")
      #expect(large.has("65535") || large.has("65,535"), "\(large.text)")
      #expect(log.end == end)
      let lines = [plan(2, items: 111), plan(3, items: 100)].joined(separator: "\n")
      let answers = try await client.post(lines, type: "application/x-ndjson").text
        .split(separator: "\n")
      #expect(answers.count == 2)
      #expect(answers.first?.contains("urn:concord:problem:too-large") == true, "\(answers)")
      #expect(answers.last?.contains(#""status":"recorded""#) == true, "\(answers)")
    }
  }

  @Test func `for a body over its limit is 413, also where the body doesn't say how long it is`()
    async throws
  {
    var limits = ServerLimits()
    limits.commandByteCount = 1_000
    limits.bodyByteCount = 2_000
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.serve(limits: limits) { port in
      let command = registration(name: String(repeating: "x", count: 2_000))
      for (type, body) in [
        ("application/json", command),
        (
          "application/x-ndjson",
          Array(repeating: registration(), count: 20).joined(separator: "\n")
        ),
      ] {
        let answer = try await RawConnection.exchange(
          port: port,
          "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: \(type)\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        #expect(answer.hasPrefix("HTTP/1.1 413"), "\(type): \(answer)")
        #expect(answer.contains("urn:concord:problem:too-large"), "\(type): \(answer)")
      }
      #expect(log.end == Position(1))
      let chunk = String(command.utf8.count, radix: 16)
      let answer = try await RawConnection.exchange(
        port: port,
        "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
          + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "\(chunk)\r\n\(command)\r\n0\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 413"), "\(answer)")
      #expect(log.end == Position(1))
    }
  }

  @Test func `for a full disk is 507, and what is there is answered`() async throws {
    let failure = Locked<EventLogError?>(nil)
    var options = EventLogOptions()
    options.controls.commitFailure = { failure.value }
    try await ServerFixture(options: options).ask(.router) { client in
      let first = try await client.post(registration())
      let end = try #require(first.value(of: "end"))
      #expect(try await client.get("/v1/views/Needs?atLeast=\(end)").status == .ok)
      failure.change { $0 = .diskFull }
      let other = registration(Self.id(2), stream: "organisation-b")
      for _ in 0..<2 {
        let refused = try await client.post(other)
        #expect(refused.status.code == 507, "\(refused.text)")
        #expect(refused.value(of: "type") == "urn:concord:problem:disk-full", "\(refused.text)")
        #expect(refused.value(of: "title") == "Insufficient Storage", "\(refused.text)")
      }
      let line = try await client.post(other, type: "application/x-ndjson")
      #expect(line.status == .ok && line.has("urn:concord:problem:disk-full"), "\(line.text)")
      try await Self.expectReads(client, of: "organisation-a")
      #expect(try await client.get("/v1/streams/organisation-b").status == .notFound)
      failure.change { $0 = nil }
      #expect(try await client.post(other).status == .created)
    }
  }

  @Test(
    .enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"))
  func `for a disk that really is full is 507, and is taken again once there is room`()
    async throws
  {
    let disk = try MountedFileSystem(.ext4(byteCount: 32 << 20))
    let filler = disk.path + "/filler"
    let fixture = try ServerFixture(in: disk.path)
    let log = fixture.log
    defer { log.close() }
    try await fixture.ask(.router) { client in
      let first = try await client.post(registration())
      let end = try #require(first.value(of: "end"))
      #expect(try await client.get("/v1/views/Needs?atLeast=\(end)").status == .ok)
      try disk.fill(filler, byteCount: disk.freeByteCount - (1 << 19))
      var refused: TestResponse?
      var number = 1
      while refused == nil, number < 4_000 {
        number += 1
        let answer = try await client.post(
          registration(Self.id(number), stream: "organisation-\(number)"))
        if answer.status != .created { refused = answer }
      }
      let answer = try #require(refused, "the disk was never full")
      #expect(answer.status.code == 507, "\(number): \(answer.text)")
      #expect(answer.value(of: "type") == "urn:concord:problem:disk-full", "\(answer.text)")
      // Positions are dense: nothing of what was refused is there.
      let recorded = log.end
      #expect(try await client.get("/v1/streams/organisation-\(number)").status == .notFound)
      try await Self.expectReads(client, of: "organisation-a")
      #expect(log.end == recorded)
      #expect(unlink(filler) == 0)
      let again = try await client.post(
        registration(Self.id(number), stream: "organisation-\(number)"))
      #expect(again.status == .created, "\(again.text)")
      // The read models go on too.
      let after = try #require(again.value(of: "end"))
      var row = try await client.get(
        "/v1/views/OrganisationRegister/organisation-\(number)?atLeast=\(after)")
      for _ in 0..<5 where row.status == .serviceUnavailable {
        row = try await client.get(
          "/v1/views/OrganisationRegister/organisation-\(number)?atLeast=\(after)")
      }
      #expect(row.status == .ok, "\(row.text)")
    }
  }
}
