public import EventModel

extension Enrolment {
  /// What happens in one person's time at a school.
  public enum Event: Sendable {
    /// It begins.
    case enrolled(PBStudentEnrolled)
    /// They go up a year.
    case gradeYearAdvanced(PBGradeYearAdvanced)
    /// It rests.
    case interrupted(PBStudyInterrupted)
    /// It goes on.
    case resumed(PBStudyResumed)
    /// They change school or major.
    case transferred(PBStudentTransferred)
    /// It ends well.
    case graduated(PBStudentGraduated)
    /// It ends.
    case withdrawn(PBStudentWithdrawn)
    /// They belong to a group that is to be helped.
    case keyGroupConfirmed(PBKeyGroupConfirmed)
    /// They no longer do.
    case keyGroupEnded(PBKeyGroupEnded)
  }

  /// How its payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.enrolled), .of(Event.gradeYearAdvanced), .of(Event.interrupted), .of(Event.resumed),
    .of(Event.transferred), .of(Event.graduated), .of(Event.withdrawn),
    .of(Event.keyGroupConfirmed), .of(Event.keyGroupEnded),
  ])
}

extension PBStudentEnrolled: EventPayload {
  /// Named `enrolment.enrolled`.
  public static let eventType = EventType("enrolment.enrolled")
}
extension PBGradeYearAdvanced: EventPayload {
  /// Named `enrolment.grade-year-advanced`.
  public static let eventType = EventType("enrolment.grade-year-advanced")
}
extension PBStudyInterrupted: EventPayload {
  /// Named `enrolment.interrupted`.
  public static let eventType = EventType("enrolment.interrupted")
}
extension PBStudyResumed: EventPayload {
  /// Named `enrolment.resumed`.
  public static let eventType = EventType("enrolment.resumed")
}
extension PBStudentTransferred: EventPayload {
  /// Named `enrolment.transferred`.
  public static let eventType = EventType("enrolment.transferred")
}
extension PBStudentGraduated: EventPayload {
  /// Named `enrolment.graduated`.
  public static let eventType = EventType("enrolment.graduated")
}
extension PBStudentWithdrawn: EventPayload {
  /// Named `enrolment.withdrawn`.
  public static let eventType = EventType("enrolment.withdrawn")
}
extension PBKeyGroupConfirmed: EventPayload {
  /// Named `enrolment.key-group-confirmed`.
  public static let eventType = EventType("enrolment.key-group-confirmed")
}
extension PBKeyGroupEnded: EventPayload {
  /// Named `enrolment.key-group-ended`.
  public static let eventType = EventType("enrolment.key-group-ended")
}
