internal import Deciding
internal import EventModel

/// A command on one order class.
protocol OrderClassCommand: DomainCommand {
  var orderClass: String { get }
}

extension OrderClassCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// What school and enterprise tell, unless we are one of them.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The order class's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(orderClass, "orderClass", OrderClass.category)
  }
}

extension PBPlanOrderClass: OrderClassCommand {
  /// It brings the order class into being.
  static let creates = true

  /// What it rests on, who plans it, who teaches and who ordered it, as far as they are known.
  var references: [Reference] {
    [
      .optional(
        "agreement", "details.agreement", details.agreement, CooperationAgreement.category),
      .optional("alliance", "details.alliance", details.alliance, Alliance.category),
      .optional("school", "details.school", details.school, Organisation.category),
      .optional("enterprise", "details.enterprise", details.enterprise, Organisation.category),
    ]
  }
  /// The major, and in which form it is taught.
  var codes: [CodeUse] {
    [
      .optional(.majors, "details.major", details.hasMajor ? details.major : nil),
      .optional(.cooperationForms, "details.kind", details.kind.code),
    ]
  }

  /// One `order-class.planned`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(
      details.hasAgreement || details.hasAlliance || details.hasSchool || details.hasEnterprise,
      "details", "an agreement, an alliance, a school or an enterprise")
    if details.hasName { try Check.text(details.name, "details.name") }
    if details.hasMajor { try Check.digits(details.major, 6, "details.major") }
    if details.hasPlannedSize { try Check.positive(details.plannedSize, "details.plannedSize") }
    if details.hasFrom { _ = try Check.date(details.from, "details.from") }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBOpenOrderClass: OrderClassCommand {
  /// The agreement it rests on, where the plan named none.
  var references: [Reference] {
    [
      .optional(
        "agreement", "details.agreement", details.agreement, CooperationAgreement.category)
    ]
  }

  /// One `order-class.opened`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.period(
      from: details.hasFrom ? details.from : nil, to: details.hasTo ? details.to : nil,
      "details.from", "details.to")
    return try context.recordOnce(OrderClass.Step.open, DecidedEvent(details, to: try target()))
  }
}

extension PBAgreeCurriculum: OrderClassCommand {
  /// One `order-class.curriculum-agreed`; a later one counts instead.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasTitle { try Check.text(details.title, "details.title") }
    if details.hasDocumentSha256 {
      try Check.digest(details.documentSha256, "details.documentSha256")
    }
    try Check.count(details.schoolHours, "details.schoolHours")
    try Check.count(details.enterpriseHours, "details.enterpriseHours")
    let event = DecidedEvent(details, to: try target())
    try context.step(OrderClass.Step.prepare.called("agreeing a curriculum"), event)
    return context.record(event)
  }
}

extension PBEnrolInClass: OrderClassCommand {
  /// Who enters it, by which enrolment.
  var references: [Reference] {
    [
      .required("student", "details.student", details.student, Person.category),
      .optional("enrolment", "details.enrolment", details.enrolment, Enrolment.category),
    ]
  }

  /// One `order-class.student-enrolled`; our own names the enrolment.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.present(
        details.hasEnrolment, "details.enrolment", "a stream name, as enrolment-…")
    }
    let event = DecidedEvent(details, to: try target())
    try context.step(OrderClass.Step.prepare.called("entering it"), event)
    let isIn = context.stands(event) { told in
      told.tells(PBClassStudentLeft.eventType, of: OrderClass.self) {
        if case .studentLeft(let left) = $0 { left.student == details.student } else { false }
      }
    }
    return isIn ? .alreadySo : Decision(events: [event])
  }
}

extension PBLeaveClass: OrderClassCommand {
  /// Who leaves it.
  var references: [Reference] {
    [.required("student", "details.student", details.student, Person.category)]
  }

  /// One `order-class.student-left`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(details, to: try target())
    try context.step(OrderClass.Step.prepare.called("leaving it"), event)
    let isOut = context.stands(event) { told in
      told.tells(PBClassStudentEnrolled.eventType, of: OrderClass.self) {
        if case .studentEnrolled(let entry) = $0 { entry.student == details.student } else { false }
      }
    }
    return isOut ? .alreadySo : Decision(events: [event])
  }
}

extension PBAssignClassMentor: OrderClassCommand {
  /// Who looks after the students.
  var references: [Reference] {
    [.required("mentor", "details.mentor", details.mentor, Person.category)]
  }

  /// One `order-class.mentor-assigned`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasSide, "details.side", "SCHOOL or ENTERPRISE")
    let event = DecidedEvent(details, to: try target())
    try context.step(OrderClass.Step.prepare.called("assigning a mentor"), event)
    return context.record(event)
  }
}

extension PBCompleteOrderClass: OrderClassCommand {
  /// One `order-class.completed`, by all who are in it then.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(OrderClass.Step.complete, DecidedEvent(details, to: try target()))
  }
}

extension PBCancelOrderClass: OrderClassCommand {
  /// One `order-class.cancelled`; our own act gives its reason.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided { try Check.text(details.reason, "details.reason") }
    return try context.recordOnce(OrderClass.Step.cancel, DecidedEvent(details, to: try target()))
  }
}

extension PBOrderClassPlanned.Kind {
  /// What it is called in the list of forms.
  var code: String? {
    switch self {
    case .order: "order"
    case .modernApprenticeship: "modern-apprenticeship"
    case .newApprenticeship: "new-apprenticeship"
    case .directed: "directed"
    case .unspecified, .UNRECOGNIZED: nil
    }
  }
}
