public import Deciding
public import EventModel

/// A time in which many do the same thing together: visits, a sprint, a promotion week.
public struct Campaign: LifeCycle {
  /// Where a campaign stands. That its last day is over is computed, never recorded.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It goes on.
    case launched
    /// It is over.
    case closed
  }

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// What it is, with its last targets and its last day.
  public internal(set) var details = PBCampaignLaunched()
  /// When it was launched.
  public internal(set) var launched: Moment
  /// Who takes part, in which role.
  public internal(set) var participants: [StreamName: PBCampaignParticipantJoined.Role] = [:]
  /// When it was closed.
  public internal(set) var closed: Moment?

  /// The campaign it is part of.
  public var parent: StreamName? { StreamName(field: details.parent) }
  /// The organisers.
  public var organisers: [StreamName] { details.organisers.compactMap { StreamName(field: $0) } }
  /// What it is.
  public var kind: PBCampaignLaunched.Kind? { details.hasKind ? details.kind : nil }
  /// Its first day: as it was said, else the day of the launch.
  public func firstDay(in zone: LogZone) -> CivilDate {
    CivilDate(field: details.from) ?? launched.lastDay(in: zone)
  }
  /// Its last day, if it is known.
  public var lastDay: CivilDate? { CivilDate(field: details.to) }
}

extension Campaign {
  /// The steps of a campaign's life after its first event.
  enum Step {
    static let change = Transition<Campaign>(from: [.launched])
    static let close = Transition<Campaign>(from: [.launched], to: .closed, "closing")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Campaign?, _ payload: Event, _ event: EffectiveEvent) {
    if case .launched(let fact) = payload, state == nil {
      state = Campaign(phase: .launched, launched: event.occurred)
      state?.details = fact
    } else {
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .launched: passOver(event)
    case .participantJoined(let fact):
      // Who takes part says nothing new by joining again, unless in another role.
      let organisation = StreamName(field: fact.organisation)
      if let organisation, participants[organisation] == fact.role { return }
      take(Step.change, event)
      if let organisation { participants[organisation] = fact.role }
    case .participantLeft(let fact):
      take(Step.change, event)
      if let organisation = StreamName(field: fact.organisation) {
        if participants.removeValue(forKey: organisation) == nil { markOutOfOrder(event) }
      }
    case .targetsSet(let fact):
      take(Step.change, event)
      details.targets = fact.targets
    case .extended(let fact):
      take(Step.change, event)
      details.to = fact.to
    case .closed:
      closed = end(Step.close, event, at: closed)
    }
  }

  init(phase: Phase, launched: Moment) {
    self.phase = phase
    self.launched = launched
  }
}
