internal import EventModel
internal import Files
internal import Glibc
internal import LMDB
internal import MerkleTree

/// The bounds of waiting for those who were just answered.
private enum GatherLimits {
  /// Turns of the others without a new append.
  static let idleTurns = 32
  /// Only checked between yields; on a busy machine one yield can take milliseconds.
  static let microseconds: Int64 = 300
  /// A list that grew longer than this in a rush is let go of.
  static let keptCapacity = 4_096
}

/// The writer: takes what has queued up, has it decided, puts and commits it, then tells everyone.
///
/// Lives on one thread. What queued up while the last commit was being flushed is the next commit,
/// and what those who were just answered hand in while it is put together.
struct Appender: ~Copyable {
  private let core: LogCore
  private var tree: TreeFrontier
  private let hindrances: Hindrances
  /// Taken from the queue and not answered yet.
  private var requests: [AppendQueue.Request] = []
  /// How many appends are worth waiting for.
  private var expectedCount = 0

  init(_ core: LogCore, _ tree: TreeFrontier, _ hindrances: Hindrances) {
    self.core = core
    self.tree = tree
    self.hindrances = hindrances
  }

  /// Serves the queue until it is closed.
  mutating func run() {
    while !requests.isEmpty || core.queue.wait() {
      // What didn't fit comes first, alone: the queue's bounds hold only for what is in it.
      if requests.isEmpty { core.queue.take(into: &requests) }
      let answeredCount = commitNext()
      // Now, while those who were answered go on.
      if answeredCount < requests.count {
        requests.removeFirst(answeredCount)
      } else {
        requests.removeAll(keepingCapacity: answeredCount <= GatherLimits.keptCapacity)
      }
    }
  }

  /// Commits as many of the requests as fit, and tells who asked.
  ///
  /// - Returns: how many were answered.
  private mutating func commitNext() -> Int {
    var batch: AppendBatch
    do throws(EventLogError) {
      try core.queue.checkOpen()
      batch = AppendBatch(
        at: Position(tree.size), recordedAt: try hindrances.recordingTime(),
        expecting: max(requests.count, expectedCount))
    } catch {
      refuse(error)
      return requests.count
    }
    var outcomes: [AppendBatch.Outcome] = []
    outcomes.reserveCapacity(max(requests.count, expectedCount))
    var commit: OpenCommit?
    var failure: EventLogError?
    let start = hindrances.sinceBoot
    repeat {
      decide(&batch, &outcomes)
      do throws(EventLogError) {
        try put(batch, &commit)
      } catch {
        failure = error
      }
    } while failure == nil && outcomes.count == requests.count
      && takesMore(since: start, &batch)
    expectedCount = max(outcomes.count, expectedCount * 7 / 8)
    if core.options.controls.acknowledgesBeforeCommit {
      complete(outcomes, failure: nil)
      _ = end(batch, commit.take(), failure)
    } else {
      failure = end(batch, commit.take(), failure)
      complete(outcomes, failure: failure)
    }
    settle()
    return outcomes.count
  }

  /// Decides those of the requests that aren't and fit.
  private func decide(_ batch: inout AppendBatch, _ outcomes: inout [AppendBatch.Outcome]) {
    var log = CommittedView(core, for: requests)
    while outcomes.count < requests.count,
      hasRoom(in: batch, for: requests[outcomes.count].append)
    {
      log.current = outcomes.count
      outcomes.append(batch.decide(requests[outcomes.count].append, on: log))
    }
  }

  /// Lets those who were just answered hand in what they have next.
  ///
  /// Otherwise the callers fall into groups that take turns, each commit carrying one of them. It
  /// ends as soon as as many are there as are expected, or when the others had their turn and
  /// handed nothing in, or when the machine is busy with something else.
  ///
  /// - Returns: whether there is more to decide.
  private mutating func takesMore(since start: Int64, _ batch: inout AppendBatch) -> Bool {
    guard requests.count < expectedCount else { return false }
    var idleTurns = 0
    repeat {
      guard idleTurns < GatherLimits.idleTurns,
        hindrances.sinceBoot - start < GatherLimits.microseconds
      else { return false }
      sched_yield()
      idleTurns += 1
    } while core.queue.isEmpty
    core.queue.take(into: &requests)
    // Only now: no event is recorded at a time before it was handed in. Where there is no time, what
    // was taken is refused after this commit.
    guard let time = try? hindrances.recordingTime() else { return false }
    batch.proceed(to: time)
    return true
  }

  private func hasRoom(in batch: borrowing AppendBatch, for append: Append) -> Bool {
    batch.eventCount == 0
      || batch.eventCount + append.eventCount <= core.options.controls.commitEventCount
        && batch.byteCount + append.byteCount <= CommitLimits.byteCount
  }

  /// Answers those who can be answered without recording anything.
  private func refuse(_ error: EventLogError) {
    var log = CommittedView(core, for: requests)
    for index in requests.indices {
      log.current = index
      let append = requests[index].append
      if let known = try? log.receipt(of: append.commandID), known.digest == append.commandDigest {
        requests[index].waiter.tell(.success(known.receipt))
      } else {
        requests[index].waiter.tell(.failure(error))
      }
    }
  }

  /// Puts what a batch has accepted since the last time.
  private func put(
    _ batch: borrowing AppendBatch, _ commit: inout OpenCommit?
  ) throws(EventLogError) {
    guard !batch.accepted.isEmpty else { return }
    try waitForRoom(batch)
    let neededByteCount = 2 * batch.byteCount + CommitLimits.reserveByteCount
    do throws(LMDBError) {
      try core.records.environment.requireFreeAddressSpace(byteCount: neededByteCount)
      if commit == nil {
        commit = try OpenCommit(core.records.environment, tree, expecting: batch.eventCount)
      }
      try commit?.put(batch, in: core.records)
    } catch {
      throw EventLogError(error)
    }
  }

  /// Commits what was put.
  ///
  /// - Parameter failure: why not all was put: then nothing is committed.
  /// - Returns: why nothing was committed.
  private mutating func end(
    _ batch: AppendBatch, _ commit: consuming OpenCommit?, _ failure: EventLogError?
  ) -> EventLogError? {
    do throws(EventLogError) {
      if let failure { throw failure }
      guard let commit else { return nil }
      if let failure = core.options.controls.commitFailure() { throw failure }
      // Once more: a device may have failed under the index meanwhile.
      try core.queue.checkOpen()
      let committed: OpenCommit.Committed
      do throws(LMDBError) {
        committed = try commit.commit(in: core.records)
      } catch {
        throw EventLogError(error)
      }
      tree = committed.tree
      publish(batch, committed)
      hindrances.note(nil)
      forgetAcceptance()
      return nil
    } catch {
      hindrances.note(error)
      guard error.isDeviceFailure else { return error }
      // The kernel reports a lost write once; a second flush would claim that all is well.
      let outcome = EventLogError.outcomeUnknown("the device failed during a commit")
      core.stopForGood(outcome)
      return outcome
    }
  }

  /// Takes back an operator's word on the clock, which is for the clock as it is now: later it would
  /// let another step pass, also where a power cut brought it back.
  private func forgetAcceptance() {
    let clockAccepted = hindrances.clockAccepted
    guard unlink(clockAccepted) == 0 else { return }
    do throws(EventLogError) {
      try inFiles { () throws(FileError) in try Directory.flush(holding: clockAccepted) }
    } catch {
      // What was committed is there; only what comes after it is in doubt.
      if error.isDeviceFailure {
        core.stopForGood(.outcomeUnknown("the device failed under the data directory"))
      } else {
        core.options.onNotice("\(clockAccepted) may be there again after a power cut: \(error)")
      }
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

  /// Lets readers see a commit: first what finds records and checks them, then the end.
  private func publish(
    _ batch: borrowing AppendBatch, _ committed: OpenCommit.Committed
  ) {
    core.tiles.append(committed.completed)
    core.overlay.withLock { $0.add(batch.accepted, head: committed.head) }
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

  /// Tells everyone who was decided on, in the order in which they came.
  private func complete(_ outcomes: [AppendBatch.Outcome], failure: EventLogError?) {
    for (index, outcome) in outcomes.enumerated() {
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
