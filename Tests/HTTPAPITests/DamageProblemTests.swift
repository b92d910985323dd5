import CommandHandling
import Cooperation
import Deciding
import EventModel
import GRDBSQLite
import Glibc
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Projections
import ReadModels
import TestSupport
import Testing

@testable import EventLog

/// What is answered where something that is made from the log is damaged.
@Suite(.timeLimit(.minutes(10))) struct `Damage` {
  private let directory = TemporaryDirectory()
  private var data: String { directory.path + "/data" }

  /// A log with three organisations, their read models, and nobody who has them open.
  private func fill() async throws {
    let log = try await logOfOrganisations(3, at: data)
    defer { log.close() }
    let store = try ReadModelStore(opening: data + "/views", of: log, CooperationReadModels.all)
    try await store.catchUp()
  }

  @Test func `of the index is told with what helps, and not as that of a record`() async throws {
    let fixture = try ServerFixture()
    let (log, place) = (fixture.log, fixture.directory.path)
    try await fixture.ask(.router) { client in
      let first = try await client.post(registration())
      let end = try #require(first.value(of: "end"))
      #expect(try await client.get("/v1/views/Needs?atLeast=\(end)").status == .ok)
      // As whoever holds the index against the log says it.
      try log.core().refuseIndex("a stream is missing")
      let other = "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02"
      for body in [registration(other, stream: "organisation-new")] {
        let answer = try await client.post(body)
        #expect(answer.status == .serviceUnavailable, "\(answer.text)")
        #expect(answer.value(of: "type") == "urn:concord:problem:index-damaged", "\(answer.text)")
        #expect(answer.has("the log's index"), "\(answer.text)")
        #expect(answer.has("starts Concord again, which makes the index anew"), "\(answer.text)")
        #expect(answer.has("repeat the same command id"), "\(answer.text)")
        #expect(!answer.has(place), "no path: \(answer.text)")
      }
      let line = try await client.post(
        registration(other, stream: "organisation-new"), type: "application/x-ndjson")
      #expect(line.has("urn:concord:problem:index-damaged"), "\(line.text)")
      let stream = try await client.get("/v1/streams/organisation-a")
      #expect(stream.has("urn:concord:problem:index-damaged"), "\(stream.text)")
      let ready = try await client.get("/readyz")
      #expect(
        ready.status == .serviceUnavailable && ready.has("made anew from the log"), "\(ready.text)")
      // What needs no index is answered.
      #expect(try await client.get("/v1/views/OrganisationRegister").has("organisation-a"))
      #expect(try await client.get("/v1/events").has("organisation-a"))
    }
  }

  @Test func `of a record that a read has met is told by readyz, with its position`() async throws {
    let fixture = try ServerFixture()
    let data = fixture.directory.path + "/data"
    try await fixture.ask(.router) { client in
      let first = try await client.post(registration(name: "Works of old"))
      let end = try #require(first.value(of: "end"))
      #expect(try await client.get("/v1/views/Needs?atLeast=\(end)").status == .ok)
      #expect(try await client.get("/readyz").has(#""log":"sound""#))
      #expect(try DamagedFile.flip(Array("Works of old".utf8), in: data + "/log/data.mdb") > 0)
      // Nobody has met it yet.
      #expect(try await client.get("/readyz").has(#""log":"sound""#))
      let events = try await client.get("/v1/streams/organisation-a")
      #expect(events.has("urn:concord:problem:corrupt"), "\(events.text)")
      let ready = try await client.get("/readyz")
      #expect(ready.status == .serviceUnavailable, "\(ready.text)")
      #expect(ready.has(#""log":"impaired""#), "\(ready.text)")
      #expect(ready.has("the record at position 1 is corrupt"), "\(ready.text)")
      // What was folded before is answered.
      #expect(try await client.get("/v1/views/OrganisationRegister").has("Works of old"))
    }
  }

  @Test func `of a record stays an error of its own`() {
    let problem = Problem(
      EventLogError.corrupt(Position(7), "its bytes are not what its hash says"))
    #expect(problem.code == "corrupt" && problem.status == .internalServerError)
    let log = Problem(EventLogError.damaged(path: "/data/log", "a page is malformed"))
    #expect(log.code == "corrupt" && log.status == .internalServerError)
    let tiles = Problem(EventLogError.damaged(path: "/data/tiles", "they are cut short"))
    #expect(tiles.code == "index-damaged" && tiles.detail.contains("the log's hash tree"))
    #expect(Problem.operationalCodes.contains(tiles.code))
  }

  @Test func `of a read model is told to who meets it, and mended meanwhile`() async throws {
    try await fill()
    try spoil(table: "organisation")
    let fixture = try ServerFixture(in: directory.path, isThere: true)
    defer { fixture.log.close() }
    try await fixture.ask(.router) { client in
      let uri = "/v1/views/OrganisationRegister/organisation-2"
      var answer = try await client.get(uri)
      #expect(answer.status == .serviceUnavailable, "\(answer.text)")
      #expect(answer.value(of: "type") == "urn:concord:problem:views-unavailable")
      #expect(answer.has("are damaged") && answer.has("made anew from the log"), "\(answer.text)")
      #expect(answer.headers[.retryAfter] == "1")
      // Writing goes on, and the answer comes without anybody's doing.
      #expect(try await client.post(registration(stream: "organisation-new")).status == .created)
      let deadline = ContinuousClock.now + .seconds(60)
      while answer.status != .ok, ContinuousClock.now < deadline {
        answer = try await client.get(uri)
      }
      #expect(answer.has("organisation-2"), "\(answer.text)")
      #expect(try await client.get("/readyz").has("the read models can't be kept"))
    }
  }

  /// Spoils the page that a table begins on, as a failing disk does.
  private func spoil(table: String) throws {
    let file = data + "/views/generation-1.sqlite"
    var database: OpaquePointer?
    try #require(sqlite3_open_v2(file, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK)
    defer { sqlite3_close_v2(database) }
    try #require(
      sqlite3_exec(database, "PRAGMA wal_checkpoint(TRUNCATE)", nil, nil, nil) == SQLITE_OK)
    var statement: OpaquePointer?
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = '\(table)'"
    try #require(sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK)
    defer { sqlite3_finalize(statement) }
    try #require(sqlite3_step(statement) == SQLITE_ROW)
    let page = sqlite3_column_int64(statement, 0)
    let descriptor = open(file, O_WRONLY)
    defer { close(descriptor) }
    let nonsense = [UInt8](repeating: 0xA5, count: 4_096)
    try #require(pwrite(descriptor, nonsense, nonsense.count, off_t((page - 1) * 4_096)) == 4_096)
  }
}
