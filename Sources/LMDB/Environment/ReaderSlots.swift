internal import CLMDB
internal import Synchronization

/// The read transactions of an environment, kept for use again.
///
/// Beginning one anew costs a lock over all processes and an allocation; renewing a kept one costs
/// less than a tenth. A slot belongs to who took it until it is given back; one bit a slot says
/// whether it is free, so taking and giving back are one atomic operation each.
struct ReaderSlots: ~Copyable, @unchecked Sendable {
  // `@unchecked`: a slot's handle is touched only by the slot's owner, and ownership passes with
  // acquire-release order through `free`.
  private struct Slot: ~Copyable {
    /// The kept transaction, `nil` before the slot's first use.
    var handle: OpaquePointer?
    /// When the transaction that uses the slot began, 0 while none does.
    let begin = Atomic<UInt64>(0)
  }

  let capacity: Int
  private let slots: UnsafeMutablePointer<Slot>
  /// A set bit is a free slot.
  private let free: UnsafeMutablePointer<Atomic<UInt64>>
  private var wordCount: Int { (capacity + 63) / 64 }

  init(capacity: Int) {
    precondition(capacity > 0, "an environment without readers can't be read")
    self.capacity = capacity
    slots = .allocate(capacity: capacity)
    for index in 0..<capacity { (slots + index).initialize(to: Slot()) }
    let wordCount = (capacity + 63) / 64
    free = .allocate(capacity: wordCount)
    for word in 0..<wordCount {
      let bitCount = min(64, capacity - 64 * word)
      (free + word).initialize(
        to: Atomic(bitCount == 64 ? .max : (UInt64(1) << UInt64(bitCount)) - 1))
    }
  }

  deinit {
    slots.deinitialize(count: capacity)
    slots.deallocate()
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
    slots[slot].begin.store(0, ordering: .relaxed)
    free[slot >> 6].bitwiseOr(UInt64(1) << UInt64(slot & 63), ordering: .releasing)
  }

  /// The kept transaction of a slot, for the slot's owner only.
  func handle(_ slot: Int) -> OpaquePointer? { slots[slot].handle }

  /// Keeps a transaction in a slot, for the slot's owner only.
  func keep(_ handle: OpaquePointer, in slot: Int) { slots[slot].handle = handle }

  func markBegin(_ time: MonotonicTime, of slot: Int) {
    slots[slot].begin.store(time.nanoseconds, ordering: .relaxed)
  }

  /// When the transaction began that has been used for longest.
  var oldestBegin: MonotonicTime? {
    var oldest: UInt64?
    for index in 0..<capacity {
      let begin = slots[index].begin.load(ordering: .relaxed)
      if begin != 0 { oldest = min(begin, oldest ?? begin) }
    }
    return oldest.map(MonotonicTime.init(nanoseconds:))
  }

  /// Ends all kept transactions, when nobody has a slot.
  func abortAll() {
    for index in 0..<capacity {
      if let handle = slots[index].handle { mdb_txn_abort(handle) }
      slots[index].handle = nil
    }
  }
}
