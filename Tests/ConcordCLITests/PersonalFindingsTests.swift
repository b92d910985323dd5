import CommandHandling
import EventLog
import EventModel
import Testing

@testable import ConcordCLI

@Suite struct `What is found of personal parts` {
  @Test func `is damage also where the log met it while parts were looked for`() {
    let corrupt = EventLogError.corrupt(Position(7), "its bytes are not what its hash says")
    let truncated = EventLogError.unopenable(path: "log", "its data file is missing")
    for error in [corrupt, truncated, .damaged(path: "index", "a block is malformed")] {
      #expect(PersonalFindings.isDamage(CommandError.log(error)), "\(error)")
      #expect(PersonalFindings.isDamage(error), "\(error)")
    }
    for error in [EventLogError.closed, .tooManyReaders(path: "log"), .interrupted] {
      #expect(!PersonalFindings.isDamage(CommandError.log(error)), "\(error)")
    }
  }
}
