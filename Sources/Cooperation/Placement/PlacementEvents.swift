internal import Deciding
public import EventModel

extension Placement {
  /// The streams of placements.
  public static let category = StreamCategory("placement")

  /// What can happen to a placement.
  public enum Event: Sendable {
    /// It is agreed that it will be.
    case arranged(PBPlacementArranged)
    /// The student was taught how to work safely.
    case safetyTrainingCompleted(PBSafetyTrainingCompleted)
    /// Work begins.
    case started(PBPlacementStarted)
    /// Another person looks after the student.
    case supervisorChanged(PBSupervisorChanged)
    /// The student was paid.
    case paymentRecorded(PBPaymentRecorded)
    /// The school looked after the student.
    case schoolVisitMade(PBSchoolVisitMade)
    /// The student works at another post of the host.
    case moved(PBPlacementMoved)
    /// Work rests.
    case paused(PBPlacementInterrupted)
    /// Work goes on.
    case resumed(PBPlacementInterrupted)
    /// Something went wrong.
    case incidentReported(PBIncidentReported)
    /// It ends as planned.
    case completed(PBPlacementCompleted)
    /// It ends before its time.
    case endedEarly(PBPlacementEndedEarly)
    /// The student never came.
    case noShow(PBPlacementNoShow)
    /// Somebody judges the student's abilities.
    case assessmentRecorded(PBAssessmentRecorded)
    /// The student stays with an employer.
    case converted(PBPlacementConverted)
    /// A month at work was summed up.
    case attendanceSummarised(PBAttendanceSummarised)
    /// Somebody saw what it is like there.
    case conditionsObserved(PBPlacementConditionsObserved)
    /// The student says that something is wrong there.
    case studentComplained(PBStudentComplained)
  }

  /// The stored names of the types that share a message.
  enum Types {
    static let paused = EventType("placement.paused")
    static let resumed = EventType("placement.resumed")
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.arranged),
    .of(Event.safetyTrainingCompleted),
    .of(Event.started),
    .of(Event.supervisorChanged),
    .of(Event.paymentRecorded),
    .of(Event.schoolVisitMade),
    .of(Event.moved),
    .of(Types.paused, Event.paused),
    .of(Types.resumed, Event.resumed),
    .of(Event.incidentReported),
    .of(Event.completed),
    .of(Event.endedEarly),
    .of(Event.noShow),
    .of(Event.assessmentRecorded),
    .of(Event.converted),
    .of(Event.attendanceSummarised),
    .of(Event.conditionsObserved),
    .of(Event.studentComplained),
  ])
}

extension PBPlacementArranged: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.arranged")
}

extension PBSafetyTrainingCompleted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.safety-training-completed")
}

extension PBPlacementStarted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.started")
}

extension PBSupervisorChanged: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.supervisor-changed")
}

extension PBPaymentRecorded: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.payment-recorded")
}

extension PBSchoolVisitMade: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.school-visit-made")
}

extension PBPlacementMoved: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.moved")
}

extension PBIncidentReported: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.incident-reported")
}

extension PBPlacementCompleted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.completed")
}

extension PBPlacementEndedEarly: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.ended-early")
}

extension PBPlacementNoShow: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.no-show")
}

extension PBAssessmentRecorded: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.assessment-recorded")
}

extension PBPlacementConverted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.converted-to-employment")
}

extension PBAttendanceSummarised: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.attendance-summarised")
}

extension PBPlacementConditionsObserved: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.conditions-observed")
}

extension PBStudentComplained: EventPayload {
  /// The stored name.
  public static let eventType = EventType("placement.student-complained")
}
