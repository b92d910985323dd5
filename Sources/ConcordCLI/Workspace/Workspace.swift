import CommandHandling
import EventLog
import EventModel
import PersonalData
import Projections
import ReadModels

/// A data directory that this process writes: what a verb needs to open, and to close in order.
struct Workspace: Sendable {
  /// Where its parts are.
  let place: Place
  /// Log, personal parts, command handler, findings.
  let store: ConcordStore

  var log: EventLog { store.log }
  var personal: PersonalStore { store.personal }

  /// Opens a data directory to write.
  ///
  /// Pending personal parts are confirmed or deleted by what the log says, erasures completed.
  /// - Throws: `CommandError` that wraps what is wrong with the directory, ``Failure`` where it is a
  ///   backup; nothing is held then.
  init(
    _ place: Place, key: KeySource,
    onDeviceFailure: @escaping @Sendable (EventLogError) -> Void = { _ in }
  ) throws {
    try place.refuseBackup()
    self.place = place
    var options = EventLogOptions()
    options.onNotice = Output.complain
    options.onDeviceFailure = onDeviceFailure
    do throws(CommandError) {
      store = try ConcordStore.open(at: place.path, key: key, options: options)
    } catch {
      guard case .log(.heldByAnotherProcess) = error else { throw error }
      throw Failure(
        .inputOutput,
        "\(error); where that is a server, record and import through it with --url")
    }
    if case .partsUnavailable(let generation, let present) = personal.availability {
      Output.complain(
        "the personal parts are of key generation \(generation), the key is of \(present): "
          + "they can't be opened, and new ones are not taken")
    }
  }

  /// Opens, hands itself to `body`, and closes whatever comes of that.
  static func with<Result: Sendable>(
    _ place: Place, key: KeySource,
    onDeviceFailure: @escaping @Sendable (EventLogError) -> Void = { _ in },
    _ body: (Workspace) async throws -> Result
  ) async throws -> Result {
    let workspace = try Workspace(place, key: key, onDeviceFailure: onDeviceFailure)
    defer { workspace.store.close() }
    return try await body(workspace)
  }

  /// The read models, to keep and to ask.
  func openViews(
    _ limits: ProjectionLimits = ProjectionLimits(), waitingForRoom: Bool = false
  ) throws(ProjectionError) -> ReadModelStore {
    try ReadModelStore(
      opening: place.views, of: log, CooperationReadModels.all, limits: limits,
      waitingForRoom: waitingForRoom)
  }

  /// Says on standard error that a fact can't be judged.
  static let onProblem: @Sendable (RecordedEvent, String) -> Void = { event, reason in
    Output.complain("position \(event.position) can't be judged again: \(reason)")
  }

  /// What Concord does by itself about what was recorded.
  func followUp(_ refusals: RefusalTally = RefusalTally(.summary)) -> FollowUp {
    FollowUp(store: store, refusals: refusals)
  }
}
