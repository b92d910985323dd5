internal import EventModel

/// The rules over records of `Schemas/log-format.md`, applied one record after the other.
struct RecordRules {
  /// How many streams are followed at once, about 50 bytes each.
  static let streamLimit = 4_000_000

  private struct Append {
    var commandID: [UInt8]
    var digest: [UInt8]
    var count: Int
    var nextIndex: Int
    var recordedAt: RecordedTime
    var streams: Set<Int>
    var stream: Int
  }

  private var append: Append?
  private var lastRecorded = Int64.min
  /// The next revision of each stream, by a hash of its name that differs from run to run.
  private var nextRevisions: [Int: UInt64] = [:]
  private let part: Int
  private let partCount: Int
  private let streamLimit: Int
  /// Appends begun.
  private(set) var appendCount: UInt64 = 0
  /// Whether there were more streams than are followed; their revisions are unchecked then.
  private(set) var hasOverflowed = false

  /// - Parameters:
  ///   - part: which streams' revisions are followed, where all are too many for one pass.
  ///   - streamLimit: how many streams are followed at most.
  init(part: Int = 0, of partCount: Int = 1, streamLimit: Int = Self.streamLimit) {
    self.part = part
    self.partCount = partCount
    self.streamLimit = streamLimit
  }

  /// How many streams were followed.
  var streamCount: UInt64 { UInt64(nextRevisions.count) }
  /// Whether the last record ended its append.
  var isAtBorder: Bool { append.map { $0.nextIndex == $0.count } ?? true }

  /// Takes the next record.
  ///
  /// - Returns: what is wrong with it itself and with its revision, if anything.
  mutating func take(
    _ record: RawSpan, _ fields: Envelope
  ) -> (itself: String?, revision: String?) {
    let stream = Self.hash(record.extracting(fields.stream))
    let problem = takeAppend(record, fields, stream) ?? takeCount(fields) ?? takeTime(fields)
    return (problem, takeRevision(fields, stream))
  }

  /// Takes the next record for its revision only: what else is to say of it was said before.
  mutating func follow(_ record: RawSpan, _ fields: Envelope) -> String? {
    takeRevision(fields, Self.hash(record.extracting(fields.stream)))
  }

  private mutating func takeAppend(
    _ record: RawSpan, _ fields: Envelope, _ stream: Int
  ) -> String? {
    let (command, digest) = (record.copied(fields.commandID), record.copied(fields.commandDigest))
    guard var append, append.nextIndex < append.count else {
      appendCount += 1
      self.append = Append(
        commandID: command, digest: digest, count: fields.appendCount,
        nextIndex: fields.appendIndex + 1, recordedAt: fields.recordedAt, streams: [stream],
        stream: stream)
      return fields.appendIndex == 0 ? nil : "its append begins at index \(fields.appendIndex)"
    }
    let isNext =
      append.commandID == command && append.digest == digest && append.count == fields.appendCount
      && append.nextIndex == fields.appendIndex && append.recordedAt == fields.recordedAt
    let isOrdered = append.stream == stream || append.streams.insert(stream).inserted
    append.nextIndex = fields.appendIndex + 1
    append.stream = stream
    self.append = append
    if !isNext {
      // Whatever begins here is judged from here on.
      self.append?.commandID = command
      self.append?.digest = digest
      self.append?.count = fields.appendCount
      self.append?.recordedAt = fields.recordedAt
      return "it doesn't continue its append"
    }
    return isOrdered ? nil : "its append has its stream's records apart"
  }

  private func takeCount(_ fields: Envelope) -> String? {
    fields.appendCount <= Limits.eventsPerAppend
      ? nil
      : "its append has \(fields.appendCount) events, at most \(Limits.eventsPerAppend) may be"
  }

  private mutating func takeTime(_ fields: Envelope) -> String? {
    defer { lastRecorded = max(lastRecorded, fields.recordedAt.microseconds) }
    guard fields.recordedAt.microseconds >= lastRecorded else {
      return "it was recorded before the one before it"
    }
    return fields.recordedAt.isWithinBounds
      ? nil : "its recorded time lies in no year from 1 to 9999"
  }

  private mutating func takeRevision(_ fields: Envelope, _ stream: Int) -> String? {
    guard partCount == 1 || Int(UInt(bitPattern: stream) % UInt(partCount)) == part else {
      return nil
    }
    let expected = nextRevisions[stream] ?? 0
    if expected == 0, nextRevisions.count >= streamLimit {
      hasOverflowed = true
      return nil
    }
    nextRevisions[stream] = fields.revision.number &+ 1
    guard fields.revision.number == expected else {
      return "its revision is \(fields.revision), not \(expected)"
    }
    return nil
  }

  private static func hash(_ name: RawSpan) -> Int {
    var hasher = Hasher()
    name.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }
}
