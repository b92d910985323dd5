internal import EventModel
internal import MerkleTree

/// What the index doesn't know yet: one segment that grows, and one that is being flushed.
///
/// Who reads the overlay first and the index's snapshot second misses nothing; what both have is
/// told apart by its revision or position.
struct Overlay: Sendable {
  /// What a commit has added.
  private struct Addition: Sendable {
    let accepted: [AppendBatch.Accepted]
    let head: TreeHead
  }

  /// What follows `frozen`, but for what was only just committed.
  private(set) var active: OverlaySegment
  /// What was committed and isn't in `active` yet; empty but for moments.
  private var recent: [Addition] = []
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
  /// Whether a device failed under a flush, or the index is damaged, so that there is none any more.
  var isAbandoned = false

  /// An overlay over an index that has got to `flushedSize`; the segment begins there.
  init(flushedSize: UInt64, _ segment: OverlaySegment) {
    active = segment
    self.flushedSize = flushedSize
  }

  /// The tree at the log's end.
  var head: TreeHead { recent.last?.head ?? active.head }
  /// How many events the index is behind.
  var eventCount: Int { Int(head.size - flushedSize) }
  /// About how much memory that takes.
  var byteCount: Int { active.byteCount + (frozen?.byteCount ?? 0) }

  /// Takes in what a commit has added.
  ///
  /// - Complexity: O(1): the callers wait for it. Whoever looks first does the work, which is the
  ///   writer where nobody else does, while its callers go on.
  mutating func add(_ accepted: [AppendBatch.Accepted], head: TreeHead) {
    recent.append(Addition(accepted: accepted, head: head))
    commitCount += 1
  }

  /// Brings `active` up to the log's end.
  ///
  /// - Complexity: O(events committed since the last look)
  mutating func catchUp() {
    guard !recent.isEmpty else { return }
    for addition in recent { active.add(addition.accepted, head: addition.head) }
    recent.removeAll()
  }

  /// Sets apart what is to be flushed next.
  ///
  /// - Returns: also what an earlier flush failed to take; `nil` when there is nothing.
  mutating func freeze() -> OverlaySegment? {
    catchUp()
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
    // What was abandoned stays so, for whoever waits: a flush that was under way ends after it.
    if !isAbandoned { failure = nil }
  }

  /// The last revision of a stream, if the stream has events here.
  mutating func lastRevision(of stream: HashedName) -> UInt64? {
    catchUp()
    return active.streams[stream]?.lastRevision ?? frozen?.streams[stream]?.lastRevision
  }

  /// The last revision of a stream and where it stands, if the stream has events here.
  mutating func last(of stream: HashedName) -> (revision: UInt64, position: UInt64)? {
    catchUp()
    guard let run = active.streams[stream] ?? frozen?.streams[stream] else { return nil }
    return (run.lastRevision, run.lastPosition)
  }

  /// The first position of a command, if it was recorded here.
  mutating func firstPosition(of command: CommandID) -> UInt64? {
    catchUp()
    return frozen?.commands[command] ?? active.commands[command]
  }

  /// A stream's events here, in order.
  mutating func runs(of stream: HashedName) -> [OverlaySegment.Run] {
    catchUp()
    return [frozen?.streams[stream], active.streams[stream]].compactMap(\.self)
  }

  /// A type's positions here, in order.
  mutating func positions(of type: HashedName) -> [[UInt64]] {
    catchUp()
    return [frozen?.types[type], active.types[type]].compactMap(\.self)
  }
}
