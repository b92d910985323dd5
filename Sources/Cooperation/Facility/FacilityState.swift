public import Deciding
public import EventModel

/// A training base, a laboratory, a centre that partners share.
public struct Facility: LifeCycle {
  /// Where a facility stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It is used.
    case inUse
    /// It is no longer used.
    case retired
  }

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// What it is.
  public internal(set) var kind: PBFacilityRegistered.Kind?
  /// Its name.
  public internal(set) var name: String?
  /// Whose it is.
  public internal(set) var owner: StreamName?
  /// Its region's code.
  public internal(set) var region: String?
  /// How many can be trained there at once; `nil` when nobody says.
  public internal(set) var places: Int?
  /// The majors that are taught there.
  public internal(set) var majors: [String] = []
  /// Who may use it, in the order in which it was shared.
  public internal(set) var shares: [Share] = []
  /// How often somebody came to see it.
  public internal(set) var visitCount = 0
  /// Who came to see it.
  public internal(set) var visitors: Set<StreamName> = []
  /// When it was retired.
  public internal(set) var retired: Moment?

  /// That another organisation may use it.
  public struct Share: Hashable, Sendable {
    /// The organisation.
    public let partner: StreamName
    /// The agreement that says so.
    public let agreement: StreamName?
    /// Its first day, if it was said.
    public let from: CivilDate?
    /// Its last day, if it was said.
    public let to: CivilDate?
  }
}

extension Facility {
  /// The steps of a facility's life after it was registered.
  enum Step {
    static let use = Transition<Facility>(from: [.inUse])
    static let retire = Transition<Facility>(from: [.inUse], to: .retired, "retiring it")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Facility?, _ payload: Event, _ event: EffectiveEvent) {
    guard state == nil else {
      state?.add(payload, event)
      return
    }
    guard case .registered(let fact) = payload else { return }
    state = Facility(phase: .inUse)
    state?.kind = fact.hasKind ? fact.kind : nil
    state?.name = fact.hasName ? fact.name : nil
    state?.owner = StreamName(field: fact.owner)
    state?.region = fact.hasRegion ? fact.region : nil
    state?.places = fact.hasPlaces ? Int(fact.places) : nil
    state?.majors = fact.majors
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .registered: passOver(event)
    case .shared(let fact):
      take(Step.use, event)
      guard let partner = StreamName(field: fact.partner) else { return }
      shares.append(
        Share(
          partner: partner, agreement: StreamName(field: fact.agreement),
          from: CivilDate(field: fact.from), to: CivilDate(field: fact.to)))
    case .visited(let fact):
      take(Step.use, event)
      visitCount += 1
      if let visitor = StreamName(field: fact.visitor) { visitors.insert(visitor) }
    case .retired:
      retired = end(Step.retire, event, at: retired)
    }
  }
}
