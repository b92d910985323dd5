public import EventModel

/// How far the read models are behind the log, and whether they answer.
public struct ProjectionStatus: Hashable, Sendable {
  /// What they do.
  public enum Phase: Hashable, Sendable {
    /// Nobody feeds them.
    case idle
    /// They are being made anew, aside; answers are as old as their position says.
    case rebuilding(RebuildProgress?)
    /// They are taking in what was recorded before.
    case catchingUp
    /// All that was recorded is in the rows, but for what arrives just now.
    case live
    /// They stand still for this reason; answers are as old as their position says.
    case stopped(String)
  }

  /// What they do.
  public var phase: Phase
  /// The position after the last event in the rows.
  public var end: Position
  /// The log's end.
  public var logEnd: Position
  /// How long ago the first event was recorded that is not in the rows yet; 0 when there is none.
  public var lagMicroseconds: Int64
  /// How many streams stand still.
  public var quarantinedStreamCount: Int
  /// The number of the generation that is read.
  public var generation: Int
  /// Whether questions are answered: once the rows hold all that was in the log when they were opened.
  public var isAnswering: Bool
  /// Whether the rows will be made anew before anything more is taken in, as damaged ones are.
  public var isToBeMadeAnew: Bool
  /// Why the read models were not those of the last run, if they weren't.
  public var startedAnew: String?

  /// Events that are not in the rows yet.
  public var lagEvents: UInt64 { logEnd.number - min(end.number, logEnd.number) }
}
