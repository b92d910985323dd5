internal import Cooperation
import Deciding
import EventModel

/// Judges recorded facts of the domain again.
struct CooperationJudge: FindingJudge {
  private let decider = CooperationDecider()
  private let judged: Set<EventType>

  /// A judge; it has no state.
  init() {
    // Findings, codes and the like are no facts, but asking them costs nothing: no rule judges them.
    judged = Set(CooperationModel.aggregates.flatMap(\.eventTypes.keys))
  }

  /// The types of fact that are judged again after an event of that type.
  func judgedAgain(after trigger: EventType) -> Set<EventType> {
    Rejudging.judgedAgain(after: trigger)
  }

  /// Those of them that a trigger which happened later doesn't touch.
  func judgedByMoment(after trigger: EventType) -> Set<EventType> {
    Rejudging.judgedByMoment(after: trigger)
  }

  /// Whether an event of that type, when it comes late, calls itself and what follows it in its
  /// stream into question.
  func judgesItsStreamWhenLate(_ type: EventType) -> Bool {
    Rejudging.judgesItsStreamWhenLate(type)
  }

  /// The facts that an event of that type calls into question in streams that it names.
  func judgedWhereNamed(
    by trigger: EventType
  ) -> (category: StreamCategory, types: Set<EventType>)? {
    Rejudging.judgedWhereNamed(by: trigger).map { ($0.category, $0.types) }
  }

  /// The facts that an event of that type calls into question, where they rest on its student by links.
  func judgedWhereLinked(by trigger: EventType) -> Set<EventType>? {
    Rejudging.judgedWhereLinked(by: trigger)
  }

  /// The student whose internship an event tells of.
  func linked(by event: RecordedEvent) -> StreamName? { Rejudging.student(of: event) }

  /// What comes to rest on a stream by way of an event that was decided on it.
  func link(_ type: EventType) -> FactLink? {
    Rejudging.link(type).map { FactLink(own: $0.own, dependants: $0.dependants) }
  }

  /// Graduations and key groups, which call for a case of assistance.
  var awaiting: (types: Set<EventType>, microseconds: Int64)? {
    (OneToOne.calls, OneToOne.microseconds)
  }

  /// Whether rules may judge events of that type.
  func isJudged(_ type: EventType) -> Bool { judged.contains(type) }

  /// What the rules say of a fact, or what else has to be loaded.
  func judge(
    _ fact: RecordedFact, _ context: DecisionContext
  ) throws(Rejection) -> JudgingRound {
    try decider.judgeAgain(JudgedFact(fact), isEffective: fact.effective != nil, context)
  }

  /// The event that opens, reopens or withdraws a finding.
  func act(
    _ verdict: FindingVerdict, after history: StreamHistory
  ) throws(Rejection) -> DecidedEvent? {
    // Most never existed.
    if history.isEmpty { return verdict.event(after: nil) }
    if verdict.breach == nil, history.wasOpenedByPerson { return nil }
    return verdict.event(after: try history.state(Finding.self))
  }

  /// That of ``Finding``.
  var findingCategory: StreamCategory { Finding.category }

  /// The streams that a finding was found in.
  func subjects(of history: StreamHistory) throws(Rejection) -> [StreamName] {
    try history.state(Finding.self)?.subjects ?? []
  }
}

extension StreamHistory {
  /// Whether a person's own command opened a finding last, or opened it again: what a human decided
  /// stays.
  ///
  /// The last by position: a person may tell of an earlier day. A judgement is the finding manager's,
  /// or stands in its append behind the fact that it judges; a person's word is the first of its own.
  fileprivate var wasOpenedByPerson: Bool {
    let openings = [PBFindingOpened.eventType, PBFindingReopened.eventType]
    let last = effective.filter { openings.contains($0.type) }.max { $0.position < $1.position }
    guard let last = last?.original else { return false }
    return last.appendIndex == 0 && last.event.actor != .findingManager
  }
}

extension JudgedFact {
  fileprivate init(_ fact: RecordedFact) {
    if let effective = fact.effective {
      self.init(effective)
    } else {
      self.init(fact.recorded)
    }
  }
}
