internal import EventModel

extension OverlaySegment {
  /// Where the streams stand in ``streams``, in the order of their names.
  ///
  /// Names of one kind begin alike and lie all over memory: to compare them where they lie would cost
  /// more than to write them. Their first bytes, gathered once, tell nearly all apart.
  /// - Complexity: O(n log n)
  var streamOrder: [Streams.Index] {
    var order = streams.indices.map { NamePrefix(of: streams[$0].key.text, at: $0) }
    order.sort { left, right in
      left.isBefore(right) ?? (streams[left.index].key.text < streams[right.index].key.text)
    }
    return order.map(\.index)
  }
}

/// The first 32 bytes of a name, and where the whole of it is found.
private struct NamePrefix {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64
  let index: OverlaySegment.Streams.Index

  init(of name: String, at index: OverlaySegment.Streams.Index) {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    // SAFETY: at most as many bytes are copied as there is room; the others are zero.
    withUnsafeMutableBytes(of: &words) { room in
      name.utf8.span.bytes.extracting(first: room.count).withUnsafeBytes {
        room.copyMemory(from: $0)
      }
    }
    first = UInt64(bigEndian: words.0)
    second = UInt64(bigEndian: words.1)
    third = UInt64(bigEndian: words.2)
    fourth = UInt64(bigEndian: words.3)
    self.index = index
  }

  /// Whether this name comes first; `nil` where the prefixes don't tell.
  func isBefore(_ other: Self) -> Bool? {
    if first != other.first { return first < other.first }
    if second != other.second { return second < other.second }
    if third != other.third { return third < other.third }
    if fourth != other.fourth { return fourth < other.fourth }
    return nil
  }
}
