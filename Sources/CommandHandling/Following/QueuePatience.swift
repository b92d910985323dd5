/// How who finds the log's queue full waits for room: longer each time, and not for ever.
///
/// It waits for 20 ms first, then twice as long each time, at most a second.
struct QueuePatience {
  private let tries: Int
  private var count = 0
  private var pause = Duration.milliseconds(20)

  /// - Parameter tries: how often it waits.
  init(tries: Int = CommandHandlingLimits.queueTries) { self.tries = tries }

  /// Waits once more.
  ///
  /// - Returns: whether to try again: not after the last time, nor in a task that is cancelled.
  mutating func wait() async -> Bool {
    guard count < tries else { return false }
    count += 1
    // Only a cancellation throws.
    try? await Task.sleep(for: pause)
    pause = min(pause * 2, .seconds(CommandHandlingLimits.retryAfterSeconds))
    return !Task.isCancelled
  }
}
