internal import Cooperation
internal import Deciding
public import EventLog
public import EventModel

extension ConcordStore {
  /// Opens and withdraws the findings that the log calls for as it is now, and returns.
  ///
  /// For those who record and leave; who stays runs ``judgeFindings(onProblem:)``.
  /// - Parameter onProblem: told of facts that can't be judged.
  /// - Returns: how many findings were opened or withdrawn.
  @discardableResult
  public func catchUpFindings(
    onProblem: @escaping @Sendable (RecordedEvent, String) -> Void = { _, _ in }
  ) async throws(EventLogError) -> Int {
    let checkpoint = FindingCheckpoint(path: path + "/findings.checkpoint")
    let manager = FindingManager(
      log: log, personal: personal, judge: CooperationJudge(), rulesetVersion: RuleBook.version,
      from: try checkpoint.position(in: log),
      onProgress: { [log] in checkpoint.note($0, of: log) },
      onProblem: { onProblem($0, $1.reason) })
    let count = try await manager.catchUp()
    checkpoint.note(await manager.position, of: log, isLast: true)
    return count
  }
}
