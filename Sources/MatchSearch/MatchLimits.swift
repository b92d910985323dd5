/// How much one search may look at; more is refused.
public struct MatchLimits: Sendable {
  /// The most candidates.
  public var candidateCount: Int
  /// The most open needs of one organisation for which the other side is looked for.
  public var needCount: Int
  /// The most comparisons of a need with a candidate.
  public var comparisonCount: Int
  /// The longest it may take; `nil` for as long as it takes.
  public var time: Duration?
  /// How long it may have the thread before others get a turn.
  public var turn: Duration

  /// Limits; without arguments a search is unlimited, as at the command line.
  public init(
    candidateCount: Int = .max, needCount: Int = .max, comparisonCount: Int = .max,
    time: Duration? = nil, turn: Duration = .milliseconds(5)
  ) {
    self.candidateCount = candidateCount
    self.needCount = needCount
    self.comparisonCount = comparisonCount
    self.time = time
    self.turn = turn
  }
}
