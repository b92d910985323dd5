public import Deciding
public import EventModel

/// What a person asks of those who hold data, and what was done about it.
public struct PrivacyRequest: LifeCycle {
  /// Where a request stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// A person asks.
    case received
    /// It is that person.
    case proved
    /// It is said what will be done.
    case decided
    /// It is done.
    case executed
    /// The person knows why not.
    case explained
  }

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// Who asks.
  public internal(set) var person: StreamName?
  /// For what.
  public internal(set) var kind: PBPrivacyRequestReceived.Kind
  /// When.
  public internal(set) var received: Moment
  /// What will be done.
  public internal(set) var verdict: PBPrivacyRequestDecided.Verdict?
  /// Why.
  public internal(set) var reason: PBPrivacyRequestDecided.Reason?
  /// When it ended: done, or explained.
  public internal(set) var ended: Moment?

  /// Whether the person still waits.
  public var isOpen: Bool { phase != .executed && phase != .explained }
  /// Whom its facts are about, besides itself.
  var about: [About] { person.map { [About(role: "person", stream: $0)] } ?? [] }
}

extension PrivacyRequest {
  /// The steps of a request's life after it came.
  enum Step {
    static let prove = Transition<Phase>(from: [.received], to: .proved)
    static let decide = Transition<Phase>(from: [.proved], to: .decided)
    /// Who can't prove who they are is refused, nothing else.
    static let refuseUnproved = Transition<Phase>(from: [.received, .proved], to: .decided)
    static let execute = Transition<Phase>(from: [.decided], to: .executed)
    /// What is granted in part is explained in part, before or after it is done.
    static let explain = Transition<Phase>(from: [.decided, .executed], to: .explained)

    static func decide(_ fact: PBPrivacyRequestDecided) -> Transition<Phase> {
      fact.verdict == .refuse && fact.reason == .identityDoubtful ? refuseUnproved : decide
    }
  }

  /// Adds one effective event to the state.
  public static func evolve(
    _ state: inout PrivacyRequest?, _ payload: Event, _ event: EffectiveEvent
  ) {
    if case .received(let fact) = payload, state == nil {
      state = PrivacyRequest(
        phase: .received, person: StreamName(field: fact.person), kind: fact.kind,
        received: event.occurred)
    } else {
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .received: passOver(event)
    case .identityProved: take(Step.prove, event)
    case .decided(let fact):
      take(Step.decide(fact), event)
      if fact.hasVerdict { verdict = fact.verdict }
      if fact.hasReason { reason = fact.reason }
    case .executed:
      ended = end(Step.execute, event, at: ended)
    case .refusalExplained:
      ended = end(Step.explain, event, at: ended)
    }
  }
}
