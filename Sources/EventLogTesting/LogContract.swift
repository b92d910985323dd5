public import EventLog
import EventModel
import MerkleTree

/// What every ``EventLog/AppendOnlyLog`` must do; run all of it on each implementation.
///
/// Each check gets a log of its own that holds `log.created` and nothing else, and the clocks it
/// was made with.
public struct LogContract: Sendable, CustomStringConvertible {
  /// A promise that wasn't kept.
  public struct Violation: Error, CustomStringConvertible {
    /// What was expected, and what came.
    public let description: String
  }

  /// What must hold.
  public let description: String
  /// Tries it.
  public let check: @Sendable (any AppendOnlyLog, ManualClock) async throws -> Void

  /// Every check.
  public static let all: [LogContract] =
    beginning + appending + conditions + repeats + reading + borders + time + waiting

  init(
    _ description: String,
    _ check: @escaping @Sendable (any AppendOnlyLog, ManualClock) async throws -> Void
  ) {
    self.description = description
    self.check = check
  }

  static func expect<Value: Equatable>(
    _ value: Value, _ expected: Value, _ what: String = "value", line: UInt = #line
  ) throws {
    guard value == expected else {
      throw Violation(description: "line \(line): \(what) is \(value), not \(expected)")
    }
  }

  static func expectFailure<Value>(
    _ expected: EventLogError, line: UInt = #line, _ body: () async throws -> Value
  ) async throws {
    do {
      let value = try await body()
      throw Violation(description: "line \(line): got \(value) instead of \(expected)")
    } catch let error as EventLogError {
      try expect(error, expected, "error", line: line)
    }
  }
}

extension AppendOnlyLog {
  /// All positions from a read.
  func positions(
    from position: UInt64? = nil, _ direction: ReadDirection = .forwards, type: EventType? = nil,
    before end: UInt64? = nil, limit: Int = 1_000
  ) throws -> [UInt64] {
    try read(
      from: position.map(Position.init), direction: direction, type: type,
      before: end.map(Position.init), limit: limit
    ).map(\.position.number)
  }

  /// All revisions from a read of a stream.
  func revisions(
    of stream: StreamName, from revision: UInt64? = nil, _ direction: ReadDirection = .forwards,
    before end: UInt64? = nil, limit: Int = 1_000
  ) throws -> [UInt64] {
    try read(
      stream: stream, from: revision.map(Revision.init), direction: direction,
      before: end.map(Position.init), limit: limit
    ).map(\.revision.number)
  }
}
