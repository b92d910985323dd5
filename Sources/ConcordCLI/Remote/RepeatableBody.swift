/// A body that can be sent from its beginning again, as long as little of it was sent.
///
/// A server that refuses a request does so before it reads much of its body; what was made of the rows
/// until then isn't made again.
actor RepeatableBody<Body: AsyncSequence & Sendable> where Body.Element: Sendable {
  typealias Piece = Body.Element

  private let body: Body
  private var iterator: Body.AsyncIterator?
  /// What was made and may be sent again, and behind how many that are not kept.
  private var kept: [Piece] = []
  private var droppedCount = 0
  private var byteCount = 0
  private var isAtEnd = false
  /// The next piece being made: whoever sends the body a second time waits for what the first began.
  private var making: Task<Void, any Error>?

  /// Whether all that was sent is kept.
  private(set) var canBeSentAgain = true
  /// How often it was begun to be sent; only the last time goes on.
  private var sendingCount = 0

  /// The most bytes that are kept: 8 MiB.
  private let keptByteCount: Int
  private let size: @Sendable (Piece) -> Int

  /// - Parameter size: how many bytes a piece has.
  init(_ body: Body, keptByteCount: Int = 8 << 20, size: @escaping @Sendable (Piece) -> Int) {
    self.body = body
    self.keptByteCount = keptByteCount
    self.size = size
  }

  /// Nothing is to be sent again: the server has taken the request.
  func forget() { canBeSentAgain = false }

  fileprivate func begin() -> Int {
    sendingCount += 1
    return sendingCount
  }

  fileprivate func piece(_ index: Int, of sending: Int) async throws -> Piece? {
    while index >= droppedCount + kept.count {
      if isAtEnd { return nil }
      let task = making ?? Task { try await make() }
      making = task
      try await task.value
    }
    // A request that was given up may still wait here: it must take nothing from the one that is sent.
    guard sending == sendingCount else { return nil }
    guard index >= droppedCount else {
      throw Failure(.inputOutput, "the request can't be sent again; run the same command again")
    }
    let piece = kept[index - droppedCount]
    if !canBeSentAgain {
      kept.removeFirst(index + 1 - droppedCount)
      droppedCount = index + 1
    }
    return piece
  }

  private func make() async throws {
    defer { making = nil }
    var iterator = self.iterator ?? body.makeAsyncIterator()
    let next = try await iterator.next(isolation: self)
    self.iterator = iterator
    guard let next else {
      isAtEnd = true
      return
    }
    kept.append(next)
    byteCount += size(next)
    if byteCount > keptByteCount { canBeSentAgain = false }
  }

  /// The body from its beginning.
  nonisolated var pieces: Pieces { Pieces(body: self) }

  struct Pieces: AsyncSequence, Sendable {
    typealias Element = Piece

    fileprivate let body: RepeatableBody

    struct AsyncIterator: AsyncIteratorProtocol {
      fileprivate let body: RepeatableBody
      private var index = 0
      private var sending: Int?

      fileprivate init(body: RepeatableBody) { self.body = body }

      mutating func next() async throws -> Piece? {
        if sending == nil { sending = await body.begin() }
        defer { index += 1 }
        return try await body.piece(index, of: sending ?? 0)
      }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: body) }
  }
}
