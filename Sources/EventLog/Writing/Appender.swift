internal import EventModel
internal import Glibc
internal import LMDB
internal import MerkleTree

/// The bounds of waiting for those who were just answered.
private enum GatherLimits {
  /// Turns of the others without a new append.
  static let idleTurns = 32
  /// A turn is cut short by nobody: on a busy machine one takes milliseconds.
  static let microseconds: Int64 = 100
}

/// The bounds of what the queue keeps.
private enum QueueLimits {
  /// A list that grew longer than this in a rush is let go of.
  static let keptCapacity = 4_096
}

/// The writer: takes what has queued up, has it decided, puts and commits it, then tells everyone.
///
/// Lives on one thread. What queued up while the last commit was being flushed is the next commit.
struct Appender: ~Copyable {
  private let core: LogCore
  private var tree: TreeFrontier
  private var clock: ClockGuard
  /// Where an operator's word on the clock stands.
  private let clockAccepted: String

  init(_ core: LogCore, _ tree: TreeFrontier, _ clock: ClockGuard) {
    self.core = core
    self.tree = tree
    self.clock = clock
    clockAccepted = core.directory.clockAccepted
  }

  /// Serves the queue until it is closed.
  mutating func run() {
    var requests: [AppendQueue.Request] = []
    var answeredCount = 0
    while case let count = core.queue.wait(), count > 0 {
      gather(count, atLeast: answeredCount)
      core.queue.take(into: &requests)
      answeredCount = requests.count
      var next = 0
      while next < requests.count { next = commitNext(requests, from: next) }
      // Now, while those who were answered go on.
      requests.removeAll(keepingCapacity: answeredCount <= QueueLimits.keptCapacity)
    }
  }

  /// Lets those who were just answered hand in what they have next.
  ///
  /// Otherwise the callers fall into groups that take turns, each commit carrying one of them. It
  /// ends as soon as as many are there as were answered, or when the others had their turn and
  /// handed nothing in, or when the machine is busy with something else.
  ///
  /// - Parameters:
  ///   - waiting: how many wait now.
  ///   - count: how many were answered.
  private func gather(_ waiting: Int, atLeast count: Int) {
    guard waiting < count else { return }
    let start = LogClock.system.sinceBoot()
    var waiting = waiting
    var idleTurns = 0
    repeat {
      sched_yield()
      let now = core.queue.count
      idleTurns = now == waiting ? idleTurns + 1 : 0
      waiting = now
    } while waiting < count && idleTurns < GatherLimits.idleTurns
      && LogClock.system.sinceBoot() - start < GatherLimits.microseconds
  }

  /// Commits as many of the requests as fit, and tells who asked.
  ///
  /// - Returns: where the rest begins.
  private mutating func commitNext(
    _ requests: borrowing [AppendQueue.Request], from first: Int
  ) -> Int {
    let time: RecordedTime
    do throws(EventLogError) {
      try core.queue.checkOpen()
      time = try recordingTime()
    } catch {
      refuse(requests[first...], error)
      return requests.count
    }
    var batch = AppendBatch(
      at: Position(tree.size), recordedAt: time, expecting: requests.count - first)
    var outcomes: [AppendBatch.Outcome] = []
    outcomes.reserveCapacity(requests.count - first)
    var end = first
    var log = CommittedView(core, for: requests[first...], first)
    while end < requests.count, Self.hasRoom(in: batch, for: requests[end].append) {
      log.current = end
      outcomes.append(batch.decide(requests[end].append, on: log))
      end += 1
    }
    if core.options.controls.acknowledgesBeforeCommit {
      complete(requests[first..<end], outcomes, failure: nil)
      _ = commit(batch)
    } else {
      complete(requests[first..<end], outcomes, failure: commit(batch))
    }
    settle()
    return end
  }

  private static func hasRoom(in batch: borrowing AppendBatch, for append: Append) -> Bool {
    batch.eventCount == 0
      || batch.eventCount + append.eventCount <= CommitLimits.eventCount
        && batch.byteCount + append.byteCount <= CommitLimits.byteCount
  }

  private mutating func recordingTime() throws(EventLogError) -> RecordedTime {
    let path = clockAccepted
    return try clock.recordingTime { DataDirectory.exists(path) }
  }

  /// Answers those who can be answered without recording anything.
  private func refuse(
    _ requests: ArraySlice<AppendQueue.Request>, _ error: EventLogError
  ) {
    var log = CommittedView(core, for: requests, requests.startIndex)
    for (index, request) in zip(requests.indices, requests) {
      log.current = index
      let known = try? log.receipt(of: request.append.commandID)
      if let known, known.digest == request.append.commandDigest {
        request.waiter.tell(.success(known.receipt))
      } else {
        request.waiter.tell(.failure(error))
      }
    }
  }

  /// - Returns: why nothing was committed.
  private mutating func commit(_ batch: AppendBatch) -> EventLogError? {
    guard !batch.accepted.isEmpty else { return nil }
    do throws(EventLogError) {
      try waitForRoom(batch)
      try inStore { () throws(LMDBError) in
        try core.records.environment.requireFreeAddressSpace(
          byteCount: 2 * batch.byteCount + CommitLimits.reserveByteCount)
      }
      if let failure = core.options.controls.commitFailure() { throw failure }
      // Once more: a device may have failed under the index meanwhile.
      try core.queue.checkOpen()
      try put(batch)
      return nil
    } catch {
      guard error.isDeviceFailure else { return error }
      // The kernel reports a lost write once; a second flush would claim that all is well.
      let outcome = EventLogError.outcomeUnknown("the device failed during a commit")
      core.stopForGood(outcome)
      return outcome
    }
  }

  private func waitForRoom(_ batch: borrowing AppendBatch) throws(EventLogError) {
    let (eventCount, options) = (batch.eventCount, core.options)
    func hasRoom(_ overlay: Overlay) -> Bool {
      overlay.eventCount == 0
        || overlay.eventCount + eventCount <= options.overlayEventCount
          && overlay.byteCount <= options.overlayByteCount
    }
    if core.overlay.withLock({ hasRoom($0) }) { return }
    core.overlay.update { $0.isFlushRequested = true }
    let failure: EventLogError? = core.overlay.wait { overlay in
      if hasRoom(overlay) { return .some(nil) }
      return overlay.failure.map { .some($0) }
    }
    if let failure { throw failure }
  }

  private mutating func put(_ batch: AppendBatch) throws(EventLogError) {
    var tree = self.tree
    var completed = CompletedHashes(expecting: batch.eventCount)
    let head: TreeHead
    do throws(LMDBError) {
      var transaction = try core.records.environment.beginWrite()
      try Self.put(batch, core.records.events, &transaction, &tree, &completed)
      head = tree.head
      try core.records.put(tree, head, in: &transaction)
      try transaction.commit()
    } catch {
      throw EventLogError(error)
    }
    self.tree = tree
    // An operator's word is for the clock as it is now: unused, it would let a later step pass.
    unlink(clockAccepted)
    publish(batch, head, completed)
  }

  /// Puts the records of a batch, with the writer's own fields, and hashes them.
  static func put(
    _ batch: AppendBatch, _ events: Table<UInt64>, _ transaction: inout WriteTransaction,
    _ tree: inout TreeFrontier, _ completed: inout CompletedHashes
  ) throws(LMDBError) {
    // By index: a copy of each would touch the reference counts of all that it holds, in memory that
    // another thread wrote.
    for accepted in batch.accepted.indices {
      let first = batch.accepted[accepted].receipt.first.number
      let count = batch.accepted[accepted].append.eventCount
      var index = 0
      try batch.accepted[accepted].forEachAddition { (entry, firstRevision) throws(LMDBError) in
        var revision = firstRevision
        for event in entry.events.indices {
          let record = entry.events[event].bytes
          try transaction.append(
            byteCount: record.count, at: first + UInt64(index), in: events
          ) { room in
            room.withUnsafeMutableBytes { bytes, byteCount in
              record.withUnsafeBytes { bytes.copyMemory(from: $0) }
              byteCount = record.count
              RecordTail.patch(
                bytes, appendIndex: index, appendCount: count, revision: revision,
                recordedAt: batch.recordedAt)
            }
            tree.append(leaf: room.bytes, completing: &completed)
          }
          index += 1
          revision = revision.next
        }
      }
    }
  }

  /// Lets readers see a commit: first what finds records and checks them, then the end.
  private func publish(
    _ batch: AppendBatch, _ head: TreeHead, _ completed: CompletedHashes
  ) {
    core.tiles.append(completed)
    core.overlay.withLock { $0.add(batch.accepted, head: head) }
    batch.noteRecorded()
    core.signal.publish(batch.end)
  }

  /// Does what nobody waits for, while those who were answered go on.
  private func settle() {
    let options = core.options
    let isFlushDue = core.overlay.withLock { overlay in
      overlay.catchUp()
      return overlay.frozen == nil && IndexFlusher.isHalfFull(overlay, options)
    }
    if isFlushDue { core.overlay.update { _ in } }
  }

  /// Tells everyone, in the order in which they came.
  private func complete(
    _ requests: ArraySlice<AppendQueue.Request>, _ outcomes: [AppendBatch.Outcome],
    failure: EventLogError?
  ) {
    for (index, outcome) in zip(requests.indices, outcomes) {
      let waiter = requests[index].waiter
      switch outcome {
      case .repeated(let receipt) where receipt.end.number <= tree.size:
        waiter.tell(.success(receipt))
      case .accepted(let receipt), .repeated(let receipt):
        // What stood on a commit that failed has failed with it, a repeat of it too.
        waiter.tell(failure.map { .failure($0) } ?? .success(receipt))
      case .refused(let error):
        waiter.tell(.failure(failure ?? error))
      }
    }
  }
}
