import EventLog
import EventModel

/// Which facts were decided on which streams: for each stream the positions of the facts.
///
/// Derived from the log when first needed, and read on from where it ends. Kept as pairs of a
/// stream name's hash and a position, 16 bytes each: two streams may share a hash, so that a fact
/// may be named that was decided on another.
struct DependantIndex {
  private struct Pair: Comparable {
    let stream: UInt64
    let position: UInt64
    static func < (left: Self, right: Self) -> Bool {
      (left.stream, left.position) < (right.stream, right.position)
    }
  }

  private var sorted: [Pair] = []
  private var recent: [Pair] = []
  private var end = Position.zero

  /// Reads the log on, up to a position.
  mutating func extend(
    over log: any AppendOnlyLog, before target: Position, isWanted: (EventType) -> Bool
  ) throws(EventLogError) {
    guard end < target else { return }
    var found: [Pair] = []
    end = try log.scan(from: end, before: target) { (position, record) throws(EventLogError) in
      do throws(EventModelError) {
        let envelope = try Envelope(walking: record)
        guard envelope.corrects.isEmpty, envelope.voids.isEmpty,
          isWanted(EventType(recorded: record.text(envelope.type)))
        else { return .proceed }
        let event = try RecordedEvent(decoding: record, at: position)
        for reading in event.event.decidedOn {
          found.append(Pair(stream: Self.hash(reading.stream), position: position.number))
        }
      } catch {
        throw .corrupt(position, error.reason)
      }
      return .proceed
    }
    recent += found
    if recent.count > 1_024 + sorted.count / 8 {
      sorted += recent
      sorted.sort()
      recent = []
    }
  }

  /// The positions of the facts that were decided on a stream, in order.
  func facts(decidedOn stream: StreamName) -> [Position] {
    let hash = Self.hash(stream)
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].stream < hash { low = middle + 1 } else { high = middle }
    }
    return
      (sorted[low...].prefix { $0.stream == hash } + recent.filter { $0.stream == hash })
      .map { Position($0.position) }
  }

  /// FNV-1a; any function does, as long as a process keeps to it.
  private static func hash(_ stream: StreamName) -> UInt64 {
    stream.text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
