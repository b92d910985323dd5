internal import Deciding
internal import EventModel

/// An aggregate whose payloads are decoded by a table, and that has no state until it is registered.
///
/// The conforming type is the state itself: the events of one stream add up to an `Organisation?`. It is `nil`
/// before the first event, and again once that is voided.
protocol TabledAggregate: Aggregate where State == Self? {
  /// How its payloads are decoded.
  static var payloads: PayloadTable<Event> { get }
  /// Whether a state may hold codes; if not, no decision looks for any.
  static var holdsCodes: Bool { get }
  /// The codes that a state holds; see ``CodeKey``.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey>
  /// What has to be loaded before an event can be judged, beyond what is loaded already.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings
  /// What the rules say of an event, also where it keeps them.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement]
  /// The organisations that an event names, each with its part, where not every kind of organisation can
  /// have that part.
  static func parts(in payload: Event) -> [PartyRole.Part]
  /// What the rules say of an event that ends its entity; see `LifeCycle/endPhases`.
  static func judgeEnds(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement]
  /// What the rules say of an event by the whole stream as it is known now, later events included.
  static func judgeAsKnown(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement]
}

extension TabledAggregate {
  /// The event types it stores, with the newest schema version of each.
  public static var eventTypes: [EventType: Int] { payloads.eventTypes }

  /// None: nothing is registered yet.
  public static var initialState: Self? { nil }

  /// Decodes a stored payload, through the upcasters of older versions.
  public static func decode(
    type: EventType, schemaVersion: Int, payload: [UInt8]
  ) throws(PayloadError) -> Event {
    try payloads.decode(type, schemaVersion, payload)
  }

  /// No; most aggregates hold no code.
  static var holdsCodes: Bool { false }

  /// None; most aggregates hold no code.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> { [] }

  /// Nothing; most events are judged by no rule.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings { [] }

  /// Nothing; most events are judged by no rule.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { [] }

  /// None; most events name no organisation, or one in a part that any kind of organisation can have.
  static func parts(in payload: Event) -> [PartyRole.Part] { [] }

  /// Nothing; most events are judged only by what came before them.
  static func judgeAsKnown(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { [] }

  /// Nothing; an aggregate without phases has no end.
  static func judgeEnds(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { [] }
}

/// An event as the rules see it: proposed by a command, or recorded before and judged again.
struct JudgedEvent<Payload: Sendable>: Sendable {
  /// Its stream.
  var stream: StreamName
  /// Its payload.
  var payload: Payload
  /// When it happened.
  var occurred: Moment
  /// Our own act, or a report.
  var standing: Standing
  /// The same with its payload encoded.
  var fact: JudgedFact
}
