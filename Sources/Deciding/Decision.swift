public import EventModel

/// What a command leads to: one append, or nothing when it is already so.
public struct Decision: Sendable {
  /// The events, in order; a stream may occur several times.
  public var events: [DecidedEvent]
  /// Breaches that the command's own reads show.
  public var findings: [FindingProposal]

  /// A decision.
  public init(events: [DecidedEvent] = [], findings: [FindingProposal] = []) {
    self.events = events
    self.findings = findings
  }

  /// Nothing to record: it is already so.
  public static var alreadySo: Decision { Decision() }
}

/// One event that a decision leads to, before it gets its envelope.
public struct DecidedEvent: Sendable {
  /// The stream it goes to.
  public var stream: StreamName
  /// Its type.
  public var type: EventType
  /// The payload's schema version.
  public var schemaVersion: Int
  /// The encoded payload.
  public var payload: [UInt8]
  /// What it is about; filled by the decider.
  public var about: [About]
  /// The original that it corrects.
  public var corrects: EventID?
  /// The original that it voids.
  public var voids: EventID?
  /// The standing, where it isn't the command's.
  public var standing: Standing?
  /// Personal parts to seal before the append.
  public var personal: [ProposedPersonalPart]
  /// Why it is held unconfirmed: each opens a review in the same stream and append.
  public var reviews: [ReviewProposal]

  /// An event.
  public init(
    _ type: EventType, to stream: StreamName, schemaVersion: Int = 1, payload: [UInt8],
    about: [About] = [], personal: [ProposedPersonalPart] = [], reviews: [ReviewProposal] = []
  ) {
    self.stream = stream
    self.type = type
    self.schemaVersion = schemaVersion
    self.payload = payload
    self.about = about
    self.personal = personal
    self.reviews = reviews
  }
}

/// A personal part before it is sealed.
public struct ProposedPersonalPart: Hashable, Sendable {
  /// The person's stream.
  public var subject: StreamName
  /// Role and class, as `student.personal`.
  public var part: String
  /// The plaintext; never logged.
  public var plaintext: [UInt8]
  /// What the person can be looked up by, as an ID number; kept as a keyed hash.
  public var lookUp: String?

  /// A part.
  public init(subject: StreamName, part: String, plaintext: [UInt8], lookUp: String? = nil) {
    self.subject = subject
    self.part = part
    self.plaintext = plaintext
    self.lookUp = lookUp
  }
}

/// A fact that is held unconfirmed.
public struct ReviewProposal: Hashable, Sendable {
  /// The rule's number, as `R05`.
  public var rule: String
  /// One sentence; nothing about a person.
  public var reason: String

  /// A review.
  public init(rule: String, reason: String) {
    self.rule = rule
    self.reason = reason
  }
}

/// A breach of a rule seen in accepted facts.
public struct FindingProposal: Hashable, Sendable {
  /// How grave a breach is.
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    /// Advice: "in principle" wording, or a rule whose text was not verified.
    case advisory
    /// A breach.
    case breach
    /// A breach that endangers a person.
    case critical
  }

  /// The rule's number, as `R05`.
  public let rule: String
  /// The streams it was found in; with the rule they are the finding's identity.
  public let subjects: [StreamName]
  /// The finding's stream, which follows from rule and subjects.
  public let stream: StreamName
  /// How grave it is.
  public let severity: Severity
  /// One sentence; nothing about a person.
  public let reason: String

  /// A breach.
  public init(
    rule: String, subjects: [StreamName], stream: StreamName, severity: Severity, reason: String
  ) {
    self.rule = rule
    self.subjects = subjects
    self.stream = stream
    self.severity = severity
    self.reason = reason
  }
}
