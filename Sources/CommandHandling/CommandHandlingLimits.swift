/// Every bound of command handling, in one place.
public enum CommandHandlingLimits {
  /// How often a command is decided when other writers keep changing what it read.
  public static let tries = 8
  /// The most lines of a session that are decided and not yet answered.
  public static let sessionLines = 2_048
  /// About the most bytes of these lines, but for the last ones added: 16 MiB.
  public static let sessionBytes = 16 << 20
  /// The most lines of a session whose personal parts go into one transaction.
  public static let linesPerLaunch = 1_024
  /// The most events that the cache of histories holds.
  public static let cachedEvents = 100_000
  /// About the most bytes that the cache of histories holds: 64 MiB.
  public static let cachedBytes = 64 << 20
  /// The most events that one read of a stream takes from the log.
  public static let eventsPerRead = 4_096
  /// The events of the log that a manager looks at before it says how far it is, but for the
  /// rest of their last append.
  public static let eventsPerStretch = 1_024
  /// About the bytes of those events: 4 MiB.
  public static let bytesPerStretch = 4 << 20
  /// The most events of the streams that a manager keeps as it walks the log; one stream may
  /// be half of them, which at the usual 1,400 bytes an event is half of the bytes, too.
  public static let replayedEvents = 25_000
  /// About the most bytes of those events: 32 MiB.
  public static let replayedBytes = 32 << 20
  /// The most readings that a manager keeps in memory of what was decided on what: 8 MiB;
  /// all others are in files.
  public static let dependantReadings = 1 << 20
  /// The most files of about one size that hold such readings; then they become one.
  public static let dependantFiles = 8
  /// The most facts of one type that a manager holds of those that something must follow.
  public static let dueFacts = 256
  /// The most appends that a manager hands in before it waits for them.
  public static let appendsInFlight = 256
  /// How often a manager waits for room in the log's queue before it gives up for a time:
  /// about a minute.
  public static let queueTries = 64
  /// Seconds after which a client may try again when the queue was full.
  public static let retryAfterSeconds = 1
}
