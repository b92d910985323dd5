/// Makes one thing after the other, and gives a sign of life while one takes long: a server closes a
/// connection on which nothing comes for a minute, also in the middle of a body.
struct BeatingMaker<Made: Sendable> {
  /// What comes next.
  enum Event: Sendable {
    /// It takes long.
    case beat
    case made(Made)
  }

  private typealias News = Result<Event, any Error>

  private let make: @Sendable () async throws -> Made
  private let pause: @Sendable () async throws -> Void
  private var news: AsyncStream<News>.AsyncIterator?

  /// - Parameters:
  ///   - pause: what lies between two signs of life.
  ///   - make: makes the next thing.
  init(
    pause: @escaping @Sendable () async throws -> Void = {
      try await Task.sleep(for: .seconds(20))
    },
    make: @escaping @Sendable () async throws -> Made
  ) {
    self.make = make
    self.pause = pause
  }

  /// The next thing, or a sign of life.
  mutating func next() async throws -> Event {
    if news == nil { begin() }
    guard let event = try await news?.next(isolation: #isolation)?.get() else {
      throw CancellationError()
    }
    if case .made = event { news = nil }
    return event
  }

  private mutating func begin() {
    let (stream, continuation) = AsyncStream.makeStream(of: News.self)
    news = stream.makeAsyncIterator()
    let beats = Task { [pause] in
      while (try? await pause()) != nil, !Task.isCancelled {
        continuation.yield(.success(.beat))
      }
    }
    Task { [make] in
      let made: News
      do {
        made = .success(.made(try await make()))
      } catch {
        made = .failure(error)
      }
      // Before it is told: nobody waits for a sign any more.
      beats.cancel()
      continuation.yield(made)
      continuation.finish()
    }
  }
}
