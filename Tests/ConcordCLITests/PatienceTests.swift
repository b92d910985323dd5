import Synchronization
import Testing

@testable import ConcordCLI

@Suite struct `A server that asks to wait` {
  /// What was waited and told.
  private final class Watched: Sendable {
    let waits = Mutex<[Duration]>([])
    let sentences = Mutex<[String]>([])

    var patience: Patience {
      Patience(
        pause: { wait in self.waits.withLock { $0.append(wait) } },
        tell: { sentence in self.sentences.withLock { $0.append(sentence) } })
    }
  }

  @Test func `is asked again when it says, and each long wait is told`() async throws {
    let watched = Watched()
    var seconds = [2, 2, 180][...]
    let answer = try await watched.patience.ask { () -> Patience.Attempt<Int> in
      guard let next = seconds.popFirst() else { return .answered(7) }
      return .refused(seconds: next, reason: "it is busy")
    }
    #expect(answer == 7)
    #expect(watched.waits.withLock { $0 } == [.seconds(2), .seconds(2), .seconds(180)])
    #expect(
      watched.sentences.withLock { $0 } == [
        "it is busy; it is asked again in 2 s", "it is busy; it is asked again in 180 s",
      ])
  }

  @Test func `for ever is left, with what it said`() async throws {
    let watched = Watched()
    let failure = await #expect(throws: Failure.self) {
      _ = try await watched.patience.ask { () -> Patience.Attempt<Int> in
        .refused(seconds: 1, reason: "it is busy")
      }
    }
    #expect(failure?.status == .inputOutput)
    #expect(failure?.reason == "it is busy; it was asked 60 times")
    #expect(watched.waits.withLock { $0.count } == 59)
  }

  @Test func `is left where the user ends the wait`() async throws {
    let patience = Patience(pause: { _ in throw CancellationError() }, tell: { _ in })
    let failure = await #expect(throws: Failure.self) {
      _ = try await patience.ask { () -> Patience.Attempt<Int> in
        .refused(seconds: 1, reason: "it is busy")
      }
    }
    #expect(failure?.status == .interrupted)
  }

  @Test(
    arguments: [
      (429, "120", 120), (503, "2", 2), (503, "0", 1), (429, "3600", 3_600), (429, "3601", nil),
      (503, nil, nil), (500, "2", nil), (200, "2", nil), (429, "-1", nil),
      (429, "Sun, 22 Nov 2026 08:00:00 GMT", nil),
    ] as [(UInt, String?, Int?)])
  func `says so by 429 or 503 and seconds`(status: UInt, header: String?, seconds: Int?) {
    #expect(Patience.seconds(status, retryAfter: header) == seconds)
  }
}

@Suite struct `A body that is sent again` {
  /// Numbers, each made once.
  private struct Source: AsyncSequence, Sendable {
    let count: Int

    struct AsyncIterator: AsyncIteratorProtocol {
      let count: Int
      var next = 0

      mutating func next() async throws -> Int? {
        guard next < count else { return nil }
        defer { next += 1 }
        return next
      }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(count: count) }
  }

  private func all(_ body: RepeatableBody<Source>) async throws -> [Int] {
    var all: [Int] = []
    for try await piece in body.pieces { all.append(piece) }
    return all
  }

  @Test func `begins anew and goes on where it had come`() async throws {
    let body = RepeatableBody(Source(count: 5)) { _ in 1 }
    var first = body.pieces.makeAsyncIterator()
    _ = try await first.next()
    _ = try await first.next()
    #expect(await body.canBeSentAgain)
    #expect(try await all(body) == [0, 1, 2, 3, 4])
    #expect(try await all(body) == [0, 1, 2, 3, 4])
  }

  @Test func `can't be once it is taken or much of it was sent, and still is whole`() async throws {
    let long = RepeatableBody(Source(count: 50), keptByteCount: 10) { _ in 3 }
    #expect(try await all(long) == Array(0..<50))
    #expect(await !long.canBeSentAgain)
    let taken = RepeatableBody(Source(count: 50)) { _ in 3 }
    var pieces = taken.pieces.makeAsyncIterator()
    _ = try await pieces.next()
    await taken.forget()
    var rest: [Int] = []
    while let piece = try await pieces.next() { rest.append(piece) }
    #expect(rest == Array(1..<50))
    #expect(await !taken.canBeSentAgain)
  }

  @Test func `gives nothing more to who began before, and takes nothing from who began last`()
    async throws
  {
    let body = RepeatableBody(Source(count: 20)) { _ in 1 }
    var old = body.pieces.makeAsyncIterator()
    for _ in 0..<10 { _ = try await old.next() }
    var new = body.pieces.makeAsyncIterator()
    #expect(try await new.next() == 0)
    // The server takes the second request while the first still waits for its next piece.
    await body.forget()
    #expect(try await old.next() == nil)
    var rest: [Int] = []
    while let piece = try await new.next() { rest.append(piece) }
    #expect(rest == Array(1..<20))
  }
}

@Suite struct `What takes long to make` {
  @Test func `gives a sign of life now and then, and comes once`() async throws {
    let made = Atomic<Int>(0)
    let (beats, beat) = AsyncStream.makeStream(of: Void.self)
    let (ends, end) = AsyncStream.makeStream(of: Int?.self)
    let source = Handed(ends)
    let ticks = Handed(beats)
    var maker = BeatingMaker<Int?>(
      pause: { if await ticks.next() == nil { throw CancellationError() } },
      make: {
        made.wrappingAdd(1, ordering: .relaxed)
        return await source.next() ?? nil
      })
    for _ in 0..<3 {
      beat.yield()
      guard case .beat = try await maker.next() else {
        Issue.record("it came too soon")
        return
      }
    }
    end.yield(7)
    guard case .made(7) = try await maker.next() else {
      Issue.record("it didn't come")
      return
    }
    end.yield(nil)
    guard case .made(nil) = try await maker.next() else {
      Issue.record("it has no end")
      return
    }
    #expect(made.load(ordering: .relaxed) == 2)
  }

  @Test func `tells why it can't be made`() async {
    var maker = BeatingMaker<Int>(
      pause: { throw CancellationError() },
      make: { throw Failure(.inputOutput, "the disk is full") })
    do {
      _ = try await maker.next()
      Issue.record("it was made")
    } catch {
      #expect((error as? Failure)?.reason == "the disk is full")
    }
  }

  /// What a stream brings, to whoever asks on whatever thread.
  private actor Handed<Value: Sendable> {
    private var values: AsyncStream<Value>.AsyncIterator

    init(_ stream: AsyncStream<Value>) { values = stream.makeAsyncIterator() }

    func next() async -> Value? {
      var values = self.values
      defer { self.values = values }
      return await values.next(isolation: self)
    }
  }
}
