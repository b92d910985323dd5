internal import EventLog
internal import EventModel
internal import Files
internal import Synchronization

extension ReadModelStore {
  /// Keeps the read models up to date until the task is cancelled.
  ///
  /// Begins with what is missing, by a rebuild if need be, and then follows the log.
  ///
  /// Where the disk refuses, as a full one does, or the log for a moment, the read models stand still and
  /// ``status(now:)`` says so. It tries again every second; a rebuild, which begins from nothing, after
  /// longer and longer pauses. Rows that turn out to be damaged are made anew at once, also when a question
  /// meets the damage.
  /// - Throws: ``ProjectionError`` when the read models stopped for good; ``status(now:)`` says so
  ///   too.
  public func run() async throws(ProjectionError) {
    var patience = RebuildPatience(longestPause: limits.longestRebuildPause)
    while !Task.isCancelled {
      do throws(ProjectionError) {
        try await follow(&patience)
      } catch {
        if beginsAnew(after: error) { continue }
        guard error.mayPass else {
          stop(error)
          throw error
        }
        guard state.withLock({ $0.needsRebuild }) else {
          stop(error)
          patience.forget()
          await limits.pause(.seconds(1))
          continue
        }
        let seconds = patience.nextPause()
        stop(error, "\(error.reason); the read models are made anew again in \(seconds) s")
        await limits.pause(.seconds(seconds))
      }
    }
    state.withLock { $0.phase = .idle }
  }

  private func follow(_ patience: inout RebuildPatience) async throws(ProjectionError) {
    try await catchUp()
    patience.forget()
    var last = ContinuousClock.now - limits.gatheringTime
    while !Task.isCancelled {
      try await waitForEvents()
      // A step costs as much as folding some twenty events. So while events come one by one, a few
      // are gathered for the next, unless somebody waits for them; the first after a pause isn't held.
      let pause = limits.gatheringTime - (ContinuousClock.now - last)
      if pause > .zero { await waiters.waitForSomebody(atMost: pause) }
      try await takeIn(nil)
      patience.forget()
      last = .now
    }
  }

  /// Takes in all that the log holds now; by a rebuild if need be, as where the rows are damaged.
  ///
  /// - Parameter progress: told how far it is.
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

  /// Orders a rebuild before anything else is taken in, if the rows are to blame for an error.
  ///
  /// - Returns: whether to try again; not where nothing was taken in since they were made anew for the
  ///   same reason: then something else is wrong.
  @discardableResult
  func beginsAnew(after error: ProjectionError) -> Bool {
    guard error.isOfTheRows, runner != nil else { return false }
    let (end, logEnd) = (end, log.end)
    let (isToBegin, sleeper) = state.withLock {
      state -> (Bool, Task<Result<Position, EventLogError>, Never>?) in
      if let before = state.madeAnewAt, end <= before { return (false, nil) }
      state.madeAnewAt = logEnd
      state.needsRebuild = true
      state.startedAnew = "the read models can't be kept: \(error)"
      if !state.isRebuilding { state.phase = .stopped(error.reason) }
      return (true, state.sleeper)
    }
    // Who keeps them may wait for an event that comes tomorrow.
    sleeper?.cancel()
    return isToBegin
  }

  private func takeIn(
    _ progress: (@Sendable (RebuildProgress) -> Void)?
  ) async throws(ProjectionError) {
    do throws(ProjectionError) {
      while try await !rebuildIfWanted(progress) {
        // The one that runs is as good.
        do { try await Task.sleep(for: .milliseconds(100)) } catch {
          throw ProjectionError(.cancelled, "waiting for another rebuild was cancelled")
        }
      }
      let (start, first) = (ContinuousClock.now, end.number)
      while try await step() == false, !Task.isCancelled {
        let (done, total) = (end.number - first, max(log.end.number, end.number) - first)
        // An event counts twice, as in a rebuild.
        progress?(
          RebuildProgress(
            step: .folding, eventsDone: Int(2 * done), eventsTotal: Int(2 * total),
            elapsed: ContinuousClock.now - start))
      }
    } catch {
      stop(error)
      throw error
    }
  }

  /// Waits until the log has more, the rows have to be made anew, or the task is cancelled.
  private func waitForEvents() async throws(ProjectionError) {
    let (log, end) = (log, end)
    let sleeper = Task {
      await Result { () async throws(EventLogError) in try await log.waitForEnd(beyond: end) }
    }
    let isWanted = state.withLock { state in
      state.sleeper = sleeper
      return state.needsRebuild
    }
    if isWanted { sleeper.cancel() }
    let result = await withTaskCancellationHandler {
      await sleeper.value
    } onCancel: {
      sleeper.cancel()
    }
    state.withLock { $0.sleeper = nil }
    if case .failure(let error) = result { throw ProjectionError(error) }
  }

  /// - Returns: whether the log had nothing more.
  private func step() async throws(ProjectionError) -> Bool {
    let progress = try await keeper().step {
      [self] generation, end throws(ProjectionError) in
      try begin(answeringFrom: generation, end)
    }
    publish(progress)
    return progress.isLive
  }

  /// Lets questions be answered once the rows hold all that was in the log when they were opened, and makes
  /// their generation the live one if it isn't yet.
  ///
  /// Called where no switch can come between.
  private func begin(
    answeringFrom generation: Int, _ end: Position
  ) throws(ProjectionError) {
    guard let below = state.withLock({ $0.unansweredBelow }), end >= below else { return }
    if try directory.currentGeneration() != generation {
      try directory.switchTo(generation)
      directory.removeGenerations(except: [generation])
    }
    state.withLock { $0.unansweredBelow = nil }
  }

  func publish(_ progress: ProjectionRunner.Progress) {
    state.withLock {
      $0.quarantinedStreamCount = progress.quarantinedStreamCount
      // A step that ends well says nothing of rows that somebody found damaged meanwhile.
      if !$0.isRebuilding, !$0.needsRebuild { $0.phase = progress.isLive ? .live : .catchingUp }
    }
    waiters.publish(progress.end)
  }

  private func stop(_ error: ProjectionError, _ reason: String? = nil) {
    guard error.code != .cancelled else { return }
    state.withLock { $0.phase = .stopped(reason ?? error.reason) }
  }

  func keeper() throws(ProjectionError) -> ProjectionRunner {
    guard let runner else {
      throw ProjectionError(.readOnly, "these read models were opened for reading only")
    }
    return runner
  }
}

extension Result {
  init(_ body: () async throws(Failure) -> Success) async {
    do throws(Failure) {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
