import Deciding
import EventLog
import EventModel

/// Streams as they stood at the trigger that was looked at last.
///
/// Triggers are looked at in the log's order, so a history that is cut at one is grown to the next;
/// a manager that comes late doesn't fold a long stream anew for each of its events.
struct CutHistories {
  private static let eventBound = CommandHandlingLimits.cachedEvents / 4
  private var histories: [StreamName: StreamHistory] = [:]
  private var eventCount = 0

  /// A stream's history before a position, an append border not below those asked for before.
  mutating func history(
    of stream: StreamName, before end: Position, in cache: HistoryCache
  ) throws(EventLogError) -> StreamHistory {
    let whole = try cache.history(of: stream)
    guard let last = whole.recorded.last, last.position >= end else {
      eventCount -= histories.removeValue(forKey: stream)?.recorded.count ?? 0
      return whole
    }
    var history =
      histories[stream] ?? StreamHistory(stream: stream, recorded: [], zone: whole.zone)
    let known = history.recorded.count
    let more = Array(whole.recorded.dropFirst(known).prefix { $0.position < end })
    history = history.appending(more)
    if eventCount > Self.eventBound {
      histories = [:]
      eventCount = 0
    }
    eventCount += histories[stream] == nil ? history.recorded.count : more.count
    histories[stream] = history
    return history
  }
}
