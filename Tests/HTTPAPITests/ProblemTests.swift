import CommandHandling
import EventLog
import EventModel
import FoundationEssentials
@testable import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Projections
import TestSupport
import Testing

/// Keeps what is logged, with its metadata.
private struct KeptLog: LogHandler {
  let lines: Locked<[String]>
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    lines.change { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
  }
}

private struct NobodyThoughtOfThis: Error { let number: Int }

@Suite struct `A problem` {
  @Test func `that nobody has thought of is told to the log, and not to who asked`() async throws {
    let lines = Locked<[String]>([])
    let router = ConcordServer(try ServerFixture().parts).router()
    router.get("surprise") { _, _ -> String in throw NobodyThoughtOfThis(number: 42) }
    let application = Application(
      router: router, logger: Logger(label: "test") { _ in KeptLog(lines: lines) })
    try await application.test(.router) { client in
      let answer = try await client.get("/surprise")
      #expect(answer.status == .internalServerError)
      #expect(!answer.has("42"))
    }
    let line = try #require(lines.value.first { $0.contains("internal") })
    #expect(line.contains("NobodyThoughtOfThis") && line.contains("number: 42"), "\(line)")
  }

  @Test func `that is an ordinary answer is no error of the server's`() {
    let lines = Locked<[String]>([])
    let logger = Logger(label: "test") { _ in KeptLog(lines: lines) }
    for error: any Error in [
      Problem("not-yet", .serviceUnavailable, "far"), ProjectionError(.deadlinePassed, "long"),
      ProjectionError(.database, "torn"), Problem("not-found", .notFound, "nothing"),
    ] {
      Problem(any: error).log(to: logger, error)
    }
    #expect(
      lines.value.map { $0.prefix { $0 != "[" } } == [
        "info answered not-yet ", "notice answered question-too-long ",
        "error answered views-unavailable ",
      ])
  }

  @Test func `of the keys themselves names no file of the server's`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let clerk = try keys.add(.clerk)
    let lines = Locked<[String]>([])
    let fixture = try ServerFixture(keys: keys.file())
    let application = Application(
      router: ConcordServer(fixture.parts).router(),
      logger: Logger(label: "test") { _ in KeptLog(lines: lines) })
    try await application.test(.router) { [path = keys.path] client in
      try "nonsense\n".write(toFile: path, atomically: true, encoding: .utf8)
      for key in [nil, clerk] {
        let answer = try await client.get("/v1/views", key: key)
        #expect(answer.status == .serviceUnavailable, "\(answer.text)")
        #expect(answer.has("urn:concord:problem:keys-unavailable"), "\(answer.text)")
        #expect(!answer.has(path), "\(answer.text)")
      }
    }
    // The operator is told.
    #expect(lines.value.contains { $0.contains("line 1 of the key file \(keys.path)") })
  }

  @Test func `of the keys is told to the log also where it ends a body`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let secret = try keys.add(.clerk)
    let lines = Locked<[String]>([])
    let logger = Logger(label: "test") { _ in KeptLog(lines: lines) }
    try await ServerFixture(keys: keys.file()).serve(logger: logger) { [path = keys.path] port in
      let body = registration() + "\n"
      let connection = try RawConnection(port: port)
      connection.send(
        "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(secret)\r\n"
          + "Content-Type: application/x-ndjson\r\nContent-Length: \(body.utf8.count)\r\n"
          + "Expect: 100-continue\r\nConnection: close\r\n\r\n")
      // Who asks was found out.
      var answer = try await connection.receive() ?? ""
      #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n"), "\(answer)")
      try "nonsense\n".write(toFile: path, atomically: true, encoding: .utf8)
      connection.send(body)
      while let more = try await connection.receive(), !more.isEmpty { answer += more }
      #expect(answer.contains("urn:concord:problem:keys-unavailable"), "\(answer)")
      #expect(!answer.contains(path), "\(answer)")
    }
    #expect(lines.value.contains { $0.contains("line 1 of the key file \(keys.path)") })
  }

  @Test func `of standing still is explained to those with a key only`() async throws {
    let directory = TemporaryDirectory()
    let keys = try APIKeyFile(path: directory.path + "/keys")
    var fixture = try ServerFixture(keys: keys)
    let reason = "the file /secret/place is damaged"
    fixture.parts.findings = { ManagerStatus(phase: .stopped(reason)) }
    try await fixture.ask(.router) { client in
      // On this machine, and nobody has a key.
      #expect(try await client.get("/readyz").has(reason))
      var generator = SystemRandomNumberGenerator()
      let (secret, key) = APIKey.create(
        organisation: try StreamName(validating: "organisation-bureau"), user: "u1", role: .analyst,
        on: try CivilDate(validating: "2026-01-31"), using: &generator)
      try keys.add(key)
      let open = try await client.get("/readyz")
      #expect(open.status == .serviceUnavailable)
      #expect(open.has(#""findings":"stopped""#), "\(open.text)")
      #expect(!open.has("/secret/place") && !open.has("startedAnew"), "\(open.text)")
      #expect(try await client.get("/readyz", key: "wrong").has("secret") == false)
      let known = try await client.get("/readyz", key: secret)
      #expect(known.has(#""findingsReason":"the file /secret/place is damaged""#), "\(known.text)")
      #expect(known.has("startedAnew"), "\(known.text)")
    }
  }

  @Test func `of a device that failed says that the outcome is unknown, and the log is unready`()
    async throws
  {
    let failure = Locked<EventLogError?>(nil)
    let told = Locked<[EventLogError]>([])
    var options = EventLogOptions()
    options.controls.commitFailure = { failure.value }
    options.onDeviceFailure = { error in told.change { $0.append(error) } }
    try await ServerFixture(options: options).ask(.router) { client in
      let first = try await client.post(registration())
      #expect(first.status == .created, "\(first.text)")
      failure.change { $0 = .inputOutput(operation: "mdb_txn_commit", path: "log", code: 5) }
      let other = "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02"
      for _ in 0..<2 {
        let answer = try await client.post(registration(other, stream: "organisation-b"))
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.value(of: "type") == "urn:concord:problem:outcome-unknown")
        #expect(answer.has("repeat the same command id"), "\(answer.text)")
        // Not even once the device seems to be well again.
        failure.change { $0 = nil }
      }
      #expect(told.value.count == 1)
      let ready = try await client.get("/readyz")
      #expect(ready.status == .serviceUnavailable)
      #expect(ready.has(#""log":"impaired""#) && ready.has("logReason"), "\(ready.text)")
      // What was recorded can be read all the same.
      #expect(try await client.get("/v1/streams/organisation-a").status == .ok)
    }
  }
}
