public import Deciding
public import EventModel

/// An aggregate whose payloads are decoded by a table, and whose state is absent until it is
/// registered.
///
/// The conforming type is the state itself: `Organisation?` is what the events of one stream add up
/// to. It is `nil` before the first event and after the first event was voided.
public protocol TabledAggregate: Aggregate where State == Self? {
  /// How its payloads are decoded.
  static var payloads: PayloadTable<Event> { get }
  /// Whether a state may hold codes; where not, no decision looks for any.
  static var holdsCodes: Bool { get }
  /// The codes that a state holds; see ``CodeKey``.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey>
  /// What judging an event needs to see beyond what has been loaded.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings
  /// What the rules say of an event, kept rules too.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement]
  /// The organisations that an event names in parts which not every kind of them can have.
  static func parts(in payload: Event) -> [PartyRole.Part]
  /// What is said of an event that ends its entity; see ``LifeCycle/endPhases``.
  static func judgeEnds(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement]
  /// What the rules say of an event by all that is known of its stream, also of what came after it.
  static func judgeAsKnown(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement]
}

extension TabledAggregate {
  /// The event types it stores, with the newest schema version of each.
  public static var eventTypes: [EventType: Int] { payloads.eventTypes }

  /// Nothing is registered yet.
  public static var initialState: Self? { nil }

  /// Decodes a stored payload, through the upcasters of older versions.
  public static func decode(
    type: EventType, schemaVersion: Int, payload: [UInt8]
  ) throws(PayloadError) -> Event {
    try payloads.decode(type, schemaVersion, payload)
  }

  /// Most aggregates hold no code.
  public static var holdsCodes: Bool { false }

  /// Most aggregates hold no code.
  public static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> { [] }

  /// Most events are judged by no rule.
  public static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings { [] }

  /// Most events are judged by no rule.
  public static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { [] }

  /// Most events name organisations in parts that all of them can have, or none.
  public static func parts(in payload: Event) -> [PartyRole.Part] { [] }

  /// Most events are judged by what came before them.
  public static func judgeAsKnown(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { [] }

  /// What has no phases has no end.
  public static func judgeEnds(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { [] }
}

/// An event as the rules see it: proposed by a command, or recorded before and judged again.
public struct JudgedEvent<Payload: Sendable>: Sendable {
  /// Its stream.
  public var stream: StreamName
  /// Its payload.
  public var payload: Payload
  /// When it happened.
  public var occurred: Moment
  /// Our own act, or a report.
  public var standing: Standing
  /// The same with its payload encoded.
  public var fact: JudgedFact
}
