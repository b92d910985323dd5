/// An event's index in the log, from 0: the index of its leaf in the hash tree.
///
/// Positions are dense. A tree of size n holds the positions below n.
public struct Position: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The index.
  public let number: UInt64

  /// The position with that index.
  public init(_ number: UInt64) { self.number = number }

  /// Where every log begins: `log.created`.
  public static let zero = Position(0)

  /// The next position.
  ///
  /// - Precondition: this is not the last of 2⁶⁴.
  public var next: Position { Position(number + 1) }

  /// The position before, unless this is the first.
  public var previous: Position? { number == 0 ? nil : Position(number - 1) }

  /// The index in decimal.
  public var description: String { String(number) }

  /// Orders by index.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// An event's index in its stream, from 0.
public struct Revision: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The index.
  public let number: UInt64

  /// The revision with that index.
  public init(_ number: UInt64) { self.number = number }

  /// A stream's first event.
  public static let zero = Revision(0)

  /// The next revision.
  public var next: Revision { Revision(number + 1) }

  /// The index in decimal.
  public var description: String { String(number) }

  /// Orders by index.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// What an append demands of a stream before it adds to it.
public enum ExpectedRevision: Hashable, Sendable, CustomStringConvertible {
  /// Nothing is demanded.
  case any
  /// The stream has no event yet.
  case noStream
  /// The stream has at least one event.
  case streamExists
  /// The stream's last event has exactly this revision.
  case exactly(Revision)

  /// The demand that a stream read at this head is still there.
  public init(head: Revision?) {
    self = head.map(ExpectedRevision.exactly) ?? .noStream
  }

  /// Whether a stream whose last revision is `head` meets the demand.
  public func isMet(by head: Revision?) -> Bool {
    switch self {
    case .any: true
    case .noStream: head == nil
    case .streamExists: head != nil
    case .exactly(let revision): head == revision
    }
  }

  /// The demand in words.
  public var description: String {
    switch self {
    case .any: "any"
    case .noStream: "no stream"
    case .streamExists: "stream exists"
    case .exactly(let revision): "exactly \(revision)"
    }
  }
}
