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

  /// Beside corrections and voids, what calls facts into question when it comes late.
  public var triggers: Set<EventType> { CrossStreamRule.triggers }

  /// None yet.
  public func judgedAgain(after trigger: EventType) -> Set<EventType> { [] }

  /// None yet.
  public func judgesItselfWhenLate(_ type: EventType) -> Bool { false }

  /// Whether rules may judge events of that type.
  public func isJudged(_ type: EventType) -> Bool { judged.contains(type) }

  /// What judging a fact needs to see, given what has been loaded so far.
  public func reads(
    _ fact: RecordedFact, _ context: DecisionContext
  ) throws(Rejection) -> Set<Reading> {
    try decider.readsToRejudge(JudgedFact(fact), context)
  }

  /// What the rules say of a fact, and the events that say so in the findings' streams.
  public func judge(
    _ fact: RecordedFact, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    try decider.rejudge(
      JudgedFact(fact), isEffective: fact.effective != nil, context)
  }

  /// The stream of a finding.
  public func stream(of finding: FindingProposal) -> StreamName { finding.stream }
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
