public import Deciding
public import EventModel

/// One thing that the law wants on record: a disclosure, an impact assessment, a breach.
public struct PrivacyRecord: TabledAggregate {
  /// What it is.
  public enum Content: Sendable {
    /// Data went to somebody else.
    case disclosure(PBDataDisclosed)
    /// What processing may do to people was thought through.
    case assessment(PBImpactAssessed)
    /// Data were lost, altered or seen by others.
    case breach(PBBreachReported)
  }

  /// What it is.
  public internal(set) var content: Content
  /// When.
  public internal(set) var occurred: Moment

  /// The assessment, if it is one.
  public var assessment: PBImpactAssessed? {
    if case .assessment(let fact) = content { fact } else { nil }
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Self?, _ payload: Event, _ event: EffectiveEvent) {
    let content: Content =
      switch payload {
      case .disclosed(let fact): .disclosure(fact)
      case .assessed(let fact): .assessment(fact)
      case .breachReported(let fact): .breach(fact)
      }
    state = PrivacyRecord(content: content, occurred: event.occurred)
  }
}

extension PBDataKind {
  /// Whether the law counts it among the sensitive: a leak could harm the person.
  public var isSensitive: Bool {
    switch self {
    case .pay, .health, .poverty, .movement: true
    default: false
    }
  }
}
