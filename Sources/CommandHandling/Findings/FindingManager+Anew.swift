import Deciding
import EventLog
import EventModel

extension FindingManager {
  /// Judges the facts of one stretch again that were recorded under other rules than those of now, by
  /// all that the log knows, and hands in what they say.
  ///
  /// What a human made of a finding is seen, and stays.
  /// - Precondition: all triggers below ``position`` are dealt with.
  /// - Returns: how much was appended, and where to go on; `start` where the task was cancelled.
  /// - Complexity: a judgement for each such fact of the stretch.
  func judgeAnew(
    from start: Position
  ) async throws(EventLogError) -> (count: Int, next: Position) {
    let end = position
    guard start < end,
      let last = try log.read(
        from: nil, direction: .backwards, type: nil, before: end, limit: 1
      ).first
    else { return (0, end) }
    if streams.end < end {
      // Nothing was walked over yet: the streams are those of the log as it is here.
      streams.extend(with: [last])
    }
    var decoder = RecordDecoder()
    let (events, next) = try log.appends(
      from: start, before: end, eventCount: CommandHandlingLimits.eventsPerStretch,
      byteCount: CommandHandlingLimits.bytesPerStretch, &decoder)
    var count = 0
    for fact in events
    where fact.event.rulesetVersion != acts.rulesetVersion && !fact.event.isAmendment
      && judge.isJudged(fact.event.type)
    {
      if Task.isCancelled { break }
      let recorded: RecordedFact
      do throws(CommandError) {
        let history = try streams.history(of: fact.stream)
        recorded = RecordedFact(fact, history.effective(fact.event.id))
      } catch {
        try pass(error, of: fact)
        continue
      }
      count += try await judgeAgain(QuestionedFacts(own: [recorded]), after: last)
    }
    count += try await acts.wait()
    return (count, Task.isCancelled ? start : next)
  }
}
