public import Deciding
public import EventModel

/// What an organisation offers or looks for.
public struct Need: LifeCycle {
  /// Where a need stands. That its last day is over is computed, never recorded.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Somebody may answer.
    case open
    /// All of it is matched.
    case matched
    /// It is over.
    case closed
  }

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// Whose it is.
  public internal(set) var organisation: StreamName?
  /// What it is, revisions taken in.
  public internal(set) var terms = PBNeedTerms()
  /// When it was published.
  public internal(set) var published: Moment
  /// Who has answered, in order.
  public internal(set) var answers: [StreamName] = []
  /// Who does it with whom, in order.
  public internal(set) var matches: [Match] = []
  /// Why matches failed, in order.
  public internal(set) var failures: [PBNeedMatchFailed.Reason] = []
  /// Why it was closed.
  public internal(set) var closeReason: PBNeedClosed.Reason?

  /// One match.
  public struct Match: Hashable, Sendable {
    /// With whom.
    public let with: StreamName?
    /// How much; `nil` for all that was open.
    public let quantity: Int?
    /// When.
    public let on: Moment
  }

  /// How much is asked for; `nil` when it doesn't say.
  public var quantity: Int? { terms.hasQuantity ? Int(terms.quantity) : nil }

  /// How much is open; `nil` when it doesn't say how much is asked for.
  public var openQuantity: Int? {
    guard let quantity else { return nil }
    if phase == .matched || matches.contains(where: { $0.quantity == nil }) { return 0 }
    return max(0, quantity - matches.reduce(0) { $0 + ($1.quantity ?? 0) })
  }

  /// Whether it may be answered on a day.
  public func isOpen(on day: CivilDate) -> Bool {
    guard phase == .open else { return false }
    if let from = CivilDate(field: terms.from), day < from { return false }
    if let to = CivilDate(field: terms.to), day > to { return false }
    return true
  }
}

extension Need {
  /// The steps of a need's life after its first event.
  enum Step {
    static let change = Transition<Need>(from: [.open])
    static let close = Transition<Need>(from: [.open, .matched], to: .closed, "closing")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Need?, _ payload: Event, _ event: EffectiveEvent) {
    if case .published(let fact) = payload, state == nil {
      state = Need(phase: .open, published: event.occurred)
      state?.organisation = StreamName(field: fact.organisation)
      state?.terms = fact.terms
    } else {
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .published: passOver(event)
    case .revised(let fact):
      take(Step.change, event)
      terms = terms.revised(by: fact.terms)
    case .answered(let fact):
      take(Step.change, event)
      if let organisation = StreamName(field: fact.by) { answers.append(organisation) }
    case .matched(let fact):
      take(Step.change, event)
      matches.append(
        Match(
          with: StreamName(field: fact.with), quantity: fact.hasQuantity ? Int(fact.quantity) : nil,
          on: event.occurred))
      if phase == .open, !fact.hasQuantity || openQuantity == 0 { phase = .matched }
    case .matchFailed(let fact):
      take(Step.change, event)
      failures.append(fact.reason)
    case .closed(let fact):
      take(Step.close, event)
      if fact.hasReason { closeReason = fact.reason }
    }
  }

  init(phase: Phase, published: Moment) {
    self.phase = phase
    self.published = published
  }
}

extension PBNeedTerms {
  /// The terms after a revision: a missing term stays as it was, a list replaces the one before.
  func revised(by change: PBNeedTerms) -> PBNeedTerms {
    var base = self
    if !change.majors.isEmpty { base.majors = [] }
    if !change.industries.isEmpty { base.industries = [] }
    return base.merged(with: change)
  }
}
