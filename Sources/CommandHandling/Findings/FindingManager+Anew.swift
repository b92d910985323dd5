import Deciding
import EventLog
import EventModel

extension FindingManager {
  /// Judges every fact again that was recorded under other rules than those of now, by all that the
  /// log knows, and hands in what they say.
  ///
  /// What a human made of a finding is seen, and stays. It may be left in the middle and begun again.
  /// - Precondition: all triggers below ``position`` are dealt with.
  /// - Returns: how much was appended.
  /// - Complexity: one pass over the log, and a judgement for each such fact.
  func judgeAnew() async throws(EventLogError) -> Int {
    let end = position
    guard
      let last = try log.read(
        from: nil, direction: .backwards, type: nil, before: end, limit: 1
      ).first
    else { return 0 }
    if streams.end < end {
      // Nothing was walked over yet: the streams are those of the log as it is here.
      streams.extend(with: [last])
    }
    var count = 0
    var next = Position.zero
    while next < end, !Task.isCancelled {
      let (facts, after) = try facts(ofOtherRulesFrom: next, before: end)
      next = after
      for fact in facts where !Task.isCancelled {
        let recorded: RecordedFact
        do throws(CommandError) {
          let history = try streams.history(of: fact.stream)
          recorded = RecordedFact(fact, history.effective(fact.event.id))
        } catch {
          try pass(error, of: fact)
          continue
        }
        count += try await judgeAgain([recorded], after: last)
      }
    }
    return count + (try await acts.wait())
  }

  /// The next facts that were judged under other rules, and the position after them.
  private func facts(
    ofOtherRulesFrom start: Position, before end: Position
  ) throws(EventLogError) -> (facts: [RecordedEvent], next: Position) {
    var found: [RecordedEvent] = []
    var decoder = RecordDecoder()
    let next = try log.scan(from: start, before: end) {
      (position, record) throws(EventLogError) in
      let event: RecordedEvent
      do throws(EventModelError) {
        event = try decoder.decode(record, at: position)
      } catch {
        throw .corrupt(position, error.reason)
      }
      if event.event.rulesetVersion != acts.rulesetVersion, !event.event.isAmendment,
        judge.isJudged(event.event.type)
      {
        found.append(event)
      }
      let isBorder = event.appendIndex == event.appendCount - 1
      return isBorder && found.count >= CommandHandlingLimits.eventsPerStretch ? .stop : .proceed
    }
    return (found, next)
  }
}
