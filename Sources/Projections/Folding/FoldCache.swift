internal import EventModel

/// Folded streams kept between batches, bounded by number and by bytes; the longest unused go first.
///
/// Not thread safe.
struct FoldCache {
  private struct Slot {
    let folded: FoldedStream
    var byteCount: Int
    var lastUse: UInt64
  }

  private var slots: [StreamName: Slot] = [:]
  private var uses: UInt64 = 0
  private var byteCount = 0
  private let maximumCount: Int
  private let maximumByteCount: Int

  init(_ limits: ProjectionLimits) {
    maximumCount = limits.cachedStreamCount
    maximumByteCount = limits.cachedByteCount
  }

  /// How many streams are kept.
  var count: Int { slots.count }

  /// Takes a stream out.
  mutating func take(_ stream: StreamName) -> FoldedStream? {
    guard let slot = slots.removeValue(forKey: stream) else { return nil }
    byteCount -= slot.byteCount
    return slot.folded
  }

  /// Keeps a stream, and lets go of others if there are too many.
  ///
  /// - Complexity: O(1) amortised: a quarter is let go at once.
  mutating func put(_ folded: FoldedStream) {
    uses += 1
    slots[folded.stream] = Slot(folded: folded, byteCount: folded.byteCount, lastUse: uses)
    byteCount += folded.byteCount
    guard slots.count > maximumCount || byteCount > maximumByteCount else { return }
    let byAge = slots.sorted { $0.value.lastUse < $1.value.lastUse }
    for (stream, slot) in byAge {
      guard slots.count > maximumCount * 3 / 4 || byteCount > maximumByteCount / 4 * 3 else {
        break
      }
      slots[stream] = nil
      byteCount -= slot.byteCount
    }
  }

  mutating func removeAll() {
    slots.removeAll()
    byteCount = 0
  }
}
