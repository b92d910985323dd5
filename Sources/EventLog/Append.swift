public import EventModel

/// What one command wants to add: atomic over its streams, remembered under its command id.
///
/// A class, because it goes from thread to thread: copies of its parts would count references in
/// memory that another core has just written.
public final class Append: Sendable {
  /// What it adds to one stream, or only demands of it.
  public struct Entry: Sendable {
    /// The stream with its hash, for the writer.
    package let key: HashedName
    /// What the stream must look like.
    public let expected: ExpectedRevision
    /// The events, in order; none makes the entry a condition only.
    public let events: [EncodedEvent]

    /// The stream.
    public var stream: StreamName { StreamName(recorded: key.text) }

    /// An entry.
    public init(stream: StreamName, expected: ExpectedRevision, events: [EncodedEvent]) {
      key = HashedName(stream)
      self.expected = expected
      self.events = events
    }
  }

  /// Its entries; each stream once, at least one with an event.
  public let entries: [Entry]
  /// The command's id.
  public let commandID: CommandID
  /// SHA-256 of the client's command.
  public let commandDigest: Digest
  /// What tells it from other submissions of the same command, where others follow it.
  public let submission: Submission?
  /// The submission that must have been recorded before; `nil` for none.
  ///
  /// What was decided on another append's proposed events names that append: a revision says how
  /// many events a stream has, not whose they are.
  public let follows: Submission?
  /// Events over all entries, 1 to ``EventModel/Limits/eventsPerAppend``.
  public let eventCount: Int
  /// The bytes of all its records.
  public let byteCount: Int

  /// Checks the shape of an append.
  ///
  /// - Throws: ``EventLogError/invalidAppend(_:)`` when a stream occurs twice, or there are no
  ///   events or too many, or an event was encoded for another stream or command.
  /// - Precondition: the submission is one of that command.
  /// - Complexity: O(events)
  public init(
    _ entries: [Entry], commandID: CommandID, commandDigest: Digest,
    as submission: Submission? = nil, follows: Submission? = nil
  ) throws(EventLogError) {
    let eventCount = entries.reduce(0) { $0 + $1.events.count }
    precondition(submission.map { $0.commandID == commandID } ?? true, "another's submission")
    guard eventCount > 0 else { throw .invalidAppend("an append holds at least one event") }
    guard eventCount <= Limits.eventsPerAppend else {
      throw .invalidAppend(
        "an append holds at most \(Limits.eventsPerAppend) events, not \(eventCount)")
    }
    guard entries.count < 2 || Set(entries.map(\.key)).count == entries.count else {
      throw .invalidAppend("an append names a stream once")
    }
    for entry in entries {
      for event in entry.events {
        guard event.stream == entry.stream, event.commandID == commandID,
          event.commandDigest == commandDigest
        else {
          throw .invalidAppend("event \(event.id) was encoded for another stream or command")
        }
      }
    }
    byteCount = entries.reduce(0) { $1.events.reduce($0) { $0 + $1.bytes.count } }
    self.entries = entries
    self.commandID = commandID
    self.commandDigest = commandDigest
    self.submission = submission
    self.follows = follows
    self.eventCount = eventCount
  }
}

/// What an acknowledged append became; the same for ever.
public struct AppendReceipt: Hashable, Sendable {
  /// The revisions that one stream got.
  public struct StreamRevisions: Hashable, Sendable {
    /// The stream.
    public let stream: StreamName
    /// The first new revision.
    public let first: Revision
    /// How many events it got, at least 1.
    public let count: Int

    /// Revisions.
    public init(stream: StreamName, first: Revision, count: Int) {
      self.stream = stream
      self.first = first
      self.count = count
    }
  }

  /// The command's id.
  public let commandID: CommandID
  /// The position of its first event.
  public let first: Position
  /// How many events it has.
  public let eventCount: Int
  /// Its streams, in the order of its entries.
  public let streams: [StreamRevisions]
  /// When it was recorded.
  public let recordedAt: RecordedTime
  /// Whether it had been recorded before, by the same command.
  public let isRepeat: Bool

  /// A receipt.
  public init(
    commandID: CommandID, first: Position, eventCount: Int, streams: [StreamRevisions],
    recordedAt: RecordedTime, isRepeat: Bool
  ) {
    self.commandID = commandID
    self.first = first
    self.eventCount = eventCount
    self.streams = streams
    self.recordedAt = recordedAt
    self.isRepeat = isRepeat
  }

  /// The position after its last event: what a reader waits for.
  public var end: Position { Position(first.number + UInt64(eventCount)) }
}
