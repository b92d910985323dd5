public import Deciding
public import EventModel

/// One organisation at one activity.
public struct Exhibitor: LifeCycle {
  /// Where an exhibitor stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It is asked to come.
    case invited
    /// It will come.
    case registered
    /// It was there.
    case attended
    /// It won't come.
    case withdrawn
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.attended, .withdrawn]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// The activity.
  public internal(set) var activity: StreamName?
  /// The organisation.
  public internal(set) var organisation: StreamName?
  /// How many posts it brings; `nil` when nobody says.
  public internal(set) var posts: Int?
  /// The recorded vacancies that it brings.
  public internal(set) var vacancies: [StreamName] = []
  /// When the organiser saw who it is and what it offers.
  public internal(set) var verified: Moment?

  /// The stream of an organisation at an activity.
  ///
  /// - Throws: ``EventModelError`` when the name gets too long.
  public static func stream(
    activity: StreamName, organisation: StreamName
  ) throws(EventModelError) -> StreamName {
    try category.stream(activity.id + "." + organisation.id)
  }
}

extension Exhibitor {
  /// The steps of an exhibitor's life after its first event.
  enum Step {
    static let invite = Transition<Exhibitor>(from: [.withdrawn], to: .invited, "inviting")
    static let register = Transition<Exhibitor>(
      from: [.invited, .withdrawn], to: .registered, "registering")
    static let verify = Transition<Exhibitor>(from: [.registered, .attended], "verification")
    static let attend = Transition<Exhibitor>(
      from: [.invited, .registered], to: .attended, "attendance")
    static let withdraw = Transition<Exhibitor>(
      from: [.invited, .registered], to: .withdrawn, "withdrawing")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Exhibitor?, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .invited(let fact):
      begin(&state, .invited, Step.invite, fact.activity, fact.organisation, event)
    case .registered(let fact):
      begin(&state, .registered, Step.register, fact.activity, fact.organisation, event)
      state?.bring(fact.hasPosts ? fact.posts : nil, fact.vacancies)
    case .attended(let fact):
      begin(&state, .attended, Step.attend, fact.activity, fact.organisation, event)
      if state?.isPassedOver(event) == true { return }
      state?.bring(fact.hasPosts ? fact.posts : nil, [])
    case .verified:
      state?.verify(event)
    case .withdrawn: state?.take(Step.withdraw, event)
    }
  }

  private static func begin(
    _ state: inout Exhibitor?, _ phase: Phase, _ step: Transition<Exhibitor>, _ activity: String,
    _ organisation: String, _ event: EffectiveEvent
  ) {
    if state == nil {
      state = Exhibitor(phase: phase)
    } else {
      // Who was asked, is on the list or is there is not asked again by another report of it.
      _ = state?.takeOnce(step, event, isKnown: phase != .attended)
    }
    state?.activity = StreamName(field: activity)
    state?.organisation = StreamName(field: organisation)
  }

  private mutating func verify(_ event: EffectiveEvent) {
    take(Step.verify, event)
    verified = verified.told(event.occurred)
  }

  private mutating func bring(_ posts: Int32?, _ vacancies: [String]) {
    if let posts { self.posts = Int(posts) }
    if !vacancies.isEmpty { self.vacancies = vacancies.compactMap { StreamName(field: $0) } }
  }
}
