/// How a log is opened, and its bounds.
public struct EventLogOptions: Sendable {
  /// Bytes of address space to reserve for `log/`, the largest size it can reach while open.
  ///
  /// Reserved is not used: neither memory nor disk.
  public var reservedByteCount = 1 << 38
  /// The most events that may wait for the writer.
  public var queuedEventCount = 100_000
  /// The most bytes that may wait for the writer; one append is taken in any case.
  public var queuedByteCount = 64 << 20
  /// The most events the index may be behind in memory; then the writer waits for it.
  public var overlayEventCount = 100_000
  /// The most memory that may take; then the writer waits for it.
  public var overlayByteCount = 64 << 20
  /// How long nothing must have been appended before the index is flushed.
  public var idleFlushMilliseconds = 1_000
  /// How many events the longest log has whose index is held against it before it is opened; a longer
  /// one's is while it is open.
  public var openingCheckEventCount = 10_000
  /// Whether the index is held against the log at all; not for who just did it.
  package var checksIndex = true
  /// Told what an operator should know: that something derived was made anew, and why.
  public var onNotice: @Sendable (String) -> Void = { _ in }

  /// Told once, when a device failed and appending ended for good: a server answers those who wait and
  /// ends, and the log is verified when it starts again.
  ///
  /// On the thread that met it: one of the log's, or the one that was writing personal parts.
  public var onDeviceFailure: @Sendable (EventLogError) -> Void = { _ in }

  /// For the controls of crash tests, which must fail.
  package var controls = Controls()

  /// The options as they stand.
  public init() {}

  /// Ways to break the log on purpose.
  package struct Controls: Sendable {
    /// Tells callers before the commit.
    package var acknowledgesBeforeCommit = false
    /// Commits without flushing.
    package var skipsFlush = false
    /// Fails commits, as a disk does; asked before each.
    package var commitFailure: @Sendable () -> EventLogError? = { nil }
    /// Fails flushes of the index likewise.
    package var flushFailure: @Sendable () -> EventLogError? = { nil }

    /// Called on its thread when a long log's index was looked at, whatever was found.
    package var onIndexChecked: @Sendable () -> Void = {}

    /// How many events a commit takes before the rest waits for the next one.
    package var commitEventCount = CommitLimits.eventCount

    /// Nothing broken.
    package init() {}
  }
}

/// The bounds of one commit.
enum CommitLimits {
  /// Events a commit takes before the rest waits for the next one.
  static let eventCount = 20_000
  /// Bytes likewise; one append may be larger.
  static let byteCount = 32 << 20
  /// Address space that must be free besides what a commit needs.
  static let reserveByteCount = 64 << 20
}
