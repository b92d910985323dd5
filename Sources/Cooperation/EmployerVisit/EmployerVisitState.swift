public import Deciding
public import EventModel

/// A visit between a school and an employer, in whichever direction.
public struct EmployerVisit: LifeCycle {
  /// Where a visit stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It is to be.
    case planned
    /// It took place.
    case held
    /// It won't be.
    case cancelled
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.held, .cancelled]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// Who visits whom, why and how.
  public internal(set) var parties = PBVisitParties()
  /// The day that was planned.
  public internal(set) var plannedOn: CivilDate?
  /// When it was held.
  public internal(set) var held: Moment?
  /// Whether they talked about working together.
  public internal(set) var wasNegotiated = false
  /// Whether the employer is new to the school.
  public internal(set) var isNewlyDeveloped = false
  /// What was seen.
  public internal(set) var facilities: [StreamName] = []
  /// What the employer holds out, all of it put together.
  public internal(set) var outcome: PBVisitOutcomeNoted?
  /// How far going on has come.
  public internal(set) var followUp: FollowUp = .none

  /// How far going on has come.
  public enum FollowUp: String, Hashable, Sendable, CaseIterable {
    /// Nobody spoke of it.
    case none
    /// One side wants to.
    case proposed
    /// Both will.
    case agreed
  }

  /// The school.
  public var school: StreamName? { StreamName(field: parties.school) }
  /// The employer.
  public var employer: StreamName? { StreamName(field: parties.employer) }
  /// The campaign it is part of.
  public var campaign: StreamName? { StreamName(field: parties.campaign) }
}

extension EmployerVisit {
  /// The steps of a visit's life after its first event.
  enum Step {
    static let hold = Transition<EmployerVisit>(from: [.planned], to: .held, "holding it")
    static let look = Transition<EmployerVisit>(from: [.held])
    static let cancel = Transition<EmployerVisit>(from: [.planned], to: .cancelled, "cancelling")
  }

  /// Adds one effective event to the state.
  public static func evolve(
    _ state: inout EmployerVisit?, _ payload: Event, _ event: EffectiveEvent
  ) {
    switch payload {
    case .planned(let fact) where state == nil:
      state = EmployerVisit(phase: .planned)
      state?.parties = fact.parties
      state?.plannedOn = CivilDate(field: fact.on)
    case .held(let fact):
      if state == nil { state = EmployerVisit(phase: .planned) }
      state?.hold(fact, event)
    default:
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .planned, .held: passOver(event)
    case .outcomeNoted(let fact):
      take(Step.look, event)
      outcome = outcome?.merged(with: fact) ?? fact
    case .followUpProposed:
      take(Step.look, event)
      if followUp == .none { followUp = .proposed }
    case .followUpAgreed:
      take(Step.look, event)
      followUp = .agreed
    case .cancelled: take(Step.cancel, event)
    }
  }

  private mutating func hold(_ fact: PBVisitHeld, _ event: EffectiveEvent) {
    held = takeOnce(Step.hold, event, at: held)
    if isPassedOver(event) { return }
    parties = parties.revised(by: fact.parties)
    if fact.hasNegotiated { wasNegotiated = fact.negotiated }
    if fact.hasNewlyDeveloped { isNewlyDeveloped = fact.newlyDeveloped }
    if !fact.facilities.isEmpty {
      facilities = fact.facilities.compactMap { StreamName(field: $0) }
    }
  }
}

extension PBVisitParties {
  /// What was planned with what is known since: a missing value stays, a list replaces the one before.
  func revised(by change: PBVisitParties) -> PBVisitParties {
    var base = self
    if !change.topics.isEmpty { base.topics = [] }
    if !change.leaders.isEmpty { base.leaders = [] }
    return base.merged(with: change)
  }
}
