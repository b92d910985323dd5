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
    static let prove = Transition<PrivacyRequest>(
      from: [.received], to: .proved, "proving who it is")
    static let decide = Transition<PrivacyRequest>(from: [.proved], to: .decided, "deciding")
    /// Who can't prove who they are is refused, nothing else.
    static let refuseUnproved = Transition<PrivacyRequest>(
      from: [.received, .proved], to: .decided, "deciding")
    static let execute = Transition<PrivacyRequest>(from: [.decided], to: .executed, "executing")
    /// What is granted in part is explained in part, before or after it is done.
    static let explain = Transition<PrivacyRequest>(
      from: [.decided, .executed], to: .explained, "explaining a refusal")

    static func decide(_ fact: PBPrivacyRequestDecided) -> Transition<PrivacyRequest> {
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
