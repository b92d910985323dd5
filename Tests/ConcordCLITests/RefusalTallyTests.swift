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
}
