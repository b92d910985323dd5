internal import Cooperation
public import Deciding
public import EventModel

/// Judges recorded facts of the domain again.
public struct CooperationJudge: FindingJudge {
  private let decider = CooperationDecider()
  private let judged: Set<EventType>

  /// A judge; it has no state.
  public init() {
    // Findings, codes and the like are no facts, but asking them costs nothing: no rule judges them.
    judged = Set(CooperationModel.aggregates.flatMap(\.eventTypes.keys))
  }

  /// The findings'.
  public var category: StreamCategory { Finding.category }

  /// The types of fact that are judged again after an event of that type.
  public func judgedAgain(after trigger: EventType) -> Set<EventType> {
    CrossStreamRule.judgedAgain(after: trigger)
  }

  /// Those of them that a trigger which happened later doesn't touch.
  public func judgedByMoment(after trigger: EventType) -> Set<EventType> {
    CrossStreamRule.judgedByMoment(after: trigger)
  }

  /// Whether an event of that type, when it comes late, calls itself and what follows it in its
  /// stream into question.
  public func judgesItsStreamWhenLate(_ type: EventType) -> Bool {
    CrossStreamRule.judgesItsStreamWhenLate(type)
  }

  /// Whether rules may judge events of that type.
  public func isJudged(_ type: EventType) -> Bool { judged.contains(type) }

  /// What the rules say of a fact, or what else has to be loaded.
  public func judge(
    _ fact: RecordedFact, _ context: DecisionContext
  ) throws(Rejection) -> JudgingRound {
    try decider.judgeAgain(JudgedFact(fact), isEffective: fact.effective != nil, context)
  }

  /// The event that opens, reopens or withdraws a finding.
  public func act(
    _ verdict: FindingVerdict, after history: StreamHistory
  ) throws(Rejection) -> DecidedEvent? {
    // Most never existed.
    verdict.event(after: history.isEmpty ? nil : try history.state(Finding.self))
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
