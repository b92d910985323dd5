/// How far a rebuild is.
public struct RebuildProgress: Hashable, Sendable {
  /// What it does.
  public enum Step: String, Hashable, Sendable {
    /// Reading the log and sorting its events out by stream.
    case gathering
    /// Folding streams and writing their rows.
    case folding
    /// Making the indexes and flushing.
    case finishing
  }

  /// What it does.
  public let step: Step
  /// Events done: each counts once when it is gathered and once when it is folded.
  public let eventsDone: Int
  /// What `eventsDone` will be at the end.
  public let eventsTotal: Int
  /// How long it has run.
  public let elapsed: Duration

  /// Events of the log a second, so far.
  public var eventsPerSecond: Double {
    let seconds = elapsed.seconds
    return seconds > 0 ? Double(eventsDone) / 2 / seconds : 0
  }

  /// How long it will still take at the same rate; `nil` before anything is done.
  public var remaining: Duration? {
    guard eventsDone > 0 else { return nil }
    let ratio = Double(eventsTotal - eventsDone) / Double(eventsDone)
    return .seconds(elapsed.seconds * ratio)
  }
}

extension Duration {
  /// As a fraction of seconds.
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}

/// What a rebuild made.
public struct RebuildReport: Hashable, Sendable {
  /// Events folded.
  public let eventCount: Int
  /// Streams folded.
  public let streamCount: Int
  /// The position after the last event.
  public let end: UInt64
  /// How often the log was read.
  public let passCount: Int
  /// How long it took.
  public let elapsed: Duration
}
