/// An event before its append: all that its caller decides.
public struct ProposedEvent: Hashable, Sendable {
  /// The stored name of its kind.
  public var type: EventType
  /// The version of the payload's schema, from 1.
  public var schemaVersion: Int
  /// Its id.
  public var id: EventID
  /// The event that led to this one.
  public var causation: EventID?
  /// The first event or command of the chain.
  public var correlation: EventID?
  /// The original event that this one replaces in effect.
  public var corrects: EventID?
  /// The original event that this one takes out of effect.
  public var voids: EventID?
  /// Our own act, or a report.
  public var standing: Standing
  /// Who recorded it.
  public var actor: Actor
  /// What it rests on.
  public var source: Source
  /// When it happened.
  public var occurred: Moment
  /// From when it holds, if not from when it happened.
  public var effectiveFrom: Moment?
  /// Until when it holds.
  public var effectiveTo: Moment?
  /// The version of the rules it was judged by.
  public var rulesetVersion: Int?
  /// What it is about.
  public var about: [About]
  /// The other streams that the decision read.
  public var decidedOn: [DecidedOn]
  /// Its personal parts.
  public var personal: [PersonalPartReference]
  /// The type's own message, encoded.
  public var payload: [UInt8]

  /// An event with the fields that every event has; the others are empty.
  public init(
    type: EventType, schemaVersion: Int = 1, id: EventID, standing: Standing, actor: Actor,
    source: Source, occurred: Moment, payload: [UInt8]
  ) {
    self.type = type
    self.schemaVersion = schemaVersion
    self.id = id
    self.standing = standing
    self.actor = actor
    self.source = source
    self.occurred = occurred
    self.about = []
    self.decidedOn = []
    self.personal = []
    self.payload = payload
  }
}

/// Whether an event is our own act or a report of one elsewhere.
public enum Standing: Int, Hashable, Sendable {
  /// Our own act: rules may refuse it.
  case decided = 1
  /// A fact that happened elsewhere: never refused for being unlawful.
  case reported = 2
}
