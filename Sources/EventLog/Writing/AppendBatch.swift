package import EventModel

/// What a batch has to know of the log as it was last committed.
package protocol CommittedLog: ~Copyable {
  /// The last revision of a stream; `nil` when it has no events.
  borrowing func head(of stream: StreamName) throws(EventLogError) -> Revision?

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
    /// The position of its first event.
    package let first: Position
    /// The revision of each entry's first event, in the order of its entries.
    package let firstRevisions: [Revision]
  }

  /// The position after the last event accepted so far.
  package private(set) var end: Position
  /// When all of the batch is recorded.
  package let recordedAt: RecordedTime
  /// What is to be put, in order of position.
  package private(set) var accepted: [Accepted] = []
  /// The bytes of the accepted records.
  package private(set) var byteCount = 0
  private let start: Position
  private var heads: [StreamName: Revision] = [:]
  private var commands: [CommandID: (receipt: AppendReceipt, digest: Digest)] = [:]

  /// A batch that continues a log.
  package init(at end: Position, recordedAt: RecordedTime) {
    start = end
    self.end = end
    self.recordedAt = recordedAt
  }

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
      if let previous = append.follows, try known(previous, on: log) == nil {
        throw .predecessorMissing(previous)
      }
      let firstRevisions = try firstRevisions(of: append, on: log)
      return .accepted(accept(append, firstRevisions))
    } catch {
      return .refused(error)
    }
  }

  // Not with `??`, which forgets what its right side throws.
  private func known(
    _ commandID: CommandID, on log: borrowing some CommittedLog & ~Copyable
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)? {
    if let known = commands[commandID] { return known }
    return try log.receipt(of: commandID)
  }

  private func head(
    of stream: StreamName, on log: borrowing some CommittedLog & ~Copyable
  ) throws(EventLogError) -> Revision? {
    if let head = heads[stream] { return head }
    return try log.head(of: stream)
  }

  private func firstRevisions(
    of append: Append, on log: borrowing some CommittedLog & ~Copyable
  ) throws(EventLogError) -> [Revision] {
    var revisions: [Revision] = []
    revisions.reserveCapacity(append.entries.count)
    for entry in append.entries {
      let head = try head(of: entry.stream, on: log)
      guard entry.expected.isMet(by: head) else {
        throw .conflict(stream: entry.stream, expected: entry.expected, actual: head)
      }
      revisions.append(head?.next ?? .zero)
    }
    return revisions
  }

  private mutating func accept(_ append: Append, _ firstRevisions: [Revision]) -> AppendReceipt {
    let first = end
    var streams: [AppendReceipt.StreamRevisions] = []
    streams.reserveCapacity(append.entries.count)
    for (entry, revision) in zip(append.entries, firstRevisions) where !entry.events.isEmpty {
      let count = entry.events.count
      heads[entry.stream] = Revision(revision.number + UInt64(count) - 1)
      streams.append(.init(stream: entry.stream, first: revision, count: count))
    }
    byteCount += append.byteCount
    end = Position(first.number + UInt64(append.eventCount))
    let receipt = AppendReceipt(
      commandID: append.commandID, first: first, eventCount: append.eventCount, streams: streams,
      recordedAt: recordedAt, isRepeat: false)
    accepted.append(Accepted(append: append, first: first, firstRevisions: firstRevisions))
    commands[append.commandID] = (receipt, append.commandDigest)
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
