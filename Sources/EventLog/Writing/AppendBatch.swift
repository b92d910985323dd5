package import EventModel

/// What a batch has to know of the log as it was last committed.
package protocol CommittedLog: ~Copyable {
  /// The last revision of an entry's stream; `nil` when it has no events.
  ///
  /// Where nothing in the entry would notice a wrong answer, it is held against the record that it
  /// stands for.
  /// - Parameter index: which of the append's entries it is.
  borrowing func head(
    for entry: Append.Entry, at index: Int
  ) throws(EventLogError) -> Revision?

  /// The receipt and the digest of a recorded command, marked as a repeat.
  borrowing func receipt(
    of commandID: CommandID
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)?
}

/// Decides appends in order, as one commit: the log's rules without its disk.
///
/// It sees what it has accepted itself before what was committed. The shell puts what was accepted,
/// commits, and only then tells the callers. A batch whose commit failed is thrown away.
package struct AppendBatch: Sendable {
  /// What becomes of one append.
  package enum Outcome: Sendable {
    /// It is to be put; its receipt holds once the batch is committed.
    case accepted(AppendReceipt)
    /// Its command was recorded before, or earlier in this batch.
    case repeated(AppendReceipt)
    /// It may not be recorded.
    case refused(EventLogError)
  }

  /// An append that is to be put.
  package struct Accepted: Sendable {
    /// The append.
    package let append: Append
    /// What it becomes.
    package let receipt: AppendReceipt

    /// Calls `body` for each entry that adds events, with the revision of the first.
    @inline(__always)
    package func forEachAddition<Failure: Error>(
      _ body: (_ entry: Append.Entry, _ firstRevision: Revision) throws(Failure) -> Void
    ) throws(Failure) {
      var index = 0
      for entry in append.entries where !entry.events.isEmpty {
        try body(entry, receipt.streams[index].first)
        index += 1
      }
    }
  }

  /// The position after the last event accepted so far.
  package private(set) var end: Position
  /// When what is decided next is recorded; it never goes back.
  package private(set) var recordedAt: RecordedTime
  /// What is to be put, in order of position.
  package private(set) var accepted: [Accepted] = []
  /// The bytes of the accepted records.
  package private(set) var byteCount = 0
  private let start: Position
  private var heads: [HashedName: Revision] = [:]
  /// By command, where in `accepted` its append stands.
  private var commands: [CommandID: Int] = [:]

  /// A batch that continues a log.
  ///
  /// - Parameter count: about how many appends it will take.
  package init(at end: Position, recordedAt: RecordedTime, expecting count: Int = 1) {
    start = end
    self.end = end
    self.recordedAt = recordedAt
    accepted.reserveCapacity(count)
    commands.reserveCapacity(count)
    heads.reserveCapacity(count)
  }

  /// Goes on at a later time.
  package mutating func proceed(to time: RecordedTime) { recordedAt = max(recordedAt, time) }

  /// How many events were accepted so far.
  package var eventCount: Int { Int(end.number - start.number) }

  /// Decides the next append.
  ///
  /// A repeated command is found before revisions are looked at: they have moved since.
  /// - Complexity: O(entries) look-ups in `log`.
  package mutating func decide(
    _ append: Append, on log: borrowing some CommittedLog & ~Copyable
  ) -> Outcome {
    do throws(EventLogError) {
      if let known = try known(append.commandID, on: log) {
        guard known.digest == append.commandDigest else {
          throw .commandReused(append.commandID, first: known.receipt.first)
        }
        return .repeated(known.receipt.repeated)
      }
      if let previous = append.follows, !isRecorded(previous) {
        throw .predecessorMissing(previous.commandID)
      }
      return .accepted(accept(append, try revisions(of: append, on: log)))
    } catch {
      return .refused(error)
    }
  }

  /// Whether that very submission was recorded; its command alone tells nothing, as what another
  /// submission recorded may have been decided on another state.
  private func isRecorded(_ submission: Submission) -> Bool {
    if submission.isRecorded { return true }
    guard let index = commands[submission.commandID] else { return false }
    return accepted[index].append.submission === submission
  }

  /// Tells the submissions that it accepted that they are durable; called once it was committed.
  package func noteRecorded() {
    for index in accepted.indices { accepted[index].append.submission?.noteRecorded() }
  }

  // Not with `??`, which forgets what its right side throws.
  private func known(
    _ commandID: CommandID, on log: borrowing some CommittedLog & ~Copyable
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)? {
    if let index = commands[commandID] {
      return (accepted[index].receipt, accepted[index].append.commandDigest)
    }
    return try log.receipt(of: commandID)
  }

  private func head(
    for entry: Append.Entry, at index: Int, on log: borrowing some CommittedLog & ~Copyable
  ) throws(EventLogError) -> Revision? {
    if let head = heads[entry.key] { return head }
    return try log.head(for: entry, at: index)
  }

  /// The revisions that the append's events get.
  private func revisions(
    of append: Append, on log: borrowing some CommittedLog & ~Copyable
  ) throws(EventLogError) -> [AppendReceipt.StreamRevisions] {
    var revisions: [AppendReceipt.StreamRevisions] = []
    revisions.reserveCapacity(append.entries.count)
    for (index, entry) in append.entries.enumerated() {
      let head = try head(for: entry, at: index, on: log)
      guard entry.expected.isMet(by: head) else {
        throw .conflict(stream: entry.stream, expected: entry.expected, actual: head)
      }
      guard !entry.events.isEmpty else { continue }
      revisions.append(
        .init(stream: entry.stream, first: head?.next ?? .zero, count: entry.events.count))
    }
    return revisions
  }

  private mutating func accept(
    _ append: Append, _ revisions: [AppendReceipt.StreamRevisions]
  ) -> AppendReceipt {
    let receipt = AppendReceipt(
      commandID: append.commandID, first: end, eventCount: append.eventCount, streams: revisions,
      recordedAt: recordedAt, isRepeat: false)
    let added = Accepted(append: append, receipt: receipt)
    added.forEachAddition { entry, first in
      heads[entry.key] = Revision(first.number + UInt64(entry.events.count) - 1)
    }
    commands[append.commandID] = accepted.count
    accepted.append(added)
    byteCount += append.byteCount
    end = receipt.end
    return receipt
  }
}

extension AppendReceipt {
  /// The same receipt, given again.
  var repeated: AppendReceipt {
    AppendReceipt(
      commandID: commandID, first: first, eventCount: eventCount, streams: streams,
      recordedAt: recordedAt, isRepeat: true)
  }
}
