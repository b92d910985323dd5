import EventLog
import EventModel
import Synchronization

/// Keeps one manager at work on a log: where it goes on, how far it is, and again after a
/// failure that passes.
final class ManagerKeeper: Sendable {
  private let checkpoint: ManagerCheckpoint
  /// The directory of what was decided on what; derived, and there only once that is much.
  private let dependants: String
  private let state = Mutex(ManagerStatus())

  /// What makes a manager that walks so.
  typealias Maker = @Sendable (ManagerWalk) -> any LogFollower

  /// A keeper of derived files that begin with a path: `.checkpoint` and `.dependants`.
  ///
  /// - Parameter rules: the version of the rules of now; `nil` where none matter.
  init(_ path: String, rules: Int? = nil) {
    checkpoint = ManagerCheckpoint(path: path + ".checkpoint", rules: rules)
    dependants = path + ".dependants"
  }

  /// Works up to the log's end, and does again what was done under other rules, if anything was: a
  /// stretch at a time, between which the log is followed.
  ///
  /// - Parameter onAnew: told up to where all was done again.
  private func followToEnd(
    _ manager: any LogFollower, of log: EventLog, onAnew: (Position) -> Void = { _ in }
  ) async throws(EventLogError) -> Int {
    var count = try await manager.followToEnd()
    while !checkpoint.isOfTheseRules, !Task.isCancelled {
      let (appended, next) = try await manager.judgeAnew(from: checkpoint.judgedAnew)
      count += appended
      if Task.isCancelled { break }
      let position = await manager.position
      checkpoint.noteJudgedAnew(next, of: position)
      checkpoint.note(position, of: log, isLast: checkpoint.isOfTheseRules)
      onAnew(next)
      // What was appended last is for the next time.
      if !checkpoint.isOfTheseRules { count += try await manager.followToEnd() }
    }
    return count
  }

  /// How far the manager is.
  var status: ManagerStatus { state.withLock { $0 } }

  private func note(_ phase: ManagerStatus.Phase) { state.withLock { $0.phase = phase } }

  /// Works up to the log's end as it is now, or until the task is cancelled; goes on there next time.
  ///
  /// - Parameters:
  ///   - onProgress: told where it begins, and then how far it is.
  ///   - onAnew: told up to where was done again what was done under other rules.
  /// - Returns: how much was appended.
  func catchUp(
    on log: EventLog, onProgress: @escaping @Sendable (Position) -> Void,
    onAnew: @escaping @Sendable (Position) -> Void = { _ in }, _ make: Maker
  ) async throws(EventLogError) -> Int {
    let checkpoint = checkpoint
    let start = try checkpoint.position(in: log)
    onProgress(start)
    let walk = ManagerWalk(from: start, dependantsIn: dependants) {
      checkpoint.note($0, of: log)
      onProgress($0)
    }
    let manager = make(walk)
    do throws(EventLogError) {
      let count = try await followToEnd(manager, of: log, onAnew: onAnew)
      checkpoint.note(await manager.position, of: log, isLast: true)
      return count
    } catch {
      checkpoint.note(await manager.position, of: log, isLast: true)
      throw error
    }
  }

  /// Works as the log grows, until the task is cancelled or the log closes.
  ///
  /// Where reading or writing fails for a time, it tries again each second.
  /// - Throws: ``EventLogError`` when a record is corrupt, or what was appended may be lost.
  func run(on log: EventLog, _ make: Maker) async throws(EventLogError) {
    do throws(EventLogError) {
      try await keep(on: log, make)
      note(.idle)
    } catch {
      note(.stopped(error.description))
      throw error
    }
  }

  private func keep(on log: EventLog, _ make: Maker) async throws(EventLogError) {
    var position = try checkpoint.position(in: log)
    // Where nothing is left to do, nothing follows that would tell.
    state.withLock { $0.end = position }
    while !Task.isCancelled {
      note(.running)
      let walk = ManagerWalk(from: position, dependantsIn: dependants) { [self] position in
        state.withLock { $0.end = position }
        checkpoint.note(position, of: log)
      }
      let manager = make(walk)
      do throws(EventLogError) {
        if !checkpoint.isOfTheseRules { _ = try await followToEnd(manager, of: log) }
        try await manager.follow()
        return checkpoint.note(await manager.position, of: log, isLast: true)
      } catch {
        // A closed log tells no root any more: then what was noted within the last second stands.
        checkpoint.note(await manager.position, of: log, isLast: true)
        if error == .closed { return }
        if error.isFinal { throw error }
        note(.stopped(error.description))
      }
      position = await manager.position
      try? await Task.sleep(for: .seconds(1))
    }
  }
}
