public import Deciding
public import EventModel

/// A post at which a host takes interns.
public struct HostPost: LifeCycle {
  /// Where a post stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Somebody looked at it; the host has not offered it.
    case known
    /// The host takes interns there.
    case offered
    /// The host takes none there any more.
    case withdrawn
  }

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// The host.
  public internal(set) var host: StreamName?
  /// What the work is like, revisions taken in.
  public internal(set) var terms = PBHostPostTerms()
  /// When it was last offered.
  public internal(set) var offered: Moment?
  /// The inspections, in order.
  public internal(set) var inspections: [Inspection] = []
  /// The schools that have approved it and not declined it since.
  public internal(set) var approvals: [StreamName: Approval] = [:]
  /// The schools that have declined it and not approved it since.
  var declinedBy: Set<StreamName> = []

  /// It is one of its host's posts, whose places are counted together.
  static let holdsCodes = true

  /// Its host's posts, while it is offered.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    guard state.phase == .offered, let host = state.host,
      let key = CodeKey(CodeKey.postCategory, host.id, onConflict: .none)
    else { return [] }
    return [key]
  }

  /// A school's look at the host.
  public struct Inspection: Hashable, Sendable {
    /// Who looked; `nil` when a report doesn't say.
    public let school: StreamName?
    /// When.
    public let on: Moment
    /// What was seen.
    public let details: PBHostPostInspected
  }

  /// A school's leave to send students there.
  public struct Approval: Hashable, Sendable {
    /// When it was given.
    public let on: Moment
    /// Its last day; `nil` for until it is declined.
    public let to: CivilDate?
  }

  /// Whether a school's approval holds on a day.
  func isApproved(by school: StreamName, on day: CivilDate, in zone: LogZone) -> Bool {
    guard let approval = approvals[school] else { return false }
    if let last = approval.to, day > last { return false }
    return zone.startOfDay(day) + LogZone.microsecondsPerDay > approval.on.earliest(in: zone)
  }
}

extension HostPost {
  /// The steps of a post's life after its first event.
  enum Step {
    static let offer = Transition<HostPost>(from: [.known, .withdrawn], to: .offered, "an offer")
    static let revise = Transition<HostPost>(from: [.offered], "a revision")
    static let inspect = Transition<HostPost>(
      from: [.known, .offered, .withdrawn], "an inspection")
    static let approve = Transition<HostPost>(from: [.offered], "approval")
    static let decline = Transition<HostPost>(from: [.known, .offered], "declining")
    static let withdraw = Transition<HostPost>(from: [.offered], to: .withdrawn, "withdrawing")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout HostPost?, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .offered(let fact):
      if state == nil { state = HostPost(phase: .known) }
      state?.offer(fact, event)
    case .inspected(let fact) where state == nil:
      state = HostPost(phase: .known)
      state?.host = StreamName(field: fact.host)
      state?.inspect(fact, event)
    default:
      state?.add(payload, event)
    }
  }

  private mutating func offer(_ fact: PBHostPostOffered, _ event: EffectiveEvent) {
    host = StreamName(field: fact.host) ?? host
    // What is offered once more after it was withdrawn is offered on its own terms.
    let isAnother = takeOnce(Step.offer, event, isKnown: offered != nil)
    terms = isAnother ? fact.terms : terms.revised(by: fact.terms)
    offered = isAnother ? event.occurred : offered.told(event.occurred)
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .offered: break
    case .inspected(let fact):
      take(Step.inspect, event)
      inspect(fact, event)
    case .revised(let fact):
      take(Step.revise, event)
      terms = terms.revised(by: fact.terms)
    case .approved(let fact):
      take(Step.approve, event)
      guard let school = StreamName(field: fact.school) else { return }
      approvals[school] = Approval(on: event.occurred, to: CivilDate(field: fact.to))
      declinedBy.remove(school)
    case .declined(let fact):
      take(Step.decline, event)
      guard let school = StreamName(field: fact.school) else { return }
      approvals[school] = nil
      declinedBy.insert(school)
    case .withdrawn: take(Step.withdraw, event)
    }
  }

  private mutating func inspect(_ fact: PBHostPostInspected, _ event: EffectiveEvent) {
    inspections.append(
      Inspection(school: StreamName(field: fact.school), on: event.occurred, details: fact))
  }
}

extension PBHostPostTerms {
  /// The terms after a revision: a missing term stays as it was, a list replaces the one before.
  func revised(by change: PBHostPostTerms) -> PBHostPostTerms {
    var base = self
    if !change.majors.isEmpty { base.majors = [] }
    if !change.hazards.isEmpty { base.hazards = [] }
    return base.merged(with: change)
  }
}
