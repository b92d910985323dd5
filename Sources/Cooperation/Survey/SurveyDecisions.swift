internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one survey.
protocol SurveyCommand: DomainCommand {
  var survey: String { get }
}

extension SurveyCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// Our own act, or what an organiser tells.
  static var standings: StandingPolicy { .either(default: .decided) }

  /// The survey's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!survey.isEmpty, "survey", "a stream name, as survey-…")
    return try Check.stream(survey, "survey", [Survey.category])
  }
}

extension PBDesignSurvey: SurveyCommand {
  /// It brings the survey into being.
  static let creates = true
  /// Who asks, and the campaign it belongs to.
  var references: [Reference] {
    [
      .optional("organiser", "details.organiser", details.organiser, Organisation.category),
      .optional("campaign", "details.campaign", details.campaign, Campaign.category),
    ]
  }

  /// One `survey.designed`, each of its questions with a scale or with choices.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.title, "details.title")
    if context.standing == .decided {
      try Check.present(!details.questions.isEmpty, "details.questions", "one question at least")
    }
    var keys: Set<String> = []
    for (index, question) in details.questions.enumerated() {
      let field = "details.questions[\(index)]"
      try question.check(field)
      try Check.that(
        keys.insert(question.key).inserted, field + ".key", "\(question.key) is asked twice")
    }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBSurveyQuestion {
  /// Whether it is answered by a number.
  var hasScale: Bool { hasScaleMin || hasScaleMax }

  fileprivate func check(_ field: String) throws(Rejection) {
    try Check.key(key, field + ".key")
    try Check.that(
      hasScale != !choices.isEmpty, field, "a question has either a scale or choices")
    if hasScale {
      try Check.that(
        hasScaleMin && hasScaleMax && scaleMin < scaleMax, field + ".scaleMax",
        "a scale has two ends, the lower one first")
    }
    for (index, choice) in choices.enumerated() {
      try Check.key(choice, field + ".choices[\(index)]")
    }
    try Check.that(
      Set(choices).count == choices.count, field + ".choices", "a choice stands there twice")
  }
}

extension PBOpenSurvey: SurveyCommand {
  /// One `survey.opened`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      Survey.Step.open, DecidedEvent(Survey.Types.opened, details, to: try target()))
  }
}

extension PBCloseSurvey: SurveyCommand {
  /// One `survey.closed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      Survey.Step.close, DecidedEvent(Survey.Types.closed, details, to: try target()))
  }
}

extension PBPublishSurvey: SurveyCommand {
  /// One `survey.published`; each cell speaks of a question of the survey.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let survey = try context.target(Survey.self, stream)
    if details.hasResponseCount {
      try Check.count(details.responseCount, "details.responseCount")
    }
    for (index, cell) in details.cells.enumerated() {
      let field = "details.cells[\(index)]"
      try Check.that(
        survey.question(cell.question) != nil, field + ".question",
        "\(stream) asks no question \(cell.question)")
      try Check.present(
        cell.hasRespondentCount, field + ".respondentCount", "how many answered")
      try Check.count(cell.respondentCount, field + ".respondentCount")
    }
    return try context.recordEachTime(Survey.Step.publish, DecidedEvent(details, to: stream))
  }
}

extension PBReceiveSurveyFeedback: SurveyCommand {
  /// Somebody else says it.
  static let standings = StandingPolicy.either(default: .reported)
  /// Who says it, if an organisation does.
  var references: [Reference] {
    [.optional("source", "details.organisation", details.organisation, Organisation.category)]
  }
  /// The topic.
  var codes: [CodeUse] {
    [.optional(.cooperationTopics, "details.topic", details.hasTopic ? details.topic : nil)]
  }

  /// One `survey.feedback-received`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.summary, "details.summary")
    return try context.recordEachTime(Survey.Step.hear, DecidedEvent(details, to: try target()))
  }
}

extension PBDecideSurveyImprovement: SurveyCommand {
  /// Where something changes.
  var references: [Reference] {
    [
      .optional("school", "details.school", details.school, Organisation.category),
      .optional("programme", "details.programme", details.programme, StreamCategory("programme")),
    ]
  }

  /// One `survey.improvement-decided`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.change, "details.change")
    return try context.recordEachTime(Survey.Step.improve, DecidedEvent(details, to: try target()))
  }
}
