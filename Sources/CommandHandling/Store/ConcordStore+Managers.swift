internal import Cooperation
internal import Deciding
public import EventLog
public import EventModel

extension ConcordStore {
  /// How far the findings are that this store keeps.
  public var findingStatus: ManagerStatus { findings.status }
  /// How far the commands are that follow from facts by themselves.
  public var reactionStatus: ManagerStatus { reactions.status }

  /// Opens and withdraws findings as the log grows, until the task is cancelled or the log closes.
  ///
  /// Where writing fails for a time, it tries again each second.
  /// - Parameter onProblem: told of facts that can't be judged.
  /// - Throws: ``EventLogError`` when a record is corrupt.
  public func judgeFindings(
    onProblem: @escaping @Sendable (RecordedEvent, String) -> Void = { _, _ in }
  ) async throws(EventLogError) {
    try await findings.run(on: log) { [log, handler] walk in
      FindingManager(
        on: handler.committed, log: log, judge: CooperationJudge(),
        rulesetVersion: RuleBook.version, walk: walk, onProblem: { onProblem($0, $1.reason) })
    }
  }

  /// Opens and withdraws the findings that the log calls for as it is now, and returns.
  ///
  /// For those who record and leave; who stays runs ``judgeFindings(onProblem:)``.
  /// - Parameters:
  ///   - onProgress: told where it begins, and then how far it is.
  ///   - onAnew: told, where the rules are others than those that all was judged by, up to where it
  ///     was judged again.
  ///   - onProblem: told of facts that can't be judged.
  /// - Returns: how many findings were opened or withdrawn.
  @discardableResult
  public func catchUpFindings(
    onProgress: @escaping @Sendable (Position) -> Void = { _ in },
    onAnew: @escaping @Sendable (Position) -> Void = { _ in },
    onProblem: @escaping @Sendable (RecordedEvent, String) -> Void = { _, _ in }
  ) async throws(EventLogError) -> Int {
    try await findings.catchUp(on: log, onProgress: onProgress, onAnew: onAnew) {
      [log, personal] walk in
      FindingManager(
        log: log, personal: personal, judge: CooperationJudge(), rulesetVersion: RuleBook.version,
        walk: walk, onProblem: { onProblem($0, $1.reason) })
    }
  }

  /// Gives the commands that follow from facts by themselves as the log grows, until the task is
  /// cancelled or the log closes.
  ///
  /// Where writing fails for a time, it tries again each second.
  /// - Parameter onProblem: told of triggers whose command was refused.
  /// - Throws: ``EventLogError`` when a record is corrupt.
  public func react(
    onProblem: @escaping @Sendable (RecordedEvent, String) -> Void = { _, _ in }
  ) async throws(EventLogError) {
    try await reactions.run(on: log) { [handler] walk in
      ReactionManager(handler: handler, walk: walk, onProblem: { onProblem($0, $1.reason) })
    }
  }

  /// Gives the commands that follow from the log as it is now, and returns.
  ///
  /// For those who record and leave; who stays runs ``react(onProblem:)``.
  /// - Parameters:
  ///   - onProgress: told where it begins, and then how far it is.
  ///   - onProblem: told of triggers whose command was refused. It is not given again, but where the
  ///     checkpoint is lost: then it is refused again.
  /// - Returns: how many commands were recorded.
  @discardableResult
  public func catchUpReactions(
    onProgress: @escaping @Sendable (Position) -> Void = { _ in },
    onProblem: @escaping @Sendable (RecordedEvent, String) -> Void = { _, _ in }
  ) async throws(EventLogError) -> Int {
    try await reactions.catchUp(on: log, onProgress: onProgress) { [handler] walk in
      ReactionManager(handler: handler, walk: walk, onProblem: { onProblem($0, $1.reason) })
    }
  }
}
