public import Deciding
internal import EventModel

/// One step of an entity's life: from which phases it may be taken, and where it leads.
///
/// The same table judges commands and marks recorded facts that came out of order: a decided step
/// that the phase doesn't allow is refused, a reported one is kept and opens a finding.
struct Transition<Entity: LifeCycle>: Sendable {
  /// The phases in which the step may be taken.
  let from: Set<Entity.Phase>
  /// The phase it leads to; `nil` when the phase stays.
  let to: Entity.Phase?
  /// What is done, as "signing"; for the sentence of a refusal.
  let act: String

  init(from: Set<Entity.Phase>, to: Entity.Phase? = nil, _ act: String = "this") {
    self.from = from
    self.to = to
    self.act = act
  }

  /// The step where it stands for one of several acts.
  func called(_ act: String) -> Transition { Transition(from: from, to: to, act) }
}

extension OrderedAggregate {
  /// Why an event does not come where the order of its entity's life allows it; `nil` where it does.
  ///
  /// A fact that comes late is judged where it falls in the order of what happened; one that puts
  /// right what came before it is fine.
  /// - Precondition: the event's stream is loaded, without the event.
  /// - Complexity: O(1) for a fact that happened last, else O(events of the stream)
  static func disorder(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> String? {
    let history = context.history(of: event.stream)
    let before = try history.state(Self.self)
    let after = try state(history, with: event, context)
    let earlier = before?.outOfOrder.events ?? []
    let marked = after?.outOfOrder.events ?? []
    guard marked.count > earlier.count else { return nil }
    let known = Set(earlier)
    let added = "\(event.fact.type) on \(event.occurred)"
    // A late report may fit where it falls, and leave no place for what was told before it.
    let first = marked.first { !known.contains($0) }
    if let other = history.effective.first(where: { $0.id == first }) {
      return
        "beside \(added), \(other.type) on \(other.occurred) does not fit what is known of \(event.stream)"
    }
    return "\(added) does not fit what is known of \(event.stream)"
  }

  /// Whether the event that was added last says anything that counts.
  public static func counts(_ event: EffectiveEvent, in state: Self?) -> Bool {
    state?.isPassedOver(event) != true
  }

  /// Marks an event that its state doesn't allow, once.
  mutating func markOutOfOrder(_ event: EffectiveEvent) { outOfOrder.mark(event.id) }

  /// Marks an event that its state doesn't allow, and that it says nothing that counts.
  mutating func passOver(_ event: EffectiveEvent) { outOfOrder.passOver(event.id) }

  /// Whether the event that was added last was passed over.
  func isPassedOver(_ event: EffectiveEvent) -> Bool { outOfOrder.passedOver == event.id }

  /// The whole effective state with a fact at its place.
  private static func state(
    _ history: StreamHistory, with event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Self? {
    let added = EffectiveEvent(adding: event.fact, context)
    let effective = history.effective
    let place = history.count(before: added.sortKey)
    var state = try history.state(Self.self, ofFirst: place)
    evolve(&state, event.payload, added)
    do throws(PayloadError) {
      for index in place..<effective.count { try apply(effective[index], to: &state) }
    } catch {
      throw Rejection(
        .newerConcord, "\(event.fact.type) of \(event.stream): \(error)", stream: event.stream)
    }
    return state
  }
}

extension LifeCycle {
  /// Whether a step comes where the order of its entity's life allows it, and not before it began.
  ///
  /// - Precondition: the event's stream is loaded, without the event.
  static func judgeOrder(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    var breach = try disorder(event, context)
    if breach == nil {
      breach = try prematurity(event.fact, context.history(of: event.stream), context)
    }
    return Judgement(.stepOrder, in: event.stream, breach: breach)
  }

  /// Why a step comes before its entity began; `nil` of one that doesn't, and of what is said of an
  /// entity without leading anywhere, as consent before the text is signed.
  ///
  /// A stream's first event sorts first whenever it happened, so the order alone would not tell.
  private static func prematurity(
    _ fact: JudgedFact, _ history: StreamHistory, _ context: DecisionContext
  ) throws(Rejection) -> String? {
    guard let began = history.begins(after: fact) else { return nil }
    let added = EffectiveEvent(adding: fact, context)
    let earlier = history.effective.filter { $0.sortKey < added.sortKey && $0.id != fact.id }
    do throws(PayloadError) {
      var state = try fold(earlier)
      let before = state?.phase
      try apply(added, to: &state)
      guard state?.phase != before else { return nil }
    } catch {
      throw Rejection(
        .newerConcord, "\(fact.type) of \(fact.stream): \(error)", stream: fact.stream)
    }
    return "\(fact.type) on \(fact.occurred) comes before \(fact.stream) began on \(began)"
  }
}

extension EffectiveEvent {
  /// A fact as it counts once it is recorded, after all that is.
  init(adding fact: JudgedFact, _ context: DecisionContext) {
    let proposed = ProposedEvent(
      type: fact.type, schemaVersion: fact.schemaVersion, id: EventID(high: .max, low: .max),
      standing: fact.standing, actor: context.actor, source: context.source,
      occurred: fact.occurred, payload: fact.payload)
    let recorded = RecordedEvent(
      event: proposed, stream: fact.stream, revision: .zero, position: Position(.max),
      recordedAt: context.now, commandID: CommandID(high: 0, low: 0), commandDigest: .zero,
      appendIndex: 0, appendCount: 1)
    self.init(
      original: recorded, correction: nil, personal: [], isConfirmed: true,
      sortKey: SortKey(
        occurred: fact.occurred, position: recorded.position, isFirstOfStream: false,
        zone: context.zone))
  }
}

/// An entity that marks the events which its state didn't allow.
public protocol OrderedAggregate: TabledAggregate {
  /// The events that came where the state doesn't allow them.
  var outOfOrder: OutOfOrder { get set }
}

/// An entity that is in one phase at a time.
public protocol LifeCycle: OrderedAggregate {
  /// The phases.
  associatedtype Phase: RawRepresentable<String> & Hashable & Sendable

  /// Where the entity stands.
  var phase: Phase { get set }
  /// The phases in which its life is over: the first one stays unless the table leads on, and two
  /// different ones on one day contradict each other.
  static var endPhases: Set<Phase> { get }
}

extension LifeCycle {
  /// Where a life has one end or none, no two can contradict each other.
  public static var endPhases: Set<Phase> { [] }
}

extension LifeCycle {
  /// Takes a recorded step. It happened, so it counts even where the table doesn't allow it, but for
  /// one that would lead away from an end, which is passed over.
  ///
  /// - Returns: whether it counts.
  @discardableResult
  mutating func take(_ step: Transition<Self>, _ event: EffectiveEvent) -> Bool {
    let fits = step.from.contains(phase)
    if !fits { markOutOfOrder(event) }
    guard let next = step.to, next != phase else { return true }
    if !fits, isOver {
      outOfOrder.passOver(event.id, refusing: next.rawValue)
      return false
    }
    phase = next
    return true
  }

  /// Takes a recorded step of a time that ends with its entity: what certainly came after that is
  /// passed over.
  ///
  /// - Parameter ended: when the entity ended, in whichever way.
  /// - Returns: whether it counts.
  mutating func take(
    _ step: Transition<Self>, _ event: EffectiveEvent, until ended: Moment?
  ) -> Bool {
    guard take(step, event) else { return false }
    guard isOver, let ended, event.occurred.isAfter(ended) else { return true }
    passOver(event)
    return false
  }

  /// Whether its life is over.
  var isOver: Bool { Self.endPhases.contains(phase) }
}

extension StreamName {
  /// A reference in a recorded payload; `nil` when the field is missing.
  init?(field text: String) {
    guard !text.isEmpty else { return nil }
    self.init(recorded: text)
  }
}

extension CivilDate {
  /// A date in a recorded payload; `nil` when the field is missing.
  init?(field text: String) {
    self.init(recorded: text)
  }
}

extension StreamHistory {
  /// When the stream's entity began, corrections taken in, where that is certainly later than a fact;
  /// `nil` where it is not, or the fact is the beginning itself.
  func begins(after fact: JudgedFact) -> Moment? {
    guard let first = effective.first, first.original.revision == .zero, first.id != fact.id,
      fact.occurred.latest(in: zone) < first.occurred.earliest(in: zone)
    else { return nil }
    return first.occurred
  }
}
