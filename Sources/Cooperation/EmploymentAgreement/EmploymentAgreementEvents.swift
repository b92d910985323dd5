public import EventModel

extension EmploymentAgreement {
  /// The streams of employment agreements.
  public static let category = StreamCategory("employment")

  /// What happens to an employment agreement.
  public enum Event: Sendable {
    /// The employer asks the graduate.
    case invited(PBGraduateInvited)
    /// The graduate agrees.
    case graduateAgreed(PBGraduateAgreed)
    /// The school approves.
    case schoolApproved(PBEmploymentSchoolApproved)
    /// It binds both.
    case enteredIntoForce(PBEmploymentEnteredIntoForce)
    /// It no longer does.
    case terminated(PBEmploymentTerminated)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.invited),
    .of(Event.graduateAgreed),
    .of(Event.schoolApproved),
    .of(Event.enteredIntoForce),
    .of(Event.terminated),
  ])
}

extension PBGraduateInvited: EventPayload {
  /// The stored name.
  public static let eventType = EventType("employment.invited")
}

extension PBGraduateAgreed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("employment.graduate-agreed")
}

extension PBEmploymentSchoolApproved: EventPayload {
  /// The stored name.
  public static let eventType = EventType("employment.school-approved")
}

extension PBEmploymentEnteredIntoForce: EventPayload {
  /// The stored name.
  public static let eventType = EventType("employment.entered-into-force")
}

extension PBEmploymentTerminated: EventPayload {
  /// The stored name.
  public static let eventType = EventType("employment.terminated")
}
