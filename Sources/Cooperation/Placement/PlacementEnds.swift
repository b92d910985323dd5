internal import Deciding
internal import EventModel

// How a placement ends, and what comes of it.

extension PBCompletePlacement: PlacementCommand {
  /// One `placement.completed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.ending(
      Placement.Step.complete, DecidedEvent(details, to: try target()))
  }
}

extension PBEndPlacementEarly: PlacementCommand {
  /// One `placement.ended-early`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.present(details.hasReason, "details.reason", "a reason, as UNSUITED")
    }
    return try context.ending(
      Placement.Step.endEarly, DecidedEvent(details, to: try target()))
  }
}

extension PBRecordNoShow: PlacementCommand {
  /// One `placement.no-show`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Placement.Step.noShow, DecidedEvent(details, to: try target()))
  }
}

extension DecisionContext {
  /// Ends a placement; our own act can't end it before it began.
  fileprivate func ending(
    _ step: Transition<Placement>, _ event: DecidedEvent
  ) throws(Rejection) -> Decision {
    if standing == .decided, let started = try target(Placement.self, event.stream).started,
      occurred.latest(in: zone) < started.earliest(in: zone)
    {
      throw .wrongState(
        event.stream, "\(event.stream) began on \(started) and can't have ended on \(occurred)")
    }
    return try recordOnce(step, event)
  }
}

extension PBRecordAssessment: PlacementCommand {
  /// The student, whose part the note is.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    guard hasPersonal, let student = try context.state(Placement.self, target())?.student else {
      return []
    }
    return [.stream(student)]
  }

  /// One `placement.assessment-recorded`: practical, analytical, independent work, emergencies.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.present(details.hasAssessor, "details.assessor", "STUDENT, SCHOOL_SIDE or HOST_SIDE")
    let grades: [(Bool, Int32, String)] = [
      (details.hasPractical, details.practical, "details.practical"),
      (details.hasAnalytical, details.analytical, "details.analytical"),
      (details.hasIndependentWork, details.independentWork, "details.independentWork"),
      (details.hasEmergencies, details.emergencies, "details.emergencies"),
    ]
    try Check.present(
      grades.contains { $0.0 } || hasPersonal, "details.practical",
      "a grade from 1 to 5 for one ability at least")
    for (isGiven, grade, field) in grades where isGiven {
      try Check.that((1...5).contains(grade), field, "\(field) takes a grade from 1 to 5")
    }
    var parts: [ProposedPersonalPart] = []
    if hasPersonal, let student = try context.target(Placement.self, stream).student {
      parts = [
        ProposedPersonalPart(
          subject: student, part: "student.personal", plaintext: encoded(personal))
      ]
    }
    let event = DecidedEvent(details, to: stream, personal: parts)
    try context.step(Placement.Step.look.called("an assessment"), event)
    return context.record(event)
  }

  /// Without the note.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .recordAssessment(copy)
  }
}

extension PBConvertToEmployment: PlacementCommand {
  /// The employer, if it is not the host.
  var references: [Reference] {
    [.optional("employer", "details.employer", details.employer, Organisation.category)]
  }

  /// One `placement.converted-to-employment`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let event = DecidedEvent(details, to: stream)
    try context.step(Placement.Step.look.called("employment"), event)
    return context.record(event)
  }
}
