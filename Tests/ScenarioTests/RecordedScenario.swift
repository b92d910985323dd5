import CommandHandling
import Cooperation
import EventLog
import EventModel
import FoundationEssentials
import PersonalData
import Projections
import ReadModels
import TestSupport

/// A scenario file recorded into a new data directory, with its read models brought up to date.
struct RecordedScenario {
  /// The scenarios' files, as they stand beside the schemas.
  static let files = [
    "chengdu-alliance.ndjson", "hundred-day-sprint.ndjson", "matchmaking-session.ndjson",
    "ningbo-platform.ndjson", "order-class.ndjson", "sit-campaign.ndjson",
  ]

  let answers: [SessionAnswer]
  let store: ReadModelStore
  let log: EventLog
  private let lines: [Substring]
  private let handler: CommandHandler<CooperationDecider>
  private let directory: TemporaryDirectory

  /// Records the lines of a scenario.
  ///
  /// - Parameter leavingOut: lines that contain one of these texts are not recorded.
  init(_ name: String, leavingOut: [String] = []) async throws {
    directory = TemporaryDirectory()
    let data = directory.path + "/data"
    log = try EventLog.create(at: data, origin: "example.org/concord/test")
    let keyPath = directory.path + "/data.key"
    try KeyEncryptionKey.create(at: keyPath)
    let personal = try PersonalStore(dataDirectory: data, key: .file(keyPath))
    try Recovery(personal, from: log)
    handler = CommandHandler(log: log, personal: personal)
    let text = try SchemaFile.text("scenarios/" + name)
    lines = text.split(separator: "\n").filter { line in
      !leavingOut.contains { line.contains($0) }
    }
    answers = await Self.record(lines, through: handler)
    var limits = ProjectionLimits()
    // All figures are asked for, on a machine that may be busy.
    limits.queryMilliseconds = 600_000
    store = try ReadModelStore(
      opening: data + "/views", of: log, CooperationReadModels.all, limits: limits)
    try await store.catchUp()
  }

  /// Records the same lines once more.
  func again() async -> [SessionAnswer] { await Self.record(lines, through: handler) }

  private static func record(
    _ lines: [Substring], through handler: CommandHandler<CooperationDecider>
  ) async -> [SessionAnswer] {
    let session = CommandSession(
      handler: handler, actor: Actor(user: "test", role: "clerk", assurance: .local),
      channel: .scenario)
    async let fed: Void = {
      for line in lines {
        await session.add([RecordedScenario.parse(String(line))])
      }
      await session.finish()
    }()
    var answers: [SessionAnswer] = []
    while let more = await session.next() { answers += more }
    await fed
    return answers
  }

  /// The lines that were refused, each with why.
  var refusals: [String] {
    answers.compactMap { answer in
      if case .failure(let error) = answer.result { "line \(answer.line): \(error)" } else { nil }
    }
  }

  /// The types of the events that each line recorded, by its number from 1.
  var typesOfLines: [Int: Set<String>] {
    var types: [Int: Set<String>] = [:]
    for answer in answers {
      guard case .success(let receipt) = answer.result else { continue }
      types[answer.line] = Set(receipt.events.map(\.type.text))
    }
    return types
  }

  /// The ledger's row of a claim.
  func claim(_ stream: String) async throws -> [String: SQLValue] {
    guard let (page, row) = try await store.row(of: "ClaimsLedger", key: [stream]) else {
      return [:]
    }
    return Dictionary(
      zip(page.columns.map(\.name), row), uniquingKeysWith: { first, _ in first })
  }

  private static func parse(_ line: String) -> Result<ParsedCommand, CommandError> {
    do {
      return .success(try ParsedCommand(CommandJSON.command(Array(line.utf8))))
    } catch {
      return .failure(.rejected(error))
    }
  }
}

/// A file beside the schemas.
enum SchemaFile {
  /// Where they are.
  static let directory: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return root.path + "/Schemas"
  }()

  static func text(_ path: String) throws -> String {
    try String(contentsOfFile: directory + "/" + path, encoding: .utf8)
  }
}
