/// Positions in ascending order, as the index stores them: the first, then differences, as varints.
enum PositionList {
  /// Appends a number as an unsigned LEB128 varint.
  static func append(varint value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Appends a whole list.
  static func append(_ positions: some Sequence<UInt64>, to bytes: inout [UInt8]) {
    var last: UInt64 = 0
    for position in positions {
      append(varint: position - last, to: &bytes)
      last = position
    }
  }

  /// Reads a list to the end of the bytes.
  ///
  /// - Returns: `nil` when it is malformed: cut short, too large, or not ascending.
  static func decode(_ bytes: RawSpan) -> [UInt64]? {
    var reader = VarintReader(bytes)
    var positions: [UInt64] = []
    var last: UInt64 = 0
    while !reader.isAtEnd {
      guard let difference = reader.next() else { return nil }
      let (position, overflow) = last.addingReportingOverflow(difference)
      guard !overflow, positions.isEmpty || difference > 0 else { return nil }
      positions.append(position)
      last = position
    }
    return positions
  }
}

/// Reads varints, bounds checked.
struct VarintReader: ~Escapable {
  private let bytes: Span<UInt8>
  /// How many bytes have been read.
  private(set) var offset = 0

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { self.bytes = Span<UInt8>(_bytes: bytes) }

  var isAtEnd: Bool { offset == bytes.count }

  /// The next number; `nil` when it is cut short or has more than 64 bits.
  mutating func next() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count, shift < 64 {
      let byte = bytes[offset]
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }
}
