import Cooperation
import Deciding
import HTTPAPI
import Testing

@Suite struct `A problem that is a rule's no` {
  @Test func `says what the rule demands, and where that stands`() throws {
    let rule = try #require(RuleBook.rules.first)
    let problem = Problem(
      Rejection(
        .rule, "the internship began without an agreement", rule: rule.number,
        source: rule.checkedSource))
    #expect(problem.rule == rule.number)
    #expect(problem.ruleText == rule.sentence)
    #expect(problem.source == rule.checkedSource)
    let text = String(decoding: problem.json.bytes, as: UTF8.self)
    #expect(text.contains("\"ruleText\":\""))
  }
}
