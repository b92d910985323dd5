public import Deciding
public import EventModel

/// Judges facts again that something was changed about which they were decided on; pure.
public protocol FindingJudge: Sendable {
  /// Types of event that call facts into question though they neither correct nor void anything.
  var triggers: Set<EventType> { get }

  /// Whether rules may judge events of that type.
  func isJudged(_ type: EventType) -> Bool

  /// The types of fact that are judged again after an event of that type, where they were decided on
  /// its stream. After a correction or a void all are.
  func judgedAgain(after trigger: EventType) -> Set<EventType>

  /// Whether an event of that type, when it sorts before others of its stream, calls itself and
  /// those others into question.
  func judgesItsStreamWhenLate(_ type: EventType) -> Bool

  /// What judging a fact needs to see, given what has been loaded so far; asked until it names
  /// nothing new.
  ///
  /// - Parameter context: with the fact's moment and standing; the fact's own stream is loaded.
  func reads(
    _ fact: RecordedFact, _ context: DecisionContext
  ) throws(Rejection) -> Set<Reading>

  /// What the rules say: the findings that stand, and the events that open or withdraw findings.
  func judge(
    _ fact: RecordedFact, _ context: DecisionContext
  ) throws(Rejection) -> Decision

  /// The stream of a finding.
  func stream(of finding: FindingProposal) -> StreamName
}

/// A fact that is judged again.
public struct RecordedFact: Sendable {
  /// As it was recorded first.
  public let recorded: RecordedEvent
  /// As it counts now; `nil` when it was voided.
  public let effective: EffectiveEvent?

  init(_ recorded: RecordedEvent, _ effective: EffectiveEvent?) {
    self.recorded = recorded
    self.effective = effective
  }
}
