public import Deciding
public import EventModel

/// One course for an enterprise's workers, or for people who look for work.
public struct StaffTraining: LifeCycle {
  /// Where a course stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// An enterprise wants it.
    case requested
    /// Somebody will give it.
    case planned
    /// It has begun.
    case running
    /// It ended as planned.
    case completed
    /// It does not take place, or no further.
    case cancelled
  }

  /// One person's part in it.
  public struct Trainee: Hashable, Sendable {
    /// Since when.
    public internal(set) var enrolled: Moment
    /// Until when, of one who dropped out.
    public internal(set) var dropped: Moment?
    /// When the certificate was issued.
    public internal(set) var certified: Moment?
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.completed, .cancelled]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// What was asked for.
  public internal(set) var request: PBTrainingRequested?
  /// What is planned.
  public internal(set) var plan: PBTrainingPlanned?
  /// Who takes part, or did.
  public internal(set) var trainees: [StreamName: Trainee] = [:]
  /// How often they were taught.
  public internal(set) var sessionCount = 0
  /// When they were taught first.
  public internal(set) var begun: Moment?
  /// How many hours they were taught, as far as it is known.
  public internal(set) var hours = 0
  /// What a report says of its end.
  public internal(set) var completion: PBTrainingCompleted?
  /// When it ended, in whichever way.
  public internal(set) var ended: Moment?

  /// Whose staff is trained.
  public var enterprise: StreamName? {
    plan.flatMap { StreamName(field: $0.enterprise) }
      ?? request.flatMap { StreamName(field: $0.enterprise) }
  }
  /// Who trains them.
  public var provider: StreamName? { plan.flatMap { StreamName(field: $0.provider) } }
  /// The policies it serves.
  public var programmes: Set<PBTrainingProgramme> {
    Set((plan?.programmes ?? []) + (request?.programmes ?? []))
  }
  /// How many take part and have not dropped out.
  public var traineeCount: Int { trainees.values.count { $0.dropped == nil } }
  /// How many have the certificate.
  public var certificateCount: Int { trainees.values.count { $0.certified != nil } }
}

extension StaffTraining {
  /// The steps of a course's life after its first event.
  enum Step {
    static let plan = Transition<StaffTraining>(from: [.requested], to: .planned, "planning")
    static let enrol = Transition<StaffTraining>(from: [.planned, .running], "enrolling")
    static let hold = Transition<StaffTraining>(
      from: [.planned, .running], to: .running, "a session")
    static let certify = Transition<StaffTraining>(from: [.running, .completed], "a certificate")
    static let complete = Transition<StaffTraining>(from: [.running], to: .completed, "completion")
    static let cancel = Transition<StaffTraining>(
      from: [.requested, .planned, .running], to: .cancelled, "cancelling")
  }

  /// Adds one effective event to the state.
  public static func evolve(
    _ state: inout StaffTraining?, _ payload: Event, _ event: EffectiveEvent
  ) {
    switch payload {
    case .requested(let request) where state == nil:
      state = StaffTraining(phase: .requested)
      state?.request = request
    case .planned(let plan) where state == nil:
      state = StaffTraining(phase: .planned)
      state?.plan = plan
    default: state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .requested: passOver(event)
    case .planned(let plan):
      _ = takeOnce(Step.plan, event, isKnown: self.plan != nil)
      self.plan = self.plan?.revised(by: plan) ?? plan
    case .traineeEnrolled(let fact):
      // Who takes part says nothing new by being told again: the first day counts.
      let name = StreamName(field: fact.trainee)
      if let name, let known = trainees[name], known.dropped == nil { return }
      guard take(Step.enrol, event, until: ended) else { return }
      if let name { trainees[name] = Trainee(enrolled: event.occurred) }
    case .sessionHeld(let session):
      _ = takeOnce(Step.hold, event, isKnown: begun != nil)
      sessionCount += 1
      begun = begun ?? event.occurred
      hours += Int(session.hours)
    case .certificateIssued(let fact):
      take(Step.certify, event)
      if let name = StreamName(field: fact.trainee) {
        let certified = trainees[name]?.certified.told(event.occurred)
        trainees[name]?.certified = certified
      }
    case .traineeDropped(let fact):
      // Who dropped out says nothing new by being told again: the first day counts.
      let name = StreamName(field: fact.trainee)
      if let name, trainees[name]?.dropped != nil { return }
      guard take(Step.enrol, event, until: ended) else { return }
      if let name { trainees[name]?.dropped = event.occurred }
    case .completed(let completion):
      ended = end(Step.complete, event, at: ended)
      if isPassedOver(event) { return }
      self.completion = self.completion?.merged(with: completion) ?? completion
    case .cancelled:
      ended = end(Step.cancel, event, at: ended)
    }
  }
}

extension PBTrainingPlanned {
  /// The plan with what was told later: a missing value stays as it was, a list replaces the one
  /// before.
  fileprivate func revised(by change: PBTrainingPlanned) -> PBTrainingPlanned {
    var base = self
    if !change.programmes.isEmpty { base.programmes = [] }
    return base.merged(with: change)
  }
}
