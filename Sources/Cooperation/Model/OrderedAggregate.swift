internal import Deciding
internal import EventModel

/// An entity that remembers which events its state didn't allow when they came.
protocol OrderedAggregate: TabledAggregate {
  /// The events that the state didn't allow.
  var outOfOrder: OutOfOrder { get set }
}

extension OrderedAggregate {
  /// Why an event doesn't fit the order of its entity's life; `nil` where it does.
  ///
  /// A fact that is told late is judged at its place in the order of what happened. It fits if it leaves no
  /// more events out of order than there were without it.
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

  /// Marks an event that its state doesn't allow, as one that says nothing that counts.
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
