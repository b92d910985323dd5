public import Deciding
public import EventModel

/// What was recommended to whom, and what came of it.
public struct Recommendation: LifeCycle {
  /// Where a recommendation stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It was made.
    case given
    /// It was followed.
    case accepted
    /// It was not wanted.
    case declined
    /// Nothing fitted whoever was looked for.
    case nothingFound
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.accepted, .declined]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// To whom, what, by which algorithm and why.
  public internal(set) var details = PBRecommendationGiven()
  /// What it led to.
  public internal(set) var ledTo: StreamName?
  /// Why it was not wanted.
  public internal(set) var declineReason: PBNeedMatchFailed.Reason?
  /// Why nothing was found, where nothing was.
  public internal(set) var nothingFound: PBRecommendationNothingFound?
}

extension Recommendation {
  /// The steps of a recommendation's life after its first event.
  enum Step {
    static let accept = Transition<Recommendation>(from: [.given], to: .accepted, "accepting")
    static let decline = Transition<Recommendation>(from: [.given], to: .declined, "declining")
  }

  /// Adds one effective event to the state.
  public static func evolve(
    _ state: inout Recommendation?, _ payload: Event, _ event: EffectiveEvent
  ) {
    switch payload {
    case .given(let fact) where state == nil:
      state = Recommendation(phase: .given)
      state?.details = fact
    case .nothingFound(let fact) where state == nil:
      state = Recommendation(phase: .nothingFound)
      state?.details.to = fact.to
      if fact.hasAlgorithm { state?.details.algorithm = fact.algorithm }
      if fact.hasAlgorithmVersion { state?.details.algorithmVersion = fact.algorithmVersion }
      state?.nothingFound = fact
    case .given, .nothingFound: state?.passOver(event)
    case .accepted(let fact):
      guard state?.take(Step.accept, event) == true else { return }
      if let stream = StreamName(field: fact.ledTo) { state?.ledTo = stream }
    case .declined(let fact):
      guard state?.take(Step.decline, event) == true else { return }
      if fact.hasReason { state?.declineReason = fact.reason }
    }
  }
}
