internal import Deciding
internal import EventModel

// What happens between a placement's arrangement and its end.

extension PlacementCommand {
  /// Records what may happen at that stage of a placement, as often as it happens.
  fileprivate func record(
    _ event: DecidedEvent, _ step: Transition<Placement>, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    try context.step(step, event)
    return Decision(events: [event])
  }

  /// A part about the placement's student.
  fileprivate func part(
    _ name: String, _ plaintext: [UInt8], _ context: DecisionContext
  ) throws(Rejection) -> [ProposedPersonalPart] {
    let stream = try target()
    guard let student = try context.target(Placement.self, stream).student else { return [] }
    return [ProposedPersonalPart(subject: student, part: name, plaintext: plaintext)]
  }

  /// The student, whose part is recorded, and the parts of the same fact, if it was told before.
  fileprivate func student(
    _ details: some EventPayload, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    let stream = try target()
    guard let student = try context.state(Placement.self, stream)?.student else { return [] }
    return context.readsToCompare(DecidedEvent(details, to: stream)).union([.stream(student)])
  }
}

extension PBCompleteSafetyTraining: PlacementCommand {
  /// One `placement.safety-training-completed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.count(details.hours, "details.hours")
    let event = DecidedEvent(details, to: try target())
    if context.isRecorded(event) { return .alreadySo }
    return try record(event, Placement.Step.prepare, context)
  }
}

extension PBChangeSupervisor: PlacementCommand {
  /// The new supervisor.
  var references: [Reference] {
    [.required("supervisor", "details.supervisor", details.supervisor, Person.category)]
  }

  /// One `placement.supervisor-changed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.that(
      details.side == .schoolSide || details.side == .hostSide, "details.side",
      "details.side takes SCHOOL_SIDE or HOST_SIDE")
    let event = DecidedEvent(details, to: stream)
    let isSo = try context.isKnown(event, to: context.target(Placement.self, stream)) {
      $0.supervisors[details.side]?.text == details.supervisor
    }
    if isSo { return .alreadySo }
    return try record(event, Placement.Step.supervise, context)
  }
}

extension PBRecordPayment: PlacementCommand {
  /// Who paid, if not the host.
  var references: [Reference] {
    [.optional("payer", "details.payer", details.payer, Organisation.category)]
  }

  /// The student, whose part the amount is.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    hasPersonal ? try student(details, context) : []
  }

  /// One `placement.payment-recorded`, the amount a part of the student.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.period(
      from: details.hasPeriodFrom ? details.periodFrom : nil,
      to: details.hasPeriodTo ? details.periodTo : nil, "details.periodFrom", "details.periodTo")
    var parts: [ProposedPersonalPart] = []
    if hasPersonal {
      try Check.that(personal.amount >= 0, "personal.amount", "an amount is 0 or more, in fen")
      parts = try part("student.personal", encoded(personal), context)
    }
    let event = DecidedEvent(details, to: try target(), personal: parts)
    // Of another amount it is another payment.
    if parts.isEmpty ? context.isToldAgain(event) : context.isToldAgainByItsSource(event) {
      return .alreadySo
    }
    return try record(event, Placement.Step.look.called("a payment"), context)
  }

  /// Without the amount.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .recordPayment(copy)
  }
}

extension PBRecordSchoolVisit: PlacementCommand {
  /// Who came.
  var references: [Reference] {
    [.optional("visitor", "details.visitor", details.visitor, Person.category)]
  }

  /// One `placement.school-visit-made`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(details, to: try target())
    if context.isToldAgain(event) { return .alreadySo }
    return try record(event, Placement.Step.look.called("a visit of the school"), context)
  }
}

extension PBMovePlacement: PlacementCommand {
  /// One `placement.moved`: another post, or the same elsewhere.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasPost || details.hasRegion, "details.post", "the new post")
    if details.hasRegion { try Check.region(details.region, "details.region") }
    let event = DecidedEvent(details, to: try target())
    if context.isRecorded(event) { return .alreadySo }
    return try record(event, Placement.Step.work, context)
  }

  /// Where the work is from now on.
  var codes: [CodeUse] {
    [.optional(.regions, "details.region", details.hasRegion ? details.region : nil)]
  }
}

extension PBPausePlacement: PlacementCommand {
  /// One `placement.paused`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      Placement.Step.pause, DecidedEvent(Placement.Types.paused, details, to: try target()))
  }
}

extension PBResumePlacement: PlacementCommand {
  /// One `placement.resumed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      Placement.Step.resume, DecidedEvent(Placement.Types.resumed, details, to: try target()))
  }
}

extension PBReportIncident: PlacementCommand {
  /// It happened to somebody.
  static let standings = StandingPolicy.reportedOnly

  /// The student, whose part it is.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    hasSensitive ? try student(details, context) : []
  }

  /// One `placement.incident-reported`; what happened is a sensitive part of the student.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let parts =
      hasSensitive ? try part("student.sensitive", encoded(sensitive), context) : []
    let event = DecidedEvent(details, to: try target(), personal: parts)
    if context.isToldAgainByItsSource(event) { return .alreadySo }
    return try record(event, Placement.Step.look.called("an incident"), context)
  }

  /// Without what happened.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearSensitive()
    return .reportIncident(copy)
  }
}

extension PBReportStudentComplaint: PlacementCommand {
  /// It is the student's own word.
  static let standings = StandingPolicy.reportedOnly

  /// The student, whose part it is.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    hasSensitive ? try student(details, context) : []
  }

  /// One `placement.student-complained`; what about is a sensitive part of the student.
  ///
  /// No step of its life: a student may complain before the work begins and after it ended.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      details.toldTo != .student, "details.toldTo", "details.toldTo takes SCHOOL_SIDE or HOST_SIDE")
    try Check.that(
      Set(sensitive.grounds).count == sensitive.grounds.count
        && !sensitive.grounds.contains(.unspecified), "sensitive.grounds", "each ground once")
    if sensitive.hasStatement { try Check.text(sensitive.statement, "sensitive.statement") }
    let parts =
      hasSensitive ? try part("student.sensitive", encoded(sensitive), context) : []
    let event = DecidedEvent(details, to: try target(), personal: parts)
    _ = try context.target(Placement.self, event.stream)
    return context.isToldAgainByItsSource(event) ? .alreadySo : Decision(events: [event])
  }

  /// Without what it is about.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearSensitive()
    return .reportStudentComplaint(copy)
  }
}
