internal import Cooperation
internal import Deciding
internal import EventModel

/// One fact that several reports may have told: when it happened first, and the strongest evidence
/// for that.
struct Telling: Sendable {
  private(set) var moment: Moment
  private(set) var evidence: Source.Evidence?

  init(_ event: EffectiveEvent) {
    moment = event.occurred
    evidence = event.source.evidence
  }

  /// Takes in a further report; one of another day speaks of another fact and is ignored.
  mutating func tell(_ event: EffectiveEvent) {
    guard moment.mayBe(event.occurred) else { return }
    moment = Optional(moment).told(event.occurred)
    let told = event.source.evidence
    if told.strength(isConfirmed: true) > evidence.strength(isConfirmed: true) { evidence = told }
  }
}

extension Source.Evidence? {
  /// A grade to compare reports by: the better the evidence, the higher; one that a review holds back
  /// is below every confirmed one.
  func strength(isConfirmed: Bool) -> Int {
    let grade =
      switch self {
      case .documented: 3
      case .inferred: 2
      case .synthetic: 1
      case nil: 0
      }
    return isConfirmed ? grade + 4 : grade
  }
}
