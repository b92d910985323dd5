public import Deciding
public import EventModel

/// A meeting at which companies and schools look for each other.
public struct MatchmakingSession: LifeCycle {
  /// Where a session stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It is to be.
    case scheduled
    /// The first party is there.
    case open
    /// It is over.
    case closed
  }

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// What it is.
  public internal(set) var details = PBSessionScheduled()
  /// Who is asked to come.
  public internal(set) var invited: Set<StreamName> = []
  /// Who is there, with the field that each stands for.
  public internal(set) var arrived: [StreamName: String?] = [:]
  /// The parties of which only a name is known.
  var unregistered: Set<String> = []
  /// Who talked with whom.
  public internal(set) var pairs: Set<Pair> = []
  /// Why matches failed, each as often as it did.
  public internal(set) var failures: [PBNeedMatchFailed.Reason] = []
  /// How many parties were announced at the end.
  public internal(set) var partiesAnnounced: AnnouncedNumber?
  /// How many intentions were announced at the end.
  public internal(set) var intentionsAnnounced: AnnouncedNumber?

  /// How many parties were announced at the end, however exact.
  public var announcedParties: Int? { partiesAnnounced?.figure }
  /// How many intentions were announced at the end, however exact.
  public var announcedIntentions: Int? { intentionsAnnounced?.figure }

  /// Two organisations, in whichever order they were named.
  public struct Pair: Hashable, Sendable {
    /// The one whose name sorts first.
    public let first: StreamName
    /// The other.
    public let second: StreamName

    init(_ one: StreamName, _ other: StreamName) {
      first = min(one, other)
      second = max(one, other)
    }
  }

  /// How many distinct parties are there.
  public var partyCount: Int { arrived.count + unregistered.count }
}

extension MatchmakingSession {
  /// The steps of a session's life after its first event.
  enum Step {
    static let invite = Transition<MatchmakingSession>(from: [.scheduled, .open], "inviting")
    static let arrive = Transition<MatchmakingSession>(
      from: [.scheduled, .open], to: .open, "arriving")
    static let meet = Transition<MatchmakingSession>(from: [.open], "meeting")
    static let close = Transition<MatchmakingSession>(
      from: [.scheduled, .open], to: .closed, "closing")
  }

  /// Adds one effective event to the state.
  public static func evolve(
    _ state: inout MatchmakingSession?, _ payload: Event, _ event: EffectiveEvent
  ) {
    if case .scheduled(let fact) = payload, state == nil {
      state = MatchmakingSession(phase: .scheduled)
      state?.details = fact
    } else {
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .scheduled: passOver(event)
    case .partyInvited(let fact):
      // Who was asked says nothing new by being asked again.
      let organisation = StreamName(field: fact.organisation)
      if let organisation, invited.contains(organisation) { return }
      take(Step.invite, event)
      if let organisation { invited.insert(organisation) }
    case .partyArrived(let fact): arrive(fact, event)
    case .pairMet(let fact):
      take(Step.meet, event)
      if let one = StreamName(field: fact.first), let other = StreamName(field: fact.second) {
        pairs.insert(Pair(one, other))
      }
    case .noMatchRecorded(let fact):
      take(Step.meet, event)
      failures.append(fact.reason)
    case .closed(let fact):
      take(Step.close, event)
      partiesAnnounced = fact.parties ?? partiesAnnounced
      intentionsAnnounced = fact.intentions ?? intentionsAnnounced
    }
  }

  // Who is there says nothing new by arriving again, unless for another field.
  private mutating func arrive(_ fact: PBSessionPartyArrived, _ event: EffectiveEvent) {
    guard let organisation = StreamName(field: fact.organisation) else {
      if unregistered.contains(fact.unregisteredName) { return }
      _ = takeOnce(Step.arrive, event, isKnown: partyCount > 0)
      unregistered.insert(fact.unregisteredName)
      return
    }
    let industry: String? = fact.hasIndustry ? fact.industry : nil
    if let known = arrived[organisation], known == industry { return }
    _ = takeOnce(Step.arrive, event, isKnown: partyCount > 0)
    arrived[organisation] = .some(industry)
  }
}

extension PBSessionClosed {
  /// The parties that were announced.
  var parties: AnnouncedNumber? {
    guard hasAnnouncedParties else { return nil }
    return AnnouncedNumber(
      announcedParties, hasAnnouncedPartiesBound ? announcedPartiesBound : nil)
  }

  /// The intentions that were announced.
  var intentions: AnnouncedNumber? {
    guard hasAnnouncedIntentions else { return nil }
    return AnnouncedNumber(
      announcedIntentions, hasAnnouncedIntentionsBound ? announcedIntentionsBound : nil)
  }
}
