import EventLog
import EventModel

/// A manager's walk through the log: it sees every append in order, deals with the triggers
/// among them, and goes on from there.
///
/// Every record is decoded once. Whoever conforms deals with a trigger so that doing it again changes
/// nothing.
protocol LogFollower: _Concurrency.Actor {
  /// Where the triggers are.
  nonisolated var log: any AppendOnlyLog { get }
  /// All triggers below are dealt with; an append border.
  var position: Position { get set }
  /// Told the position up to which all is done.
  nonisolated var onProgress: @Sendable (Position) -> Void { get }

  /// Deals with the triggers among the events of whole appends, in order.
  ///
  /// When it returns, what was appended for them is durable. Where its task is cancelled it may leave
  /// some: they are found again from the position.
  /// - Parameter events: all of the log's from the position on.
  /// - Returns: how much was appended for them.
  func handle(_ events: [RecordedEvent]) async throws(EventLogError) -> Int

  /// Forgets what it knows of the log, which is walked anew from the position.
  func forget()

  /// Does again what it did under other rules, in one stretch of the log; nothing where none matter
  /// to it.
  ///
  /// - Parameter start: where to go on; an append border.
  /// - Returns: how much was appended, and where to go on next: ``position`` once all below it is
  ///   done. Where its task is cancelled it may leave some, and says `start` again.
  func judgeAnew(
    from start: Position
  ) async throws(EventLogError) -> (count: Int, next: Position)
}

extension LogFollower {
  /// Nothing: no rules matter to it.
  func judgeAnew(
    from start: Position
  ) async throws(EventLogError) -> (count: Int, next: Position) { (0, position) }
}

extension LogFollower {
  /// Works until the task is cancelled or the log closes.
  func follow() async throws(EventLogError) {
    while !Task.isCancelled {
      try await followToEnd()
      guard try await log.waitForEnd(beyond: position) > position else { return }
    }
  }

  /// Works up to the log's end as it is now, or until the task is cancelled.
  ///
  /// - Returns: how much was appended.
  @discardableResult
  func followToEnd() async throws(EventLogError) -> Int {
    var count = 0
    let end = log.end
    while position < end, !Task.isCancelled {
      var decoder = RecordDecoder()
      let (events, next) = try log.appends(
        from: position, before: end, eventCount: CommandHandlingLimits.eventsPerStretch,
        byteCount: CommandHandlingLimits.bytesPerStretch, &decoder)
      do throws(EventLogError) {
        count += try await handle(events)
      } catch {
        forget()
        throw error
      }
      // What a cancelled task has left is found again from the position.
      if Task.isCancelled {
        forget()
        return count
      }
      position = next
      onProgress(next)
    }
    return count
  }
}

extension [RecordedEvent] {
  /// The appends that these events are, in order.
  ///
  /// - Precondition: they begin and end on append borders.
  var appends: [ArraySlice<RecordedEvent>] {
    var appends: [ArraySlice<RecordedEvent>] = []
    var start = startIndex
    while start < endIndex {
      let end = Swift.min(start + self[start].appendCount, endIndex)
      appends.append(self[start..<end])
      start = end
    }
    return appends
  }
}
