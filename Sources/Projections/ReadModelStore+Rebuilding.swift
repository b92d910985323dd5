public import EventLog
internal import EventModel
internal import Files
internal import Synchronization

extension ReadModelStore {
  /// Makes all read models anew beside the live ones, and switches to them in one step.
  ///
  /// The live ones are kept up to date and answer meanwhile. An interrupted rebuild leaves them as
  /// they are; what it left behind is deleted at the next opening.
  /// - Throws: ``ProjectionError``, `cancelled` when the task was cancelled, `badArgument` while
  ///   another rebuild runs.
  public func rebuild(
    progress: (@Sendable (RebuildProgress) -> Void)? = nil
  ) async throws(ProjectionError) -> RebuildReport {
    let runner = try keeper()
    guard case .begun(let before) = beginRebuild(evenUnwanted: true) else {
      throw ProjectionError(.badArgument, "a rebuild is running already")
    }
    return try await rebuild(runner, before, progress)
  }

  /// Makes all read models anew if that is wanted and no rebuild runs yet.
  ///
  /// - Returns: `true` once it is not wanted any more, because it was done here or meanwhile elsewhere;
  ///   `false` while another rebuild runs.
  func rebuildIfWanted(
    _ progress: (@Sendable (RebuildProgress) -> Void)?
  ) async throws(ProjectionError) -> Bool {
    let runner = try keeper()
    switch beginRebuild(evenUnwanted: false) {
    case .isUnwanted: return true
    case .isRunning: return false
    case .begun(let before):
      _ = try await rebuild(runner, before, progress)
      return true
    }
  }

  /// - Parameter before: what the read models did before it began.
  private func rebuild(
    _ runner: ProjectionRunner, _ before: ProjectionStatus.Phase,
    _ progress: (@Sendable (RebuildProgress) -> Void)?
  ) async throws(ProjectionError) -> RebuildReport {
    let number: Int
    do throws(ProjectionError) { number = try directory.nextGeneration() } catch {
      endRebuild(before)
      throw error
    }
    let path = directory.databasePath(number)
    let report: RebuildReport
    let switched: ProjectionRunner.Progress
    do {
      report = try await ReadModelStore.make(
        path, log, readModels, AsOf(allOf: log), limits
      ) { [self] in
        let step = $0
        state.withLock { $0.phase = .rebuilding(step) }
        progress?(step)
      }
      switched = try await runner.switchTo {
        [log, readModels, limits] () throws(ProjectionError) in
        try LiveGeneration(number, path: path, log, readModels, limits)
      } open: { [self] number throws(ProjectionError) in
        try goOver(to: number)
      }
    } catch {
      directory.remove(number)
      endRebuild(before)
      throw error
    }
    state.withLock { state in
      state.isRebuilding = false
      // Whoever wanted new rows has them; what the log grew by meanwhile is in them too.
      state.needsRebuild = false
      if state.madeAnewAt != nil { state.madeAnewAt = switched.end }
    }
    publish(switched)
    return report
  }

  /// Takes the beginning of a rebuild back: all is as it was before.
  private func endRebuild(_ before: ProjectionStatus.Phase) {
    state.withLock { state in
      state.isRebuilding = false
      state.phase = before
    }
  }

  private enum Beginning {
    /// Nobody else may begin one; what the read models did before.
    case begun(ProjectionStatus.Phase)
    case isRunning
    case isUnwanted
  }

  /// Whether one is wanted and whether one runs are asked at once: between two questions the one that
  /// ran could end, and another would follow it for the same reason.
  private func beginRebuild(evenUnwanted: Bool) -> Beginning {
    state.withLock { state in
      // First: while another makes them anew that nobody wanted, the live ones are kept up to date.
      guard state.needsRebuild || evenUnwanted else { return .isUnwanted }
      if state.isRebuilding { return .isRunning }
      defer {
        state.isRebuilding = true
        state.phase = .rebuilding(nil)
      }
      return .begun(state.phase)
    }
  }

  private func goOver(to number: Int) throws(ProjectionError) {
    let pool = try ReadModelStore.pool(directory.databasePath(number), limits)
    try directory.switchTo(number)
    let (before, old) = state.withLock { state in
      defer {
        state.generation = number
        state.pool = pool
        // It was begun after they were opened, so it holds what they were to hold.
        state.unansweredBelow = nil
      }
      return (state.generation, state.pool)
    }
    // Those who still read the old one keep it; its file stays until the next switch or opening,
    // because a pool opens connections when it needs them.
    _ = old
    directory.removeGenerations(except: [before, number])
  }

  /// Makes read models as of a moment in a directory of their own.
  ///
  /// - Throws: ``ProjectionError`` when there are read models already.
  public static func replay(
    into path: String, of log: any AppendOnlyLog, _ readModels: ReadModelSet, asOf: AsOf,
    limits: ProjectionLimits = ProjectionLimits(),
    progress: (@Sendable (RebuildProgress) -> Void)? = nil
  ) async throws(ProjectionError) -> RebuildReport {
    let directory = ViewDirectory(path: path)
    try directory.create()
    let lock = try directory.lock()
    defer { withExtendedLifetime(lock) {} }
    guard try directory.currentGeneration() == nil else {
      throw ProjectionError(.badArgument, "there are read models in \(path) already")
    }
    directory.removeGenerations(except: [])
    let file = directory.databasePath(1)
    let report = try await make(file, log, readModels, asOf, limits, progress)
    // Readers expect a write-ahead log.
    _ = try LiveGeneration(1, path: file, log, readModels, limits)
    try directory.switchTo(1)
    return report
  }

  private static func make(
    _ path: String, _ log: any AppendOnlyLog, _ readModels: ReadModelSet, _ asOf: AsOf,
    _ limits: ProjectionLimits, _ progress: (@Sendable (RebuildProgress) -> Void)?
  ) async throws(ProjectionError) -> RebuildReport {
    let cancellation = Cancellation()
    let rebuild = Rebuild(
      log: log, set: readModels, asOf: asOf, limits: limits, cancellation: cancellation,
      progress: progress)
    let result = await withTaskCancellationHandler {
      await Result { () async throws(ProjectionError) in
        try await onOwnThread { () throws(ProjectionError) in try rebuild.run(into: path) }
      }
    } onCancel: {
      cancellation.cancel()
    }
    return try result.get()
  }
}
