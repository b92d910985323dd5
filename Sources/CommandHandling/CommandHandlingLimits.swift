/// Every bound of command handling, in one place.
public enum CommandHandlingLimits {
  /// How often a command is decided when other writers keep changing what it read.
  public static let tries = 8
  /// The most lines of a session that are decided and not yet answered.
  public static let sessionLines = 1_024
  /// About the most bytes of these lines, but for the last ones added: 16 MiB.
  public static let sessionBytes = 16 << 20
  /// The most lines of a session whose personal parts go into one transaction.
  public static let linesPerLaunch = 256
  /// The most events that the cache of histories holds.
  public static let cachedEvents = 100_000
  /// About the most bytes that the cache of histories holds: 64 MiB.
  public static let cachedBytes = 64 << 20
  /// The most events that one read of a stream takes from the log.
  public static let eventsPerRead = 4_096
  /// The events of the log that a process manager looks at before it says how far it is, but for the
  /// rest of their last append.
  public static let eventsPerStretch = 1_024
  /// The most events of the streams that a process manager keeps as it walks the log; about 16 MiB.
  public static let replayedEvents = 25_000
  /// The most readings that a process manager keeps of what was decided on what: 64 MiB.
  public static let dependantReadings = 8 << 20
  /// The most appends that a process manager hands in before it waits for them.
  public static let appendsInFlight = 256
  /// Seconds after which a client may try again when the queue was full.
  public static let retryAfterSeconds = 1
}
