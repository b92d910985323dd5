internal import EventModel
internal import Glibc
internal import LMDB
internal import MerkleTree

/// The writer: takes what has queued up, has it decided, puts and commits it, then tells everyone.
///
/// Lives on one thread. What queued up while the last commit was being flushed is the next commit;
/// there is no timer.
struct Appender: ~Copyable {
  private let core: LogCore
  private let view: CommittedView
  private var tree: TreeFrontier
  private var clock: ClockGuard
  /// Where an operator's word on the clock stands.
  private let clockAccepted: String

  init(
    _ core: LogCore, _ tree: TreeFrontier, _ clock: ClockGuard
  ) throws(EventLogError) {
    self.core = core
    self.tree = tree
    self.clock = clock
    clockAccepted = core.directory.clockAccepted
    view = try CommittedView(core)
  }

  /// Serves the queue until it is closed.
  mutating func run() {
    var answeredCount = 0
    while var arrivals = Arrivals(of: core.queue, expecting: answeredCount) {
      while !arrivals.isEmpty { commitNext(&arrivals) }
      answeredCount = arrivals.takenCount
    }
  }

  /// Commits as many of those who came as fit, and tells who asked.
  private mutating func commitNext(_ arrivals: inout Arrivals) {
    let time: RecordedTime
    do throws(EventLogError) {
      if let refusal = core.queue.refusal, refusal != .closed { throw refusal }
      time = try recordingTime()
    } catch {
      while let index = arrivals.take() { refuse(arrivals.requests[index], error) }
      return
    }
    var batch = AppendBatch(
      at: Position(tree.size), recordedAt: time, expecting: arrivals.expectedCount)
    var outcomes: [AppendBatch.Outcome] = []
    outcomes.reserveCapacity(arrivals.expectedCount)
    let first = arrivals.takenCount
    while let index = arrivals.take(where: { Self.hasRoom(in: batch, for: $0) }) {
      let log = view.answering(arrivals.requests[index])
      outcomes.append(batch.decide(arrivals.requests[index].append, on: log))
    }
    let requests = arrivals.requests[first...]
    if core.options.controls.acknowledgesBeforeCommit {
      complete(requests, outcomes, failure: nil)
      _ = commit(batch)
    } else {
      complete(requests, outcomes, failure: commit(batch))
    }
    settle()
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

  /// Answers who can be answered without recording anything.
  private func refuse(_ request: AppendQueue.Request, _ error: EventLogError) {
    let append = request.append
    let known = try? view.answering(request).receipt(of: append.commandID)
    if let known, known.digest == append.commandDigest {
      request.completion(.success(known.receipt))
    } else {
      request.completion(.failure(error))
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
      let completion = requests[index].completion
      switch outcome {
      case .repeated(let receipt) where receipt.end.number <= tree.size:
        completion(.success(receipt))
      case .accepted(let receipt), .repeated(let receipt):
        // What stood on a commit that failed has failed with it, a repeat of it too.
        completion(failure.map { .failure($0) } ?? .success(receipt))
      case .refused(let error):
        completion(.failure(failure ?? error))
      }
    }
  }
}
