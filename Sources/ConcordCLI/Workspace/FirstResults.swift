import CommandHandling
import Cooperation
import Deciding
import EventModel
import Importing

/// What was first said of the refused rows of a file, from the import's stream.
///
/// The rows that were recorded need none: their commands give their first receipts.
struct FirstResults: Sendable {
  /// By row.
  private let refused: [Int: PBImportRowRejected]
  /// What commands would lead to now.
  private let foresee: @Sendable ([TranslatedCommand]) -> [CommandOutcome]

  /// Of a file of which nothing is known.
  static let none = FirstResults(refused: [:]) { _ in [] }

  private init(
    refused: [Int: PBImportRowRejected],
    foresee: @escaping @Sendable ([TranslatedCommand]) -> [CommandOutcome]
  ) {
    self.refused = refused
    self.foresee = foresee
  }

  /// Of a file that may have come into this data directory before; with another mapping its rows are
  /// others.
  init(of plan: ImportPlan, in store: ConcordStore) throws(Failure) {
    do {
      let name = try Cooperation.Import.stream(
        kind: plan.kind.name, sha256: plan.source.survey.sha256.description)
      let history = try store.handler.history(of: name)
      let mapping = try history.state(Cooperation.Import.self)?.details.mappingSha256 ?? ""
      let isSameWay = mapping == plan.mappingDigest?.description ?? ""
      refused = isSameWay ? try Cooperation.Import.rejections(in: history) : [:]
    } catch {
      throw Failure(error) ?? Failure(.bug, "\(error)")
    }
    foresee = { commands in
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
  }

  /// What becomes of a row that was refused before; `nil` for one that is to be decided.
  func repeated(
    _ placed: SheetReader.Placed, _ kind: ImportKind, _ commands: [TranslatedCommand]
  ) -> RepeatedRow? {
    guard let rejection = refused[placed.row.number],
      let first = RowProblem(first: rejection, in: placed.layout)
    else { return nil }
    return kind.repeated(
      first, placed.row, placed.layout, commands, foreseen: foresee(commands))
  }
}
