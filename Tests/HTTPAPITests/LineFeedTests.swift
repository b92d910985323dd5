import CommandHandling
import Cooperation
import EventLog
import EventModel
import HTTPAPI
import Synchronization
import Testing

/// A session that holds one line until its answer is taken is full after the first.
@Suite(.timeLimit(.minutes(5))) struct `Lines that are fed to a session without room` {
  private let lines = (0..<3).map { number in
    Array(
      registration(
        "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e0\(number)", stream: "organisation-o\(number)"
      ).utf8)
  }

  /// A feed of such a session, and the lines that it parses, as it parses them.
  private func feed(of fixture: ServerFixture) -> (LineFeed, parsed: AsyncStream<[UInt8]?>) {
    let session = CommandSession(
      handler: fixture.parts.handler,
      actor: Actor(user: "test", role: "clerk", assurance: .local), channel: .import, lineBound: 1)
    let (parsed, parsing) = AsyncStream.makeStream(of: [UInt8]?.self)
    let feed = LineFeed(session, linesPerBatch: 1) { line in
      parsing.yield(line)
      return Result(line: line, byteLimit: 4_096)
    }
    return (feed, parsed)
  }

  @Test func `are parsed all the same, those too that come later`() async throws {
    let fixture = try ServerFixture()
    let start = fixture.log.end.number
    let (feed, parsed) = feed(of: fixture)
    await feed.add([lines[0]]) { true }
    async let fed: Void = {
      await feed.add([lines[1]]) { true }
      await feed.add([lines[2]]) { true }
      await feed.finish()
    }()
    // Nobody has taken an answer yet.
    #expect(await parsed.first { $0 == lines[1] } != nil)
    var answers: [SessionAnswer] = []
    while let more = await feed.nextAnswers() { answers += more }
    await fed
    #expect(answers.map(\.line) == [1, 2, 3])
    #expect(fixture.log.end.number == start + 3)
  }

  @Test func `are dropped where nobody wants them any more once there is room`() async throws {
    let fixture = try ServerFixture()
    let start = fixture.log.end.number
    let (feed, parsed) = feed(of: fixture)
    let isRevoked = Atomic(false)
    await feed.add([lines[0]]) { true }
    async let fed: Void = {
      await feed.add([lines[1], lines[2]]) { !isRevoked.load(ordering: .acquiring) }
      await feed.finish()
    }()
    #expect(await parsed.first { $0 == lines[1] } != nil)
    isRevoked.store(true, ordering: .releasing)
    var answers: [SessionAnswer] = []
    while let more = await feed.nextAnswers() { answers += more }
    await fed
    #expect(answers.map(\.line) == [1])
    #expect(fixture.log.end.number == start + 1)
  }
}
