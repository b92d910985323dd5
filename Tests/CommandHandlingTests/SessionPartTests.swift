@testable import CommandHandling
import Deciding
import EventLog
import EventLogTesting
import EventModel
import PersonalData
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(10))) struct `A session of lines with personal parts` {
  @Test(arguments: [31, 32, 33, 34])
  func `keeps the parts of what is recorded and of nothing else, whatever fails`(
    seed: UInt64
  ) async throws {
    let directory = TemporaryDirectory()
    let store = try directory.personalStore()
    let memory = InMemoryLog()
    try await Bench(on: memory, log: memory).add(10, to: "a")
    var generator = SeededGenerator(seed: seed)
    let gate = GatedLog(memory, isOpen: true)
    for number in 0..<400 where generator.next() % 50 == 0 {
      gate.fail(
        number,
        with: generator.next() % 2 == 0
          ? .diskFull : .conflict(stream: account("a"), expected: .any, actual: nil))
    }
    let bench = Bench(on: memory, log: gate, personal: store)
    let session = bench.session(lineBound: 64)
    var lines: [Result<ToyCommand, CommandError>] = []
    for number in 0..<300 {
      switch generator.next() % 4 {
      case 0: lines.append(line(.add(Int(generator.next() % 9) - 5), "a"))
      case 1: lines.append(line(.ifNamed("N", account("n\(generator.next() % 60)")), "b"))
      default:
        // Some are named twice, some want a look-up that another has.
        let lookUp = generator.next() % 3 == 0 ? "X\(generator.next() % 40)" : nil
        lines.append(line(.name("N\(number)", lookUp: lookUp), "n\(generator.next() % 120)"))
      }
    }
    let feeder = Task { [lines] in
      for start in stride(from: 0, to: lines.count, by: 20) {
        await session.add(Array(lines[start..<start + 20]))
      }
      await session.finish()
    }
    let answers = await allAnswers(of: session)
    await feeder.value
    #expect(answers.map(\.line) == Array(1...300), "seed \(seed)")
    let positions = answers.compactMap { try? $0.result.get() }.filter { $0.status == .recorded }
      .flatMap(\.events).map(\.position)
    #expect(positions == positions.sorted(), "seed \(seed)")

    let events = try memory.read(
      from: .zero, direction: .forwards, type: nil, before: nil, limit: 100_000)
    var named: [StreamName: String] = [:]
    for event in events where event.event.type == Account.named {
      let answer = try #require(
        answers.first { $0.id == event.commandID }, "seed \(seed): nobody was told")
      #expect(answer.outcome == "recorded", "seed \(seed)")
      guard case .known(let plaintext) = try store.open(event.event.personal[0], for: .decision)
      else {
        Issue.record("seed \(seed): a recorded part is not there")
        continue
      }
      #expect(named[event.stream] == nil, "seed \(seed): named twice")
      named[event.stream] = String(decoding: plaintext, as: UTF8.self)
      let command = try lines[answer.line - 1].get()
      #expect(command.act == .name(named[event.stream] ?? "", lookUp: command.act.lookUp))
      if let lookUp = command.act.lookUp {
        #expect(try store.subject(lookedUpBy: lookUp) == event.stream, "seed \(seed)")
      }
    }
    #expect(named.count > 20, "seed \(seed)")
    #expect(try bench.pendingCommands(in: store).isEmpty, "seed \(seed)")
    for number in 0..<40 {
      guard let holder = try store.subject(lookedUpBy: "X\(number)") else { continue }
      #expect(named[holder] != nil, "seed \(seed): the look-up of what is not recorded")
    }
  }

  @Test func `decides what follows an erasure on what that leaves`() async throws {
    let directory = TemporaryDirectory()
    let store = try directory.personalStore()
    let bench = Bench(personal: store)
    try await bench.handle(
      ToyCommand(target: account("a"), act: .name("Nobody", lookUp: "X")))
    let session = bench.session()
    await session.add([
      line(.ifNamed("N", account("a")), "c"), line(.erase, "a"),
      line(.ifNamed("N", account("a")), "c"), line(.name("Somebody", lookUp: "X"), "b"),
      line(.name("Another", lookUp: "X"), "d"),
    ])
    await session.finish()
    let outcomes = await allAnswers(of: session).map(\.outcome)
    #expect(outcomes == ["recorded", "recorded", "rejected", "recorded", "rejected"])
    #expect(try store.subject(lookedUpBy: "X") == account("b"))
  }
}

extension ToyCommand.Act {
  /// What an account is to be looked up by.
  fileprivate var lookUp: String? {
    if case .name(_, let lookUp) = self { lookUp } else { nil }
  }
}
