public import Deciding
public import EventModel

/// Money set aside for cooperation.
public struct Fund: LifeCycle {
  /// Where a fund stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It gives grants.
    case open
    /// It gives nothing more.
    case closed
  }

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// Its name.
  public internal(set) var name: String?
  /// The body that runs it.
  public internal(set) var manager: StreamName?
  /// The policy it rests on.
  public internal(set) var policy: StreamName?
  /// A prefix of the codes of the regions for which it is; `nil` when nobody says.
  public internal(set) var territory: String?
  /// The year for which it is.
  public internal(set) var year: Int?
  /// For how many days applications are open to objections, at least.
  public internal(set) var publicationDays: Int?
  /// What it may give, in fen; `nil` when nobody says.
  public internal(set) var budgetFen: Int64?
  /// What it has promised, in fen, by grant; a grant that lost its promise stays with 0.
  public internal(set) var commitments: [String: Int64] = [:]

  /// What it has promised to all grants together, in fen.
  public var committedFen: Int64 { commitments.values.reduce(0, +) }
}

extension Fund {
  /// The steps of a fund's life after it was established.
  enum Step {
    static let manage = Transition<Fund>(from: [.open])
    static let close = Transition<Fund>(from: [.open], to: .closed, "closing it")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Fund?, _ payload: Event, _ event: EffectiveEvent) {
    guard state == nil else {
      state?.add(payload, event)
      return
    }
    guard case .established(let fact) = payload else { return }
    state = Fund(phase: .open)
    state?.name = fact.hasName ? fact.name : nil
    state?.manager = StreamName(field: fact.manager)
    state?.policy = StreamName(field: fact.policy)
    state?.territory = fact.hasTerritory ? fact.territory : nil
    state?.year = fact.hasYear ? Int(fact.year) : nil
    state?.publicationDays = fact.hasPublicationDays ? Int(fact.publicationDays) : nil
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .established: passOver(event)
    case .budgetSet(let fact):
      take(Step.manage, event)
      budgetFen = fact.amountFen
    case .budgetIncreased(let fact):
      take(Step.manage, event)
      budgetFen = (budgetFen ?? 0) + fact.byFen
    // Counted rather than set, so that the order in which they sort changes nothing.
    case .commitmentChanged(let fact): commitments[fact.grant, default: 0] += fact.byFen
    case .closed: take(Step.close, event)
    }
  }
}
