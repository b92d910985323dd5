import Deciding
import EventModel

/// Judges a fact again after something it was decided on has changed. Pure.
protocol FindingJudge: Sendable {
  /// Whether rules may judge events of that type.
  func isJudged(_ type: EventType) -> Bool

  /// The types of fact that are judged again after an event of that type, where they were decided on
  /// its stream. After a correction, a void or a review that passes all are.
  func judgedAgain(after trigger: EventType) -> Set<EventType>

  /// Those of them that are judged by the trigger's stream as of their own moment: a trigger that
  /// happened later doesn't touch them, where its stream had begun by then.
  func judgedByMoment(after trigger: EventType) -> Set<EventType>

  /// Whether an event of that type, when it sorts before others of its stream, calls itself and
  /// those others into question. Where one type of a stream does, all that are judged do.
  func judgesItsStreamWhenLate(_ type: EventType) -> Bool

  /// The facts that an event of that type calls into question in its own stream and in those that it
  /// was decided on, by the category of those streams; `nil` of most types.
  func judgedWhereNamed(
    by trigger: EventType
  ) -> (category: StreamCategory, types: Set<EventType>)?

  /// The types of the facts that an event of that type calls into question, where they rest by way of links
  /// on a stream that an event of its own stream tells of (``linked(by:)``); `nil` of most types.
  func judgedWhereLinked(by trigger: EventType) -> Set<EventType>?

  /// The stream on which such facts rest by way of links; `nil` where an event tells of none.
  func linked(by event: RecordedEvent) -> StreamName?

  /// The facts that come to rest on a stream by way of an event of that type which was decided on it;
  /// `nil` of most types.
  ///
  /// Where a correction was decided on a stream, all facts beside it are taken to rest on that, whatever
  /// its type.
  func link(_ type: EventType) -> FactLink?

  /// The types of fact that something must have followed by some time after they were recorded; `nil`
  /// where nothing must. They are judged again when the log's time has moved on so far.
  var awaiting: (types: Set<EventType>, microseconds: Int64)? { get }

  /// What the rules say of a fact, or what else has to be loaded to say so.
  ///
  /// Findings' streams are not asked for: ``act(_:after:)`` sees them.
  /// - Parameter context: with the fact's moment and standing; the fact's own stream is loaded.
  func judge(
    _ fact: RecordedFact, _ context: DecisionContext
  ) throws(Rejection) -> JudgingRound

  /// The event that makes a finding's stream say what a rule says; `nil` where it says so already.
  func act(
    _ verdict: FindingVerdict, after history: StreamHistory
  ) throws(Rejection) -> DecidedEvent?

  /// The category of findings' streams.
  var findingCategory: StreamCategory { get }

  /// The streams that a finding was found in, by its own stream.
  ///
  /// Their facts are judged again before it is withdrawn.
  func subjects(of history: StreamHistory) throws(Rejection) -> [StreamName]
}

extension FindingJudge {
  /// None: any trigger may touch any fact.
  func judgedByMoment(after trigger: EventType) -> Set<EventType> { [] }

  /// None.
  func judgedWhereNamed(
    by trigger: EventType
  ) -> (category: StreamCategory, types: Set<EventType>)? { nil }

  /// None.
  func judgedWhereLinked(by trigger: EventType) -> Set<EventType>? { nil }

  /// None.
  func linked(by event: RecordedEvent) -> StreamName? { nil }

  /// None.
  func link(_ type: EventType) -> FactLink? { nil }

  /// None.
  var awaiting: (types: Set<EventType>, microseconds: Int64)? { nil }
}

/// By way of an event facts rest on streams that they were not decided on: on those that it was decided on.
struct FactLink: Sendable {
  /// The types of such facts in the event's own stream.
  let own: Set<EventType>
  /// The types of those that were decided on the event's own stream; where that stream links to others, of
  /// theirs too.
  let dependants: Set<EventType>
}

/// A fact that is judged again.
struct RecordedFact: Sendable {
  /// As it was recorded first.
  let recorded: RecordedEvent
  /// As it counts now; `nil` when it was voided.
  let effective: EffectiveEvent?

  init(_ recorded: RecordedEvent, _ effective: EffectiveEvent?) {
    self.recorded = recorded
    self.effective = effective
  }
}
