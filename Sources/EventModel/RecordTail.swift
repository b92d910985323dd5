/// The writer's own fields: fixed width at the end of every record.
///
/// Each field is a two-byte tag and its little-endian value: append_index and append_count of four
/// bytes, revision and recorded_at of eight. `Schemas/log-format.md` gives the layout.
public enum RecordTail {
  /// 2 × (2 + 4) + 2 × (2 + 8).
  public static let byteCount = 32
  /// The tags and zeros that an encoded event ends in.
  public static let unpatched: [UInt8] =
    [0xE5, 0x7F, 0, 0, 0, 0] + [0xED, 0x7F, 0, 0, 0, 0]
    + [0xF1, 0x7F, 0, 0, 0, 0, 0, 0, 0, 0] + [0xF9, 0x7F, 0, 0, 0, 0, 0, 0, 0, 0]

  private static let appendIndexOffset = 30
  private static let appendCountOffset = 24
  private static let revisionOffset = 18
  private static let recordedAtOffset = 8

  /// Sets the writer's fields in a record's bytes.
  ///
  /// - Precondition: `record` ends in a tail, as every ``EncodedEvent`` does.
  public static func patch(
    _ record: UnsafeMutableRawBufferPointer, appendIndex: Int, appendCount: Int,
    revision: Revision, recordedAt: RecordedTime
  ) {
    precondition(record.count >= byteCount, "a record without its tail")
    let end = record.count
    // SAFETY: all four offsets are at least 4 or 8 bytes before the end, checked above.
    record.storeBytes(
      of: UInt32(appendIndex).littleEndian, toByteOffset: end - appendIndexOffset, as: UInt32.self)
    record.storeBytes(
      of: UInt32(appendCount).littleEndian, toByteOffset: end - appendCountOffset, as: UInt32.self)
    record.storeBytes(
      of: revision.number.littleEndian, toByteOffset: end - revisionOffset, as: UInt64.self)
    record.storeBytes(
      of: UInt64(bitPattern: recordedAt.microseconds).littleEndian,
      toByteOffset: end - recordedAtOffset,
      as: UInt64.self)
  }
}
