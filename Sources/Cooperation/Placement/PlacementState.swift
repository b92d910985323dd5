public import Deciding
public import EventModel

/// One student at work at one host.
public struct Placement: LifeCycle {
  /// Where a placement stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It will be.
    case arranged
    /// The student works.
    case started
    /// Work rests.
    case paused
    /// It ended as planned.
    case completed
    /// It ended before its time.
    case endedEarly
    /// The student never came.
    case noShow
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.completed, .endedEarly, .noShow]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// Who, with whom, where; moves taken in.
  public internal(set) var parties = PBPlacementParties()
  /// The first day that was planned.
  public internal(set) var plannedFrom: CivilDate?
  /// The last day that was planned.
  public internal(set) var plannedTo: CivilDate?
  /// When work began.
  public internal(set) var started: Moment?
  /// How old the student was at the start.
  public internal(set) var ageBand: PBAgeBand?
  /// The level of the student's school at the start.
  public internal(set) var schoolLevel: PBOrganisationRegistered.SchoolLevel?
  /// The student's year of study at the start.
  public internal(set) var gradeYear: Int?
  /// When it ended, in whichever way.
  public internal(set) var ended: Moment?
  /// When the student was taught how to work safely.
  var safetyTraining: Moment?
  /// Who looks after the student, by side.
  var supervisors: [PBInternshipParty: StreamName] = [:]
  /// How often the student was paid.
  public internal(set) var paymentCount = 0
  /// Why one of the payments was none from the host in money; `nil` when all were.
  var irregularPayment: String?
  /// How often the school came.
  public internal(set) var schoolVisitCount = 0
  /// How often something went wrong.
  public internal(set) var incidentCount = 0
  /// How often the student complained.
  public internal(set) var complaintCount = 0
  /// Who has judged the student's abilities.
  var assessors: Set<PBInternshipParty> = []
  /// What each month at work was summed up to, by month, as `2022-07`.
  var attendance: [String: PBAttendanceSummarised] = [:]
  /// What was seen of the conditions there, all of it put together.
  public internal(set) var conditions = PBPlacementConditionsObserved()
  /// The employer with whom the student stays.
  public internal(set) var employer: StreamName?

  /// The student.
  public var student: StreamName? { StreamName(field: parties.student) }
  /// The student's enrolment.
  public var enrolment: StreamName? { StreamName(field: parties.enrolment) }
  /// The school.
  public var school: StreamName? { StreamName(field: parties.school) }
  /// The host.
  public var host: StreamName? { StreamName(field: parties.host) }
  /// The internship agreement.
  public var internshipAgreement: StreamName? { StreamName(field: parties.internshipAgreement) }
  /// The offered post.
  public var hostPost: StreamName? { StreamName(field: parties.hostPost) }
}

extension Placement {
  /// The steps of a placement's life after its first event.
  enum Step {
    static let prepare = Transition<Placement>(from: [.arranged, .started], "safety training")
    static let start = Transition<Placement>(from: [.arranged], to: .started, "its start")
    static let work = Transition<Placement>(from: [.started], "another post")
    /// What may be said of a placement that has begun, also after its end.
    static let look = Transition<Placement>(from: [.started, .paused, .completed, .endedEarly])
    static let supervise = Transition<Placement>(
      from: [.arranged, .started, .paused], "another supervisor")
    static let pause = Transition<Placement>(from: [.started], to: .paused, "a pause")
    static let resume = Transition<Placement>(from: [.paused], to: .started, "going on")
    static let complete = Transition<Placement>(
      from: [.started, .paused], to: .completed, "completion")
    static let endEarly = Transition<Placement>(
      from: [.started, .paused], to: .endedEarly, "an early end")
    static let noShow = Transition<Placement>(from: [.arranged], to: .noShow, "a no-show")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Placement?, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .arranged(let fact) where state == nil:
      state = Placement(phase: .arranged)
      state?.parties = fact.parties
      state?.plannedFrom = CivilDate(field: fact.plannedFrom)
      state?.plannedTo = CivilDate(field: fact.plannedTo)
    case .started(let fact):
      if state == nil { state = Placement(phase: .arranged) }
      state?.start(fact, event)
    default:
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .arranged, .started: passOver(event)
    case .safetyTrainingCompleted:
      take(Step.prepare, event)
      safetyTraining = safetyTraining.told(event.occurred)
    case .supervisorChanged(let fact): supervise(fact, event)
    case .paymentRecorded(let payment): pay(payment, event)
    case .schoolVisitMade:
      take(Step.look, event)
      schoolVisitCount += 1
    case .incidentReported:
      take(Step.look, event)
      incidentCount += 1
    // Also before the work begins and whatever became of it: who complains breaks no order.
    case .studentComplained: complaintCount += 1
    case .assessmentRecorded(let fact):
      take(Step.look, event)
      assessors.insert(fact.assessor)
    case .moved(let fact): move(fact, event)
    case .paused: take(Step.pause, event)
    case .resumed: take(Step.resume, event)
    case .completed: ended = end(Step.complete, event, at: ended)
    case .endedEarly: ended = end(Step.endEarly, event, at: ended)
    case .noShow: ended = end(Step.noShow, event, at: ended)
    case .converted(let fact):
      take(Step.look, event)
      employer = StreamName(field: fact.employer) ?? employer ?? host
    case .attendanceSummarised(let fact):
      take(Step.look, event)
      attendance[fact.month] = attendance[fact.month]?.merged(with: fact) ?? fact
    case .conditionsObserved(let fact):
      take(Step.look, event)
      conditions = conditions.merged(with: fact)
    }
  }

  private mutating func supervise(_ fact: PBSupervisorChanged, _ event: EffectiveEvent) {
    // Who looks after the student says nothing new by being named again.
    let named = StreamName(field: fact.supervisor)
    if let named, supervisors[fact.side] == named { return }
    take(Step.supervise, event)
    supervisors[fact.side] = named
  }

  private mutating func pay(_ payment: PBPaymentRecorded, _ event: EffectiveEvent) {
    take(Step.look, event)
    irregularPayment =
      irregularPayment ?? DirectPay.irregularity(payment, host: host, on: event.occurred)
    paymentCount += 1
  }

  private mutating func move(_ fact: PBPlacementMoved, _ event: EffectiveEvent) {
    guard take(Step.work, event, until: ended) else { return }
    if fact.hasPost { parties.post = fact.post }
    if fact.hasRegion { parties.region = fact.region }
  }

  private mutating func start(_ fact: PBPlacementStarted, _ event: EffectiveEvent) {
    started = takeOnce(Step.start, event, at: started, until: ended)
    if isPassedOver(event) { return }
    parties = parties.merged(with: fact.parties)
    // What was worked out holds for the day that counts.
    let counts = started == event.occurred
    if fact.hasAgeBand, counts || ageBand == nil { ageBand = fact.ageBand }
    if fact.hasGradeYear, counts || gradeYear == nil { gradeYear = Int(fact.gradeYear) }
    if fact.hasSchoolLevel, counts || schoolLevel == nil { schoolLevel = fact.schoolLevel }
  }
}
