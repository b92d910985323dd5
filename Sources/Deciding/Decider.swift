public import EventModel

/// Decides commands: pure, from the effective histories that it asked for.
///
/// The handler asks ``reads(_:_:)`` until it names nothing new (at most
/// ``DecidingLimits/readRounds`` rounds), loads what is named, and calls ``decide(_:_:)``. The
/// revisions of all that was read become conditions of the append.
public protocol Decider: Sendable {
  /// A request.
  associatedtype Command: Sendable

  /// What the decision needs to see, given what has been loaded so far.
  ///
  /// - Throws: ``Rejection`` when the command is malformed already.
  func reads(
    _ command: Command, _ context: DecisionContext
  ) throws(Rejection) -> Set<Reading>

  /// The events that the command leads to; an empty decision means "already so".
  ///
  /// - Throws: ``Rejection``, the domain's no.
  func decide(
    _ command: Command, _ context: DecisionContext
  ) throws(Rejection) -> Decision
}

/// Bounds of deciding.
public enum DecidingLimits {
  /// How often a decider may ask for more.
  public static let readRounds = 6
}

/// One thing a decision needs to see.
public enum Reading: Hashable, Sendable {
  /// A stream's history.
  case stream(StreamName)
  /// A stored personal part, by its commitment's reference.
  case personal(PersonalPartReference)
}

/// A personal part as a decision sees it.
public enum PersonalPartValue: Hashable, Sendable {
  /// The plaintext.
  case known([UInt8])
  /// It was erased, or its key is not here.
  case unavailable
}

/// All that a decision may depend on.
public struct DecisionContext: Sendable {
  /// The time of the decision.
  public var now: RecordedTime
  /// The log's zone.
  public var zone: LogZone
  /// When the command says it happened.
  public var occurred: Moment
  /// Who asks.
  public var actor: Actor
  /// Our own act, or a report.
  public var standing: Standing
  /// What the recorder rests it on.
  public var source: Source
  /// The original event that the command corrects; its stream's history then ends before its place.
  public var corrects: EventID?
  /// The histories that were loaded.
  public var histories: [StreamName: StreamHistory]
  /// The personal parts that were loaded.
  public var personal: [PersonalPartReference: PersonalPartValue]

  /// A context in which nothing has been loaded.
  public init(
    now: RecordedTime, zone: LogZone, occurred: Moment, actor: Actor, standing: Standing,
    source: Source
  ) {
    self.now = now
    self.zone = zone
    self.occurred = occurred
    self.actor = actor
    self.standing = standing
    self.source = source
    self.corrects = nil
    self.histories = [:]
    self.personal = [:]
  }

  /// The whole effective state of a loaded stream; transitions are judged on it.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` when the stream can't be understood.
  /// - Precondition: the stream was named by `reads` and is loaded.
  public func state<A: Aggregate>(
    _ aggregate: A.Type, _ stream: StreamName
  ) throws(Rejection) -> A.State {
    try history(of: stream).state(aggregate)
  }

  /// The state of a loaded stream as of the end of a moment; rules are judged on it.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` when the stream can't be understood.
  public func state<A: Aggregate>(
    _ aggregate: A.Type, _ stream: StreamName, asOf moment: Moment
  ) throws(Rejection) -> A.State {
    try history(of: stream).state(aggregate, asOf: moment)
  }

  /// The history of a loaded stream.
  ///
  /// - Precondition: the stream was named by `reads` and is loaded.
  public func history(of stream: StreamName) -> StreamHistory {
    guard let history = histories[stream] else {
      preconditionFailure("decide reads \(stream), which reads() did not name")
    }
    return history
  }

  /// Whether a stream has been loaded.
  public func isLoaded(_ stream: StreamName) -> Bool { histories[stream] != nil }
}
