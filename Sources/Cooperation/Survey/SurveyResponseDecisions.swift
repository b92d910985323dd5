internal import Deciding
internal import EventModel

extension PBRespondToSurvey: DomainCommand {
  /// An organisation's own affair.
  static let duty = Duty.ownAffairs
  /// Somebody else answers.
  static let standings = StandingPolicy.either(default: .reported)
  /// A token is used once.
  static let creates = true

  /// The response's stream, named after survey and token.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!response.isEmpty, "response", "a stream name, as survey.response-…")
    return try Check.stream(response, "response", [SurveyResponse.category])
  }

  /// The survey.
  var references: [Reference] {
    [.required("survey", "details.survey", details.survey, Survey.category)]
  }

  /// One `survey-response.received`; each answer lies on its question's scale or among its choices.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let name = try Check.stream(details.survey, "details.survey", [Survey.category])
    try Check.that(
      stream.id.hasPrefix(name.id + ".") && stream.id != name.id + ".", "response",
      "a response to \(name) is named \(SurveyResponse.category)-\(name.id).TOKEN")
    let survey = try context.referenced(Survey.self, name, field: "details.survey")
    let asked = survey.design.respondents
    if details.hasRole, !asked.isEmpty {
      try Check.that(
        asked.contains(details.role), "details.role",
        "details.role takes one of the respondents for whom \(name) was designed")
    }
    if details.hasAnswersSha256 {
      try Check.digest(details.answersSha256, "details.answersSha256")
    }
    try Check.present(
      !details.answers.isEmpty || details.hasAnswersSha256, "details.answers",
      "answers, or the digest of a form that is kept elsewhere")
    var answered: Set<String> = []
    for (index, answer) in details.answers.enumerated() {
      let field = "details.answers[\(index)]"
      guard let question = survey.question(answer.question) else {
        throw .malformed(field + ".question", "\(name) asks no question \(answer.question)")
      }
      try Check.that(
        answered.insert(answer.question).inserted, field + ".question",
        "\(answer.question) is answered twice")
      try answer.check(question, field)
    }
    return Decision(events: [DecidedEvent(details, to: stream)])
  }
}

extension PBSurveyAnswer {
  fileprivate func check(
    _ question: PBSurveyQuestion, _ field: String
  ) throws(Rejection) {
    if question.hasScale {
      try Check.that(
        hasValue && !hasChoice && (question.scaleMin...question.scaleMax).contains(value),
        field + ".value",
        "\(question.key) takes a number from \(question.scaleMin) to \(question.scaleMax)")
    } else {
      try Check.that(
        hasChoice && !hasValue && question.choices.contains(choice), field + ".choice",
        "\(question.key) takes one of \(question.choices.joined(separator: ", "))")
    }
  }
}
