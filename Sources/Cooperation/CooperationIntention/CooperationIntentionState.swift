public import Deciding
public import EventModel

/// What organisations mean to do together before they sign anything.
public struct CooperationIntention: LifeCycle {
  /// Where an intention stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It was said.
    case recorded
    /// The parties talk about an agreement.
    case negotiating
    /// An agreement came of it.
    case converted
    /// Nothing came of it.
    case lapsed
    /// A party took it back.
    case withdrawn
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.converted, .lapsed, .withdrawn]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// The organisations, in the order in which they were named.
  public internal(set) var parties: [StreamName] = []
  /// What it is about: codes of the list of cooperation topics.
  public internal(set) var topics: [String] = []
  /// Where it was reached.
  public internal(set) var venue: PBIntentionRecorded.Venue?
  /// The matchmaking session at which it was reached.
  public internal(set) var session: StreamName?
  /// The meeting at which it was reached.
  public internal(set) var meeting: StreamName?
  /// The alliance that brought it about.
  public internal(set) var broughtAboutBy: StreamName?
  /// The need of one party that it meets.
  public internal(set) var need: StreamName?
  /// How many interns, trainees or hires it speaks of.
  public internal(set) var plannedHeadcount: Int?
  /// When it was reached.
  public internal(set) var recorded: Moment
  /// The agreement that came of it.
  public internal(set) var agreement: StreamName?
  /// When it was converted, lapsed or withdrawn.
  public internal(set) var ended: Moment?

  /// Whether something may still come of it.
  public var isOpen: Bool { phase == .recorded || phase == .negotiating }

  /// It holds parties, topic and day, so that it is counted once.
  static let holdsCodes = true

  /// One code for each topic, whichever party is named first; one of an intention without topics.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    let parties = state.parties.map(\.text).sorted()
    let topics = state.topics.isEmpty ? [""] : state.topics
    return Set(
      topics.compactMap { topic in
        CodeKey(
          CodeKey.intentionCategory, digestOf: parties + [topic, state.recorded.dayText],
          onConflict: .review(.sameIntention))
      })
  }
}

extension CooperationIntention {
  /// The steps of an intention's life after it was recorded.
  enum Step {
    static let negotiate = Transition<CooperationIntention>(
      from: [.recorded], to: .negotiating, "negotiating")
    static let convert = Transition<CooperationIntention>(
      from: [.recorded, .negotiating], to: .converted, "converting it")
    static let lapse = Transition<CooperationIntention>(
      from: [.recorded, .negotiating], to: .lapsed, "its lapse")
    static let withdraw = Transition<CooperationIntention>(
      from: [.recorded, .negotiating], to: .withdrawn, "withdrawing it")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Self?, _ payload: Event, _ event: EffectiveEvent) {
    guard state == nil else {
      state?.add(payload, event)
      return
    }
    guard case .recorded(let fact) = payload else { return }
    state = CooperationIntention(phase: .recorded, recorded: event.occurred)
    state?.parties = fact.parties.compactMap { StreamName(field: $0) }
    state?.topics = fact.topics
    state?.venue = fact.hasVenue ? fact.venue : nil
    state?.session = StreamName(field: fact.session)
    state?.meeting = StreamName(field: fact.meeting)
    state?.broughtAboutBy = StreamName(field: fact.broughtAboutBy)
    state?.need = StreamName(field: fact.need)
    state?.plannedHeadcount = fact.hasPlannedHeadcount ? Int(fact.plannedHeadcount) : nil
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .recorded: passOver(event)
    case .negotiationBegun: take(Step.negotiate, event)
    case .converted(let fact):
      ended = end(Step.convert, event, at: ended)
      if isPassedOver(event) { return }
      agreement = StreamName(field: fact.agreement) ?? agreement
    case .lapsed: ended = end(Step.lapse, event, at: ended)
    case .withdrawn: ended = end(Step.withdraw, event, at: ended)
    }
  }
}

extension Moment {
  /// The day of an instant where it was told, else the moment as it was given.
  fileprivate var dayText: String {
    guard case .instant(let microseconds, let offset) = value else { return description }
    return LogZone(name: "", utcOffsetMinutes: offset).civilDate(at: microseconds).description
  }
}
