internal import EventModel

/// The streams of all parts, in order of their names.
///
/// Only the order is made here, by one thread; a name becomes a value where its stream is folded.
struct MergedStreams {
  private let parts: [GatheredPart]
  /// Each stream's index in each part; `GatheredRecords.none` where it has no records.
  private var places: [UInt32] = []

  init(_ parts: [GatheredPart]) {
    self.parts = parts
    places.reserveCapacity(parts.count * (parts.map(\.streams.count).max() ?? 0))
    var next = Array(repeating: 0, count: parts.count)
    while let least = leastName(next) { take(least, &next) }
  }

  var count: Int { parts.isEmpty ? 0 : places.count / parts.count }

  // SAFETY: names lie in the parts' records, which this holds; no pointer is kept beyond `init`.
  private func leastName(_ next: [Int]) -> UnsafeRawBufferPointer? {
    var least: UnsafeRawBufferPointer?
    for part in parts.indices where next[part] < parts[part].streams.count {
      let name = parts[part].records.name(parts[part].streams[next[part]])
      if least.map({ compareBytes(name, $0) == .before }) ?? true { least = name }
    }
    return least
  }

  /// Notes where the stream of this name lies, and goes on to the next of each part that has it.
  private mutating func take(_ name: UnsafeRawBufferPointer, _ next: inout [Int]) {
    for part in parts.indices {
      guard next[part] < parts[part].streams.count,
        case let stream = parts[part].streams[next[part]],
        compareBytes(parts[part].records.name(stream), name) == .same
      else {
        places.append(GatheredRecords.none)
        continue
      }
      places.append(UInt32(stream))
      next[part] += 1
    }
  }

  /// How many records a stream has in all parts.
  func recordCount(of stream: Int) -> Int {
    var count = 0
    forEachPlace(of: stream) { (records, place) throws(Never) in
      count += records.recordCount(of: place)
    }
    return count
  }

  func name(of stream: Int) -> StreamName {
    var name = ""
    forEachPlace(of: stream) { (records, place) throws(Never) in
      if name.isEmpty { name = String(decoding: records.name(place), as: UTF8.self) }
    }
    return StreamName(recorded: name)
  }

  /// Lends a stream's records in order of position.
  func forEachRecord(
    of stream: Int, _ body: (Position, RawSpan) throws(EventModelError) -> Void
  ) throws(EventModelError) {
    try forEachPlace(of: stream) { (records, place) throws(EventModelError) in
      try records.forEachRecord(of: place, body)
    }
  }

  private func forEachPlace<Failure>(
    of stream: Int, _ body: (GatheredRecords, Int) throws(Failure) -> Void
  ) throws(Failure) {
    for part in parts.indices {
      let place = places[stream * parts.count + part]
      if place != GatheredRecords.none { try body(parts[part].records, Int(place)) }
    }
  }
}
