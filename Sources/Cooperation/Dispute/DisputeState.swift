public import Deciding
public import EventModel

/// Somebody says that recorded facts are wrong.
public struct Dispute: LifeCycle {
  /// Where a dispute stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It is said.
    case raised
    /// The sides were heard.
    case heard
    /// It is said what is right.
    case decided
    /// That is not accepted.
    case appealed
  }

  /// One fact, or all of a stream.
  public struct Fact: Hashable, Sendable {
    /// Where it stands.
    public let stream: StreamName
    /// Which; `nil` for all of the stream.
    public let event: EventID?
  }

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// Who says so.
  public internal(set) var raisedBy: StreamName?
  /// What is said to be wrong.
  public internal(set) var facts: [Fact]
  /// When it was said.
  public internal(set) var raised: Moment
  /// How often the sides were heard.
  public internal(set) var hearingCount = 0
  /// How much was brought for or against it.
  public internal(set) var evidenceCount = 0
  /// What is right, by the last decision.
  public internal(set) var verdict: PBDisputeDecided.Verdict?
  /// When that was decided.
  public internal(set) var decided: Moment?

  /// Whether figures that count its facts say that they are contested.
  public var isOpen: Bool { phase != .decided }
}

extension Dispute {
  private static let openPhases: Set<Phase> = [.raised, .heard, .appealed]

  /// The steps of a dispute's life after it was raised.
  enum Step {
    static let hear = Transition<Dispute>(from: openPhases, to: .heard, "a hearing")
    static let prove = Transition<Dispute>(from: openPhases, "evidence")
    static let decide = Transition<Dispute>(from: openPhases, to: .decided, "a decision")
    static let appeal = Transition<Dispute>(from: [.decided], to: .appealed, "an appeal")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Dispute?, _ payload: Event, _ event: EffectiveEvent) {
    if case .raised(let fact) = payload, state == nil {
      state = Dispute(
        phase: .raised, raisedBy: StreamName(field: fact.raisedBy),
        facts: fact.facts.compactMap(Fact.init), raised: event.occurred)
    } else {
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .raised: passOver(event)
    case .hearingHeld:
      // A hearing of which is told after the decision doesn't undo it.
      _ = takeOnce(Step.hear, event, isKnown: true)
      hearingCount += 1
    case .evidenceReceived:
      take(Step.prove, event)
      evidenceCount += 1
    case .decided(let fact):
      decided = end(Step.decide, event, at: decided)
      if isPassedOver(event) { return }
      if fact.hasVerdict { verdict = fact.verdict }
    case .appealed: take(Step.appeal, event)
    }
  }
}

extension Dispute.Fact {
  fileprivate init?(_ fact: PBDisputedFact) {
    guard let stream = StreamName(field: fact.stream) else { return nil }
    self.init(stream: stream, event: try? EventID(validating: fact.event))
  }
}
