internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one course.
protocol StaffTrainingCommand: DomainCommand {
  var training: String { get }
}

extension StaffTrainingCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// What happens elsewhere is reported, unless we train ourselves.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The course's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!training.isEmpty, "training", "a stream name, as training-…")
    return try Check.stream(training, "training", [StaffTraining.category])
  }
}

extension PBRequestTraining: StaffTrainingCommand {
  /// It brings the course into being.
  static let creates = true
  /// Who asks.
  var references: [Reference] {
    [.required("enterprise", "details.enterprise", details.enterprise, Organisation.category)]
  }
  /// What is to be trained.
  var codes: [CodeUse] {
    [.occupation("details.occupation", details.hasOccupation ? details.occupation : nil)]
  }

  /// One `training.requested`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasHeads { try Check.count(details.heads, "details.heads") }
    try Check.once(details.programmes, "details.programmes", "programme")
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBPlanTraining: StaffTrainingCommand {
  /// Nobody need have asked for it.
  static let mayCreate = true
  /// Who trains whose staff, on what contract.
  var references: [Reference] {
    [
      .required("provider", "details.provider", details.provider, Organisation.category),
      .optional("enterprise", "details.enterprise", details.enterprise, Organisation.category),
      .optional("agreement", "details.agreement", details.agreement, CooperationAgreement.category),
    ]
  }
  /// What is to be trained.
  var codes: [CodeUse] {
    [.occupation("details.occupation", details.hasOccupation ? details.occupation : nil)]
  }

  /// One `training.planned`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasSeats { try Check.count(details.seats, "details.seats") }
    try Check.once(details.programmes, "details.programmes", "programme")
    try Check.period(
      from: details.hasPlannedFrom ? details.plannedFrom : nil,
      to: details.hasPlannedTo ? details.plannedTo : nil, "details.plannedFrom",
      "details.plannedTo")
    return try context.recordOnce(
      StaffTraining.Step.plan, DecidedEvent(details, to: try target()), mayBegin: true)
  }
}

extension PBEnrolTrainee: StaffTrainingCommand {
  /// Who takes part.
  var references: [Reference] {
    [.required("trainee", "details.trainee", details.trainee, Person.category)]
  }

  /// One `training.trainee-enrolled`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(details, to: try target())
    let takesPart = context.stands(event) { told in
      told.tells(PBTraineeDropped.eventType, of: StaffTraining.self) {
        if case .traineeDropped(let drop) = $0 { drop.trainee == details.trainee } else { false }
      }
    }
    if takesPart { return .alreadySo }
    try context.step(StaffTraining.Step.enrol, event)
    return Decision(events: [event])
  }
}

extension PBHoldTrainingSession: StaffTrainingCommand {
  /// Who teaches.
  var references: [Reference] {
    [.optional("trainer", "details.trainer", details.trainer, Person.category)]
  }

  /// One `training.session-held`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasHours { try Check.count(details.hours, "details.hours") }
    if details.hasAttendanceCount {
      try Check.count(details.attendanceCount, "details.attendanceCount")
    }
    return try context.recordEachTime(
      StaffTraining.Step.hold, DecidedEvent(details, to: try target()))
  }
}

extension PBIssueTrainingCertificate: StaffTrainingCommand {
  /// Who gets it from whom.
  var references: [Reference] {
    [
      .required("trainee", "details.trainee", details.trainee, Person.category),
      .optional("issuer", "details.issuer", details.issuer, Organisation.category),
    ]
  }

  /// One `training.certificate-issued`, level and number a part of the trainee.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    var parts: [ProposedPersonalPart] = []
    if hasPersonal {
      let trainee = try Check.stream(details.trainee, "details.trainee", [Person.category])
      parts = [
        ProposedPersonalPart(
          subject: trainee, part: "trainee.personal", plaintext: encoded(personal))
      ]
    }
    return try context.recordOnce(
      StaffTraining.Step.certify, DecidedEvent(details, to: try target(), personal: parts))
  }

  /// Without level and number.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .issueTrainingCertificate(copy)
  }
}

extension PBDropTrainee: StaffTrainingCommand {
  /// Who takes part no longer.
  var references: [Reference] {
    [.required("trainee", "details.trainee", details.trainee, Person.category)]
  }

  /// One `training.trainee-dropped`; nobody drops out twice.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let trainee = try Check.stream(details.trainee, "details.trainee", [Person.category])
    let known = try context.current(StaffTraining.self, stream).trainees[trainee]
    let event = DecidedEvent(details, to: stream)
    let decision = context.record(event, unless: known?.dropped != nil) { told in
      told.tells(PBTraineeEnrolled.eventType, of: StaffTraining.self) {
        if case .traineeEnrolled(let entry) = $0 { entry.trainee == details.trainee } else { false }
      }
    }
    if decision.events.isEmpty { return .alreadySo }
    if known == nil, context.standing == .decided {
      throw .wrongState(stream, "\(trainee) takes no part in \(stream)")
    }
    try context.step(StaffTraining.Step.enrol.called("dropping out"), event)
    return decision
  }
}

extension PBCompleteTraining: StaffTrainingCommand {
  /// One `training.completed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasTrainedCount { try Check.count(details.trainedCount, "details.trainedCount") }
    if details.hasCertifiedCount {
      try Check.count(details.certifiedCount, "details.certifiedCount")
    }
    return try context.recordOnce(
      StaffTraining.Step.complete, DecidedEvent(details, to: try target()))
  }
}

extension PBCancelTraining: StaffTrainingCommand {
  /// One `training.cancelled`; our own act gives its reason.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.present(details.hasReason, "details.reason", "a reason, as TOO_FEW")
    }
    return try context.recordOnce(
      StaffTraining.Step.cancel, DecidedEvent(details, to: try target()))
  }
}
