@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A fact of any kind` {
  /// Of other rules all facts are judged again, by what their judgement names alone: where it looks at
  /// something that only its command had named, this traps as a server would.
  @Test func `can be judged again without its command`() throws {
    let story = try Story.ofSamples()
    var judged = 0
    for recorded in story.recorded where !recorded.event.type.isProcedural {
      do {
        judged += try story.verdicts(on: recorded).verdicts.count
      } catch {
        Issue.record("\(recorded.event.type) in \(recorded.stream): \(error)")
      }
    }
    #expect(judged > 100)
  }
}
