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
  /// What breaks it, where it is broken and one thing does.
  let culprit: Culprit?

  /// One thing that a fact states and that breaks a rule.
  enum Culprit: Hashable, Sendable {
    /// An entity, in whichever field a command names it.
    case entity(StreamName)
    /// A value, by its name in the fact's JSON, as `amountFen`.
    case value(String)
    /// The moment at which it is told to have happened.
    case occurred

    /// The entity that a fact names; `nil` where it names none.
    static func named(_ text: String) -> Culprit? { StreamName(field: text).map(Culprit.entity) }
  }

  /// A judgement.
  init(
    _ rule: Rule, subjects: [StreamName], blaming culprit: Culprit? = nil, _ verdict: Verdict
  ) {
    self.rule = rule
    self.subjects = subjects
    self.verdict = verdict
    self.culprit = culprit
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
        throw refusal(.rule, reason)
      case .finding(let severity):
        return .finding(
          FindingProposal(
            rule: rule.number, subjects: subjects, severity: severity, reason: reason))
      case .review:
        return .review(ReviewProposal(rule: rule.number, reason: reason))
      }
    case .notAssessable(let reason):
      if case .reject = outcome {
        throw refusal(.cannotBeAssessed, reason)
      }
      return .finding(
        FindingProposal(
          rule: rule.number, subjects: subjects, severity: .advisory,
          reason: "cannot be assessed: " + reason))
    }
  }

  /// The rule's no; a command says which of its fields names the entity that is to blame.
  private func refusal(_ code: Rejection.Code, _ reason: String) -> Rejection {
    var refusal = Rejection(code, reason, rule: rule.number, source: rule.checkedSource)
    switch culprit {
    case .entity(let stream): refusal.stream = stream
    case .value(let name): refusal.field = "details." + name
    case .occurred: refusal.field = "occurred"
    case nil: break
    }
    return refusal
  }

  /// What a broken rule leads to, where it does not refuse.
  enum Consequence: Hashable, Sendable {
    case finding(FindingProposal)
    case review(ReviewProposal)
  }
}
