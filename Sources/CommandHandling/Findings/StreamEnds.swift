import Deciding
import EventModel

/// Tells events that happened after all that their stream held before from those that may come late,
/// without the stream.
///
/// It keeps for each stream the last sort key that was seen. Where it doesn't know, an event may come
/// late: the stream itself tells then. Bounded: a table of 131,072 streams, 24 bytes each; the one
/// that was seen last takes a place that two share.
struct StreamEnds {
  private struct End {
    var stream = 0
    var latest = Int64.min
    /// The negative precision, so that of equal moments the coarser is the later; `nil` of none.
    var coarseness: Int8?
  }

  private static let placeCount = 1 << 17
  private var ends: [End] = []
  private let zone: LogZone

  /// A table that knows nothing.
  init(zone: LogZone) { self.zone = zone }

  /// Takes in the log's next event.
  ///
  /// - Returns: whether it may sort before one that its stream held before.
  mutating func mayComeLate(_ event: RecordedEvent) -> Bool {
    if ends.isEmpty { ends = Array(repeating: End(), count: Self.placeCount) }
    let stream = event.stream.text.hashValue
    let place = stream & (Self.placeCount - 1)
    let coarseness = -Int8(event.event.occurred.precision.rawValue)
    if event.revision == .zero {
      // The first sorts first whenever it happened.
      ends[place] = End(stream: stream, latest: .min, coarseness: coarseness)
      return false
    }
    guard ends[place].stream == stream, let last = ends[place].coarseness else { return true }
    let latest = event.event.occurred.latest(in: zone)
    guard (ends[place].latest, last) <= (latest, coarseness) else { return true }
    ends[place] = End(stream: stream, latest: latest, coarseness: coarseness)
    return event.event.isAmendment
  }

  /// Takes in what a stream's history tells.
  mutating func note(_ history: StreamHistory) {
    guard let last = history.effective.last?.sortKey, !ends.isEmpty else { return }
    let stream = history.stream.text.hashValue
    ends[stream & (Self.placeCount - 1)] = End(
      stream: stream, latest: last.latest, coarseness: -Int8(last.precision.rawValue))
  }
}
