import CommandHandling
import Cooperation
import EventLog
import EventModel
import FoundationEssentials
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import PersonalData
import Projections
import ReadModels
import TestSupport

/// A server over a new data directory, with its read models kept up to date while it is asked.
struct ServerFixture {
  let log: EventLog
  let store: ReadModelStore
  var parts: ConcordServer.Parts
  let directory = TemporaryDirectory()

  /// - Parameters:
  ///   - place: where the data directory is made; in a directory of its own if nothing is said.
  ///   - isThere: whether it holds a log already.
  ///   - clock: the clocks that the log's writer looks at.
  ///   - viewLimits: the bounds of the read models.
  init(
    keys: APIKeyFile? = nil, rowsPerPage: Int? = nil, options: EventLogOptions = EventLogOptions(),
    in place: String? = nil, isThere: Bool = false, clock: LogClock = .system,
    viewLimits: ProjectionLimits = ProjectionLimits()
  ) throws {
    let data = (place ?? directory.path) + "/data"
    log =
      isThere
      ? try EventLog.open(at: data, options: options, clock: clock)
      : try EventLog.create(
        at: data, origin: "example.org/concord/test", options: options, clock: clock)
    let keyPath = directory.path + "/data.key"
    try KeyEncryptionKey.create(at: keyPath)
    let personal = try PersonalStore(dataDirectory: data, key: .file(keyPath))
    try Recovery(personal, from: log)
    var limits = viewLimits
    if let rowsPerPage { limits.rowsPerPage = rowsPerPage }
    store = try ReadModelStore(
      opening: data + "/views", of: log, CooperationReadModels.all, limits: limits)
    parts = ConcordServer.Parts(
      log: log, handler: CommandHandler(log: log, personal: personal), readModels: store,
      keys: keys, clock: { RecordedTime(microseconds: LogClock.system.wall()) })
  }

  /// A server's limits, but for the time that a search has: many tests share the processors.
  private static var patient: ServerLimits {
    var limits = ServerLimits()
    limits.matchSeconds *= 30
    return limits
  }

  /// Asks through the router or a real socket, then removes all.
  ///
  /// - Parameter isKept: whether the read models are kept up to date meanwhile.
  func ask(
    _ kind: TestingSetup, limits: ServerLimits = Self.patient, isKept: Bool = true,
    _ body: @Sendable @escaping (any TestClientProtocol) async throws -> Void
  ) async throws {
    let application = ConcordServer(parts, limits: limits).application(
      host: "127.0.0.1", port: 0, logger: Logger(label: "test"))
    let store = store
    let live = Task { if isKept { try await store.run() } }
    defer { live.cancel() }
    try await application.test(kind) { client in try await body(client) }
  }
}

/// A new log with so many organisations, the first of which is `organisation-0`.
func logOfOrganisations(_ count: Int, at data: String) async throws -> EventLog {
  let log = try EventLog.create(at: data, origin: "example.org/concord/test")
  let handler = CommandHandler(log: log, personal: nil)
  for number in 0..<count {
    let json = registration(
      "3f2c8d1e-0b4a-4c6d-9e8f-" + String(400_000_000_000 + number),
      stream: "organisation-\(number)")
    _ = try await handler.handle(
      ParsedCommand(CommandJSON.command(Array(json.utf8))),
      actor: EventModel.Actor(user: "test", role: "any", assurance: .none), channel: .api)
  }
  return log
}

/// One JSON command that registers an organisation.
func registration(
  _ id: String = "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e01", stream: String = "organisation-a",
  name: String = "Company A", code: String? = nil
) -> String {
  let credit = code.map { #","creditCode":"\#($0)""# } ?? ""
  return
    #"{"id":"\#(id)","occurred":"2022-06-30","standing":"REPORTED","source":{"evidence":"DOCUMENTED"},"registerOrganisation":{"organisation":"\#(stream)","details":{"kind":"ENTERPRISE","name":"\#(name)"\#(credit)}}}"#
}

extension TestClientProtocol {
  /// Posts commands.
  func post(
    _ text: String, type: String = "application/json", key: String? = nil
  ) async throws -> TestResponse {
    var headers: HTTPFields = [.contentType: type]
    if let key { headers[.authorization] = "Bearer " + key }
    return try await execute(
      uri: "/v1/commands", method: .post, headers: headers, body: ByteBuffer(string: text))
  }

  /// Asks a question.
  func get(_ uri: String, key: String? = nil) async throws -> TestResponse {
    var headers: HTTPFields = [:]
    if let key { headers[.authorization] = "Bearer " + key }
    return try await execute(uri: uri, method: .get, headers: headers)
  }
}

extension TestResponse {
  /// The body as text.
  var text: String { String(buffer: body) }

  /// The first number or text that the body gives under a name.
  func value(of name: String) -> String? {
    let parts = text.split(separator: "\"\(name)\":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    return String(parts[1].drop { $0 == "\"" }.prefix { !"\",}".contains($0) })
  }

  /// Whether the body has this JSON fragment.
  func has(_ fragment: String) -> Bool { text.contains(fragment) }
}
