public import Deciding
public import EventModel

/// One aggregate as generic code sees it: replay, the command line, golden tests, claims of codes.
public struct AggregateDescriptor: Sendable {
  /// The category of its streams.
  public let category: StreamCategory
  /// Its event types, with the newest schema version of each.
  public let eventTypes: [EventType: Int]

  /// Whether its states may hold codes.
  let holdsCodes: Bool
  /// Whether its states mark events that come out of order.
  let isOrdered: Bool

  private let decode: @Sendable (EventType, Int, [UInt8]) throws(PayloadError) -> Void
  private let render: @Sendable (EventType, Int, [UInt8]) throws(PayloadError) -> String
  private let isThere: @Sendable (StreamHistory) throws(Rejection) -> Bool
  private let heldCodes: @Sendable (StreamHistory) throws(Rejection) -> Set<CodeKey>
  private let judgingOfFact: @Sendable (JudgedFact) throws(Rejection) -> FactJudging

  /// The descriptor of an aggregate.
  ///
  /// - Parameter category: where it is not the aggregate's own, as for the kinds of codes.
  init<A: TabledAggregate>(_ aggregate: A.Type, category: StreamCategory? = nil) {
    self.category = category ?? A.category
    self.eventTypes = A.eventTypes
    self.holdsCodes = A.holdsCodes
    isOrdered = A.self is any OrderedAggregate.Type
    decode = { (type, version, payload) throws(PayloadError) in
      _ = try A.payloads.decode(type, version, payload)
    }
    render = { (type, version, payload) throws(PayloadError) in
      try A.payloads.json(type, version, payload)
    }
    isThere = { (history) throws(Rejection) in try history.state(A.self) != nil }
    heldCodes = { (history) throws(Rejection) in
      guard let state = try history.state(A.self) else { return [] }
      return A.codes(of: state, at: history.stream)
    }
    judgingOfFact = { (fact) throws(Rejection) in
      let event = try fact.decoded(A.self)
      let parts = A.parts(in: event.payload)
      return FactJudging(
        reads: { (context) throws(Rejection) in
          try A.readsToJudge(event, context).union(PartyRole.reads(parts))
        },
        judge: { (context) throws(Rejection) in
          try A.judge(event, context) + PartyRole.judge(parts, in: event.stream, context)
        },
        judgeAsKnown: { (context) throws(Rejection) in
          try A.judgeEnds(event, context) + A.judgeAsKnown(event, context)
        })
    }
  }

  /// Checks that a stored payload can be understood.
  ///
  /// - Throws: ``PayloadError``.
  public func check(
    _ type: EventType, schemaVersion: Int, payload: [UInt8]
  ) throws(PayloadError) {
    try decode(type, schemaVersion, payload)
  }

  /// A stored payload as JSON, under the schema's own field names.
  ///
  /// - Throws: ``PayloadError``.
  public func json(
    _ type: EventType, schemaVersion: Int, payload: [UInt8]
  ) throws(PayloadError) -> String {
    try render(type, schemaVersion, payload)
  }

  /// Whether a stream's history adds up to an entity.
  public func exists(_ history: StreamHistory) throws(Rejection) -> Bool { try isThere(history) }

  /// The codes that a stream's entity holds.
  func codes(_ history: StreamHistory) throws(Rejection) -> Set<CodeKey> { try heldCodes(history) }

  /// What the rules say of a fact, which is decoded once for all their questions.
  func judging(_ fact: JudgedFact) throws(Rejection) -> FactJudging { try judgingOfFact(fact) }
}

/// What the rules of a fact's aggregate ask and say of it.
struct FactJudging: Sendable {
  /// What judging it needs to see beyond what is loaded.
  let reads: @Sendable (DecisionContext) throws(Rejection) -> Readings
  /// What the rules say of it.
  let judge: @Sendable (DecisionContext) throws(Rejection) -> [Judgement]
  /// What they say of it by all that is known of its stream, also of what came after it.
  let judgeAsKnown: @Sendable (DecisionContext) throws(Rejection) -> [Judgement]
}

/// A fact before its payload is decoded: proposed by a command, or recorded and judged again.
public struct JudgedFact: Sendable {
  /// Its stream.
  public var stream: StreamName
  /// Its type.
  public var type: EventType
  /// The payload's schema version.
  public var schemaVersion: Int
  /// The encoded payload.
  public var payload: [UInt8]
  /// When it happened.
  public var occurred: Moment
  /// Our own act, or a report.
  public var standing: Standing
  /// The original's id; `nil` of a fact that is proposed.
  public var id: EventID?
  /// The personal parts of a fact that is recorded.
  var personal: [PersonalPartReference] = []
  /// The original that a proposed fact corrects: by all that is known, that one is judged instead.
  var corrects: EventID?
  /// Whose personal parts a recorded fact brought when it was recorded first.
  var subjects: [StreamName] = []

  /// An effective event.
  public init(_ event: EffectiveEvent) {
    self.init(
      stream: event.stream, type: event.type, schemaVersion: event.schemaVersion,
      payload: event.payload, occurred: event.occurred, standing: event.standing)
    id = event.id
    personal = event.personal
    subjects = event.original.event.personal.map(\.subject)
  }

  /// A recorded event, in effect or not.
  public init(_ recorded: RecordedEvent) {
    self.init(
      stream: recorded.stream, type: recorded.event.type,
      schemaVersion: recorded.event.schemaVersion, payload: recorded.event.payload,
      occurred: recorded.event.occurred, standing: recorded.event.standing)
    id = recorded.event.id
    personal = recorded.event.personal
    subjects = recorded.event.personal.map(\.subject)
  }

  init(
    stream: StreamName, type: EventType, schemaVersion: Int, payload: [UInt8], occurred: Moment,
    standing: Standing
  ) {
    self.stream = stream
    self.type = type
    self.schemaVersion = schemaVersion
    self.payload = payload
    self.occurred = occurred
    self.standing = standing
  }

  func decoded<A: TabledAggregate>(_ aggregate: A.Type) throws(Rejection) -> JudgedEvent<A.Event> {
    do throws(PayloadError) {
      return JudgedEvent(
        stream: stream, payload: try A.payloads.decode(self), occurred: occurred,
        standing: standing, fact: self)
    } catch {
      throw Rejection(.newerConcord, "\(stream): \(error)", stream: stream)
    }
  }
}
