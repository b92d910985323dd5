internal import EventModel

/// What an aggregate makes of the first events of a history's effective order.
final class FoldedState<A: Aggregate>: AnyFoldedState {
  /// How many events were folded.
  let count: Int
  let state: A.State
  var aggregate: ObjectIdentifier { ObjectIdentifier(A.self) }

  private init(count: Int, _ state: A.State) {
    self.count = count
    self.state = state
  }

  /// The state of no events.
  convenience init(nothing aggregate: A.Type) { self.init(count: 0, A.initialState) }

  /// The state of more of the same events.
  ///
  /// - Precondition: `count` is no less than this one's, and `effective` begins with what was folded.
  /// - Throws: ``PayloadError`` at the first event that can't be understood.
  func evolved(
    to count: Int, of effective: ChunkedList<EffectiveEvent>
  ) throws(PayloadError) -> FoldedState {
    var state = state
    for index in self.count..<count { try A.apply(effective[index], to: &state) }
    return FoldedState(count: count, state)
  }

  func grown(
    to count: Int, of effective: ChunkedList<EffectiveEvent>
  ) -> (any AnyFoldedState)? { try? evolved(to: count, of: effective) }
}

/// A folded state, whichever aggregate it is of.
protocol AnyFoldedState: AnyObject, Sendable {
  /// The aggregate's type.
  var aggregate: ObjectIdentifier { get }
  /// The state of more of the same events; `nil` when one can't be understood, which the next fold
  /// reports.
  func grown(to count: Int, of effective: ChunkedList<EffectiveEvent>) -> (any AnyFoldedState)?
}

extension AnyFoldedState {
  /// As what an aggregate made it.
  ///
  /// Not cast: a cast asks the runtime for a generic type first, and every decision asks for dozens
  /// of states.
  /// - Precondition: it is the aggregate's.
  func of<A: Aggregate>(_ aggregate: A.Type) -> FoldedState<A> {
    precondition(self.aggregate == ObjectIdentifier(aggregate))
    // SAFETY: nothing but `FoldedState` conforms, and what `aggregate` says is its parameter.
    return unsafeDowncast(self, to: FoldedState<A>.self)
  }
}

/// The states that were folded of one history.
///
/// A list: a stream has one aggregate, and only projections fold it otherwise.
struct FoldedStates {
  private var all: [any AnyFoldedState] = []

  /// What an aggregate made of the history.
  func state(of aggregate: any Aggregate.Type) -> (any AnyFoldedState)? {
    all.first { $0.aggregate == ObjectIdentifier(aggregate) }
  }

  mutating func keep(_ folded: any AnyFoldedState) {
    all.removeAll { $0.aggregate == folded.aggregate }
    all.append(folded)
  }

  /// The states after more events.
  func grown(to count: Int, of effective: ChunkedList<EffectiveEvent>) -> FoldedStates {
    var grown = FoldedStates()
    grown.all = all.compactMap { $0.grown(to: count, of: effective) }
    return grown
  }
}
