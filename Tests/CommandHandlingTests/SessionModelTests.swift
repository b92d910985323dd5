import CommandHandling
import EventLog
import EventLogTesting
import EventModel
import Testing
import TestSupport

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
