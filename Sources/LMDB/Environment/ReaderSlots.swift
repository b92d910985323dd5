internal import CLMDB
internal import Synchronization

/// The read transactions of an environment, kept for use again.
///
/// Beginning one anew costs a lock over all processes and an allocation; renewing a kept one costs
/// less than a tenth. A slot belongs to who took it until it is given back; one bit a slot says
/// whether it is free, so taking and giving back are one atomic operation each.
struct ReaderSlots: ~Copyable, @unchecked Sendable {
  // SAFETY: a slot's handle is touched only by the slot's owner, and ownership passes with
  // acquire-release order through `free`.
  let capacity: Int
  /// The kept transactions, `nil` before a slot's first use.
  private let handles: UnsafeMutablePointer<OpaquePointer?>
  /// A set bit is a free slot.
  private let free: UnsafeMutablePointer<Atomic<UInt64>>
  private var wordCount: Int { (capacity + 63) / 64 }

  init(capacity: Int) {
    precondition(capacity > 0, "an environment without readers can't be read")
    self.capacity = capacity
    handles = .allocate(capacity: capacity)
    handles.initialize(repeating: nil, count: capacity)
    let wordCount = (capacity + 63) / 64
    free = .allocate(capacity: wordCount)
    for word in 0..<wordCount {
      let bitCount = min(64, capacity - 64 * word)
      (free + word).initialize(
        to: Atomic(bitCount == 64 ? .max : (UInt64(1) << UInt64(bitCount)) - 1))
    }
  }

  deinit {
    handles.deinitialize(count: capacity)
    handles.deallocate()
    free.deinitialize(count: wordCount)
    free.deallocate()
  }

  /// Takes a free slot, the lowest first, since its memory was used last; `nil` if none is free.
  func take() -> Int? {
    for word in 0..<wordCount {
      var bits = free[word].load(ordering: .relaxed)
      while bits != 0 {
        let (exchanged, found) = free[word].weakCompareExchange(
          expected: bits, desired: bits & (bits &- 1), ordering: .acquiringAndReleasing)
        if exchanged { return 64 * word + bits.trailingZeroBitCount }
        bits = found
      }
    }
    return nil
  }

  func giveBack(_ slot: Int) {
    free[slot >> 6].bitwiseOr(UInt64(1) << UInt64(slot & 63), ordering: .releasing)
  }

  /// The kept transaction of a slot, for the slot's owner only.
  func handle(_ slot: Int) -> OpaquePointer? { handles[slot] }

  /// Keeps a transaction in a slot, for the slot's owner only.
  func keep(_ handle: OpaquePointer, in slot: Int) { handles[slot] = handle }

  /// Ends all kept transactions, when nobody has a slot.
  func abortAll() {
    for index in 0..<capacity {
      if let handle = handles[index] { mdb_txn_abort(handle) }
      handles[index] = nil
    }
  }
}
