/// Whether an event is our own act or a report of one elsewhere.
public enum Standing: Int, Hashable, Sendable {
  /// Our own act: rules may refuse it.
  case decided = 1
  /// A fact that happened elsewhere: never refused for being unlawful.
  case reported = 2
}

/// Who recorded an event.
public struct Actor: Hashable, Sendable {
  /// How surely the actor is known.
  public enum Assurance: Int, Hashable, Sendable {
    /// Not at all: a server without keys, on loopback.
    case none = 1
    /// A user of this machine, at the command line.
    case local = 2
    /// The holder of an API key.
    case key = 3
    /// The bearer of a signed token.
    case token = 4
    /// The holder of a certificate.
    case certificate = 5
  }

  /// The organisation the user acts for, if it is known.
  public var organisation: StreamName?
  /// An opaque id; never a name.
  public var user: String
  /// What the user may do, as `clerk` or `auditor`.
  public var role: String
  /// Who else it is recorded for.
  public var onBehalfOf: String?
  /// How surely this is known.
  public var assurance: Assurance

  /// An actor.
  public init(
    organisation: StreamName? = nil, user: String, role: String, onBehalfOf: String? = nil,
    assurance: Assurance
  ) {
    self.organisation = organisation
    self.user = user
    self.role = role
    self.onBehalfOf = onBehalfOf
    self.assurance = assurance
  }
}

/// What an event rests on.
public struct Source: Hashable, Sendable {
  /// The door it came through; set by the server.
  public enum Channel: Int, Hashable, Sendable {
    /// A web page.
    case ui = 1
    /// The HTTP endpoint.
    case api = 2
    /// A file of rows or of commands.
    case `import` = 3
    /// A scenario that tells a published story.
    case scenario = 4
    /// A simulation.
    case simulation = 5
  }

  /// How well it is known; set by the recorder.
  public enum Evidence: Int, Hashable, Sendable, CaseIterable {
    /// A document says so.
    case documented = 1
    /// We conclude it from what is documented.
    case inferred = 2
    /// Invented, to fill a published figure.
    case synthetic = 3
  }

  /// The door it came through.
  public var channel: Channel
  /// How well it is known.
  public var evidence: Evidence?
  /// A reference to the document.
  public var document: String?
  /// The document's digest.
  public var sha256: Digest?
  /// The day the document was published.
  public var publishedOn: CivilDate?

  /// A source.
  public init(
    channel: Channel, evidence: Evidence? = nil, document: String? = nil, sha256: Digest? = nil,
    publishedOn: CivilDate? = nil
  ) {
    self.channel = channel
    self.evidence = evidence
    self.document = document
    self.sha256 = sha256
    self.publishedOn = publishedOn
  }
}

/// Something an event is about.
public struct About: Hashable, Sendable {
  /// What it is in the fact: `student`, `host`, `alliance`.
  public let role: String
  /// The stream of that thing.
  public let stream: StreamName

  /// A reference.
  public init(role: String, stream: StreamName) {
    self.role = role
    self.stream = stream
  }
}

/// A stream that a decision read, at the revision it saw.
public struct DecidedOn: Hashable, Sendable {
  /// The stream.
  public let stream: StreamName
  /// Its last revision then; `nil` when it did not exist.
  public let revision: Revision?

  /// A reading.
  public init(stream: StreamName, revision: Revision?) {
    self.stream = stream
    self.revision = revision
  }
}

/// A reference to a personal part that is kept, sealed, outside the log.
public struct PersonalPartReference: Hashable, Sendable {
  /// The person's stream.
  public let subject: StreamName
  /// Role and class, as `student.personal`.
  public let part: String
  /// SHA-256(32-byte salt ‖ plaintext).
  public let commitment: Digest

  /// A reference.
  public init(subject: StreamName, part: String, commitment: Digest) {
    self.subject = subject
    self.part = part
    self.commitment = commitment
  }
}

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

/// An event as it stands in the log.
///
/// Kept by reference: histories, folds and caches copy events all the time, and a copy that went
/// through all that an event refers to would cost more than what is done with it.
public struct RecordedEvent: Sendable {
  @usableFromInline final class Contents: Sendable {
    @usableFromInline let event: ProposedEvent
    @usableFromInline let stream: StreamName
    @usableFromInline let revision: Revision
    @usableFromInline let position: Position
    @usableFromInline let recordedAt: RecordedTime
    @usableFromInline let commandID: CommandID
    @usableFromInline let commandDigest: Digest
    @usableFromInline let appendIndex: Int
    @usableFromInline let appendCount: Int

    init(
      _ event: ProposedEvent, _ stream: StreamName, _ revision: Revision, _ position: Position,
      _ recordedAt: RecordedTime, _ commandID: CommandID, _ commandDigest: Digest,
      _ appendIndex: Int, _ appendCount: Int
    ) {
      self.event = event
      self.stream = stream
      self.revision = revision
      self.position = position
      self.recordedAt = recordedAt
      self.commandID = commandID
      self.commandDigest = commandDigest
      self.appendIndex = appendIndex
      self.appendCount = appendCount
    }
  }

  @usableFromInline let contents: Contents

  /// A recorded event; the log makes these.
  public init(
    event: ProposedEvent, stream: StreamName, revision: Revision, position: Position,
    recordedAt: RecordedTime, commandID: CommandID, commandDigest: Digest, appendIndex: Int,
    appendCount: Int
  ) {
    contents = Contents(
      event, stream, revision, position, recordedAt, commandID, commandDigest, appendIndex,
      appendCount)
  }

  // Lent, not copied: whoever asks for the type takes the type alone.

  /// What its caller decided.
  @inlinable public var event: ProposedEvent { _read { yield contents.event } }
  /// Its stream.
  @inlinable public var stream: StreamName { _read { yield contents.stream } }
  /// Its index in the stream.
  @inlinable public var revision: Revision { contents.revision }
  /// Its index in the log.
  @inlinable public var position: Position { contents.position }
  /// When the writer recorded it.
  @inlinable public var recordedAt: RecordedTime { contents.recordedAt }
  /// The command that led to it.
  @inlinable public var commandID: CommandID { contents.commandID }
  /// SHA-256 of that command.
  @inlinable public var commandDigest: Digest { _read { yield contents.commandDigest } }
  /// Its index in its append, from 0.
  @inlinable public var appendIndex: Int { contents.appendIndex }
  /// How many events its append has.
  @inlinable public var appendCount: Int { contents.appendCount }

  /// The position after the last of its append: a border where reading may stop.
  public var appendEnd: Position { Position(position.number + UInt64(appendCount - appendIndex)) }
}

extension RecordedEvent: Hashable {
  /// Whether all that they hold is equal.
  public static func == (left: Self, right: Self) -> Bool {
    left.contents === right.contents
      || left.position == right.position && left.stream == right.stream
        && left.revision == right.revision && left.recordedAt == right.recordedAt
        && left.commandID == right.commandID && left.commandDigest == right.commandDigest
        && left.appendIndex == right.appendIndex && left.appendCount == right.appendCount
        && left.event == right.event
  }

  /// Feeds position and command: no two events of a log share them.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(position)
    hasher.combine(commandID)
  }
}
