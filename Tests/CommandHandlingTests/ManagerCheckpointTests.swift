import EventLog
import EventLogTesting
import EventModel
import TestSupport
import Testing

@testable import CommandHandling

@Suite struct `How far a manager got` {
  private let bench = Bench()
  private let directory = TemporaryDirectory()

  private func checkpoint(rules: Int? = nil) -> ManagerCheckpoint {
    ManagerCheckpoint(path: directory.path + "/findings.checkpoint", rules: rules)
  }

  @Test func `counts in the log of which it was noted, and in no other`() async throws {
    try await bench.add(1, to: "a")
    let end = bench.log.end
    checkpoint().note(end, of: bench.log, isLast: true)
    try await bench.add(1, to: "a")
    #expect(try checkpoint().position(in: bench.log) == end)
    // What an older backup came to that was restored and written on: the same log by its name.
    let other = Bench()
    #expect(try checkpoint().position(in: other.log) == .zero)
    try await other.add(2, to: "a")
    #expect(other.log.identity.id == bench.log.identity.id && other.log.end == end)
    #expect(try checkpoint().position(in: other.log) == .zero)
  }

  @Test func `by the rules of now is forgotten where they are others again`() async throws {
    for _ in 0..<4 { try await bench.add(1, to: "a") }
    let first = checkpoint(rules: 8)
    first.noteJudgedAnew(Position(2), of: bench.log.end)
    first.note(bench.log.end, of: bench.log, isLast: true)
    for (rules, judged) in [(8, Position(2)), (9, .zero)] {
      let next = checkpoint(rules: rules)
      #expect(try next.position(in: bench.log) == bench.log.end)
      #expect(next.judgedAnew == judged && !next.isOfTheseRules, "rules \(rules)")
    }
    first.noteJudgedAnew(bench.log.end, of: bench.log.end)
    first.note(bench.log.end, of: bench.log, isLast: true)
    let last = checkpoint(rules: 8)
    #expect(try last.position(in: bench.log) == bench.log.end)
    #expect(last.isOfTheseRules && last.judgedAnew == .zero)
  }
}
