internal import EventModel
internal import LMDB

/// The log as the writer last committed it, for one request after the other: overlay first, then
/// the index.
///
/// Of the index it was mostly asked ahead. Where it is asked again, the snapshot lasts for one
/// look-up: held from flush to flush, it would keep the pages that each flush frees.
struct CommittedView: CommittedLog {
  private let core: LogCore
  // All of them: a view for each would count references in memory that another thread wrote.
  private let requests: [AppendQueue.Request]
  /// Which of the requests is being decided.
  var current = 0

  init(_ core: LogCore, for requests: [AppendQueue.Request]) {
    self.core = core
    self.requests = requests
  }

  func head(for entry: Append.Entry, at index: Int) throws(EventLogError) -> Revision? {
    let (known, size) = core.overlay.withLock {
      ($0.lastRevision(of: entry.key), $0.flushedSize)
    }
    if let known { return Revision(known) }
    if requests[current].ahead?.flushedSize == size, let ahead = requests[current].ahead {
      return ahead.head(at: index)
    }
    return try core.lookingUp { () throws(EventLogError) in
      try core.indexedHead(
        of: entry.key, expecting: entry.expected, in: try core.index.snapshot())
    }
  }

  func receipt(
    of commandID: CommandID
  ) throws(EventLogError) -> (receipt: AppendReceipt, digest: Digest)? {
    let (known, size) = core.overlay.withLock {
      ($0.firstPosition(of: commandID), $0.flushedSize)
    }
    if let known { return try core.receipt(at: Position(known)) }
    if requests[current].ahead?.flushedSize == size, requests[current].ahead?.isCommandNew == true,
      commandID == requests[current].append.commandID
    {
      return nil
    }
    return try core.lookingUp { () throws(EventLogError) in
      let first = try core.index.firstPosition(of: commandID, in: try core.index.snapshot())
      guard let first else { return nil }
      return try core.receipt(of: commandID, indexedAt: Position(first))
    }
  }
}
