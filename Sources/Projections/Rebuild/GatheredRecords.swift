internal import EventModel
internal import Glibc

/// The records of a range of the log, copied and sorted out by stream.
///
/// Bytes lie in large blocks that go back to the system at once when the rebuild is done. Within a
/// stream records stand in order of position. Filled by one thread, then only read.
final class GatheredRecords {
  /// A record's place.
  struct Entry {
    let start: UnsafeRawPointer
    let byteCount: UInt32
    /// The next record of the same stream; `none` for the last.
    var next: UInt32
    let position: UInt64
  }

  private struct StreamEntry {
    /// Of its name: the names of others are seldom read, which lie far apart.
    let hash: UInt64
    let nameStart: UnsafeRawPointer
    let nameCount: Int
    var first: UInt32
    var last: UInt32
    var count: Int
  }

  static let none = UInt32.max

  private var entries: [Entry] = []
  private var streams: [StreamEntry] = []
  /// Open addressing, a power of two; holds indices of `streams`.
  private var table: [UInt32] = Array(repeating: none, count: 1 << 12)
  // SAFETY: every pointer here leads into a block; blocks are never moved, and go in `deinit` alone.
  private var blocks: [UnsafeMutableRawPointer] = []
  private var used = GatheredRecords.blockByteCount

  // Above the largest threshold from which malloc maps memory apart, so that it is given back.
  private static let blockByteCount = 36 << 20

  deinit {
    for block in blocks { block.deallocate() }
  }

  var streamCount: Int { streams.count }
  var recordCount: Int { entries.count }

  /// Copies a record.
  ///
  /// - Parameter stream: where the stream's name lies in it.
  func add(_ record: RawSpan, stream: Range<Int>, at position: Position) {
    record.withUnsafeBytes { bytes in
      let start = copy(bytes)
      let index = UInt32(entries.count)
      entries.append(
        Entry(
          start: start, byteCount: UInt32(bytes.count), next: Self.none,
          position: position.number))
      // SAFETY: the slice is checked against the record, which is lent until the closure ends; what is
      // kept of the name points into the copy.
      let name = UnsafeRawBufferPointer(rebasing: bytes[stream])
      let hash = hash(name)
      let slot = slot(of: name, hash)
      if table[slot] == Self.none {
        table[slot] = UInt32(streams.count)
        streams.append(
          StreamEntry(
            hash: hash, nameStart: start + stream.lowerBound, nameCount: stream.count, first: index,
            last: index, count: 1))
        if streams.count * 2 > table.count { grow() }
      } else {
        let place = Int(table[slot])
        entries[Int(streams[place].last)].next = index
        streams[place].last = index
        streams[place].count += 1
      }
    }
  }

  private func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer {
    if used + bytes.count > Self.blockByteCount {
      blocks.append(.allocate(byteCount: Self.blockByteCount, alignment: 16))
      used = 0
    }
    // SAFETY: a block was just made or has room for these bytes; a record has at most 65,535.
    let start = blocks[blocks.count - 1] + used
    if let base = bytes.baseAddress { start.copyMemory(from: base, byteCount: bytes.count) }
    used += bytes.count
    return UnsafeRawPointer(start)
  }

  /// The bytes of a stream's name.
  func name(_ stream: Int) -> UnsafeRawBufferPointer {
    // SAFETY: name and count were taken of one record; blocks stay where they are until `deinit`.
    UnsafeRawBufferPointer(start: streams[stream].nameStart, count: streams[stream].nameCount)
  }

  /// How many records a stream has here.
  func recordCount(of stream: Int) -> Int { streams[stream].count }

  /// Lends a stream's records in order of position.
  func forEachRecord(
    of stream: Int, _ body: (Position, RawSpan) throws(EventModelError) -> Void
  ) throws(EventModelError) {
    var index = streams[stream].first
    while index != Self.none {
      let entry = entries[Int(index)]
      // SAFETY: the bytes lie in a block of this object, which outlives the call.
      let bytes = UnsafeRawBufferPointer(start: entry.start, count: Int(entry.byteCount))
      try body(Position(entry.position), bytes.bytes)
      index = entry.next
    }
  }

  private func slot(of name: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
    let mask = table.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while table[slot] != Self.none {
      let stream = streams[Int(table[slot])]
      // SAFETY: both names have as many bytes as are compared.
      if stream.hash == hash, stream.nameCount == name.count, let base = name.baseAddress,
        memcmp(stream.nameStart, base, name.count) == 0
      {
        break
      }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func grow() {
    table = Array(repeating: Self.none, count: table.count * 2)
    let mask = table.count - 1
    for (index, stream) in streams.enumerated() {
      var slot = Int(truncatingIfNeeded: stream.hash) & mask
      while table[slot] != Self.none { slot = (slot + 1) & mask }
      table[slot] = UInt32(index)
    }
  }
}

/// FNV-1a, eight bytes at a time with a final mix: the same on every machine, as passes by hash
/// need.
func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  var value: UInt64 = 0xcbf2_9ce4_8422_2325
  var index = 0
  while index + 8 <= bytes.count {
    // SAFETY: the condition leaves eight bytes from here on.
    value ^= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    value = value &* 0x9e37_79b9_7f4a_7c15
    value ^= value >> 32
    index += 8
  }
  while index < bytes.count {
    value = (value ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01b3
    index += 1
  }
  value ^= value >> 29
  value = value &* 0xbf58_476d_1ce4_e5b9
  return value ^ value >> 32
}
