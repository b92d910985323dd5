internal import Deciding
internal import EventModel

extension LifeCycle {
  /// Whether the entity ends in two different ways on one day.
  ///
  /// Which of the two came last is chance, so neither is taken for the truth. It is judged on all that
  /// is known, also of what came later: the answer is the same whichever of the two is asked.
  /// - Returns: nothing of an event that ends nothing.
  static func judgeEnds(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    if endPhases.isEmpty { return [] }
    let added = EffectiveEvent(adding: event.fact, context)
    let history = context.history(of: event.stream)
    if event.fact.id == nil, try !ends(added, event.payload, history) { return [] }
    // A recorded fact is judged at its own place, not after all that is.
    let key =
      placed(event.fact, history).map {
        SortKey(
          occurred: event.occurred, position: $0, isFirstOfStream: false, zone: context.zone)
      } ?? added.sortKey
    let others = history.effective.filter { $0.id != event.fact.id }
    let before = others.prefix { $0.sortKey < key }
    let all = try ends(before + [added] + others.dropFirst(before.count), event.stream, context)
    guard let own = all.first(where: { $0.id == added.id }) else { return [] }
    let other = all.first { $0.day == own.day && $0.phase != own.phase }
    return [
      Judgement(
        .oneEnd, in: event.stream,
        breach: other.flatMap { other in
          own.day.map {
            "\(event.stream) is both \(own.phase.rawValue) and \(other.phase.rawValue) on \($0)"
          }
        })
    ]
  }

  /// Whether a proposed fact tells of an end at its place; most don't.
  private static func ends(
    _ added: EffectiveEvent, _ payload: Event, _ history: StreamHistory
  ) throws(Rejection) -> Bool {
    var state = try history.state(Self.self, ofFirst: history.count(before: added.sortKey))
    let before = state?.phase
    evolve(&state, payload, added)
    return end(told: added, after: before, state) != nil
  }

  /// Where a recorded fact stands in the log.
  private static func placed(_ fact: JudgedFact, _ history: StreamHistory) -> Position? {
    fact.id.flatMap { id in history.effective.first { $0.id == id }?.position }
  }

  /// The events that led to an end, or would have had none come before, each with its day as far as it
  /// is known to the day.
  private static func ends(
    _ events: some Sequence<EffectiveEvent>, _ stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> [(id: EventID, day: CivilDate?, phase: Phase)] {
    var ends: [(id: EventID, day: CivilDate?, phase: Phase)] = []
    var state = initialState
    for event in events {
      let before = state?.phase
      do throws(PayloadError) {
        try apply(event, to: &state)
      } catch {
        throw Rejection(.newerConcord, "\(stream): \(error)", stream: stream)
      }
      guard let phase = end(told: event, after: before, state) else { continue }
      let isDay = event.occurred.precision >= .day
      ends.append((event.id, isDay ? event.occurred.lastDay(in: context.zone) : nil, phase))
    }
    return ends
  }

  /// The end that the event which was added last tells of, also where another one had come before.
  private static func end(
    told event: EffectiveEvent, after before: Phase?, _ state: Self?
  ) -> Phase? {
    guard let state else { return nil }
    let refused = state.isPassedOver(event) ? state.outOfOrder.refusedPhase : nil
    let told = refused.flatMap { Phase(rawValue: $0) } ?? state.phase
    return told != before && endPhases.contains(told) ? told : nil
  }
}

extension DecisionContext {
  /// Why a fact that ends an entity comes too early, where the entity has no phases whose order would
  /// tell: before the entity began; `nil` where it doesn't.
  ///
  /// - Precondition: the fact's stream is loaded.
  func prematurity(ofEnd fact: JudgedFact) -> String? {
    history(of: fact.stream).begins(after: fact).map {
      "\(fact.type) on \(fact.occurred) comes before \(fact.stream) began on \($0)"
    }
  }
}
