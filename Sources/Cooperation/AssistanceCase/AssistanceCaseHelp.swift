internal import Deciding
internal import EventModel
internal import SwiftProtobuf

// What is done for the graduate. What was said is sensitive: it stands in a part of the graduate.

extension AssistanceCaseCommand {
  /// The parts of the same help, if it was told before.
  fileprivate func told(
    _ details: some EventPayload, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    context.readsToCompare(DecidedEvent(details, to: try target()))
  }

  /// Records help, as often as it is given: ours each time, and what others tell once.
  fileprivate func help(
    _ details: some EventPayload, sensitive: [UInt8]?, _ step: Transition<AssistanceCase>,
    _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(AssistanceCase.self, stream)
    var parts: [ProposedPersonalPart] = []
    if let sensitive, let graduate = known.graduate {
      parts = [
        ProposedPersonalPart(
          subject: graduate, part: "graduate.sensitive", plaintext: sensitive)
      ]
    }
    let event = DecidedEvent(details, to: stream, about: known.about, personal: parts)
    if context.standing == .reported, context.isToldAgainByItsSource(event) { return .alreadySo }
    try context.step(step, event)
    return Decision(events: [event])
  }
}

extension PBRecordDiagnosis: AssistanceCaseCommand {
  /// What was told of the same day.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    hasSensitive ? try told(details, context) : []
  }

  /// One `assistance.diagnosis-recorded`, the diagnosis a sensitive part of the graduate.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.once(sensitive.difficulties, "sensitive.difficulties", "difficulty")
    return try help(
      details, sensitive: hasSensitive ? encoded(sensitive) : nil, AssistanceCase.Step.diagnose,
      context)
  }

  /// Without the diagnosis.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearSensitive()
    return .recordDiagnosis(copy)
  }
}

extension PBGiveGuidance: AssistanceCaseCommand {
  /// What was told of the same day.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    hasSensitive ? try told(details, context) : []
  }

  /// One `assistance.guidance-given`, notes a sensitive part of the graduate.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try help(
      details, sensitive: hasSensitive ? encoded(sensitive) : nil,
      AssistanceCase.Step.help.called("guidance"), context)
  }

  /// Without notes.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearSensitive()
    return .giveGuidance(copy)
  }
}

extension PBRecommendJob: AssistanceCaseCommand {
  /// The vacancy, or the employer where none is on record.
  var references: [Reference] {
    [
      .optional("vacancy", "details.vacancy", details.vacancy, Vacancy.category),
      .optional("employer", "details.employer", details.employer, Organisation.category),
    ]
  }
  /// What the work is.
  var codes: [CodeUse] {
    [.occupation("details.occupation", details.hasOccupation ? details.occupation : nil)]
  }

  /// One `assistance.job-recommended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(
      details.hasVacancy || details.hasEmployer, "details.vacancy", "the vacancy or the employer")
    if context.isRecorded(DecidedEvent(details, to: try target())) { return .alreadySo }
    return try help(
      details, sensitive: nil, AssistanceCase.Step.help.called("recommending a job"), context)
  }
}

extension PBGuideSubsidy: AssistanceCaseCommand {
  /// Who grants it.
  var references: [Reference] {
    [.optional("authority", "details.authority", details.authority, Organisation.category)]
  }

  /// What was told of the same day.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    hasSensitive ? try told(details, context) : []
  }

  /// One `assistance.subsidy-guided`, which one a sensitive part of the graduate.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try help(
      details, sensitive: hasSensitive ? encoded(sensitive) : nil,
      AssistanceCase.Step.help.called("guiding to a subsidy"), context)
  }

  /// Without the subsidy.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearSensitive()
    return .guideSubsidy(copy)
  }
}
