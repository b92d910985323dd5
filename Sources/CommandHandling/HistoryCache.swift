import Deciding
import EventLog
import EventModel
import Synchronization

/// The histories that were used last, bounded in events and bytes.
///
/// A stream that grew is read on from where the cached history ends; nothing is ever folded twice
/// while it is cached. Kept in two generations: once the younger holds half of what may be held it
/// becomes the older, and what of that was not used since is dropped. So letting go costs nothing.
final class HistoryCache: Sendable {
  fileprivate struct Generation {
    var histories: [StreamName: StreamHistory] = [:]
    var eventCount = 0
    var byteCount = 0
  }

  fileprivate struct Contents {
    var young = Generation()
    var old = Generation()
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
    contents.withLock {
      ($0.young.eventCount + $0.old.eventCount, $0.young.byteCount + $0.old.byteCount)
    }
  }

  /// A stream's whole history as the log has it now.
  ///
  /// - Complexity: O(1) and one look-up of the head when the cached history is current.
  func history(of stream: StreamName) throws(EventLogError) -> StreamHistory {
    guard let head = try log.head(of: stream) else {
      return StreamHistory(stream: stream, recorded: [], zone: log.identity.zone)
    }
    let known = contents.withLock { $0.history(of: stream, halfBound) }
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
    var start = events.startIndex
    while start < events.endIndex {
      // An append's events of one stream stand together.
      let stream = events[start].stream
      let end = events[start...].firstIndex { $0.stream != stream } ?? events.endIndex
      extend(stream, Array(events[start..<end]))
      start = end
    }
  }

  private func extend(_ stream: StreamName, _ events: [RecordedEvent]) {
    guard let first = events.first else { return }
    let known = contents.withLock { $0.history(of: stream, halfBound) }
    let base = known ?? StreamHistory(stream: stream, recorded: [], zone: log.identity.zone)
    guard first.revision.number == UInt64(base.recorded.count) else { return }
    keep(base.appending(events))
  }

  private var halfBound: (eventCount: Int, byteCount: Int) { (eventBound / 2, byteBound / 2) }

  private func keep(_ history: StreamHistory) {
    let isTooLarge =
      history.recorded.count > halfBound.eventCount || history.byteCount > halfBound.byteCount
    contents.withLock { contents in
      if isTooLarge {
        // One stream may not push out all others; it is read anew each time.
        contents.remove(history.stream)
      } else {
        contents.keep(history, halfBound)
      }
    }
  }
}

extension HistoryCache.Contents {
  /// A cached history, which is young again then.
  fileprivate mutating func history(
    of stream: StreamName, _ bound: (eventCount: Int, byteCount: Int)
  ) -> StreamHistory? {
    if let known = young.histories[stream] { return known }
    guard let known = old.remove(stream) else { return nil }
    add(known, bound)
    return known
  }

  fileprivate mutating func remove(_ stream: StreamName) {
    if young.remove(stream) == nil { _ = old.remove(stream) }
  }

  /// Takes in a history in the place of a shorter one of its stream.
  fileprivate mutating func keep(
    _ history: StreamHistory, _ bound: (eventCount: Int, byteCount: Int)
  ) {
    if let known = young.histories[history.stream] {
      // Else another task was faster and read further.
      guard known.recorded.count < history.recorded.count else { return }
      _ = young.remove(history.stream)
    } else if !old.histories.isEmpty {
      _ = old.remove(history.stream)
    }
    add(history, bound)
  }

  fileprivate mutating func add(
    _ history: StreamHistory, _ bound: (eventCount: Int, byteCount: Int)
  ) {
    if young.eventCount + history.recorded.count > bound.eventCount
      || young.byteCount + history.byteCount > bound.byteCount
    {
      old = young
      young = HistoryCache.Generation()
      // As many again, without taking the table apart at each doubling.
      young.histories.reserveCapacity(old.histories.count)
    }
    young.histories[history.stream] = history
    young.eventCount += history.recorded.count
    young.byteCount += history.byteCount
  }
}

extension HistoryCache.Generation {
  fileprivate mutating func remove(_ stream: StreamName) -> StreamHistory? {
    guard let history = histories.removeValue(forKey: stream) else { return nil }
    eventCount -= history.recorded.count
    byteCount -= history.byteCount
    return history
  }
}
