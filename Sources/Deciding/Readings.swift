public import EventModel

/// One thing a decision needs to see.
public enum Reading: Hashable, Sendable {
  /// A stream's history.
  case stream(StreamName)
  /// A stored personal part, by its commitment's reference.
  ///
  /// In a box of its own: it is rare, and readings are copied often.
  indirect case personal(PersonalPartReference)
}

/// What a decision needs to see, in any order; what is named twice is loaded once.
///
/// A list, no set: each round of a decision gathers some twenty, of which few are the same, and a
/// set would hash each of them at every step.
public struct Readings: Sendable, Sequence, ExpressibleByArrayLiteral {
  private var all: [Reading]

  /// These.
  public init(arrayLiteral readings: Reading...) { all = readings }

  /// These.
  public init(_ readings: some Sequence<Reading>) { all = Array(readings) }

  /// Whether nothing is needed.
  public var isEmpty: Bool { all.isEmpty }

  /// Adds one.
  public mutating func insert(_ reading: Reading) { all.append(reading) }

  /// Adds those.
  public mutating func formUnion(_ others: some Sequence<Reading>) {
    all.append(contentsOf: others)
  }

  /// These and those.
  public func union(_ others: some Sequence<Reading>) -> Readings {
    var both = self
    both.formUnion(others)
    return both
  }

  /// Each in turn, some perhaps twice.
  public func makeIterator() -> IndexingIterator<[Reading]> { all.makeIterator() }
}
