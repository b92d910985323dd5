internal import Deciding
public import EventModel

extension OrderClass {
  /// The streams of order classes.
  public static let category = StreamCategory("order.class")

  /// What can happen to an order class.
  public enum Event: Sendable {
    /// It is to be set up.
    case planned(PBOrderClassPlanned)
    /// It begins.
    case opened(PBOrderClassOpened)
    /// School and enterprise agree what is taught.
    case curriculumAgreed(PBCurriculumAgreed)
    /// A student enters it.
    case studentEnrolled(PBClassStudentEnrolled)
    /// A student leaves it before its end.
    case studentLeft(PBClassStudentLeft)
    /// Somebody looks after the students.
    case mentorAssigned(PBClassMentorAssigned)
    /// It ends as planned.
    case completed(PBOrderClassCompleted)
    /// It doesn't take place, or ends before its time.
    case cancelled(PBOrderClassCancelled)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.planned),
    .of(Event.opened),
    .of(Event.curriculumAgreed),
    .of(Event.studentEnrolled),
    .of(Event.studentLeft),
    .of(Event.mentorAssigned),
    .of(Event.completed),
    .of(Event.cancelled),
  ])
}

extension PBOrderClassPlanned: EventPayload {
  /// The stored name.
  public static let eventType = EventType("order-class.planned")
}

extension PBOrderClassOpened: EventPayload {
  /// The stored name.
  public static let eventType = EventType("order-class.opened")
}

extension PBCurriculumAgreed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("order-class.curriculum-agreed")
}

extension PBClassStudentEnrolled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("order-class.student-enrolled")
}

extension PBClassStudentLeft: EventPayload {
  /// The stored name.
  public static let eventType = EventType("order-class.student-left")
}

extension PBClassMentorAssigned: EventPayload {
  /// The stored name.
  public static let eventType = EventType("order-class.mentor-assigned")
}

extension PBOrderClassCompleted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("order-class.completed")
}

extension PBOrderClassCancelled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("order-class.cancelled")
}
