public import EventModel

/// How far a manager is.
public struct ManagerStatus: Hashable, Sendable {
  /// What it does.
  public enum Phase: Hashable, Sendable {
    /// It was not started, or ended when it was told to.
    case idle
    /// It follows the log.
    case running
    /// It can't go on, for a time or for good; one sentence.
    case stopped(String)
  }

  /// What it does.
  public internal(set) var phase = Phase.idle
  /// All facts below are dealt with; `nil` until it was started.
  public internal(set) var end: Position?

  /// A manager that does this, and hasn't said how far it is.
  public init(phase: Phase = .idle) { self.phase = phase }
}
