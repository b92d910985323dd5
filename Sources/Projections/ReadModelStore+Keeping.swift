public import EventLog
internal import EventModel
internal import Files
internal import Synchronization

extension ReadModelStore {
  /// Keeps the read models up to date until the task is cancelled.
  ///
  /// Begins with what is missing, if need be by a rebuild, and then follows the log. Where the disk
  /// refuses, as a full one does, or the log does for a moment, they stand still, ``status(now:)``
  /// says so, and each second it is tried again. Rows that turn out to be damaged are made anew.
  /// - Throws: ``ProjectionError`` when the read models stopped for good; ``status(now:)`` says so
  ///   too.
  public func run() async throws(ProjectionError) {
    while !Task.isCancelled {
      do throws(ProjectionError) {
        try await follow()
      } catch {
        if beginsAnew(after: error) { continue }
        stop(error)
        // Another rebuild has to end first.
        guard error.mayPass || state.withLock({ $0.isRebuilding }) else { throw error }
        try? await Task.sleep(for: .seconds(1))
      }
    }
    state.withLock { $0.phase = .idle }
  }

  private func follow() async throws(ProjectionError) {
    try await catchUp()
    var last = ContinuousClock.now - limits.gatheringTime
    while !Task.isCancelled {
      try await waitForEvents()
      // A step costs as much as folding some twenty events. So while events come one by one, a few
      // are gathered for the next, unless somebody waits for them; the first after a pause isn't held.
      let pause = limits.gatheringTime - (ContinuousClock.now - last)
      if pause > .zero { await waiters.waitForSomebody(atMost: pause) }
      try await takeIn(nil)
      last = .now
    }
  }

  /// Takes in all that the log holds now, if need be by a rebuild; so where the rows are damaged.
  ///
  /// - Parameter progress: told how far a rebuild is.
  /// - Throws: ``ProjectionError`` when the read models stopped.
  public func catchUp(
    progress: (@Sendable (RebuildProgress) -> Void)? = nil
  ) async throws(ProjectionError) {
    do throws(ProjectionError) {
      try await takeIn(progress)
    } catch {
      guard beginsAnew(after: error) else { throw error }
      try await takeIn(progress)
    }
  }

  /// Has the rows made anew, before anything else is taken in, where they are to blame for an error.
  ///
  /// - Returns: whether to try again; not where nothing was taken in since they were made anew for the
  ///   same reason: then something else is wrong.
  @discardableResult
  func beginsAnew(after error: ProjectionError) -> Bool {
    guard error.isOfTheRows, runner != nil else { return false }
    let (end, logEnd) = (end, log.end)
    return state.withLock { state in
      if let before = state.madeAnewAt, end <= before { return false }
      state.madeAnewAt = logEnd
      state.needsRebuild = true
      state.startedAnew = "the read models can't be kept: \(error)"
      return true
    }
  }

  private func takeIn(
    _ progress: (@Sendable (RebuildProgress) -> Void)?
  ) async throws(ProjectionError) {
    do {
      if state.withLock({ $0.needsRebuild }) {
        _ = try await rebuild(progress: progress)
        let end = end
        state.withLock { state in
          state.needsRebuild = false
          // What the log grew by meanwhile is in them too.
          if state.madeAnewAt != nil { state.madeAnewAt = end }
        }
      }
      while try await step() == false, !Task.isCancelled {}
    } catch {
      stop(error)
      throw error
    }
  }

  private func waitForEvents() async throws(ProjectionError) {
    do {
      _ = try await log.waitForEnd(beyond: end)
    } catch {
      throw ProjectionError(error)
    }
  }

  /// - Returns: whether the log had nothing more.
  private func step() async throws(ProjectionError) -> Bool {
    let progress = try await keeper().step()
    publish(progress)
    return progress.isLive
  }

  private func publish(_ progress: ProjectionRunner.Progress) {
    state.withLock {
      $0.quarantinedStreamCount = progress.quarantinedStreamCount
      if !$0.isRebuilding { $0.phase = progress.isLive ? .live : .catchingUp }
    }
    waiters.publish(progress.end)
  }

  private func stop(_ error: ProjectionError) {
    guard error.code != .cancelled else { return }
    state.withLock { $0.phase = .stopped(error.reason) }
  }

  private func keeper() throws(ProjectionError) -> ProjectionRunner {
    guard let runner else {
      throw ProjectionError(.readOnly, "these read models were opened for reading only")
    }
    return runner
  }
}

// MARK: - Rebuilding

extension ReadModelStore {
  /// Makes all read models anew beside the live ones and goes over to them in one step.
  ///
  /// The live ones are kept up to date and answer meanwhile. An interrupted rebuild leaves them as
  /// they are; what it left behind is deleted at the next opening.
  /// - Throws: ``ProjectionError``, `cancelled` when the task was cancelled.
  public func rebuild(
    progress: (@Sendable (RebuildProgress) -> Void)? = nil
  ) async throws(ProjectionError) -> RebuildReport {
    let runner = try keeper()
    let before = try beginRebuild()
    defer { state.withLock { $0.isRebuilding = false } }
    let number = directory.nextGeneration()
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
      state.withLock { $0.phase = before }
      throw error
    }
    state.withLock { $0.isRebuilding = false }
    publish(switched)
    return report
  }

  /// - Returns: what the read models did before.
  private func beginRebuild() throws(ProjectionError) -> ProjectionStatus.Phase {
    let before = state.withLock { state -> ProjectionStatus.Phase? in
      if state.isRebuilding { return nil }
      defer {
        state.isRebuilding = true
        state.phase = .rebuilding(nil)
      }
      return state.phase
    }
    guard let before else {
      throw ProjectionError(.badArgument, "a rebuild is running already")
    }
    return before
  }

  private func goOver(to number: Int) throws(ProjectionError) {
    let pool = try ReadModelStore.pool(directory.databasePath(number), limits)
    try directory.switchTo(number)
    let (before, old) = state.withLock { state in
      defer {
        state.generation = number
        state.pool = pool
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
    guard directory.currentGeneration() == nil else {
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

extension Result {
  fileprivate init(_ body: () async throws(Failure) -> Success) async {
    do throws(Failure) {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
