import Deciding
import EventModel
import Testing

@Suite struct `What rules say of one fact` {
  private func verdict(_ subject: String, breach reason: String?) throws -> FindingVerdict {
    let stream = try StreamName(validating: subject)
    let breach = reason.map {
      FindingProposal(
        rule: "R", subjects: [stream], stream: stream, severity: .breach, reason: $0)
    }
    return FindingVerdict(stream: stream, breach: breach, withdrawal: "kept")
  }

  @Test func `is one word for each finding, and a breach stands`() throws {
    let kept = try verdict("a-1", breach: nil)
    let first = try verdict("a-1", breach: "first")
    let second = try verdict("a-1", breach: "second")
    let other = try verdict("a-2", breach: nil)
    for (said, reasons) in [
      ([kept, first], ["first"]), ([first, kept], ["first"]), ([kept, kept], [nil]),
      ([kept, second, first], ["second"]), ([other, kept, first], [nil, "first"]), ([], []),
    ] as [([FindingVerdict], [String?])] {
      #expect(said.onePerFinding.map(\.breach?.reason) == reasons)
    }
    #expect([other, kept, first].onePerFinding.map(\.stream) == [other.stream, kept.stream])
  }

  @Test(arguments: [
    ("review.opened", true), ("review.passed", true), ("review.failed", true),
    ("review.other", false), ("approval.given", false), ("placement.started", false),
  ])
  func `tells reviews from other types`(name: String, isReview: Bool) throws {
    let type = try EventType(validating: name)
    #expect(type.isReview == isReview)
    #expect(type.isProcedural == (isReview || type.text.hasPrefix("approval.")))
  }
}
