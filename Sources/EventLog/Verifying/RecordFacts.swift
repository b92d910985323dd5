internal import EventModel

/// What the rules over neighbouring records need of one, copied out of its bytes.
struct RecordFacts: Sendable {
  /// A hash of the stream's name that differs from run to run.
  let stream: Int
  let commandID: CommandID
  let commandDigest: Digest
  let appendIndex: Int
  let appendCount: Int
  let revision: Revision
  let recordedAt: RecordedTime

  /// - Throws: ``EventModelError`` when the bytes are not a whole record.
  init(_ record: RawSpan) throws(EventModelError) {
    let fields = try Envelope(walking: record)
    stream = Self.hash(record.extracting(fields.stream))
    commandID = CommandID(prefixOf: record.copied(fields.commandID))
    commandDigest = try Digest(record.copied(fields.commandDigest))
    appendIndex = fields.appendIndex
    appendCount = fields.appendCount
    revision = fields.revision
    recordedAt = fields.recordedAt
  }

  private static func hash(_ name: RawSpan) -> Int {
    var hasher = Hasher()
    name.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }
}
