import Deciding
import EventLog
import EventModel

// A breach opens no finding that stands open already. Where this manager comes after the fact, and a
// trigger before the fact lets that finding go, nobody would have opened it for the fact.

extension FindingManager {
  /// Judges a fact again, at its own place, whose decision did not see what earlier triggers had made of a
  /// finding.
  ///
  /// Of nearly every fact nothing is to be asked: a decision reads the findings of its own breaches alone.
  /// - Returns: how much was recorded, of this trigger or of earlier ones.
  func judgeOverlooked(_ event: RecordedEvent) async throws(EventLogError) -> Int {
    var count = 0
    guard kind(of: event.event.type).isJudged, !event.event.isAmendment else { return count }
    var facts = QuestionedFacts()
    do throws(CommandError) {
      for reading in event.event.decidedOn where reading.stream.isOf(findingCategory) {
        // What was handed in for an earlier trigger has to be seen.
        if acts.isWaiting(for: reading.stream) { count += try await waitForActs() }
        guard try overlooks(reading.stream, event) else { continue }
        let effective = try streams.history(of: event.stream).effective(event.event.id)
        facts.own = [RecordedFact(event, effective)]
        break
      }
    } catch {
      try pass(error, of: event)
    }
    return count + (try await judgeAgain(facts, after: event))
  }

  /// Whether this manager said something of a finding for a trigger before a fact, but behind the fact.
  private func overlooks(
    _ finding: StreamName, _ fact: RecordedEvent
  ) throws(CommandError) -> Bool {
    let events = try committed.history(of: finding).recorded
    guard let last = events.last, last.position >= fact.appendEnd else { return false }
    let later = events.filter { $0.position >= fact.appendEnd }
    // What people made of the finding since stays: they knew of the fact.
    guard later.allSatisfy({ $0.event.actor == .findingManager || $0.appendIndex > 0 }) else {
      return false
    }
    // Of a trigger behind the fact there is nothing to look up: its moment is that of what it led to.
    for event in later
    where event.event.occurred.latest(in: log.identity.zone) <= fact.recordedAt.microseconds {
      if let trigger = try triggerPosition(of: event), trigger < fact.position { return true }
    }
    return false
  }
}
