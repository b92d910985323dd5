internal import Deciding
public import EventModel

/// What one rule says of one event.
///
/// A rule that was kept is named too: that is how a finding is withdrawn after a correction.
public struct Judgement: Hashable, Sendable {
  /// The three answers.
  public enum Verdict: Hashable, Sendable {
    /// The rule was kept, or does not hold there.
    case kept
    /// It was broken; one sentence, nothing about a person.
    case broken(String)
    /// What it turns on is unknown or erased; one sentence.
    case notAssessable(String)
  }

  /// The rule.
  public let rule: Rule
  /// The streams it was judged in, the finding's identity with the rule.
  public let subjects: [StreamName]
  /// The answer.
  public let verdict: Verdict

  /// A judgement.
  public init(_ rule: Rule, subjects: [StreamName], _ verdict: Verdict) {
    self.rule = rule
    self.subjects = subjects
    self.verdict = verdict
  }

  /// What follows from it for a fact of that standing.
  ///
  /// - Throws: ``Rejection`` where our own act breaks a rule that refuses it, or can't be assessed.
  func consequence(_ standing: Standing) throws(Rejection) -> Consequence? {
    let outcome = rule.outcome(standing)
    switch verdict {
    case .kept: return nil
    case .broken(let reason):
      switch outcome {
      case .reject:
        throw Rejection(.rule, reason, rule: rule.number, source: rule.checkedSource)
      case .finding(let severity):
        return .finding(
          FindingProposal(
            rule: rule.number, subjects: subjects, severity: severity, reason: reason))
      case .review:
        return .review(ReviewProposal(rule: rule.number, reason: reason))
      }
    case .notAssessable(let reason):
      if case .reject = outcome {
        throw Rejection(.cannotBeAssessed, reason, rule: rule.number, source: rule.checkedSource)
      }
      return .finding(
        FindingProposal(
          rule: rule.number, subjects: subjects, severity: .advisory,
          reason: "cannot be assessed: " + reason))
    }
  }

  /// What a broken rule leads to, where it does not refuse.
  enum Consequence: Hashable, Sendable {
    case finding(FindingProposal)
    case review(ReviewProposal)
  }
}
