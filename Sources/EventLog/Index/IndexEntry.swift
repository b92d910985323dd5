internal import EventModel

/// A stream's entry in the index: how many events, and where the last of them stand.
///
/// Older positions stand in chunks of 64, so that an entry stays small however long the stream is.
struct StreamEntry {
  /// How many positions a chunk has, and an entry at most.
  static let chunkLength: UInt64 = 64

  /// Events of the stream, at least 1.
  var count: UInt64
  /// The positions of the last events, at most ``chunkLength``.
  var tail: [UInt64]

  /// The revision of the first event in ``tail``.
  var tailStart: UInt64 { count - UInt64(tail.count) }

  /// How many positions the entry of a stream with so many events has: at least 1.
  private static func tailCount(of count: UInt64) -> UInt64 {
    count - chunkLength * ((count - 1) / chunkLength)
  }

  /// What the writer has to know of an entry.
  struct Head {
    /// Events of the stream, at least 1.
    let count: UInt64
    /// The position of the last.
    let last: UInt64

    /// Reads an entry to its end, as ``StreamEntry/init(_:)`` does, but keeps no list.
    ///
    /// - Returns: `nil` when it is malformed.
    init?(_ bytes: RawSpan) {
      var reader = VarintReader(bytes)
      guard let count = reader.next(), count > 0, let last = reader.next() else { return nil }
      var position: UInt64 = 0
      var tailCount: UInt64 = 0
      while !reader.isAtEnd {
        guard let difference = reader.next() else { return nil }
        let (next, overflow) = position.addingReportingOverflow(difference)
        guard !overflow, tailCount == 0 || difference > 0 else { return nil }
        position = next
        tailCount += 1
      }
      guard position == last, tailCount == StreamEntry.tailCount(of: count) else { return nil }
      self.count = count
      self.last = last
    }
  }

  init?(_ bytes: RawSpan) {
    var reader = VarintReader(bytes)
    guard let count = reader.next(), count > 0, let last = reader.next(),
      let tail = PositionList.decode(bytes.extracting(droppingFirst: reader.offset)),
      tail.last == last, UInt64(tail.count) == Self.tailCount(of: count)
    else { return nil }
    self.count = count
    self.tail = tail
  }

  /// The entry of a stream that `old` describes after more events, and the chunks that it fills.
  ///
  /// Where no chunk fills up, the old bytes are copied as they are: a position costs one varint.
  /// - Returns: `nil` when `old` is malformed or doesn't continue.
  static func extend(
    _ old: RawSpan?, firstRevision: UInt64, _ positions: [UInt64], into value: inout [UInt8],
    spill: (_ firstRevision: UInt64, _ positions: ArraySlice<UInt64>) -> Void
  ) -> Bool {
    guard let lastPosition = positions.last else { return false }
    value.removeAll(keepingCapacity: true)
    guard let old else {
      guard firstRevision == 0 else { return false }
      write(count: 0, [], adding: positions, lastPosition, into: &value, spill: spill)
      return true
    }
    var reader = VarintReader(old)
    guard let count = reader.next(), let last = reader.next(), count == firstRevision, count > 0,
      last < positions[0]
    else { return false }
    if tailCount(of: count) + UInt64(positions.count) <= chunkLength {
      PositionList.append(varint: count + UInt64(positions.count), to: &value)
      PositionList.append(varint: lastPosition, to: &value)
      let rest = old.extracting(droppingFirst: reader.offset)
      rest.withUnsafeBytes { value.append(contentsOf: $0) }
      var previous = last
      for position in positions {
        PositionList.append(varint: position - previous, to: &value)
        previous = position
      }
      return true
    }
    guard let entry = StreamEntry(old) else { return false }
    write(
      count: entry.tailStart, entry.tail, adding: positions, lastPosition, into: &value,
      spill: spill)
    return true
  }

  private static func write(
    count: UInt64, _ tail: [UInt64], adding positions: [UInt64], _ last: UInt64,
    into value: inout [UInt8], spill: (UInt64, ArraySlice<UInt64>) -> Void
  ) {
    let all = tail + positions
    var rest = all[...]
    var start = count
    while rest.count > Int(chunkLength) {
      spill(start, rest.prefix(Int(chunkLength)))
      rest = rest.dropFirst(Int(chunkLength))
      start += chunkLength
    }
    PositionList.append(varint: start + UInt64(rest.count), to: &value)
    PositionList.append(varint: last, to: &value)
    PositionList.append(rest, to: &value)
  }
}

/// The index's keys.
enum IndexKey {
  /// A name, a zero byte, a number: ordered by name, then by number.
  static func make(_ name: String, _ number: UInt64, into key: inout [UInt8]) {
    key.removeAll(keepingCapacity: true)
    key.append(contentsOf: name.utf8)
    key.append(0)
    for shift in stride(from: 56, through: 0, by: -8) {
      key.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  /// The number at the end of a key, if it begins with this name.
  static func number(_ key: RawSpan, of name: String) -> UInt64? {
    let text = name.utf8
    guard key.byteCount == text.count + 9 else { return nil }
    let bytes = Span<UInt8>(_bytes: key)
    var index = 0
    for byte in text {
      guard bytes[index] == byte else { return nil }
      index += 1
    }
    guard bytes[index] == 0 else { return nil }
    var number: UInt64 = 0
    for offset in (index + 1)..<bytes.count { number = number << 8 | UInt64(bytes[offset]) }
    return number
  }
}
