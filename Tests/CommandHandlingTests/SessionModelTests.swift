import Deciding
import EventLog
import EventLogTesting
import EventModel
import Testing
import TestSupport

@testable import CommandHandling

@Suite struct `A session's window` {
  @Test func `lets as many lines be decided in one look as it may have in flight`() {
    var window = SessionWindow<ToyCommand>(lineBound: 10)
    for _ in 0..<20 { window.add(line(.add(1), "a"), id: nil) }
    var count = 0
    while let line = window.nextToDecide() {
      window.launch(line.number)
      count += 1
    }
    #expect(count == 10)
  }

  @Test func `gives no answer that was decided on a line which failed`() throws {
    var window = SessionWindow<ToyCommand>(lineBound: 10)
    let refusal = CommandError.rejected(Rejection(.wrongState, "overdrawn"))
    for _ in 0..<3 { window.add(line(.add(1), "a"), id: nil) }
    window.launch(1)
    // On what the first would have become.
    window.settle(2, .failure(refusal))
    window.launch(3)
    window.failed(1, .decideAgain(orElse: refusal))
    #expect(window.nextToDecide() == nil, "the third is on its way")
    let isEarly = window.rewind()
    #expect(!isEarly)
    window.failed(3, .innocent)
    #expect(window.takeAnswers().isEmpty)
    let isDone = window.rewind()
    #expect(isDone)
    for number in 1...3 {
      #expect(window.nextToDecide()?.number == number)
      #expect(window.takeAnswers().isEmpty, "before line \(number) is decided again")
      window.settle(number, .failure(refusal))
      let answered = window.takeAnswers().map(\.line)
      try #require(answered == [number])
    }
    #expect(window.count == 0)
  }
}

@Suite struct `A session alone` {
  @Test(arguments: [31, 32, 33])
  func `answers as if each line were handled by itself`(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let names = ["a", "b", "c", "d"]
    let lines = (0..<400).map { number -> Result<ToyCommand, CommandError> in
      let id = number % 7 == 0 ? command(UInt64(number / 21)) : nil
      let from = names[Int(generator.next() % 4)]
      let to = names[Int(generator.next() % 4)]
      let amount = Int(generator.next() % 12)
      return from == to
        ? line(.add(amount - 4), from, command: id)
        : line(.transfer(amount, to: account(to)), from, command: id)
    }
    let single = Bench()
    var expected: [String] = []
    for line in lines {
      do {
        expected.append(try await single.handle(try line.get()).status.rawValue)
      } catch CommandError.rejected {
        expected.append("rejected")
      } catch {
        expected.append("failed")
      }
    }
    let together = Bench()
    let session = together.session(lineBound: 64)
    let feeder = Task {
      for start in stride(from: 0, to: lines.count, by: 25) {
        await session.add(Array(lines[start..<start + 25]))
      }
      await session.finish()
    }
    let answers = await allAnswers(of: session)
    await feeder.value
    #expect(answers.map(\.outcome) == expected, "seed \(seed)")
    for name in names { #expect(try together.balance(name) == single.balance(name)) }
    #expect(together.log.end == single.log.end)
  }
}
