import CommandHandling
import Cooperation
import EventLog
import EventModel
import PersonalData
import Projections
import ReadModels

/// A data directory that this process writes: log, personal parts, command handler, findings.
///
/// Read models are opened by those who need them: ``openViews()``.
final class Workspace: Sendable {
  /// Where its parts are.
  let place: Place
  /// The log.
  let log: EventLog
  /// The personal parts.
  let personal: PersonalStore
  /// What opening had to put right.
  let recovery: Recovery
  /// Who decides commands.
  let handler: CommandHandler<CooperationDecider>
  /// Who opens and withdraws findings after corrections.
  let findings: FindingManager<CooperationJudge>
  private let findingsCheckpoint: FindingsCheckpoint

  /// Opens a data directory to write.
  ///
  /// - Parameter notice: told what an operator should know.
  /// - Throws: `EventLogError`, `PersonalDataError`, `CommandError`; nothing is left open then.
  init(
    _ place: Place, key: KeySource, notice: @escaping @Sendable (String) -> Void = Output.complain
  ) throws {
    var options = EventLogOptions()
    options.onNotice = notice
    let log = try EventLog.open(at: place.path, options: options)
    do {
      try self.init(place, log, key, notice)
    } catch {
      log.close()
      throw error
    }
  }

  private init(
    _ place: Place, _ log: EventLog, _ key: KeySource, _ notice: @Sendable (String) -> Void
  ) throws {
    self.place = place
    self.log = log
    personal = try PersonalStore(dataDirectory: place.path, key: key)
    recovery = try Recovery(personal, from: log)
    if case .partsUnavailable(let generation, let present) = personal.availability {
      notice(
        "the personal parts are of key generation \(generation), the key is of \(present): "
          + "they can't be opened, and new ones are not taken")
    }
    handler = CommandHandler<CooperationDecider>(log: log, personal: personal)
    findingsCheckpoint = FindingsCheckpoint(path: place.findings, log: log)
    findings = FindingManager(
      log: log, personal: personal, judge: CooperationJudge(),
      rulesetVersion: RuleBook.version, from: findingsCheckpoint.read(),
      onProblem: { [log] event, rejection in
        _ = log
        Output.complain("position \(event.position) can't be judged again: \(rejection.reason)")
      })
  }

  /// Opens the read models to keep and to ask them.
  func openViews() throws(ProjectionError) -> ReadModelStore {
    try ReadModelStore(opening: place.views, of: log, CooperationReadModels.all)
  }

  /// Opens and withdraws the findings that corrections and voids call for.
  @discardableResult
  func catchUpFindings() async throws(EventLogError) -> Int {
    try await findings.catchUp()
  }

  /// Flushes and lets go of the directory.
  func close() async {
    findingsCheckpoint.write(await findings.position)
    log.close()
  }
}
