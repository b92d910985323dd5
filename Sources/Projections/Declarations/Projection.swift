public import Deciding
public import EventModel

/// A projection that shows what a stream's events add up to.
///
/// All projections over one aggregate share one decoding and one folded state a stream. A projection
/// is a value without state of its own: what it needs besides the aggregate's state it keeps in its
/// `Memory`, one for each stream.
public protocol StateProjection<Folded>: Sendable {
  /// The aggregate whose state it shows.
  associatedtype Folded: Aggregate
  /// What it keeps for each stream besides the aggregate's state.
  associatedtype Memory: Sendable = Nothing

  /// Its name; part of the code's fingerprint.
  var name: String { get }
  /// Raised when the same events would give other rows.
  var version: Int { get }
  /// The tables it writes.
  var tables: [TableDeclaration] { get }
  /// The memory of a stream without events.
  var initialMemory: Memory { get }

  /// Keeps what the aggregate's state doesn't, of one effective event.
  ///
  /// Called in effective order, after the aggregate evolved, but not for an event that doesn't count
  /// there. Like `evolve` it never fails.
  func remember(_ payload: Folded.Event, _ event: EffectiveEvent, in memory: inout Memory)

  /// The rows of a stream; they replace the stream's earlier rows in these tables.
  ///
  /// The order is of no consequence; of two rows with one key the later counts.
  func addRows(
    of state: Folded.State, _ facts: StreamFacts, _ memory: Memory, to rows: inout RowSink)
}

/// The memory of a projection that needs none.
public struct Nothing: Sendable {
  /// Nothing.
  public init() {}
}

extension StateProjection where Memory == Nothing {
  /// Nothing.
  public var initialMemory: Nothing { Nothing() }
  /// Keeps nothing.
  public func remember(_: Folded.Event, _: EffectiveEvent, in _: inout Nothing) {}
}

/// A projection that shows single events: rows are added event by event, so that a stream of 10,000
/// events costs one row for each new event and not 10,000.
///
/// It sees every recorded event of every stream, in order of revision, amended ones too. When an
/// amendment or a review changes the standing of earlier events, it sees the stream from the start.
public protocol EventProjection: Sendable {
  /// What earlier events of the stream leave behind.
  associatedtype Memory: Sendable

  /// Its name; part of the code's fingerprint.
  var name: String { get }
  /// Raised when the same events would give other rows.
  var version: Int { get }
  /// The tables it writes.
  var tables: [TableDeclaration] { get }
  /// The memory of a stream without events.
  var initialMemory: Memory { get }

  /// The rows that one event adds or, by their key, replaces.
  ///
  /// The rows of an event depend on this event and on earlier ones alone.
  func addRows(
    for event: RecordedEvent, _ standing: HistoryStanding, memory: inout Memory,
    to rows: inout RowSink)
}

/// How a recorded event stands in its stream's history.
public struct HistoryStanding: Sendable {
  /// Whether it counts, and how.
  public let status: HistoryStatus
  /// The position of the correction or void that counts for it.
  public let amendedBy: Position?
  /// The log's zone.
  public let zone: LogZone
}

/// What a recorded event counts for in its stream's history.
public enum HistoryStatus: String, Hashable, Sendable, CaseIterable {
  /// It counts as it was recorded.
  case effective
  /// It counts, but a review holds it back.
  case unconfirmed
  /// A correction replaces what it says.
  case corrected
  /// A void takes it out.
  case voided
  /// It is the correction that counts for its original.
  case correction
  /// It is the void that counts for its original.
  case void
  /// It is an amendment that a later one replaced.
  case superseded
  /// It opens or ends a review.
  case review
}
