public import Deciding
public import EventModel

/// A job fair, guidance, a display of skills, a ceremony, a matchmaking.
public struct Activity: LifeCycle {
  /// Where an activity stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It is to be.
    case planned
    /// A body that must has agreed.
    case approved
    /// The public knows.
    case announced
    /// It has begun.
    case open
    /// It took place.
    case held
    /// Its report is written.
    case reported
    /// It will be later.
    case postponed
    /// It won't be.
    case cancelled
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.held, .cancelled]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// What it is, with what was learnt when it was held.
  public internal(set) var plan = PBActivityPlan()
  /// Whether somebody told of it before it was held.
  var wasPlanned = false
  /// When a plan for emergencies and security was filed.
  var securityPlanFiled: Moment?
  /// When the public was told.
  public internal(set) var announced: Moment?
  /// When it was held.
  public internal(set) var held: Moment?
  /// What was counted on the spot, the last count of each thing.
  public internal(set) var counts: [PBActivityCounted.What: Int] = [:]

  /// The organisers.
  public var organisers: [StreamName] { plan.organisers.compactMap { StreamName(field: $0) } }
  /// The campaign it is part of.
  public var campaign: StreamName? { StreamName(field: plan.campaign) }
}

extension Activity {
  /// The steps of an activity's life after its first event.
  enum Step {
    private static let ahead: Set<Phase> = [.planned, .approved, .announced, .postponed]

    static let approve = Transition<Activity>(from: [.planned], to: .approved, "approval")
    static let secure = Transition<Activity>(from: ahead, "a security plan")
    static let announce = Transition<Activity>(
      from: [.planned, .approved, .postponed], to: .announced, "announcing")
    static let open = Transition<Activity>(from: ahead, to: .open, "opening")
    static let postpone = Transition<Activity>(from: ahead, to: .postponed, "postponing")
    static let hold = Transition<Activity>(from: ahead.union([.open]), to: .held, "holding it")
    static let count = Transition<Activity>(from: [.open, .held, .reported], "a count")
    static let report = Transition<Activity>(from: [.held], to: .reported, "its report")
    static let cancel = Transition<Activity>(from: ahead, to: .cancelled, "cancelling")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Activity?, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .planned(let fact) where state == nil:
      state = Activity(phase: .planned)
      state?.plan = fact.plan
      state?.wasPlanned = true
    case .held(let fact):
      if state == nil { state = Activity(phase: .planned) }
      state?.hold(fact, event)
    default:
      state?.add(payload, event)
    }
  }

  private mutating func hold(_ fact: PBActivityHeld, _ event: EffectiveEvent) {
    held = takeOnce(Step.hold, event, at: held)
    if isPassedOver(event) { return }
    plan = plan.revised(by: fact.plan)
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    // That it was planned may be told after it was held.
    case .planned where !wasPlanned: markOutOfOrder(event)
    case .planned, .held: passOver(event)
    case .approved: take(Step.approve, event)
    case .securityPlanFiled:
      take(Step.secure, event)
      securityPlanFiled = securityPlanFiled.told(event.occurred)
    case .announced:
      announced = takeOnce(Step.announce, event, at: announced)
    case .opened: take(Step.open, event)
    case .postponed(let fact):
      guard take(Step.postpone, event) else { return }
      plan.from = fact.from
      plan.to = fact.to
      if !fact.hasFrom { plan.clearFrom() }
      if !fact.hasTo { plan.clearTo() }
    case .counted(let fact):
      take(Step.count, event)
      counts[fact.what] = Int(fact.count)
    case .reported: take(Step.report, event)
    // What is reported was held.
    case .cancelled where phase == .reported: passOver(event)
    case .cancelled: take(Step.cancel, event)
    }
  }
}

extension PBActivityPlan {
  /// The plan with what was learnt later: a missing value stays as it was, a list replaces the one
  /// before.
  func revised(by change: PBActivityPlan) -> PBActivityPlan {
    var base = self
    if !change.organisers.isEmpty { base.organisers = [] }
    return base.merged(with: change)
  }
}
