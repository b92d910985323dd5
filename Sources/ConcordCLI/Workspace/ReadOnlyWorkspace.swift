import EventLog
import Glibc
import Projections
import ReadModels

/// A data directory that this process only reads, beside the one that writes it or alone.
struct ReadOnlyWorkspace: Sendable {
  /// Where its parts are.
  let place: Place
  /// The log, as of when it was opened.
  let log: EventLog

  /// Opens a data directory to read.
  ///
  /// Where what is derived from the log is missing or damaged, it is made anew first, which takes the
  /// right to write for that long. Damage of the log itself is told and left as it is.
  /// A backup is refused: what would be made in it belongs to no restore.
  ///
  /// - Parameters:
  ///   - mends: whether that may be made; where not, what is missing or damaged is thrown.
  ///   - checksIndex: whether the index is held against the log, which takes a share of the machine for
  ///     as long; not for who reads by position alone and never asks it.
  init(_ place: Place, mends: Bool = true, checksIndex: Bool = true) throws {
    try place.refuseBackup()
    self.place = place
    var options = EventLogOptions()
    options.checksIndex = checksIndex
    do throws(EventLogError) {
      log = try EventLog.openReadOnly(at: place.path, options: options)
    } catch let first {
      switch first {
      case .damaged(let path, _), .unopenable(let path, _):
        guard mends, path != place.log else { throw first }
      default: throw first
      }
      do throws(EventLogError) {
        options.onNotice = Output.complain
        log = try EventLog.open(at: place.path, options: options)
      } catch .heldByAnotherProcess {
        throw first
      } catch {
        throw error
      }
    }
  }

  /// The read models: brought up to date, unless another process keeps them.
  func views() async throws(ProjectionError) -> ReadModelStore {
    let store: ReadModelStore
    do {
      store = try openViews()
    } catch {
      guard error.code == .heldByAnotherProcess else { throw error }
      return try await keptViews()
    }
    let progress = Progress("bringing the views up to date", unit: "events")
    defer { progress.finish() }
    try await store.catchUp(progress: progress.show)
    return store
  }

  /// The read models that another process keeps, as soon as they hold what the log holds here; after a
  /// few seconds as they are, and it is said.
  private func keptViews() async throws(ProjectionError) -> ReadModelStore {
    let deadline = ContinuousClock.now + .seconds(Self.secondsForKeeper)
    while true {
      // Opened anew each time: meanwhile others may have become the live ones.
      let store = try ReadModelStore(reading: place.views, of: log, CooperationReadModels.all)
      if store.end >= log.end { return store }
      guard ContinuousClock.now < deadline, !Task.isCancelled else {
        Output.complain(
          "the process that keeps the read models is behind: what follows knows positions below "
            + "\(store.end), the log goes to \(log.end)")
        return store
      }
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Seconds that whoever asks beside a server waits for its read models.
  private static let secondsForKeeper = 5

  /// The read models, to keep.
  ///
  /// - Throws: what to do instead where nothing can be written, as on a medium that is read only: they
  ///   could never be brought up to date, and SQLite itself writes beside what it reads.
  func openViews() throws(ProjectionError) -> ReadModelStore {
    do {
      return try ReadModelStore(opening: place.views, of: log, CooperationReadModels.all)
    } catch {
      let written = exists(place.views) ? place.views : place.path
      guard error.code == .inputOutput, access(written, W_OK) != 0 else { throw error }
      throw ProjectionError(
        .inputOutput,
        "\(written) can't be written, so that its read models can't be kept; make others with: "
          + "concord replay --into DIRECTORY --data \(place.path), and ask those with --in DIRECTORY"
      )
    }
  }

  /// Read models that `replay --into` made.
  func views(in directory: String) throws(ProjectionError) -> ReadModelStore {
    let store = try ReadModelStore(
      reading: trimmed(directory), of: log, CooperationReadModels.all)
    guard store.end <= log.end else {
      throw ProjectionError(
        .otherLog,
        "the read models in \(directory) go to position \(store.end), the log only to \(log.end)")
    }
    return store
  }

  /// Lets go of the directory.
  func close() { log.close() }
}

extension Progress {
  /// Shows how far a rebuild is.
  var show: @Sendable (RebuildProgress) -> Void {
    { [self] progress in
      let share =
        progress.eventsTotal > 0
        ? Double(progress.eventsDone) / Double(progress.eventsTotal) : nil
      // Each event is gathered and folded: shown is what that makes of whole ones.
      update(progress.eventsDone / 2, of: progress.eventsTotal / 2, share: share)
    }
  }
}
