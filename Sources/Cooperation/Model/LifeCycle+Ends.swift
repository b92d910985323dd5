public import Deciding
internal import EventModel

extension LifeCycle {
  /// Whether the entity ends in two different ways on one day.
  ///
  /// Which of the two came last is chance, so neither is taken for the truth. It is judged on all that
  /// is known, also of what came later: the answer is the same whichever of the two is asked.
  /// - Returns: nothing of an event that ends nothing.
  public static func judgeEnds(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard !endPhases.isEmpty, let added = EffectiveEvent.of(event.fact, context) else { return [] }
    let history = context.history(of: event.stream)
    let key = SortKey(
      occurred: event.occurred, position: placed(event.fact, history) ?? added.position,
      isFirstOfStream: false, zone: context.zone)
    if try !mayEnd(added, key, event.fact, history) { return [] }
    let others = history.effective.filter { $0.id != event.fact.id }
    let before = others.prefix { $0.sortKey < key }
    let ends = try ends(before + [added] + others.dropFirst(before.count), event.stream, context)
    guard let own = ends.first(where: { $0.id == added.id }) else { return [] }
    let other = ends.first { $0.day == own.day && $0.phase != own.phase }
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

  /// Whether a fact may end its entity; most are proposed, happened last, and don't.
  ///
  /// - Complexity: O(1) for those, else no look at all
  private static func mayEnd(
    _ added: EffectiveEvent, _ key: SortKey, _ fact: JudgedFact, _ history: StreamHistory
  ) throws(Rejection) -> Bool {
    guard fact.id == nil, history.effective.last.map({ $0.sortKey < key }) ?? true else {
      return true
    }
    var state = try history.state(Self.self)
    let before = state?.phase
    do throws(PayloadError) {
      try apply(added, to: &state)
    } catch {
      throw Rejection(.newerConcord, "\(fact.stream): \(error)", stream: fact.stream)
    }
    return state.map { $0.phase != before && endPhases.contains($0.phase) } ?? false
  }

  /// Where a recorded fact stands in the log.
  private static func placed(_ fact: JudgedFact, _ history: StreamHistory) -> Position? {
    fact.id.flatMap { id in history.effective.first { $0.id == id }?.position }
  }

  /// The events that led to an end, each with its day as far as it is known to the day.
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
      guard let phase = state?.phase, phase != before, endPhases.contains(phase) else { continue }
      let isDay = event.occurred.precision >= .day
      ends.append((event.id, isDay ? event.occurred.lastDay(in: context.zone) : nil, phase))
    }
    return ends
  }
}

extension Judgement {
  /// Whether a fact that ends an entity comes before the entity began, where the entity has no phases
  /// whose order would tell.
  init(endOf fact: JudgedFact, _ context: DecisionContext) {
    let began = context.history(of: fact.stream).begins(after: fact)
    self.init(
      .stepOrder, in: fact.stream,
      breach: began.map {
        "\(fact.type) on \(fact.occurred) comes before \(fact.stream) began on \($0)"
      })
  }
}
