// What an event refers to, besides its own stream.

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
