/// A value that can't stand in the log, with what would be right.
public struct EventModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which kind of value is malformed.
  public enum Code: String, Hashable, Sendable {
    /// A stream name.
    case streamName
    /// An event type.
    case eventType
    /// An event or command id, or a digest.
    case identifier
    /// A civil date, month, year or an instant.
    case moment
    /// A record's bytes.
    case record
  }

  /// Which kind of value is malformed.
  public let code: Code
  /// One sentence: what was expected.
  public let reason: String

  /// An error of that kind.
  public init(_ code: Code, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  /// The sentence.
  public var description: String { reason }
}
