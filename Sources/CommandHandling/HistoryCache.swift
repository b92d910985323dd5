import Deciding
import EventLog
import EventModel
import Synchronization

/// The histories that were used last, bounded in events and bytes.
///
/// A stream that grew is read on from where the cached history ends; nothing is ever folded twice
/// while it is cached.
final class HistoryCache: Sendable {
  fileprivate struct Entry {
    var history: StreamHistory
    var usedAt: UInt64
  }

  fileprivate struct Contents {
    var entries: [StreamName: Entry] = [:]
    var uses: UInt64 = 0
    var eventCount = 0
    var byteCount = 0
  }

  private let log: any AppendOnlyLog
  private let eventBound: Int
  private let byteBound: Int
  private let contents = Mutex(Contents())

  /// An empty cache over a log.
  init(
    log: any AppendOnlyLog, eventBound: Int = CommandHandlingLimits.cachedEvents,
    byteBound: Int = CommandHandlingLimits.cachedBytes
  ) {
    self.log = log
    self.eventBound = eventBound
    self.byteBound = byteBound
  }

  /// Events and bytes held now.
  var size: (eventCount: Int, byteCount: Int) {
    contents.withLock { ($0.eventCount, $0.byteCount) }
  }

  /// A stream's whole history as the log has it now.
  ///
  /// - Complexity: O(1) and one look-up of the head when the cached history is current.
  func history(of stream: StreamName) throws(EventLogError) -> StreamHistory {
    guard let head = try log.head(of: stream) else {
      return StreamHistory(stream: stream, recorded: [], zone: log.identity.zone)
    }
    let known = contents.withLock { contents -> StreamHistory? in
      contents.uses += 1
      contents.entries[stream]?.usedAt = contents.uses
      return contents.entries[stream]?.history
    }
    if let known, let knownHead = known.head, knownHead >= head { return known }
    var history = known ?? StreamHistory(stream: stream, recorded: [], zone: log.identity.zone)
    while history.head.map({ $0 < head }) ?? true {
      let events = try log.read(
        stream: stream, from: history.head?.next ?? .zero, direction: .forwards, before: nil,
        limit: CommandHandlingLimits.eventsPerRead)
      if events.isEmpty { break }
      history = history.appending(events)
    }
    keep(history)
    return history
  }

  /// Takes in events that were just recorded, so that they needn't be read back.
  ///
  /// Streams that aren't cached up to the event before are left alone.
  func extend(with events: [RecordedEvent]) {
    for (stream, events) in Dictionary(grouping: events, by: \.stream) {
      guard let first = events.first else { continue }
      let known = contents.withLock { $0.entries[stream]?.history }
      let base = known ?? StreamHistory(stream: stream, recorded: [], zone: log.identity.zone)
      guard first.revision.number == UInt64(base.recorded.count) else { continue }
      keep(base.appending(events))
    }
  }

  private func keep(_ history: StreamHistory) {
    guard history.recorded.count <= eventBound / 2, history.byteCount <= byteBound / 2 else {
      // One stream may not push out all others; it is read anew each time.
      contents.withLock { $0.remove(history.stream) }
      return
    }
    contents.withLock { contents in
      if let other = contents.entries[history.stream]?.history {
        // Another task was faster and read further.
        guard other.recorded.count < history.recorded.count else { return }
      }
      contents.remove(history.stream)
      contents.uses += 1
      contents.entries[history.stream] = Entry(history: history, usedAt: contents.uses)
      contents.eventCount += history.recorded.count
      contents.byteCount += history.byteCount
      if contents.eventCount > eventBound || contents.byteCount > byteBound {
        contents.evict(eventBound: eventBound * 3 / 4, byteBound: byteBound * 3 / 4)
      }
    }
  }
}

extension HistoryCache.Contents {
  fileprivate mutating func remove(_ stream: StreamName) {
    guard let entry = entries.removeValue(forKey: stream) else { return }
    eventCount -= entry.history.recorded.count
    byteCount -= entry.history.byteCount
  }

  /// Drops what was used longest ago; a quarter at a time, so that sorting pays.
  fileprivate mutating func evict(eventBound: Int, byteBound: Int) {
    for (stream, _) in entries.sorted(by: { $0.value.usedAt < $1.value.usedAt }) {
      if eventCount <= eventBound, byteCount <= byteBound { return }
      remove(stream)
    }
  }
}
