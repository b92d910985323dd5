/// Where the fields of one record lie in its bytes, found without decoding it.
///
/// Walking costs a fraction of decoding: scans, the index and projections read the envelope this
/// way and decode the payload alone.
public struct Envelope: Sendable {
  /// The type's UTF-8 bytes.
  public private(set) var type = 0..<0
  /// The payload's schema version.
  public private(set) var schemaVersion = 0
  /// The stream name's bytes.
  public private(set) var stream = 0..<0
  /// The event id's 16 bytes.
  public private(set) var eventID = 0..<0
  /// The command id's 16 bytes.
  public private(set) var commandID = 0..<0
  /// The command digest's 32 bytes.
  public private(set) var commandDigest = 0..<0
  /// The corrected original's id; empty when the record corrects none.
  public private(set) var corrects = 0..<0
  /// The voided original's id; empty when the record voids none.
  public private(set) var voids = 0..<0
  /// The source message; empty when missing.
  public private(set) var source = 0..<0
  /// The standing's number.
  public private(set) var standing = 0
  /// The moment message of `occurred`.
  public private(set) var occurred = 0..<0
  /// Whether the record refers to personal parts.
  public private(set) var hasPersonalParts = false
  /// The payload's bytes.
  public private(set) var payload = 0..<0
  /// The index in its append.
  public private(set) var appendIndex = 0
  /// The events of its append.
  public private(set) var appendCount = 0
  /// The index in its stream.
  public private(set) var revision = Revision.zero
  /// When it was recorded.
  public private(set) var recordedAt = RecordedTime(microseconds: 0)

  /// Walks a record's bytes.
  ///
  /// - Throws: ``EventModelError`` with code `record` when the bytes are not a whole record.
  /// - Complexity: O(fields); no allocation.
  public init(walking record: RawSpan) throws(EventModelError) {
    var walker = FieldWalker(record)
    var hasRevision = false
    var hasRecordedAt = false
    while let field = try walker.next() {
      switch field.number {
      case 1: type = field.bytes
      case 2: schemaVersion = Int(truncatingIfNeeded: field.value)
      case 3: stream = field.bytes
      case 4: eventID = field.bytes
      case 5: commandID = field.bytes
      case 6: commandDigest = field.bytes
      case 9: corrects = field.bytes
      case 10: voids = field.bytes
      case 11: standing = Int(truncatingIfNeeded: field.value)
      case 13: source = field.bytes
      case 14: occurred = field.bytes
      case 20: hasPersonalParts = true
      case 21: payload = field.bytes
      case 2044: appendIndex = Int(truncatingIfNeeded: field.value)
      case 2045: appendCount = Int(truncatingIfNeeded: field.value)
      case 2046:
        revision = Revision(field.value)
        hasRevision = true
      case 2047:
        recordedAt = RecordedTime(microseconds: Int64(bitPattern: field.value))
        hasRecordedAt = true
      default: break
      }
    }
    guard !type.isEmpty, !stream.isEmpty, commandID.count == 16, eventID.count == 16,
      commandDigest.count == 32, hasRevision, hasRecordedAt
    else {
      throw EventModelError(.record, "a record lacks a field that every record has")
    }
    guard 0 <= appendIndex, appendIndex < appendCount else {
      throw EventModelError(.record, "a record's append index is not within its append's count")
    }
  }

  /// Whether the record's type is `type`, without walking it.
  ///
  /// - Complexity: O(type's length)
  public static func hasType(_ type: EventType, _ record: RawSpan) -> Bool {
    let text = type.text.utf8
    // Tag 0x0A, one length byte (types have at most 100 bytes), the text.
    guard record.byteCount >= text.count + 2 else { return false }
    let bytes = Span<UInt8>(_bytes: record)
    guard bytes[0] == 0x0A, bytes[1] == UInt8(text.count) else { return false }
    var index = 2
    for byte in text {
      if bytes[index] != byte { return false }
      index += 1
    }
    return true
  }
}
