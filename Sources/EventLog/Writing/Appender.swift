internal import EventModel
internal import Glibc
internal import LMDB
internal import MerkleTree

/// The writer: takes what has queued up, has it decided, puts and commits it, then tells everyone.
///
/// Lives on one thread. What queued up while the last commit was being flushed is the next commit;
/// there is no timer.
struct Appender: ~Copyable {
  private typealias Decided = (request: AppendQueue.Request, outcome: AppendBatch.Outcome)

  private let core: LogCore
  private let view: CommittedView
  private var tree: TreeFrontier
  private var clock: ClockGuard

  init(
    _ core: LogCore, _ tree: TreeFrontier, _ clock: ClockGuard
  ) throws(EventLogError) {
    self.core = core
    self.tree = tree
    self.clock = clock
    view = try CommittedView(core)
  }

  /// Serves the queue until it is closed.
  mutating func run() {
    while var requests = core.queue.next() {
      // Those who are about to hand something in get a turn first: otherwise the callers fall
      // into two groups that take turns, each commit carrying half of them.
      sched_yield()
      requests += core.queue.drain()
      var rest = requests[...]
      while !rest.isEmpty { commitNext(&rest) }
    }
  }

  private mutating func commitNext(_ rest: inout ArraySlice<AppendQueue.Request>) {
    let accepted: Result<RecordedTime, EventLogError>
    if let refusal = core.queue.refusal, refusal != .closed {
      accepted = .failure(refusal)
    } else {
      accepted = recordingTime()
    }
    guard case .success(let time) = accepted else {
      if case .failure(let error) = accepted { refuse(&rest, error) }
      return
    }
    var batch = AppendBatch(at: Position(tree.size), recordedAt: time)
    var decided: [Decided] = []
    while let request = rest.first, Self.hasRoom(in: batch, for: request.append) {
      decided.append((request, batch.decide(request.append, on: view)))
      rest = rest.dropFirst()
    }
    if core.options.controls.acknowledgesBeforeCommit {
      complete(decided, failure: nil)
      _ = commit(batch)
    } else {
      complete(decided, failure: commit(batch))
    }
  }

  private static func hasRoom(in batch: borrowing AppendBatch, for append: Append) -> Bool {
    batch.eventCount == 0
      || batch.eventCount + append.eventCount <= CommitLimits.eventCount
        && batch.byteCount + append.byteCount <= CommitLimits.byteCount
  }

  private mutating func recordingTime() -> Result<RecordedTime, EventLogError> {
    let path = core.directory.clockAccepted
    do throws(EventLogError) {
      return .success(
        try clock.recordingTime {
          guard DataDirectory.exists(path) else { return false }
          unlink(path)
          return true
        })
    } catch {
      return .failure(error)
    }
  }

  /// Answers those who can be answered without recording anything.
  private func refuse(
    _ rest: inout ArraySlice<AppendQueue.Request>, _ error: EventLogError
  ) {
    for request in rest {
      let known = try? view.receipt(of: request.append.commandID)
      if let known, known.digest == request.append.commandDigest {
        request.completion(.success(known.receipt))
      } else {
        request.completion(.failure(error))
      }
    }
    rest = []
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
    var completed = CompletedHashes()
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
    publish(batch, head, completed)
  }

  /// Puts the records of a batch, with the writer's own fields, and hashes them.
  static func put(
    _ batch: AppendBatch, _ events: Table<UInt64>, _ transaction: inout WriteTransaction,
    _ tree: inout TreeFrontier, _ completed: inout CompletedHashes
  ) throws(LMDBError) {
    for accepted in batch.accepted {
      let count = accepted.append.eventCount
      var index = 0
      for (entry, firstRevision) in zip(accepted.append.entries, accepted.firstRevisions) {
        var revision = firstRevision
        for event in entry.events {
          try transaction.append(
            byteCount: event.bytes.count, at: accepted.first.number + UInt64(index), in: events
          ) { room in
            room.withUnsafeMutableBytes { bytes, byteCount in
              event.bytes.withUnsafeBytes { bytes.copyMemory(from: $0) }
              byteCount = event.bytes.count
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
    let options = core.options
    let isFlushDue = core.overlay.withLock { overlay in
      overlay.add(batch.accepted, head: head)
      return overlay.frozen == nil && IndexFlusher.isHalfFull(overlay, options)
    }
    if isFlushDue { core.overlay.update { _ in } }
    core.signal.publish(batch.end)
  }

  /// Tells everyone, in the order in which they came.
  private func complete(_ decided: [Decided], failure: EventLogError?) {
    for (request, outcome) in decided {
      switch outcome {
      case .repeated(let receipt) where receipt.end.number <= tree.size:
        request.completion(.success(receipt))
      case .accepted(let receipt), .repeated(let receipt):
        // What stood on a commit that failed has failed with it, a repeat of it too.
        request.completion(failure.map { .failure($0) } ?? .success(receipt))
      case .refused(let error):
        request.completion(.failure(failure ?? error))
      }
    }
  }
}
