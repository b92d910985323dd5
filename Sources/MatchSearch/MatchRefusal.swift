internal import EventModel

/// Why a search can't be made.
public struct MatchRefusal: Error, Hashable, Sendable {
  /// What stands in the way.
  public enum Code: Sendable {
    /// There is no such stream in the log.
    case missing
    /// It is there, and can't be searched for.
    case unfit
    /// More candidates than may be looked at.
    case tooMany
    /// It took longer than it may.
    case tooLong
  }

  /// What stands in the way.
  public let code: Code
  /// One sentence without a full stop.
  public let reason: String
}

extension MatchRefusal {
  /// There is no such stream.
  static func missing(_ stream: StreamName) -> MatchRefusal {
    MatchRefusal(code: .missing, reason: "there is no \(stream) in the log")
  }

  /// There are more of something than a search looks at.
  static func tooMany(_ limit: Int, _ what: String) -> MatchRefusal {
    MatchRefusal(
      code: .tooMany,
      reason: "a search looks at \(limit) \(what) at most, and there are more: look where the data "
        + "directory is, with concord match, which has no such limit")
  }
}
