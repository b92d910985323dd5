internal import EventModel

extension OverlaySegment {
  /// A stream's events, with its name.
  typealias NamedRun = (key: HashedName, value: Run)

  /// The streams in the order of their names.
  ///
  /// Names of one kind begin alike and lie all over memory: to compare them where they lie would cost
  /// more than to write them. Their first bytes, gathered once, tell nearly all apart.
  /// - Complexity: O(n log n)
  var streamsInOrder: [NamedRun] {
    let runs = Array(streams)
    var order = runs.indices.map { NamePrefix(of: runs[$0].key.text, at: $0) }
    order.sort { left, right in
      left.isBefore(right) ?? (runs[left.index].key.text < runs[right.index].key.text)
    }
    return order.map { runs[$0.index] }
  }
}

/// The first 32 bytes of a name, and where the whole of it is found.
private struct NamePrefix {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64
  let index: Int

  init(of name: String, at index: Int) {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
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
