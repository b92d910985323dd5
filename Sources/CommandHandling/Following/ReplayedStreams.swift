import Deciding
import EventLog
import EventModel
import PersonalData

/// Streams as they stood at the append that was looked at last, whatever the log holds by now.
///
/// A manager hands in what it walks over, so that a stream is not read from the log for each of its
/// triggers: its events are kept as they come, folded when first asked for, and grown from then on.
/// Bounded in events: what was neither grown nor asked for longest goes first, and is read from the
/// log when it is asked for again.
final class ReplayedStreams: HistorySource {
  private enum Stream {
    /// What was walked over and nobody asked for yet.
    case events([RecordedEvent])
    case history(StreamHistory)

    var count: Int {
      switch self {
      case .events(let events): events.count
      case .history(let history): history.recorded.count
      }
    }
  }

  private let committed: CommittedHistories
  private let zone: LogZone
  private let eventBound: Int
  /// Whether streams are kept from their first event on, or only once they were asked for.
  private let keepsAll: Bool
  // In two generations: when the younger is full it becomes the older, which is dropped.
  private var young: [StreamName: Stream] = [:]
  private var old: [StreamName: Stream] = [:]
  private var youngCount = 0
  /// All appends below were handed in.
  private(set) var end = Position.zero

  /// No streams yet.
  ///
  /// - Parameter keepsAll: whether most streams will be asked for.
  init(
    on committed: CommittedHistories, zone: LogZone, keepsAll: Bool,
    eventBound: Int = CommandHandlingLimits.replayedEvents
  ) {
    self.committed = committed
    self.zone = zone
    self.keepsAll = keepsAll
    self.eventBound = eventBound
  }

  /// Events held now; the empty streams count as one.
  var eventCount: Int {
    young.values.reduce(0) { $0 + max($1.count, 1) }
      + old.values.reduce(0) { $0 + max($1.count, 1) }
  }

  /// Takes in an append: the log's next.
  func extend(with append: ArraySlice<RecordedEvent>) {
    guard let last = append.last else { return }
    for event in append { add(event) }
    end = last.position.next
  }

  private func add(_ event: RecordedEvent) {
    guard var stream = take(event.stream) else {
      if keepsAll, event.revision == .zero { keep(event.stream, .events([event])) }
      return
    }
    // One that was read beyond its place, as after a start anew, is read again when it is asked for.
    guard UInt64(stream.count) == event.revision.number else { return }
    switch stream {
    case .events(var events):
      stream = .events([])
      events.append(event)
      stream = .events(events)
    case .history(let history):
      stream = .history(history.appending([event]))
    }
    keep(event.stream, stream)
  }

  func history(of stream: StreamName) throws(CommandError) -> StreamHistory {
    let history: StreamHistory
    switch take(stream) {
    case .history(let known): history = known
    case .events(let events):
      history = StreamHistory(stream: stream, recorded: events, zone: zone)
    case nil: history = try committed.history(of: stream).before(end)
    }
    keep(stream, .history(history))
    return history
  }

  func personalPart(_ reference: PersonalPartReference) throws(CommandError) -> PersonalPartValue {
    try committed.personalPart(reference)
  }

  /// Forgets all streams.
  func forget() {
    young = [:]
    old = [:]
    youngCount = 0
  }

  private func take(_ stream: StreamName) -> Stream? {
    if let known = young.removeValue(forKey: stream) {
      youngCount -= max(known.count, 1)
      return known
    }
    return old.removeValue(forKey: stream)
  }

  private func keep(_ name: StreamName, _ stream: Stream) {
    let count = max(stream.count, 1)
    // One stream may not push out all others.
    guard count <= eventBound / 2 else { return }
    if youngCount + count > eventBound / 2 {
      old = young
      young = [:]
      youngCount = 0
    }
    young[name] = stream
    youngCount += count
  }
}
