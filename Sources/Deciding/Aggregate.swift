public import EventModel

/// One kind of entity: how its stored events are decoded and folded into a state.
///
/// An aggregate never sees the log, a clock or a database.
public protocol Aggregate: Sendable {
  /// A decoded payload: an enum with one case for each event type of the category.
  associatedtype Event: Sendable
  /// What the events add up to.
  associatedtype State: Sendable

  /// The category of its streams.
  static var category: StreamCategory { get }
  /// The event types it stores, with the newest schema version of each.
  static var eventTypes: [EventType: Int] { get }
  /// The state of a stream without events.
  static var initialState: State { get }

  /// Decodes a stored payload, through the upcasters of older versions.
  ///
  /// - Throws: ``PayloadError`` when the type is unknown, the version newer than this code, or the
  ///   bytes are not the type's message.
  static func decode(
    type: EventType, schemaVersion: Int, payload: [UInt8]
  ) throws(PayloadError) -> Event

  /// Adds one effective event to the state. Never fails and never asks for the time.
  static func evolve(_ state: inout State, _ payload: Event, _ event: EffectiveEvent)

  /// Whether the event that was added last says anything that counts. What doesn't is no ground of
  /// any row: no read model sees it.
  static func counts(_ event: EffectiveEvent, in state: State) -> Bool

  /// Decodes one effective event and adds it to the state; what is no event of the category is
  /// passed over. No aggregate has a form of its own: as a requirement it is compiled for each, and
  /// a fold needn't ask at every event which state and payload it has.
  ///
  /// - Throws: ``PayloadError`` when it can't be understood.
  static func apply(_ event: EffectiveEvent, to state: inout State) throws(PayloadError)
}

/// Why a stored payload can't be understood.
public enum PayloadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The category has no such event type in this version of Concord.
  case unknownType(EventType)
  /// The payload was written by a newer Concord.
  case newerVersion(EventType, version: Int, known: Int)
  /// The bytes are not the type's message.
  case malformed(EventType, reason: String)

  /// One sentence.
  public var description: String {
    switch self {
    case .unknownType(let type):
      "the event type \(type) is unknown here: it was written by a newer Concord"
    case .newerVersion(let type, let version, let known):
      "\(type) version \(version) was written by a newer Concord; this one knows up to \(known)"
    case .malformed(let type, let reason):
      "the payload of \(type) is not its message: \(reason)"
    }
  }
}

extension Aggregate {
  /// Of most aggregates every event counts.
  public static func counts(_: EffectiveEvent, in _: State) -> Bool { true }

  /// Folds effective events, in their order.
  ///
  /// Reviews are not folded: each effective event carries ``EffectiveEvent/isConfirmed``. Nor are
  /// approvals, which say nothing of the entity.
  /// - Throws: ``PayloadError`` at the first event that can't be understood.
  public static func fold(
    _ events: some Sequence<EffectiveEvent>
  ) throws(PayloadError) -> State {
    var state = initialState
    for event in events { try apply(event, to: &state) }
    return state
  }

  /// Decodes one effective event and adds it to the state.
  ///
  /// - Throws: ``PayloadError`` when it can't be understood.
  @inlinable
  public static func apply(_ event: EffectiveEvent, to state: inout State) throws(PayloadError) {
    if event.type.isProcedural { return }
    let payload = try decode(
      type: event.type, schemaVersion: event.schemaVersion, payload: event.payload)
    evolve(&state, payload, event)
  }
}
