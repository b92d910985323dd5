public import Deciding
public import EventModel

/// A figure that somebody is to reach.
public struct Target: LifeCycle {
  /// Where a target stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It is to be reached.
    case set
    /// A body said whether it was.
    case assessed
  }

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// What it was set as, with later figures.
  public internal(set) var details: PBTargetSet
  /// When it was set.
  public internal(set) var set: Moment
  /// How often it was revised.
  public internal(set) var revisionCount = 0
  /// What was concluded last.
  public internal(set) var result: PBTargetAssessed.Result?
  /// The day up to which that was counted.
  public internal(set) var assessedAsOf: CivilDate?

  /// Who is to reach it.
  public var subject: StreamName? { StreamName(field: details.subject) }
  /// The figure.
  public var figure: DecimalFigure? { DecimalFigure(validating: details.figure) }
  /// How exact it is.
  public var bound: PBClaimPublished.Bound { details.hasBound ? details.bound : .exact }
  /// The first day of its period.
  public var from: CivilDate? { CivilDate(field: details.from) }
  /// The last day of its period.
  public var to: CivilDate? { CivilDate(field: details.to) }
}

extension Target {
  /// The steps of a target's life after it was set.
  enum Step {
    static let revise = Transition<Target>(from: [.set, .assessed], "revising it")
    static let assess = Transition<Target>(from: [.set, .assessed], to: .assessed, "assessing it")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Target?, _ payload: Event, _ event: EffectiveEvent) {
    guard state == nil else {
      state?.add(payload, event)
      return
    }
    guard case .set(let fact) = payload else { return }
    state = Target(phase: .set, details: fact, set: event.occurred)
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .set: passOver(event)
    case .revised(let fact):
      take(Step.revise, event)
      revisionCount += 1
      if fact.hasFigure { details.figure = fact.figure }
      if fact.hasBound { details.bound = fact.bound }
      if fact.hasTo { details.to = fact.to }
    case .assessed(let fact):
      take(Step.assess, event)
      if fact.hasResult { result = fact.result }
      assessedAsOf = CivilDate(field: fact.asOf) ?? assessedAsOf
    }
  }
}
