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
