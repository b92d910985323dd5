public import Deciding
public import EventModel

/// A job that an employer offers.
public struct Vacancy: LifeCycle {
  /// Where a vacancy stands. That its last day is over is computed, never recorded.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Its text is written.
    case drafted
    /// It waits for approval.
    case submitted
    /// It may be published.
    case approved
    /// It may not be published as it is.
    case rejected
    /// People may apply.
    case published
    /// Nobody may apply for a while.
    case paused
    /// All places are taken.
    case filled
    /// It has ended.
    case closed
  }

  /// What is told of a time after it opens it no more.
  static let endPhases: Set<Phase> = [.closed]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// Who offers it.
  public internal(set) var employer: StreamName?
  /// Who published it, where that is another.
  public internal(set) var publisher: StreamName?
  /// What it says, revisions taken in.
  public internal(set) var terms = PBVacancyTerms()
  /// When it was first published.
  public internal(set) var published: Moment?
  /// Where it was published.
  public internal(set) var channels: Set<PBVacancyPublished.Channel> = []
  /// How many were found so far.
  public internal(set) var filled = 0
  /// Why it was closed.
  public internal(set) var closeReason: PBVacancyClosed.Reason?
  /// When it was closed.
  public internal(set) var closed: Moment?
  /// What was complained about.
  public internal(set) var complaints: [PBVacancyComplainedAbout.Ground] = []

  /// How many places are left; `nil` when it doesn't say how many there are.
  var openPlaces: Int? {
    guard terms.hasHeadcount else { return nil }
    return phase == .filled ? 0 : max(0, Int(terms.headcount) - filled)
  }

  /// Whether it takes applications on a day, which is none before it was published.
  public func isOpen(on day: CivilDate, in zone: LogZone) -> Bool {
    if let first = published?.firstDay(in: zone), day < first { return false }
    return isOpen(on: day)
  }

  /// Whether it takes applications on a day, as it is published by now.
  public func isOpen(on day: CivilDate) -> Bool {
    guard phase == .published else { return false }
    if let from = CivilDate(field: terms.from), day < from { return false }
    if let to = CivilDate(field: terms.to), day > to { return false }
    return openPlaces != 0
  }
}

extension Vacancy {
  /// The steps of a vacancy's life after its first event.
  enum Step {
    static let submit = Transition<Vacancy>(
      from: [.drafted, .rejected], to: .submitted, "submitting")
    static let approve = Transition<Vacancy>(from: [.submitted], to: .approved, "approval")
    static let reject = Transition<Vacancy>(from: [.submitted], to: .rejected, "rejection")
    static let publish = Transition<Vacancy>(from: [.approved], to: .published, "publishing")
    /// Not while somebody looks at it.
    static let revise = Transition<Vacancy>(
      from: [.drafted, .rejected, .published, .paused], "a revision")
    static let pause = Transition<Vacancy>(from: [.published], to: .paused, "a pause")
    static let resume = Transition<Vacancy>(from: [.paused], to: .published, "going on")
    static let fill = Transition<Vacancy>(from: [.published, .paused], "filling")
    static let close = Transition<Vacancy>(
      from: [.drafted, .submitted, .approved, .rejected, .published, .paused, .filled], to: .closed,
      "closing")
    static let complain = Transition<Vacancy>(
      from: [.published, .paused, .filled, .closed], "a complaint")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Vacancy?, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .drafted(let fact) where state == nil:
      state = Vacancy(phase: .drafted)
      state?.employer = StreamName(field: fact.employer)
      state?.terms = fact.terms
    case .published(let fact):
      if state == nil { state = Vacancy(phase: .approved) }
      state?.publish(fact, event)
    default:
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .drafted, .published: passOver(event)
    case .submitted: take(Step.submit, event)
    case .approved: take(Step.approve, event)
    case .rejected: take(Step.reject, event)
    case .revised(let fact):
      take(Step.revise, event)
      terms = terms.rewritten(by: fact.terms)
    case .paused: take(Step.pause, event)
    case .resumed: take(Step.resume, event)
    case .filled(let fact):
      // It is told again with each one who is found.
      if phase != .filled { take(Step.fill, event) }
      fill(fact)
    case .closed(let fact):
      closed = end(Step.close, event, at: closed)
      if isPassedOver(event) { return }
      if fact.hasReason { closeReason = fact.reason }
    case .complainedAbout(let fact):
      take(Step.complain, event)
      complaints.append(fact.ground)
    }
  }

  private mutating func publish(_ fact: PBVacancyPublished, _ event: EffectiveEvent) {
    published = takeOnce(Step.publish, event, at: published)
    if isPassedOver(event) { return }
    employer = StreamName(field: fact.employer) ?? employer
    publisher = StreamName(field: fact.publisher) ?? publisher
    terms = terms.rewritten(by: fact.terms)
    channels.formUnion(fact.channels)
  }

  private mutating func fill(_ fact: PBVacancyFilled) {
    if fact.hasFilled { filled = Int(fact.filled) }
    let isFull = terms.hasHeadcount && filled >= Int(terms.headcount)
    if !fact.hasFilled || isFull, phase == .published || phase == .paused { phase = .filled }
  }
}

extension PBVacancyTerms {
  /// The terms after a revision: a missing term stays as it was, a list replaces the one before.
  func revised(by change: PBVacancyTerms) -> PBVacancyTerms {
    var base = self
    if !change.majors.isEmpty { base.majors = [] }
    if !change.classYears.isEmpty { base.classYears = [] }
    if !change.schoolLevels.isEmpty { base.schoolLevels = [] }
    if !change.restrictions.isEmpty { base.restrictions = [] }
    return base.merged(with: change)
  }

  /// The same of a text that was written anew: the restrictions that somebody found in conditions which
  /// stand there no more went with them, so that what was rejected for them can be mended.
  func rewritten(by change: PBVacancyTerms) -> PBVacancyTerms {
    var base = self
    if change.hasConditions, change.conditions != conditions { base.restrictions = [] }
    return base.revised(by: change)
  }
}
