public import Deciding
public import EventModel

/// From when and until when an event holds, where its command says so.
public struct Effect: Sendable {
  /// The only stream whose events it is about.
  public let stream: StreamName
  /// From when; `nil` from when it happened.
  public let from: Moment?
  /// Until when; `nil` for no end.
  public let to: Moment?

  /// The effect of a command's events on its target.
  public init(on stream: StreamName, from: Moment?, to: Moment?) {
    self.stream = stream
    self.from = from
    self.to = to
  }
}

/// Histories made by applying decisions in memory: given what happened, when a command comes, then
/// these events or this rejection.
///
/// It needs no log. It does what the command handler does around a decider: asks for readings in bounded rounds,
/// decides, opens reviews, references personal parts, and records. What a decision reads without
/// having named it traps, as it would in the handler.
public struct GivenWhenThen<D: Decider>: Sendable {
  /// The decider under test.
  public let decider: D
  /// The zone of civil moments.
  public var zone: LogZone
  /// The clock.
  public var now: RecordedTime
  /// What was recorded, by stream.
  public private(set) var histories: [StreamName: [RecordedEvent]] = [:]
  /// In how many rounds a decision may ask for what it reads; more for one that follows a chain.
  public var mostReadRounds = DecidingLimits.readRounds
  /// The personal parts that are kept; taking one out stands for its erasure.
  public var personal: [PersonalPartReference: [UInt8]] = [:]
  /// In how many rounds the last decision asked for what it reads.
  public private(set) var lastReadRounds = 0
  /// What the last decision read.
  public private(set) var lastReadings: Set<Reading> = []

  private var size: UInt64 = 0

  /// An empty past.
  public init(
    _ decider: D, zone: LogZone = .shanghai, now: RecordedTime
  ) {
    self.decider = decider
    self.zone = zone
    self.now = now
  }

  /// What was recorded in a stream.
  public func history(_ stream: StreamName) -> StreamHistory {
    StreamHistory(stream: stream, recorded: histories[stream] ?? [], zone: zone)
  }

  /// Decides a command and records what it leads to.
  ///
  /// - Parameters:
  ///   - context: without anything loaded.
  ///   - effect: from when and until when it holds, where the command says so.
  /// - Returns: the decision, and the events as they were recorded.
  /// - Throws: the decider's rejection; nothing is recorded then.
  @discardableResult
  public mutating func when(
    _ command: D.Command, _ context: DecisionContext, id: CommandID, _ effect: Effect? = nil
  ) throws(Rejection) -> (decision: Decision, recorded: [RecordedEvent]) {
    var context = context
    lastReadRounds = 0
    lastReadings = []
    var next: DecisionRound.Next = { [decider] (context) throws(Rejection) in
      try decider.decide(command, context)
    }
    while true {
      switch try next(context) {
      case .decided(let decision): return (decision, record(decision, context, id, effect))
      case .needs(let readings, let then):
        if let then { next = then }
        let missing = Set(readings).subtracting(lastReadings)
        precondition(!missing.isEmpty, "the decider asks for what it has")
        lastReadRounds += 1
        precondition(
          lastReadRounds <= mostReadRounds, "the decider asked in too many rounds")
        lastReadings.formUnion(missing)
        for reading in missing { load(reading, &context) }
      }
    }
  }

  private func load(_ reading: Reading, _ context: inout DecisionContext) {
    switch reading {
    case .stream(let stream): context.histories[stream] = history(stream)
    case .personal(let part):
      context.personal[part] = personal[part].map(PersonalPartValue.known) ?? .unavailable
    }
  }

  /// Records a decision that was made elsewhere, as by judging a fact again.
  @discardableResult
  public mutating func record(
    _ decision: Decision, _ context: DecisionContext, _ id: CommandID, _ effect: Effect? = nil
  ) -> [RecordedEvent] {
    let count = decision.events.reduce(0) { $0 + 1 + $1.reviews.count }
    var recorded: [RecordedEvent] = []
    for event in decision.events {
      let standing = event.standing ?? context.standing
      let fact = add(event, standing, context, effect, id, recorded.count, count)
      recorded.append(fact)
      for review in event.reviews {
        let opened = DecidedEvent(
          ReviewEvents.opened, to: event.stream, payload: review.payload(holding: fact.event.id),
          about: event.about)
        recorded.append(add(opened, standing, context, nil, id, recorded.count, count))
      }
    }
    now = RecordedTime(microseconds: now.microseconds + 1_000_000)
    return recorded
  }

  private mutating func add(
    _ event: DecidedEvent, _ standing: Standing, _ context: DecisionContext, _ effect: Effect?,
    _ id: CommandID, _ index: Int, _ count: Int
  ) -> RecordedEvent {
    var proposed = ProposedEvent(
      type: event.type, schemaVersion: event.schemaVersion, id: EventID(of: id, ordinal: index),
      standing: standing, actor: context.actor, source: context.source,
      occurred: context.occurred, payload: event.payload)
    if let effect, effect.stream == event.stream {
      proposed.effectiveFrom = effect.from
      proposed.effectiveTo = effect.to
    }
    proposed.corrects = event.corrects
    proposed.voids = event.voids
    proposed.about = event.about
    for part in event.personal {
      let reference = PersonalPartReference(
        subject: part.subject, part: part.part,
        commitment: Digest(sha256Of: proposed.id.bytes + part.plaintext))
      personal[reference] = part.plaintext
      proposed.personal.append(reference)
    }
    let history = histories[event.stream] ?? []
    let recorded = RecordedEvent(
      event: proposed, stream: event.stream, revision: Revision(UInt64(history.count)),
      position: Position(size), recordedAt: now, commandID: id,
      commandDigest: Digest(sha256Of: id.bytes), appendIndex: index, appendCount: count)
    histories[event.stream] = history + [recorded]
    size += 1
    return recorded
  }
}
