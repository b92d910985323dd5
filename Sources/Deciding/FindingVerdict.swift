public import EventModel

/// What one round of judging a recorded fact came to.
public enum JudgingRound: Sendable {
  /// These have to be loaded, some of them for the first time.
  case needs(Readings)
  /// What each rule says.
  case judged([FindingVerdict])
}

/// What one rule says of a recorded fact.
public struct FindingVerdict: Sendable {
  /// The stream of the finding that says so.
  public let stream: StreamName
  /// The breach; `nil` where the rule is kept.
  public let breach: FindingProposal?
  /// Why an open finding is withdrawn where there is no breach; one sentence.
  public let withdrawal: String

  /// A rule's word.
  public init(stream: StreamName, breach: FindingProposal?, withdrawal: String) {
    self.stream = stream
    self.breach = breach
    self.withdrawal = withdrawal
  }
}

extension [FindingVerdict] {
  /// One word for each finding: a breach stands against all that would let the finding go, of several
  /// the first.
  ///
  /// A fact may be judged beside many others, and one of them is enough.
  public var onePerFinding: [FindingVerdict] {
    var places: [StreamName: Int] = [:]
    var result: [FindingVerdict] = []
    for verdict in self {
      if let place = places[verdict.stream] {
        if result[place].breach == nil { result[place] = verdict }
      } else {
        places[verdict.stream] = result.count
        result.append(verdict)
      }
    }
    return result
  }
}
