internal import EventModel
internal import MerkleTree

/// What the index doesn't know yet: one segment that grows, and one that is being flushed.
///
/// Who reads the overlay first and the index's snapshot second misses nothing; what both have is
/// told apart by its revision or position.
struct Overlay: Sendable {
  /// What follows `frozen`; grows with every commit.
  private(set) var active: OverlaySegment
  /// What is being flushed.
  private(set) var frozen: OverlaySegment?
  /// The size of the tree up to which the index is flushed.
  private(set) var flushedSize: UInt64
  /// Counts commits, so that the flusher sees whether the log is idle.
  private(set) var commitCount: UInt64 = 0
  /// Whether someone waits for everything to be flushed.
  var isFlushRequested = false
  /// Whether the log is being closed.
  var isClosing = false
  /// Why the last flush failed.
  var failure: EventLogError?
  /// Whether a device failed under a flush, so that there is none any more.
  var isAbandoned = false

  /// An overlay over an index that has got to `flushedSize`; the segment begins there.
  init(flushedSize: UInt64, _ segment: OverlaySegment) {
    active = segment
    self.flushedSize = flushedSize
  }

  /// The tree at the log's end.
  var head: TreeHead { active.head }
  /// How many events the index is behind.
  var eventCount: Int { active.eventCount + (frozen?.eventCount ?? 0) }
  /// About how much memory that takes.
  var byteCount: Int { active.byteCount + (frozen?.byteCount ?? 0) }

  /// Takes in what a commit has added.
  mutating func add(_ accepted: [AppendBatch.Accepted], head: TreeHead) {
    active.add(accepted, head: head)
    commitCount += 1
  }

  /// Sets apart what is to be flushed next.
  ///
  /// - Returns: also what an earlier flush failed to take; `nil` when there is nothing.
  mutating func freeze() -> OverlaySegment? {
    if frozen == nil, !active.isEmpty {
      frozen = active
      active = OverlaySegment(at: active.head, expecting: active)
    }
    return frozen
  }

  /// After how many events a log that is only read sets its growing segment apart.
  private static let settledLength = 4_096

  /// Sets apart what has grown large, so that taking in more copies little; for reading only, where
  /// nothing is flushed.
  mutating func settle() {
    guard active.eventCount >= Self.settledLength else { return }
    if frozen?.append(active) == nil { frozen = active }
    active = OverlaySegment(at: active.head)
  }

  /// Takes a longer segment in the place of the growing one.
  mutating func replace(active segment: OverlaySegment) { active = segment }

  /// Forgets what has been flushed.
  mutating func thaw() {
    if let frozen { flushedSize = frozen.head.size }
    frozen = nil
    failure = nil
  }

  /// The last revision of a stream, if the stream has events here.
  func lastRevision(of stream: HashedName) -> UInt64? {
    active.streams[stream]?.lastRevision ?? frozen?.streams[stream]?.lastRevision
  }

  /// The first position of a command, if it was recorded here.
  func firstPosition(of command: CommandID) -> UInt64? {
    active.commands[command] ?? frozen?.commands[command]
  }

  /// A stream's events here, in order.
  func runs(of stream: HashedName) -> [OverlaySegment.Run] {
    [frozen?.streams[stream], active.streams[stream]].compactMap(\.self)
  }

  /// A type's positions here, in order.
  func positions(of type: HashedName) -> [[UInt64]] {
    [frozen?.types[type], active.types[type]].compactMap(\.self)
  }
}
