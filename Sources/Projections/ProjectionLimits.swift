/// Every bound of the read models, in one place.
public struct ProjectionLimits: Sendable {
  /// The most folded streams kept in memory between batches.
  public var cachedStreamCount = 20_000
  /// The most bytes of events whose folded states are kept in memory. A state's own size is not known, so
  /// the size of its events stands for it.
  public var cachedByteCount = 24 << 20
  /// The most record bytes that a rebuild gathers at once; a larger log takes several passes.
  public var gatheredByteCount = 512 << 20
  /// The same beside a server, whose memory is for requests: 128 MiB.
  public static let servedGatheredByteCount = 128 << 20
  /// How many streams a rebuild folds and writes as one piece.
  public var streamsPerChunk = 2_000
  /// How many events make a piece even when its streams are fewer.
  public var eventsPerChunk = 20_000
  /// How many folded pieces may wait to be written in a rebuild.
  public var waitingChunkCount = 4
  /// How many threads a rebuild uses.
  public var rebuildWorkerCount = 2
  /// Read models that are more events behind than this, and more than half of the log, are made anew
  /// instead of caught up.
  public var catchUpEventCount = 100_000
  /// The most events taken in at once while keeping up; the append of the last one is taken in whole.
  public var stepEventCount = 2_000
  /// The most bytes of their records: 4 MiB.
  public var stepByteCount = 4 << 20
  /// The most rows a query may ask for.
  public var rowsPerPage = 10_000
  /// The most filters a query may have.
  public var filterCount = 20
  /// The most columns a query may be sorted by.
  public var sortCount = 8
  /// The most values one filter may list.
  public var valuesPerFilter = 100
  /// The most bytes of one text that a filter compares with.
  public var filterTextByteCount = 1_000
  /// The longest a query may run, in milliseconds.
  public var queryMilliseconds = 10_000
  /// The most connections that read at once.
  public var readerCount = 4
  /// The page cache of one reading connection, in KiB.
  public var readerCacheKibibytes = 2_000
  /// The page cache of the writing connection, in KiB.
  public var writerCacheKibibytes = 16_000
  /// While events come one by one, rows are written this often at most, unless somebody waits.
  public var gatheringTime = Duration.milliseconds(40)
  /// How long a question waits, at most, until the rows hold what was in the log when they were opened.
  public var firstAnswerTime = Duration.seconds(5)
  /// The longest pause, in seconds, before a rebuild is tried again that failed for a passing reason.
  public var longestRebuildPause = 60
  /// The most tasks that may wait for a position at once.
  public var waitingReaderCount = 10_000

  /// For tests only: where it is set, a checkpoint is committed apart from its rows and before them, and this
  /// is called between the two. The promise is broken on purpose, so that a test can show that it notices.
  package var betweenCommits: (@Sendable () -> Void)?
  /// How time passes until what failed is tried again: a test can make it pass.
  package var pause: @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }

  /// The default bounds.
  public init() {}

  /// The bounds of read models that a server keeps.
  public static var served: ProjectionLimits {
    var limits = ProjectionLimits()
    limits.gatheredByteCount = servedGatheredByteCount
    return limits
  }
}
