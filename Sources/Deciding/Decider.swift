public import EventModel

/// Decides commands: pure, from the effective histories that it asked for.
///
/// The handler calls ``decide(_:_:)``, loads what it asks for, and calls it again, or lets it go on
/// where it was, until it decides: nothing is decided only to find out what it reads. It may ask
/// ``DecidingLimits/readRounds`` times, and once more for each link of a chain of mergers or of head
/// offices, of which ``DecidingLimits/chainLinks`` are followed; who asks more than ``DecidingLimits/mostRounds`` times
/// is refused. The revisions of all that was read become conditions of the append.
public protocol Decider: Sendable {
  /// A request.
  associatedtype Command: Sendable

  /// The events that the command leads to, or what else has to be loaded to say so; an empty
  /// decision means "already so".
  ///
  /// - Throws: ``Rejection``, the domain's no, as soon as it is certain.
  func decide(
    _ command: Command, _ context: DecisionContext
  ) throws(Rejection) -> DecisionRound
}

/// What one round of deciding came to.
public enum DecisionRound: Sendable {
  /// Goes on with a context in which more is loaded.
  public typealias Next = @Sendable (DecisionContext) throws(Rejection) -> DecisionRound

  /// These have to be loaded, some of them for the first time. The next round goes on where this one
  /// was; without one the decider is asked from the beginning.
  case needs(Readings, then: Next? = nil)
  /// The decision.
  case decided(Decision)
}

/// Bounds of deciding.
public enum DecidingLimits {
  /// How often a decider that follows no chain may ask for more: target and references, what the
  /// command reads, what its draft goes to, what its rules judge by (twice, where they follow a
  /// reference), and codes and findings.
  public static let readRounds = 6
  /// How many links of a chain of streams a decision may follow one after another, as from an
  /// organisation to the one it was merged into; each takes a round of its own.
  public static let chainLinks = 256
  /// The most rounds: where a decider asks for more, it asks for ever.
  public static let mostRounds = readRounds + chainLinks
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
  /// From when the command says that it holds, if not from when it happened.
  public var effectiveFrom: Moment?
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
    self.effectiveFrom = nil
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
  /// - Precondition: the stream was asked for and is loaded.
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
  /// - Precondition: the stream was asked for and is loaded.
  public func history(of stream: StreamName) -> StreamHistory {
    guard let history = histories[stream] else {
      preconditionFailure(
        "a decision reads \(stream), which it did not ask for: also a judgement names first what it "
          + "looks at, for a fact that is judged again has no command that names it")
    }
    return history
  }

  /// Whether a stream has been loaded.
  public func isLoaded(_ stream: StreamName) -> Bool { histories[stream] != nil }

  /// Whether all of these have been loaded.
  public func holds(_ readings: Readings) -> Bool {
    readings.allSatisfy {
      switch $0 {
      case .stream(let stream): histories[stream] != nil
      case .personal(let part): personal[part] != nil
      }
    }
  }
}
