import Deciding
import EventLog
import EventModel
import PersonalData

/// Streams as they stood at the append that was looked at last, whatever the log holds by now.
///
/// A manager hands in what it walks over, so that a stream is not read from the log for each of its
/// triggers: its events are kept as they come, folded when first asked for, and grown from then on.
/// Bounded in events and bytes: what was neither grown nor asked for longest goes first, and is read
/// from the log when it is asked for again.
final class ReplayedStreams: HistorySource {
  private enum Stream {
    /// What was walked over and nobody asked for yet.
    case events([RecordedEvent], byteCount: Int)
    case history(StreamHistory)

    var count: Int {
      switch self {
      case .events(let events, _): events.count
      case .history(let history): history.recorded.count
      }
    }

    /// What it counts for; an empty stream as one event.
    var size: Size {
      switch self {
      case .events(let events, let byteCount):
        Size(eventCount: events.count, byteCount: byteCount)
      case .history(let history):
        Size(eventCount: max(history.recorded.count, 1), byteCount: history.byteCount)
      }
    }
  }

  /// What streams take in memory.
  struct Size: Equatable {
    var eventCount = 0
    var byteCount = 0

    static func + (left: Size, right: Size) -> Size {
      Size(
        eventCount: left.eventCount + right.eventCount, byteCount: left.byteCount + right.byteCount)
    }

    static func - (left: Size, right: Size) -> Size {
      Size(
        eventCount: left.eventCount - right.eventCount, byteCount: left.byteCount - right.byteCount)
    }

    func fits(in bound: Size) -> Bool {
      eventCount <= bound.eventCount && byteCount <= bound.byteCount
    }
  }

  private let committed: CommittedHistories
  private let zone: LogZone
  private let halfBound: Size
  /// Whether streams are kept from their first event on, or only once they were asked for.
  private let keepsAll: Bool
  // In two generations: when the younger is full it becomes the older, which is dropped.
  private var young: [StreamName: Stream] = [:]
  private var old: [StreamName: Stream] = [:]
  private var youngSize = Size()
  /// All appends below were handed in.
  private(set) var end = Position.zero

  /// No streams yet.
  ///
  /// - Parameter keepsAll: whether most streams will be asked for.
  init(
    on committed: CommittedHistories, zone: LogZone, keepsAll: Bool,
    eventBound: Int = CommandHandlingLimits.replayedEvents,
    byteBound: Int = CommandHandlingLimits.replayedBytes
  ) {
    self.committed = committed
    self.zone = zone
    self.keepsAll = keepsAll
    halfBound = Size(eventCount: eventBound / 2, byteCount: byteBound / 2)
  }

  /// What is held now.
  var size: Size {
    [young, old].reduce(Size()) { $1.values.reduce($0) { $0 + $1.size } }
  }

  /// Takes in an append: the log's next.
  func extend(with append: ArraySlice<RecordedEvent>) {
    guard let last = append.last else { return }
    for event in append { add(event) }
    end = last.position.next
  }

  private func add(_ event: RecordedEvent) {
    guard var stream = take(event.stream) else {
      if keepsAll, event.revision == .zero {
        keep(event.stream, .events([event], byteCount: event.estimatedByteCount))
      }
      return
    }
    // One that was read beyond its place, as after a start anew, is read again when it is asked for.
    guard UInt64(stream.count) == event.revision.number else { return }
    switch stream {
    case .events(var events, let byteCount):
      stream = .events([], byteCount: 0)
      events.append(event)
      stream = .events(events, byteCount: byteCount + event.estimatedByteCount)
    case .history(let history):
      stream = .history(history.appending([event]))
    }
    keep(event.stream, stream)
  }

  func history(of stream: StreamName) throws(CommandError) -> StreamHistory {
    let history: StreamHistory
    switch take(stream) {
    case .history(let known): history = known
    case .events(let events, _):
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
    youngSize = Size()
  }

  private func take(_ stream: StreamName) -> Stream? {
    if let known = young.removeValue(forKey: stream) {
      youngSize = youngSize - known.size
      return known
    }
    return old.removeValue(forKey: stream)
  }

  private func keep(_ name: StreamName, _ stream: Stream) {
    let size = stream.size
    // One stream may not push out all others.
    guard size.fits(in: halfBound) else { return }
    if !(youngSize + size).fits(in: halfBound) {
      old = young
      young = [:]
      youngSize = Size()
    }
    young[name] = stream
    youngSize = youngSize + size
  }
}
