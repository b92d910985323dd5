import CommandHandling
import Cooperation
import EventLog
import EventModel
import FoundationEssentials
import PersonalData
import Projections
import ReadModels

/// A scenario file recorded into a new data directory, with its read models brought up to date.
struct RecordedScenario {
  let answers: [SessionAnswer]
  let store: ReadModelStore
  let log: EventLog
  private let directory: TemporaryDirectory

  /// Records the lines of a scenario.
  ///
  /// - Parameter leavingOut: lines that contain one of these texts are not recorded.
  init(_ name: String, leavingOut: [String] = []) async throws {
    directory = try TemporaryDirectory()
    let data = directory.path + "/data"
    log = try EventLog.create(at: data, origin: "example.org/concord/test")
    let keyPath = directory.path + "/data.key"
    try KeyEncryptionKey.create(at: keyPath)
    let personal = try PersonalStore(dataDirectory: data, key: .file(keyPath))
    try Recovery(personal, from: log)
    let handler = CommandHandler(log: log, personal: personal)
    let session = CommandSession(
      handler: handler, actor: Actor(user: "test", role: "clerk", assurance: .local),
      channel: .scenario)
    let text = try String(contentsOfFile: RecordedScenario.path(name), encoding: .utf8)
    let lines = text.split(separator: "\n").filter { line in
      !leavingOut.contains { line.contains($0) }
    }
    async let fed: Void = {
      for line in lines {
        await session.add([RecordedScenario.parse(String(line))])
      }
      await session.finish()
    }()
    var answers: [SessionAnswer] = []
    while let more = await session.next() { answers += more }
    await fed
    self.answers = answers
    store = try ReadModelStore(opening: data + "/views", of: log, CooperationReadModels.all)
    try await store.catchUp()
  }

  /// The lines that were refused, each with why.
  var refusals: [String] {
    answers.compactMap { answer in
      if case .failure(let error) = answer.result { "line \(answer.line): \(error)" } else { nil }
    }
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

  private static func path(_ name: String) -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return root.path + "/Schemas/scenarios/" + name
  }
}

/// A directory that goes with its last reference.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.path + "/concord-scenario-"
      + String(UInt64.random(in: 0 ... .max), radix: 16)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
