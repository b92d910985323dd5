public import Deciding
public import EventModel

/// A meeting whose members vote on motions.
public struct Meeting: LifeCycle {
  /// Where a meeting stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It is called.
    case convened
    /// Those present were counted, or voted.
    case inSession
    /// It ended.
    case closed
    /// It didn't take place.
    case cancelled
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.closed, .cancelled]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// What kind of meeting it is.
  public internal(set) var kind: PBMeetingConvened.Kind?
  /// Its title.
  public internal(set) var title: String?
  /// The alliance whose meeting it is.
  public internal(set) var alliance: StreamName?
  /// Who called it.
  public internal(set) var organiser: StreamName?
  /// The day for which it was called.
  public internal(set) var plannedOn: CivilDate?
  /// When it was held, as its first act tells; `nil` before.
  public internal(set) var held: Moment?
  /// How many may vote; `nil` when nobody says.
  public internal(set) var members: Int?
  /// How many were present; `nil` when nobody says.
  public internal(set) var present: Int?
  /// The motions, by key.
  public internal(set) var motions: [String: Motion] = [:]

  /// Something that was put to the vote.
  public struct Motion: Hashable, Sendable {
    /// What it is about.
    public internal(set) var subject: PBMotionPut.Subject?
    /// Its text.
    public internal(set) var text: String?
    /// Who put it.
    public internal(set) var mover: StreamName?
    /// How it was voted on, last; `nil` before.
    public internal(set) var ballot: Ballot?
    /// When it was first voted on.
    public internal(set) var voted: Moment?
  }

  /// How a motion was voted on.
  public struct Ballot: Hashable, Sendable {
    /// Votes for it, if they were told.
    public let inFavour: Int?
    /// Votes against it, if they were told.
    public let against: Int?
    /// Members who abstained, if they were told.
    public let abstained: Int?
    /// Whether it was carried, as was told or as the votes show; `nil` when neither does.
    public let isCarried: Bool?
    /// When.
    public let voted: Moment
  }

  /// Whether more than half of those who may vote were present; `nil` when nobody says.
  public var isQuorate: Bool? {
    guard let members, let present else { return nil }
    return present * 2 > members
  }
}

extension Meeting {
  /// The steps of a meeting's life after it was called.
  enum Step {
    static let count = Transition<Meeting>(
      from: [.convened, .inSession], to: .inSession, "counting those present")
    static let put = Transition<Meeting>(from: [.convened, .inSession], "putting a motion")
    static let vote = Transition<Meeting>(from: [.convened, .inSession], to: .inSession, "voting")
    static let close = Transition<Meeting>(
      from: [.convened, .inSession], to: .closed, "closing it")
    static let cancel = Transition<Meeting>(from: [.convened], to: .cancelled, "cancelling it")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Meeting?, _ payload: Event, _ event: EffectiveEvent) {
    guard state == nil else {
      state?.add(payload, event)
      return
    }
    guard case .convened(let fact) = payload else { return }
    state = Meeting(phase: .convened)
    state?.kind = fact.hasKind ? fact.kind : nil
    state?.title = fact.hasTitle ? fact.title : nil
    state?.alliance = StreamName(field: fact.alliance)
    state?.organiser = StreamName(field: fact.organiser)
    state?.plannedOn = CivilDate(field: fact.plannedOn)
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .convened: passOver(event)
    case .quorumRecorded(let fact):
      guard meets(Step.count, event, at: held) else { return }
      if fact.hasMembers { members = Int(fact.members) }
      if fact.hasPresent { present = Int(fact.present) }
      held = held ?? event.occurred
    case .motionPut(let fact):
      take(Step.put, event)
      var motion = motions[fact.motion] ?? Motion()
      if fact.hasSubject { motion.subject = fact.subject }
      if fact.hasText { motion.text = fact.text }
      motion.mover = StreamName(field: fact.mover) ?? motion.mover
      motions[fact.motion] = motion
    case .motionVoted(let fact):
      guard meets(Step.vote, event, at: motions[fact.motion]?.ballot?.voted) else { return }
      motions[fact.motion, default: Motion()].add(fact, event.occurred)
      held = held ?? event.occurred
    case .closed:
      take(Step.close, event)
      held = held ?? event.occurred
    case .cancelled: take(Step.cancel, event)
    }
  }

  /// Takes an act of those present; once the meeting is over it is one of another day no more.
  private mutating func meets(
    _ step: Transition<Meeting>, _ event: EffectiveEvent, at known: Moment?
  ) -> Bool {
    _ = takeOnce(step, event, isKnown: held != nil)
    guard isOver, let known, !known.mayBe(event.occurred) else { return true }
    passOver(event)
    return false
  }
}

extension Meeting.Motion {
  /// Takes a vote: told of the same day it is the same one, of another day another one, which replaces
  /// it whole.
  fileprivate mutating func add(_ fact: PBMotionVoted, _ moment: Moment) {
    let known = ballot.flatMap { $0.voted.mayBe(moment) ? $0 : nil }
    ballot = Meeting.Ballot(fact, moment, known)
    voted = voted.told(moment)
  }
}

extension Meeting.Ballot {
  // What a report of the same vote leaves out stays as the one before told it.
  init(_ fact: PBMotionVoted, _ voted: Moment, _ known: Self?) {
    inFavour = fact.hasInFavour ? Int(fact.inFavour) : known?.inFavour
    against = fact.hasAgainst ? Int(fact.against) : known?.against
    abstained = fact.hasAbstained ? Int(fact.abstained) : known?.abstained
    self.voted = known.map { voted.narrowed(by: $0.voted) } ?? voted
    if fact.hasCarried {
      isCarried = fact.carried
    } else if fact.hasInFavour, fact.hasAgainst {
      isCarried = fact.inFavour > fact.against
    } else {
      isCarried = known?.isCarried
    }
  }
}
