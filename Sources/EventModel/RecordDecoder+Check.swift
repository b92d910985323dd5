extension RecordDecoder {
  /// Checks that a record is a whole message of the schema.
  ///
  /// What it decodes to, encoded again, is nearly always byte for byte the record: so it is what any
  /// reader of protobuf takes it for. Any other record is decoded by swift-protobuf, which decides.
  /// - Throws: ``EventModelError`` with code `record` when ``RecordedEvent/init(decoding:at:)`` does.
  /// - Complexity: O(record bytes); a fourth of what swift-protobuf takes
  public mutating func check(
    _ record: RawSpan, at position: Position
  ) throws(EventModelError) {
    if let event = try? decode(record, at: position), event.isEncoded(as: record) { return }
    _ = try RecordedEvent(decoding: record, at: position)
  }
}

extension RecordedEvent {
  /// Whether it is encoded as these bytes.
  fileprivate func isEncoded(as record: RawSpan) -> Bool {
    // No writer's: a tail holds none below 0.
    guard appendIndex >= 0 else { return false }
    var encoded = RecordEncoder.encode(
      event, stream: stream, commandID: commandID, commandDigest: commandDigest)
    encoded.withUnsafeMutableBytes {
      RecordTail.patch(
        $0, appendIndex: appendIndex, appendCount: appendCount, revision: revision,
        recordedAt: recordedAt)
    }
    return record.isEqual(encoded)
  }
}
