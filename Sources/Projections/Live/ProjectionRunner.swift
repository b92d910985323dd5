internal import EventLog
internal import EventModel

/// Owns the live generation: one step, one switch at a time.
actor ProjectionRunner {
  private let executor = QueueExecutor("concord.projections")
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Missing until one could be made.
  private var live: LiveGeneration?

  init(_ live: sending LiveGeneration?) { self.live = live }

  /// What is known after a step.
  struct Progress: Sendable {
    let end: Position
    /// Whether the log had nothing more.
    let isLive: Bool
    let quarantinedStreamCount: Int
  }

  /// Takes in the next events.
  ///
  /// - Parameter taken: told which generation has them now, and the position after the last; no switch
  ///   comes between.
  func step(
    _ taken: @Sendable (Int, Position) throws(ProjectionError) -> Void
  ) throws(ProjectionError) -> Progress {
    guard let live else {
      throw ProjectionError(.notFound, "there are no read models that could take in events")
    }
    let isLive = try live.step()
    try taken(live.number, live.checkpoint.end)
    return progress(of: live, isLive: isLive)
  }

  /// Goes over to a generation that was made aside, once it is as far as the one that is live.
  ///
  /// - Parameter open: makes the new one the one that is read.
  func switchTo(
    _ make: @Sendable () throws(ProjectionError) -> LiveGeneration,
    open: @Sendable (Int) throws(ProjectionError) -> Void
  ) throws(ProjectionError) -> Progress {
    let next = try make()
    let reached = live?.checkpoint.end ?? .zero
    var isLive = next.checkpoint.end >= reached
    // A reader that has seen a position must never be sent back before it.
    while next.checkpoint.end < reached { isLive = try next.step() }
    try open(next.number)
    live = next
    return progress(of: next, isLive: isLive)
  }

  private func progress(of live: LiveGeneration, isLive: Bool) -> Progress {
    Progress(
      end: live.checkpoint.end, isLive: isLive, quarantinedStreamCount: live.quarantined.count)
  }
}
