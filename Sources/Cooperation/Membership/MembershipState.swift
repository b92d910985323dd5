public import Deciding
public import EventModel

/// One organisation in one alliance.
public struct Membership: LifeCycle {
  /// Where a membership stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// The organisation wants to join.
    case applied
    /// It is a member.
    case active
    /// It left; it may apply again.
    case withdrawn
    /// It was expelled.
    case expelled
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.withdrawn, .expelled]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// The alliance.
  public internal(set) var alliance: StreamName?
  /// The organisation.
  public internal(set) var organisation: StreamName?
  /// What it is in the alliance; `nil` before it was admitted.
  public internal(set) var role: String?
  /// Whether it was admitted at the founding.
  public internal(set) var isFounding = false
  /// When it was last admitted.
  public internal(set) var admitted: Moment?
  /// When it last left.
  public internal(set) var left: Moment?
  /// When it left, or took its application back.
  private var ended: Moment?

  /// Whether it is a member.
  public var isActive: Bool { phase == .active }

  /// The role of a member that has no other.
  public static let plainRole = "member"
}

extension Membership {
  /// The steps of a membership's life after its first event.
  enum Step {
    static let apply = Transition<Membership>(
      from: [.withdrawn, .expelled], to: .applied, "applying")
    static let admitApplicant = Transition<Membership>(from: [.applied], to: .active, "admission")
    /// Founding members don't apply, and the report of an admission needs none of an application.
    static let admit = Transition<Membership>(
      from: [.applied, .withdrawn, .expelled], to: .active, "admission")
    static let changeRole = Transition<Membership>(from: [.active], "another role")
    static let withdraw = Transition<Membership>(
      from: [.applied, .active], to: .withdrawn, "withdrawing")
    static let expel = Transition<Membership>(from: [.active], to: .expelled, "expelling")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Membership?, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .applied(let fact):
      if state == nil {
        state = Membership(phase: .applied)
      } else {
        _ = state?.takeOnce(Step.apply, event, isKnown: true)
      }
      state?.alliance = StreamName(field: fact.alliance)
      state?.organisation = StreamName(field: fact.organisation)
    case .admitted(let fact):
      if state == nil { state = Membership(phase: .applied) }
      state?.admit(fact, event)
    // A role says nothing new by being told again.
    case .roleChanged(let fact) where state?.role == fact.role: break
    case .roleChanged(let fact):
      state?.take(Step.changeRole, event)
      state?.role = fact.role
    case .withdrawn:
      state?.leave(Step.withdraw, event)
    case .expelled:
      state?.leave(Step.expel, event)
    }
  }

  private mutating func admit(_ fact: PBMembershipAdmitted, _ event: EffectiveEvent) {
    let isKnown = admitted != nil && !Step.admit.from.contains(phase)
    admitted = takeOnce(Step.admit, event, at: admitted)
    if isPassedOver(event) { return }
    alliance = StreamName(field: fact.alliance)
    organisation = StreamName(field: fact.organisation)
    guard !isKnown else {
      if fact.hasRole { role = fact.role }
      if fact.hasFounding { isFounding = fact.founding }
      return
    }
    role = fact.hasRole ? fact.role : Self.plainRole
    isFounding = fact.founding
    (left, ended) = (nil, nil)
  }

  private mutating func leave(_ step: Transition<Membership>, _ event: EffectiveEvent) {
    // Nobody leaves before being in, or is in no more by it.
    if phase == .active, let admitted, admitted.isAfter(event.occurred) {
      passOver(event)
      return
    }
    let leaves =
      switch phase {
      case .active: true
      // Who takes an application back left nothing.
      case .applied: step.to != .withdrawn
      case .withdrawn, .expelled: left != nil && left == ended
      }
    ended = end(step, event, at: ended)
    if leaves { left = ended }
  }
}
