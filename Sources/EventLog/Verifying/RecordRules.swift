internal import EventModel

/// The rules over records of `Schemas/log-format.md`, applied one record after the other.
struct RecordRules {
  /// How many streams and commands are followed at once, about 50 bytes each.
  static let followedLimit = 4_000_000

  /// What is wrong with a record.
  struct Found {
    /// With it itself, or beside those of its append.
    var itself: String?
    /// With its revision.
    var revision: String?
    /// With its command.
    var command: String?

    /// What is said of it first.
    var first: String? { itself ?? revision ?? command }
  }

  private struct Append {
    var commandID: CommandID
    var digest: Digest
    var count: Int
    var nextIndex: Int
    var recordedAt: RecordedTime
    var streams: Set<Int>
    var stream: Int

    /// Takes a record behind its first; what does not continue it is judged from there on.
    mutating func take(_ record: RecordFacts) -> String? {
      let isNext =
        commandID == record.commandID && digest == record.commandDigest
        && count == record.appendCount && nextIndex == record.appendIndex
        && recordedAt == record.recordedAt
      let isOrdered = stream == record.stream || streams.insert(record.stream).inserted
      nextIndex = record.appendIndex + 1
      stream = record.stream
      guard isNext else {
        commandID = record.commandID
        digest = record.commandDigest
        count = record.appendCount
        recordedAt = record.recordedAt
        return "it doesn't continue its append"
      }
      return isOrdered ? nil : "its append has its stream's records apart"
    }
  }

  private var append: Append?
  private var lastRecorded = Int64.min
  /// The next revision of each stream, by a hash of its name that differs from run to run.
  private var nextRevisions: [Int: UInt64] = [:]
  /// The first position of each command.
  private var commands: [CommandID: Position] = [:]
  private let part: Int
  private let partCount: Int
  private let followedLimit: Int
  private let commandsFrom: Position?
  /// Appends begun.
  private(set) var appendCount: UInt64 = 0
  /// Whether there was more than is followed: not all revisions and commands are checked then.
  private(set) var hasOverflowed = false

  /// - Parameters:
  ///   - part: which streams and commands are followed, where all are too many for one pass.
  ///   - followedLimit: how many of them are followed at most.
  ///   - commandsFrom: from where commands are followed; `nil` where they aren't.
  init(
    part: Int = 0, of partCount: Int = 1, followedLimit: Int = Self.followedLimit,
    commandsFrom: Position? = .zero
  ) {
    self.commandsFrom = commandsFrom
    self.part = part
    self.partCount = partCount
    self.followedLimit = followedLimit
  }

  /// How many streams were followed.
  var streamCount: UInt64 { UInt64(nextRevisions.count) }
  /// Whether the last record ended its append.
  var isAtBorder: Bool { append.map { $0.nextIndex == $0.count } ?? true }

  /// Takes the next record.
  mutating func take(_ record: RecordFacts, at position: Position) -> Found {
    let problem = takeAppend(record) ?? takeCount(record) ?? takeTime(record)
    return Found(
      itself: problem, revision: takeRevision(record), command: takeCommand(record, position))
  }

  /// Takes the next record for its revision and its command only: what else is to say of it was said
  /// before.
  mutating func follow(_ record: RecordFacts, at position: Position) -> Found {
    Found(revision: takeRevision(record), command: takeCommand(record, position))
  }

  private mutating func takeAppend(_ record: RecordFacts) -> String? {
    let nextIndex = record.appendIndex + 1
    guard let next = append?.nextIndex, let count = append?.count, next < count else {
      appendCount += 1
      append = Append(
        commandID: record.commandID, digest: record.commandDigest, count: record.appendCount,
        nextIndex: nextIndex, recordedAt: record.recordedAt, streams: [record.stream],
        stream: record.stream)
      return record.appendIndex == 0 ? nil : "its append begins at index \(record.appendIndex)"
    }
    return append?.take(record)
  }

  private func takeCount(_ record: RecordFacts) -> String? {
    record.appendCount <= Limits.eventsPerAppend
      ? nil
      : "its append has \(record.appendCount) events, at most \(Limits.eventsPerAppend) may be"
  }

  private mutating func takeTime(_ record: RecordFacts) -> String? {
    defer { lastRecorded = max(lastRecorded, record.recordedAt.microseconds) }
    guard record.recordedAt.microseconds >= lastRecorded else {
      return "it was recorded before the one before it"
    }
    return record.recordedAt.isWithinBounds
      ? nil : "its recorded time lies in no year from 1 to 9999"
  }

  private mutating func takeRevision(_ record: RecordFacts) -> String? {
    let stream = record.stream
    guard isFollowed(stream) else { return nil }
    let expected = nextRevisions[stream] ?? 0
    if expected == 0, !takesRoom() { return nil }
    nextRevisions[stream] = record.revision.number &+ 1
    guard record.revision.number == expected else {
      return "its revision is \(record.revision), not \(expected)"
    }
    return nil
  }

  private mutating func takeCommand(
    _ record: RecordFacts, _ position: Position
  ) -> String? {
    guard let commandsFrom, position >= commandsFrom, record.appendIndex == 0 else { return nil }
    let command = record.commandID
    guard isFollowed(command.hashValue) else { return nil }
    if let first = commands[command] { return Self.repeated(command, since: first) }
    guard takesRoom() else { return nil }
    commands[command] = position
    return nil
  }

  /// What is said of a command that was recorded before.
  static func repeated(_ command: CommandID, since first: Position) -> String {
    "its command \(command) was recorded before, at position \(first)"
  }

  /// Whether what has this hash is of the part that is followed.
  private func isFollowed(_ hash: Int) -> Bool {
    partCount == 1 || Int(UInt(bitPattern: hash) % UInt(partCount)) == part
  }

  /// Whether one more can be followed.
  private mutating func takesRoom() -> Bool {
    guard nextRevisions.count + commands.count < followedLimit else {
      hasOverflowed = true
      return false
    }
    return true
  }
}
