internal import Glibc

/// The appends that the writer serves next: those that waited, and those that come while it decides
/// on them.
///
/// Those who were just answered have their next append ready in no time. Unless they are waited
/// for, the callers fall into groups that take turns, each commit carrying one of them. There is no
/// timer: the waiting ends as soon as as many are there as were answered, or when the others had
/// their turn and handed nothing in, or when the machine is busy with something else.
struct Arrivals {
  /// Turns of the others without a new append.
  private static let idleTurns = 32
  /// A turn is cut short by nobody: on a busy machine one takes milliseconds.
  private static let idleMicroseconds: Int64 = 100

  private let queue: AppendQueue
  /// All that came, in the order in which they came.
  private(set) var requests: [AppendQueue.Request]
  /// How many of them have been taken.
  private(set) var takenCount = 0
  private let hopedCount: Int

  /// Waits for appends.
  ///
  /// - Parameter count: how many were answered last.
  /// - Returns: `nil` once the queue is closed and empty.
  init?(of queue: AppendQueue, expecting count: Int) {
    guard let requests = queue.next() else { return nil }
    self.queue = queue
    self.requests = requests
    hopedCount = count
  }

  /// Whether all that came have been taken.
  var isEmpty: Bool { takenCount == requests.count }
  /// About how many are still to be taken.
  var expectedCount: Int { max(requests.count, hopedCount) - takenCount }

  /// Takes the next append, if there is one and it is to be taken now.
  ///
  /// - Returns: where in ``requests`` it stands.
  mutating func take(where isWanted: (Append) -> Bool = { _ in true }) -> Int? {
    if isEmpty { gather() }
    guard !isEmpty, isWanted(requests[takenCount].append) else { return nil }
    defer { takenCount += 1 }
    return takenCount
  }

  /// Lets those who were just answered hand in what they have next.
  private mutating func gather() {
    guard requests.count < hopedCount else { return }
    let start = LogClock.system.sinceBoot()
    for _ in 0..<Self.idleTurns {
      sched_yield()
      requests += queue.drain()
      if !isEmpty || LogClock.system.sinceBoot() - start >= Self.idleMicroseconds { return }
    }
  }
}
