internal import Deciding
internal import EventModel

extension LifeCycle {
  /// Judges whether a step fits the order of its entity's life, and doesn't come before its beginning.
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

  /// Why a step comes too early, before its entity began; `nil` for one that doesn't, and for what changes no
  /// phase, as consent before the text is signed.
  ///
  /// The order alone doesn't tell: a stream's first event sorts first, whenever it happened.
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

extension StreamHistory {
  /// When the stream's entity began, as corrected by now, if that is certainly later than a fact; `nil` if it
  /// is not, or the fact is the beginning itself.
  func begins(after fact: JudgedFact) -> Moment? {
    guard let first = effective.first, first.original.revision == .zero, first.id != fact.id,
      fact.occurred.latest(in: zone) < first.occurred.earliest(in: zone)
    else { return nil }
    return first.occurred
  }
}
