import EventModel
import Testing

@testable import ConcordCLI

@Suite struct `The tally of what was refused` {
  @Test(arguments: [
    (
      "vacancy-v5218 is closed: filling is not possible then",
      "vacancy-… is closed: filling is not possible then"
    ),
    ("there is no intention-2.b.", "there is no intention-…."),
    (
      "vacancy.filled on 2024-08-01 does not fit what is known of vacancy-7",
      "vacancy.filled on … does not fit what is known of vacancy-…"
    ),
    ("a well-known word is no stream", "a well-known word is no stream"),
    ("", ""),
  ])
  func `takes reasons that differ in streams and days alone for one`(
    sentence: String, reason: String
  ) {
    #expect(RefusalTally.general(sentence) == reason)
  }

  @Test(arguments: [nil, "--verbose tells each"])
  func `names a flag only where there is one`(hint: String?) throws {
    let tally = RefusalTally(.summary, hint: hint)
    #expect(tally.lines == [])
    tally.count(try event(), "no")
    #expect(tally.lines.count == 2)
    #expect(tally.lines[0].contains("--verbose") == (hint != nil))
  }

  private func event() throws -> RecordedEvent {
    let command = CommandID(high: 1, low: 1)
    return RecordedEvent(
      event: ProposedEvent(
        type: EventType("placement.started"), id: EventID(high: 1, low: 1),
        standing: .reported, actor: EventModel.Actor(user: "u", role: "r", assurance: .local),
        source: Source(channel: .api), occurred: Moment(.year(2022)), payload: []),
      stream: try StreamName(validating: "placement-1"), revision: .zero, position: .zero,
      recordedAt: RecordedTime(microseconds: 0), commandID: command,
      commandDigest: try EventModel.Digest([UInt8](repeating: 0, count: 32)), appendIndex: 0,
      appendCount: 1)
  }
}
