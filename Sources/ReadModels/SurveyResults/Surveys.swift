internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Surveys, what was published of them, and what was decided upon.
struct Surveys: StateProjection {
  typealias Folded = Survey

  let name = "Surveys"
  let version = 3
  static let survey = TableDeclaration(
    "survey", "A survey as it stands now.",
    [
      .text("title", nullable: true, title: "Title", "Its title."),
      .text(
        "subject", nullable: true, title: "Subject", "LABOUR_DEMAND, SATISFACTION …",
        of: PBSurveyDesigned.Subject.self),
      .organisation("organiser", title: "Organiser", "Who asks."),
      .text("campaign", nullable: true, title: "Campaign", "The campaign it belongs to."),
      .text(
        "phase", title: "Phase", "designed, open, closed or published.", of: Survey.Phase.self),
      .integer("questions", title: "Questions", unit: "questions", "How many it has."),
      .integer(
        "evaluated", nullable: true, title: "Evaluated", unit: "responses",
        "Responses that the published results rest on."),
      .integer("feedback", title: "Feedback", unit: "pieces", "What was said beyond answers."),
      .integer(
        "improvements", title: "Improvements", unit: "decisions", "What was decided to do."),
      .day("opened_on", title: "Opened", "When it began to take responses."),
      .day("closed_on", title: "Closed", "When it took no more."),
      .evidence, .confirmed,
    ])
  static let surveyImprovement = TableDeclaration(
    "survey_improvement", "Something that is to be done better after a survey.",
    key: [.integer("number", title: "Number", "Which one, from 0.")],
    [
      .organisation("school", title: "School", "Who does it."),
      .text("programme", nullable: true, title: "Programme", "Where it is done."),
      .text("change", nullable: true, title: "Change", "What changes."),
    ])
  let tables = [Self.survey, Self.surveyImprovement]

  func addRows(of state: Survey?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink) {
    guard let survey = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let design = survey.design
    rows.add(
      [
        stream, SQLValue(field: design.title), SQLValue(design.subject.word),
        SQLValue(field: design.organiser), SQLValue(field: design.campaign),
        .text(survey.phase.rawValue), SQLValue(design.questions.count),
        SQLValue(survey.results.flatMap { $0.hasResponseCount ? $0.responseCount : nil }),
        SQLValue(survey.feedbackCount), SQLValue(survey.improvements.count),
        facts.day(survey.opened), facts.day(survey.closed),
        facts.evidence(PBSurveyDesigned.eventType), facts.confirmed,
      ], to: Self.survey)
    for (number, improvement) in survey.improvements.enumerated() {
      rows.add(
        [
          stream, SQLValue(number), SQLValue(field: improvement.school),
          SQLValue(field: improvement.programme), SQLValue(field: improvement.change),
        ], to: Self.surveyImprovement)
    }
  }

  static let view = ViewDeclaration("Surveys", title: "Surveys", of: Surveys.survey)
  static let improvements = ViewDeclaration(
    "SurveyImprovements", title: "Improvements after surveys", of: Surveys.surveyImprovement)
}

/// What was answered; nobody's name, one stream a response.
struct SurveyResponses: StateProjection {
  typealias Folded = SurveyResponse

  let name = "SurveyResponses"
  let version = 1
  static let surveyAnswer = TableDeclaration(
    "survey_answer", "One answer of one response.",
    key: [.text("question", title: "Question", "Its key.")],
    [
      .text("survey", nullable: true, title: "Survey", "The survey's stream."),
      .text(
        "role", title: "Role", "Who answers, as EMPLOYER_RESPONDENT; UNKNOWN else.",
        values: PBRespondentRole.words + ["UNKNOWN"]),
      .integer(
        "value", nullable: true, title: "Value", unit: "points of the scale", "Its value."),
      .text("choice", nullable: true, title: "Choice", "Its choice's key."),
      .day("received_on", title: "Received", "When it came."),
      .evidence, .confirmed,
    ], indexes: [["survey", "question"]])
  let tables = [Self.surveyAnswer]

  func addRows(
    of state: SurveyResponse?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let response = state else { return }
    for answer in response.details.answers {
      rows.add(
        [
          .text(facts.stream.text), .text(answer.question), SQLValue(response.survey),
          .text(response.details.role.word ?? "UNKNOWN"),
          answer.hasValue ? SQLValue(answer.value) : .null, SQLValue(field: answer.choice),
          facts.day(response.received), facts.evidence(PBSurveyResponseReceived.eventType),
          facts.confirmed,
        ], to: Self.surveyAnswer)
    }
  }

  /// Answers by survey, question, role and choice; small cells are hidden from everybody.
  static let results = ViewDeclaration(
    "SurveyResults", title: "Survey results",
    "How many of one role chose what, or the mean on a scale; cells of fewer than five respondents "
      + "are left out for everybody (P09), and so is the next larger one where one could be "
      + "computed from the others. As long as a survey takes responses, readers who see no small cells "
      + "see how many to the nearest five, and no mean: two answers could differ by one respondent. A "
      + "response that is held for review, as one that came after the end, counts once it passes.",
    columns: [
      .text("survey", title: "Survey", "The survey's stream."),
      .text("question", title: "Question", "Its key."),
      .text(
        "role", title: "Role", "Who answered; ALL for everybody.",
        values: PBRespondentRole.words + ["UNKNOWN", "ALL"]),
      .text("choice", title: "Choice", "The choice's key; SCALE for a question with a scale."),
      .integer(
        "respondents", nullable: true, title: "Respondents", unit: "responses",
        "How many answered so, on a scale how many answered."),
      .integer(
        "mean_hundredths", nullable: true, title: "Mean", unit: "hundredths of a point",
        "The mean on the scale, rounded down."),
      .hidden,
    ], keyColumnCount: 4,
    content: .parameterised(
      """
      WITH answer AS (
        SELECT survey, question, role, coalesce(choice, 'SCALE') AS choice, value
        FROM survey_answer WHERE survey IS NOT NULL AND is_confirmed = 1
        UNION ALL
        SELECT survey, question, 'ALL', coalesce(choice, 'SCALE'), value
        FROM survey_answer WHERE survey IS NOT NULL AND is_confirmed = 1),
      cell AS MATERIALIZED (
        SELECT survey, question, role, choice, count(*) AS respondents,
          sum(value) * 100 / nullif(count(value), 0) AS mean_hundredths
        FROM answer GROUP BY survey, question, role, choice),
      -- A role's cell could be computed from its choice's total, a choice's from its role's.
      by_choice AS (
        SELECT *, count(*) OVER w AS earlier, sum(respondents) OVER w AS people_before,
          min(respondents) OVER (PARTITION BY survey, question, choice, role = 'ALL') AS least
        FROM cell WINDOW w AS (PARTITION BY survey, question, choice, role = 'ALL'
          ORDER BY respondents, role ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
      first AS MATERIALIZED (
        SELECT survey, question, role, choice, respondents, mean_hundredths,
          respondents < 5 OR (least < 5 AND (earlier = 1 OR people_before < 5)) AS hides
        FROM by_choice),
      by_role AS (
        SELECT *, count(*) OVER w AS earlier, sum(respondents) OVER w AS people_before,
          max(hides) OVER (PARTITION BY survey, question, role) AS any_hidden
        FROM first WINDOW w AS (PARTITION BY survey, question, role
          ORDER BY hides DESC, respondents, choice
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
      last AS (
        SELECT survey, question, role, choice, respondents, mean_hundredths,
          hides OR (any_hidden AND (earlier = 1 OR people_before < 5)) AS hides FROM by_role)
      SELECT l.survey, l.question, l.role, l.choice,
        \(SmallCells.figure("l.respondents", hiddenWhere: "l.hides", roundedWhere: isRunning))
          AS respondents,
        CASE WHEN NOT l.hides AND NOT (\(isRunning)) THEN l.mean_hundredths END AS mean_hundredths,
        l.hides AS is_hidden
      FROM last l LEFT JOIN survey s ON s.stream = l.survey
      """, []))

  /// In SQL: whoever asks may see no small cell, and the survey may take another response.
  private static let isRunning =
    "\(SmallCells.blind) AND coalesce(s.phase, 'open') NOT IN ('closed', 'published')"
}
