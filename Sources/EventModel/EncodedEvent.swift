/// An event encoded for the log: everything but what only the writer knows.
///
/// The last ``RecordTail/byteCount`` bytes are the writer's; until it patches them they are zero.
public struct EncodedEvent: Hashable, Sendable {
  /// The record's bytes.
  public let bytes: [UInt8]
  /// The event's type with its hash, for the index.
  package let typeKey: HashedName
  /// The event's id.
  public let id: EventID
  /// The stream it was encoded for.
  package let stream: StreamName
  /// The command it was encoded for.
  package let commandID: CommandID
  /// That command's digest.
  package let commandDigest: Digest

  /// The event's type.
  public var type: EventType { EventType(recorded: typeKey.text) }

  /// Encodes an event for its stream and command.
  ///
  /// Runs on the caller's thread, off the writer.
  /// - Throws: ``EventModelError`` with code `record` when the record would be too long.
  /// - Complexity: O(record bytes)
  public init(
    _ event: ProposedEvent, stream: StreamName, commandID: CommandID, commandDigest: Digest
  ) throws(EventModelError) {
    let bytes = RecordEncoder.encode(
      event, stream: stream, commandID: commandID, commandDigest: commandDigest)
    guard bytes.count <= Limits.recordByteCount else {
      throw EventModelError(
        .record, "a record has at most \(Limits.recordByteCount) bytes, not \(bytes.count)")
    }
    self.bytes = bytes
    self.typeKey = HashedName(event.type)
    self.id = event.id
    self.stream = stream
    self.commandID = commandID
    self.commandDigest = commandDigest
  }
}
