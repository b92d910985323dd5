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
  public static let endPhases: Set<Phase> = [.withdrawn, .expelled]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: [EventID] = []
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

  /// Whether it is a member.
  public var isActive: Bool { phase == .active }

  /// The role of a member that has no other.
  public static let plainRole = "member"
}

extension Membership {
  /// The steps of a membership's life after its first event.
  enum Step {
    static let apply = Transition<Phase>(from: [.withdrawn, .expelled], to: .applied)
    static let admitApplicant = Transition<Phase>(from: [.applied], to: .active)
    /// Founding members don't apply, and the report of an admission needs none of an application.
    static let admit = Transition<Phase>(from: [.applied, .withdrawn, .expelled], to: .active)
    static let changeRole = Transition<Phase>(from: [.active])
    static let withdraw = Transition<Phase>(from: [.applied, .active], to: .withdrawn)
    static let expel = Transition<Phase>(from: [.active], to: .expelled)
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Membership?, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .applied(let fact):
      if state == nil {
        state = Membership(phase: .applied)
      } else {
        state?.take(Step.apply, event)
      }
      state?.alliance = StreamName(field: fact.alliance)
      state?.organisation = StreamName(field: fact.organisation)
    case .admitted(let fact):
      if state == nil { state = Membership(phase: .active) } else { state?.take(Step.admit, event) }
      state?.alliance = StreamName(field: fact.alliance)
      state?.organisation = StreamName(field: fact.organisation)
      state?.role = fact.hasRole ? fact.role : plainRole
      state?.isFounding = fact.founding
      state?.admitted = event.occurred
      state?.left = nil
    // A role says nothing new by being told again.
    case .roleChanged(let fact) where state?.role == fact.role: break
    case .roleChanged(let fact):
      state?.take(Step.changeRole, event)
      state?.role = fact.role
    case .withdrawn:
      state?.take(Step.withdraw, event)
      state?.left = event.occurred
    case .expelled:
      state?.take(Step.expel, event)
      state?.left = event.occurred
    }
  }
}
