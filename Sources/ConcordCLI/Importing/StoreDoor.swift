import CommandHandling
import Cooperation
import Deciding
import EventModel
import HTTPAPI
import Importing

/// A data directory that is open here.
struct StoreDoor: ImportDoor {
  private let store: ConcordStore
  private let lookUps: LogLookUps

  init(_ store: ConcordStore) {
    self.store = store
    lookUps = LogLookUps(log: store.log, handler: store.handler)
  }

  func answers(to lookUps: [LookUp]) async throws(Failure) -> [LookUpAnswer] {
    try Self.asking { try lookUps.map { try self.lookUps.answer($0) } }
  }

  func recorded(_ commands: [CommandID]) async throws(Failure) -> [RecordedCommand?] {
    try Self.asking { try commands.map { try lookUps.recorded($0) } }
  }

  func firstResults(of plan: ImportPlan) async throws(Failure) -> FirstResults {
    try Self.asking {
      let history = try store.handler.history(of: try plan.stream)
      guard let known = try history.state(Cooperation.Import.self) else { return .none }
      return FirstResults(
        nextRow: known.nextRow, recorded: known.recordedCount, alreadySo: known.alreadySoCount,
        rejected: known.rejectedCount,
        isSameWay: plan.isMapped(as: known.details.mappingSha256)
          && known.phase != Cooperation.Import.Phase.reversed,
        refused: try Cooperation.Import.rejections(in: history))
    }
  }

  func foresee(_ commands: [TranslatedCommand]) async -> [CommandOutcome] {
    var rehearsal = CommandRehearsal(
      handler: store.handler, actor: LocalRecording.actor, channel: .import)
    return commands.map { command in
      do throws(CommandError) {
        return CommandOutcome(.success(try rehearsal.rehearse(command.parsed.get())))
      } catch {
        return CommandOutcome(.failure(error))
      }
    }
  }

  private static func asking<Result>(_ body: () throws -> Result) throws(Failure) -> Result {
    do {
      return try body()
    } catch {
      throw Failure(error) ?? Failure(.bug, "\(error)")
    }
  }
}
