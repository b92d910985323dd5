internal import struct Crypto.SHA256
public import Deciding
public import EventModel

/// What follows by itself from a recorded fact: a pure function of the fact and of the histories it
/// asks for.
///
/// What follows is a command like any other. It is our own act, so that it is refused where it
/// can't follow, and never a report, which would be kept whatever it breaks.
public struct Reaction: Sendable {
  /// Its name, which goes into the ids of its commands; it never changes.
  public let name: String
  /// The types of event that it follows from.
  public let triggers: Set<EventType>
  /// The name of the command that follows, as `convertIntention`.
  public let command: String
  /// The category of the streams that the command is about.
  public let target: StreamCategory
  /// The types of event whose streams it asks for by what they were decided on.
  public let gathered: Set<EventType>
  private let concerns: @Sendable (RecordedEvent) -> Bool
  private let follow: @Sendable (ReactionContext) throws(Rejection) -> ReactionRound

  init<Command: DomainCommand>(
    _ name: String, on triggers: [EventType], _ command: Command.Type, to target: StreamCategory,
    gathering gathered: Set<EventType> = [],
    where concerns: @escaping @Sendable (RecordedEvent) -> Bool = { _ in true },
    _ follow: @escaping @Sendable (ReactionContext) throws(Rejection) -> ReactionRound
  ) {
    self.name = name
    self.triggers = Set(triggers)
    self.command = command.name
    self.target = target
    self.gathered = gathered
    self.concerns = concerns
    self.follow = follow
  }

  /// Whether anything may follow from a trigger, by what it says itself; asked before its stream is
  /// loaded.
  public func mayFollow(_ trigger: RecordedEvent) -> Bool { concerns(trigger) }

  /// What follows from a trigger, or what else has to be loaded first.
  ///
  /// - Parameter context: with the trigger's own stream loaded.
  /// - Returns: nothing of a trigger that was voided by then.
  /// - Throws: ``Rejection`` with code `newerConcord` where a history can't be understood.
  public func round(_ context: ReactionContext) throws(Rejection) -> ReactionRound {
    guard context.effective != nil else { return .follows([]) }
    return try follow(context)
  }

  /// The command that follows a trigger: at the trigger's time, or at the later one before which it
  /// can't be, and in effect from when the trigger is, on the trigger's evidence, under a derived id.
  ///
  /// - Precondition: the trigger is effective.
  public func parsed(
    _ consequence: FollowingCommand, _ context: ReactionContext
  ) throws(Rejection) -> ParsedCommand {
    guard let trigger = context.effective else {
      preconditionFailure("nothing follows from a voided trigger")
    }
    var command = PBCommand()
    command.body = consequence.body
    command.standing = .decided
    command.occurred = context.moment(of: consequence, trigger).description
    if let from = trigger.effectiveFrom { command.effectiveFrom = from.description }
    let source = trigger.source
    if let evidence = source.evidence {
      command.source.evidence = PBEvidence(rawValue: evidence.rawValue) ?? .unspecified
    }
    if let document = source.document { command.source.document = document }
    if let sha256 = source.sha256 { command.source.sha256 = sha256.description }
    if let day = source.publishedOn { command.source.publishedOn = day.description }
    let target = try ParsedCommand(command).target
    command.id = id(after: trigger.id, on: target).description
    var parsed = try ParsedCommand(command)
    parsed.causation = trigger.id
    parsed.correlation = trigger.original.event.correlation ?? trigger.id
    return parsed
  }

  /// The id of the command that follows from a trigger for a target: the first 16 bytes of
  /// SHA-256(name ‖ 0 ‖ trigger's event id ‖ target's stream name).
  public func id(after trigger: EventID, on target: StreamName) -> CommandID {
    var hash = SHA256()
    hash.update(data: Array(name.utf8) + [0])
    hash.update(data: trigger.bytes)
    hash.update(data: Array(target.text.utf8))
    return CommandID(prefixOf: Array(hash.finalize()))
  }
}

/// What a reaction asks to see.
public enum ReactionReading: Hashable, Sendable {
  /// A stream.
  case stream(StreamName)
  /// The streams that hold an event of that type which was decided on that stream.
  case streams(of: EventType, decidedOn: StreamName)
}

/// What a reaction comes to.
public enum ReactionRound: Sendable {
  /// It has to see this first.
  case needs(Set<ReactionReading>)
  /// These follow; nothing, where none does.
  case follows([FollowingCommand])
}

/// A command that follows from a trigger.
public struct FollowingCommand: Sendable {
  /// What it is about.
  let body: PBCommand.OneOf_Body
  /// What it can't come before; `nil` where the trigger itself is that.
  let notBefore: Moment?

  init(_ body: PBCommand.OneOf_Body, notBefore: Moment? = nil) {
    self.body = body
    self.notBefore = notBefore
  }
}

/// What a reaction depends on.
public struct ReactionContext: Sendable {
  /// The fact that something may follow from, as it was recorded.
  public let trigger: RecordedEvent
  /// The histories that were loaded.
  public var histories: [StreamName: StreamHistory]
  /// The streams that were asked for by what they were decided on.
  public var gathered: [ReactionReading: Set<StreamName>] = [:]

  /// A context in which nothing but the trigger's own stream is loaded.
  public init(_ trigger: RecordedEvent, in history: StreamHistory) {
    self.trigger = trigger
    histories = [trigger.stream: history]
  }

  /// The trigger as it counts; `nil` when it was voided.
  var effective: EffectiveEvent? {
    histories[trigger.stream]?.effective.first { $0.id == trigger.event.id }
  }

  /// When a consequence happens: with its trigger, or with what it can't come before where that sorts
  /// after the trigger.
  fileprivate func moment(of consequence: FollowingCommand, _ trigger: EffectiveEvent) -> Moment {
    later(trigger.occurred, consequence.notBefore) ?? trigger.occurred
  }

  /// Which of two moments sorts after the other; the second where they end together.
  func later(_ first: Moment?, _ second: Moment?) -> Moment? {
    guard let first, let second, let zone = histories[trigger.stream]?.zone else {
      return second ?? first
    }
    return second.latest(in: zone) >= first.latest(in: zone) ? second : first
  }

  /// Whether all of these have been loaded.
  func holds(_ readings: Set<ReactionReading>) -> Bool {
    readings.allSatisfy {
      switch $0 {
      case .stream(let stream): histories[stream] != nil
      case .streams: gathered[$0] != nil
      }
    }
  }

  /// What a loaded stream adds up to; of no stream nothing.
  func state<A: TabledAggregate>(_ aggregate: A.Type, _ stream: StreamName) throws(Rejection) -> A?
  {
    guard let history = histories[stream] else {
      preconditionFailure("a reaction sees \(stream), which it did not ask for")
    }
    return try history.state(aggregate)
  }

  /// What the trigger's own stream adds up to.
  func own<A: TabledAggregate>(_ aggregate: A.Type) throws(Rejection) -> A? {
    try state(aggregate, trigger.stream)
  }
}
