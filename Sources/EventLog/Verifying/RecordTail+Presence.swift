internal import EventModel

extension RecordTail {
  /// Whether a record ends in the writer's four fields.
  static func isPresent(_ record: RawSpan) -> Bool {
    guard record.byteCount >= byteCount else { return false }
    let tail = Span<UInt8>(_bytes: record.extracting(last: byteCount))
    for offset in [0, 1, 6, 7, 12, 13, 22, 23] where tail[offset] != unpatched[offset] {
      return false
    }
    return true
  }
}
