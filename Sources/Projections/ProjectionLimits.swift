/// Every bound of the read models, in one place.
public struct ProjectionLimits: Sendable {
  /// The most folded streams kept in memory between batches.
  public var cachedStreamCount = 20_000
  /// The most bytes of events whose folded states are kept in memory; a state's own size is not
  /// known, the events that made it are its measure.
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
  /// A log that is further ahead than this, and by more than half, is folded anew, not caught up.
  public var catchUpEventCount = 100_000
  /// The most events that keeping up takes in at once, but for the rest of their last append.
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
  /// The longest a question waits until the rows hold what had been recorded when they were opened.
  public var firstAnswerTime = Duration.seconds(5)
  /// The longest pause, in seconds, before a rebuild that failed for what may pass is tried again.
  public var longestRebuildPause = 60
  /// The most tasks that may wait for a position at once.
  public var waitingReaderCount = 10_000

  /// Where it is set, a checkpoint is committed before its rows, apart from them, and this is called
  /// between the two: so that a test notices what must not be.
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
