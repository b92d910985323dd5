public import Deciding
public import EventModel

/// Figures that we publish, with all that it takes to compute them again.
public struct Report: TabledAggregate {
  /// What is shown.
  public internal(set) var published: PBReportPublished?
  /// What is fixed for ever.
  public internal(set) var frozen: PBStatisticsFrozen?
  /// When it was fixed.
  public internal(set) var frozenAt: Moment?

  /// Whether nothing of it changes any more.
  var isFrozen: Bool { frozen != nil }
  /// What its figures were computed from.
  public var basis: PBReportBasis? { frozen?.basis ?? published?.basis }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Self?, _ payload: Event, _ event: EffectiveEvent) {
    var report = state ?? Report()
    switch payload {
    case .published(let fact): report.published = fact
    case .statisticsFrozen(let fact):
      // The first freeze holds, whatever comes later.
      if report.frozen == nil {
        report.frozen = fact
        report.frozenAt = event.occurred
      }
    }
    state = report
  }
}
