public import Deciding
public import EventModel

/// A person's application to one vacancy.
public struct Application: LifeCycle {
  /// Where an application stands. That an offer has run out is computed, never recorded.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// The person applies.
    case submitted
    /// The employer looks at it.
    case inReview
    /// The employer offers the job.
    case offered
    /// The person takes it.
    case accepted
    /// The person doesn't take it.
    case declined
    /// The employer says no.
    case rejected
    /// The person no longer wants it.
    case withdrawn
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.accepted, .declined, .rejected]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// The vacancy.
  public internal(set) var vacancy: StreamName?
  /// Who applies.
  public internal(set) var person: StreamName?
  /// What the person studied.
  public internal(set) var enrolment: StreamName?
  /// Where it was handed in.
  public internal(set) var activity: StreamName?
  /// The recommendation that led to it.
  public internal(set) var recommendation: StreamName?
  /// When it was last handed in.
  public internal(set) var submitted: Moment?
  /// The last day to accept the offer.
  public internal(set) var offerEnds: CivilDate?
  /// When it ended, in whichever way.
  public internal(set) var ended: Moment?

  /// The stream of a person's application to a vacancy.
  ///
  /// - Throws: ``EventModelError`` when the name gets too long.
  public static func stream(
    vacancy: StreamName, person: StreamName
  ) throws(EventModelError) -> StreamName {
    try category.stream(vacancy.id + "." + person.id)
  }
}

extension Application {
  /// The steps of an application's life after its first event.
  enum Step {
    static let submit = Transition<Application>(from: [.withdrawn], to: .submitted, "applying")
    static let review = Transition<Application>(from: [.submitted], to: .inReview, "looking at it")
    static let offer = Transition<Application>(
      from: [.submitted, .inReview], to: .offered, "an offer")
    static let accept = Transition<Application>(from: [.offered], to: .accepted, "accepting")
    static let decline = Transition<Application>(from: [.offered], to: .declined, "declining")
    static let reject = Transition<Application>(
      from: [.submitted, .inReview, .offered], to: .rejected, "rejection")
    static let withdraw = Transition<Application>(
      from: [.submitted, .inReview, .offered], to: .withdrawn, "withdrawing")
  }

  /// Adds one effective event to the state.
  public static func evolve(
    _ state: inout Application?, _ payload: Event, _ event: EffectiveEvent
  ) {
    if case .submitted(let fact) = payload {
      if state == nil { state = Application(phase: .withdrawn) }
      state?.submit(fact, event)
    } else {
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .submitted: break
    case .reviewBegun: take(Step.review, event)
    case .jobOffered(let fact):
      // It may be told after what was answered to it.
      _ = takeOnce(Step.offer, event, isKnown: false, until: ended)
      if isPassedOver(event) { return }
      offerEnds = CivilDate(field: fact.to) ?? offerEnds
    case .offerAccepted: ended = end(Step.accept, event, at: ended)
    case .offerDeclined: ended = end(Step.decline, event, at: ended)
    case .rejected: ended = end(Step.reject, event, at: ended)
    case .withdrawn: ended = end(Step.withdraw, event, at: ended)
    }
  }

  private mutating func submit(_ fact: PBApplicationSubmitted, _ event: EffectiveEvent) {
    let isAnother = takeOnce(Step.submit, event, isKnown: submitted != nil)
    let known = isAnother ? nil : self
    vacancy = StreamName(field: fact.vacancy)
    person = StreamName(field: fact.person)
    enrolment = StreamName(field: fact.enrolment) ?? known?.enrolment
    activity = StreamName(field: fact.activity) ?? known?.activity
    recommendation = StreamName(field: fact.recommendation) ?? known?.recommendation
    submitted = isAnother ? event.occurred : submitted.told(event.occurred)
    if isAnother {
      offerEnds = nil
      ended = nil
    }
  }
}
