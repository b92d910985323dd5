public import Deciding
public import EventModel

/// What handling needs to know of a command; the rest is between the command and its decider.
public protocol HandledCommand: Sendable {
  /// The client's id; `nil` when it leaves the choice to the server.
  var id: CommandID? { get }
  /// SHA-256 of the command without what is personal.
  var digest: Digest { get }
  /// The stream it is about.
  var target: StreamName { get }
  /// From when it holds, if not from when it happened.
  var effectiveFrom: Moment? { get }
  /// Until when it holds.
  var effectiveTo: Moment? { get }
  /// The last revisions that the client expects; `nil` for a stream that must not exist. All of them hold,
  /// also where one stream is named twice.
  var expectedHeads: [(stream: StreamName, head: Revision?)] { get }
  /// Whether it holds anything personal, which the digest doesn't cover.
  var hasPersonalFields: Bool { get }
  /// The event that led to the command, if it isn't a client's.
  var causation: EventID? { get }
  /// The event with which all began that the command follows from, if it isn't a client's.
  var correlation: EventID? { get }
  /// The person whose personal parts are to be destroyed once the command is recorded.
  var erases: StreamName? { get }

  /// Refuses the command where whoever gives it may not, by what its target is; `nil` where nobody is
  /// to be asked.
  ///
  /// Asked before anything is answered, and again on the very history that the decision read: what
  /// comes into being in between is looked at too. It throws a ``Rejection``, usually with code
  /// `notPermitted`.
  var permission: (@Sendable (StreamHistory) throws(Rejection) -> Void)? { get }

  /// Counts what its answer tells about persons; `nil` where whoever gives it may ask without end.
  var lookUpCount: LookUpCount? { get }
  /// Counts its repeats with personal parts that are not the recorded ones; `nil` where whoever gives it
  /// may guess without end.
  var differingRepeatCount: LookUpCount? { get }

  /// The context of its decision, with nothing loaded.
  func context(
    now: RecordedTime, zone: LogZone, actor: Actor, channel: Source.Channel
  ) -> DecisionContext
}

extension HandledCommand {
  /// A client's command is led to by no event.
  public var causation: EventID? { nil }
  /// A client's command begins something of its own.
  public var correlation: EventID? { nil }
  /// Most commands erase nobody.
  public var erases: StreamName? { nil }
  /// Where nothing is said, nothing is counted.
  public var lookUpCount: LookUpCount? { nil }
  /// Where nothing is said, nothing is counted.
  public var differingRepeatCount: LookUpCount? { nil }
  /// Where nothing is said, whoever gives it may.
  public var permission: (@Sendable (StreamHistory) throws(Rejection) -> Void)? { nil }
}
