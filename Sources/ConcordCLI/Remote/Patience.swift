/// Asks a server again where it says when: it is busy, or a key has had its share of an hour.
struct Patience: Sendable {
  /// What became of asking once.
  enum Attempt<Answer> {
    case answered(Answer)
    /// Not now; why, and after how many seconds.
    case refused(seconds: Int, reason: String)
  }

  /// So often the same is asked.
  static let attemptCount = 60
  /// The longest wait that a server is believed to mean: an hour.
  static let longestSeconds = 3_600
  /// From so many seconds on each wait is told, not the first alone.
  private static let toldSeconds = 10

  var pause: @Sendable (Duration) async throws -> Void = { try await Patience.wait($0) }
  var tell: @Sendable (String) -> Void = { Output.complain($0) }

  /// Asks until there is an answer.
  ///
  /// - Throws: what asking throws; ``Failure`` where the server never takes it, or the user ends it.
  func ask<Answer>(_ once: () async throws -> Attempt<Answer>) async throws -> Answer {
    var last = ""
    for attempt in 1...Self.attemptCount {
      switch try await once() {
      case .answered(let answer): return answer
      case .refused(let seconds, let reason):
        last = reason
        guard attempt < Self.attemptCount else { break }
        if attempt == 1 || seconds >= Self.toldSeconds {
          tell("\(reason); it is asked again in \(seconds) s")
        }
        do {
          try await pause(.seconds(seconds))
        } catch {
          throw Failure(.interrupted, nil)
        }
      }
    }
    throw Failure(.inputOutput, last + "; it was asked \(Self.attemptCount) times")
  }

  /// Waits, and no longer once the user has interrupted: nobody may be left to cancel the task.
  private static func wait(_ time: Duration) async throws {
    let end = ContinuousClock.now + time
    while ContinuousClock.now < end {
      if Interruption.isRequested { throw CancellationError() }
      try await Task.sleep(for: min(.milliseconds(200), end - .now))
    }
  }

  /// The seconds after which a request may be made again; `nil` where the server doesn't say so.
  ///
  /// - Parameter retryAfter: the header `Retry-After`; a date in it says nothing here.
  static func seconds(_ status: UInt, retryAfter: String?) -> Int? {
    guard status == 429 || status == 503, let seconds = retryAfter.flatMap(Int.init),
      (0...longestSeconds).contains(seconds)
    else { return nil }
    // At once is too soon.
    return max(seconds, 1)
  }
}
