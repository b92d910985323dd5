import Deciding
import EventLogTesting
import EventModel
import PersonalData
import Testing
import TestSupport

@testable import CommandHandling

@Suite struct `A rehearsal` {
  /// What would come of lines, in words.
  private func outcomes(
    _ lines: [Result<ToyCommand, CommandError>], on bench: Bench
  ) throws -> [String] {
    var rehearsal = CommandRehearsal(handler: bench.handler, actor: Bench.actor, channel: .import)
    return try lines.enumerated().map { index, line in
      let command = try line.get()
      let result = Result { () throws(CommandError) in try rehearsal.rehearse(command) }
      return SessionAnswer(line: index + 1, id: nil, result: result).outcome
    }
  }

  @Test func `says of what follows an erasure what a session says, and records nothing`()
    async throws
  {
    let directory = TemporaryDirectory()
    let store = try directory.personalStore()
    let bench = Bench(personal: store)
    try await bench.handle(ToyCommand(target: account("a"), act: .name("Nobody", lookUp: "X")))
    let end = bench.log.end
    let lines = [
      line(.ifNamed("N", account("a")), "c"), line(.name("Early", lookUp: "X"), "e"),
      line(.erase, "a"), line(.ifNamed("N", account("a")), "c"),
      line(.name("Somebody", lookUp: "X"), "b"), line(.name("Another", lookUp: "X"), "d"),
    ]
    let rehearsed = try outcomes(lines, on: bench)
    #expect(
      rehearsed == ["recorded", "rejected", "recorded", "rejected", "recorded", "rejected"])
    #expect(bench.log.end == end)
    #expect(try store.subject(lookedUpBy: "X") == account("a"))
    let session = bench.session()
    await session.add(lines)
    await session.finish()
    #expect(await allAnswers(of: session).map(\.outcome) == rehearsed)
  }
}
