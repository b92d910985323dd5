internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Vacancies, and the majors they are for.
struct Vacancies: StateProjection {
  typealias Folded = Vacancy
  typealias Memory = Course

  /// What changes with a revision and is asked for by day.
  fileprivate struct Terms: Hashable, Sendable {
    var headcount: Int32?
    var region: String?
    var majors: [String] = []

    mutating func revise(by change: PBVacancyTerms) {
      if change.hasHeadcount { headcount = change.headcount }
      if change.hasRegion { region = change.region }
      if !change.majors.isEmpty { majors = change.majors }
    }
  }

  /// What a vacancy said before it was revised.
  struct Course: Sendable {
    fileprivate var terms: Terms?
    fileprivate var earlier: [(terms: Terms, until: Moment)] = []
  }

  let name = "Vacancies"
  let version = 3
  let initialMemory = Course()
  static let vacancy = TableDeclaration(
    "vacancy", "A vacancy as it stands now.",
    [
      .text("title", nullable: true, title: "Title", "What it is called."),
      .organisation("employer", title: "Employer", "Who hires."),
      .organisation("publisher", title: "Publisher", "Who published it."),
      .text(
        "phase", title: "Phase", "drafted, published, filled, closed and so on.",
        of: Vacancy.Phase.self),
      .integer(
        "headcount", nullable: true, title: "Posts", unit: "posts", "How many it is for."),
      .integer("filled", title: "Filled", unit: "posts", "How many are filled, as was reported."),
      .text("region", nullable: true, title: "Region", "GB/T 2260, 6 digits."),
      .text("occupation", nullable: true, title: "Occupation", "A code of occupations."),
      .integer(
        "pay_min_fen", nullable: true, title: "Pay from", unit: "fen a month", "The least."),
      .integer(
        "pay_max_fen", nullable: true, title: "Pay to", unit: "fen a month", "The most."),
      .text("majors", nullable: true, title: "Majors", "6 digits each; nothing for any."),
      .flag("is_internship", title: "Internship", "1 for an internship."),
      .flag("key_groups_only", title: "Key groups", "1 when kept for key groups."),
      .date("from_day", nullable: true, title: "From", "Applications are taken from then."),
      .date("to_day", nullable: true, title: "Until", "The last day."),
      .day("published_on", title: "Published", "When it was first published."),
      .day("closed_on", title: "Closed", "When it was closed."),
      .text(
        "close_reason", nullable: true, title: "Why closed", "NO_SUITABLE_APPLICANT …",
        of: PBVacancyClosed.Reason.self),
      .integer("complaints", title: "Complaints", unit: "complaints", "How many came in."),
      .evidence, .confirmed,
    ], indexes: [["employer"], ["published_on"]])
  static let vacancyMajor = TableDeclaration(
    "vacancy_major", "A major that a vacancy is for.",
    key: [.text("major", title: "Major", "The catalogue's 6 digits.")], [],
    indexes: [["major"]])
  static let vacancyEarlier = TableDeclaration(
    "vacancy_earlier", "What a vacancy said before it was revised.", key: [Earlier.key],
    [
      .integer(
        "headcount", nullable: true, title: "Posts", unit: "posts", "How many it was for."),
      .text("region", nullable: true, title: "Region", "GB/T 2260, 6 digits."),
      .text("majors", nullable: true, title: "Majors", "6 digits each; nothing for any."),
      Earlier.until,
    ])
  let tables = [Self.vacancy, Self.vacancyMajor, Self.vacancyEarlier]

  func remember(_ payload: Vacancy.Event, _ event: EffectiveEvent, in memory: inout Course) {
    let change: PBVacancyTerms
    switch payload {
    case .drafted(let fact): change = fact.terms
    case .published(let fact): change = fact.terms
    case .revised(let fact): change = fact.terms
    default: return
    }
    var terms = memory.terms ?? Terms()
    terms.revise(by: change)
    if let before = memory.terms, before != terms {
      memory.earlier.append((before, event.occurred))
    }
    memory.terms = terms
  }

  func addRows(
    of state: Vacancy?, _ facts: StreamFacts, _ memory: Course, to rows: inout RowSink
  ) {
    guard let vacancy = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let terms = vacancy.terms
    rows.add(
      [
        stream, SQLValue(field: terms.title), SQLValue(vacancy.employer),
        SQLValue(vacancy.publisher), .text(vacancy.phase.rawValue),
        terms.hasHeadcount ? SQLValue(terms.headcount) : .null, SQLValue(vacancy.filled),
        SQLValue(field: terms.region), SQLValue(field: terms.occupation),
        terms.hasPayMinFen ? SQLValue(terms.payMinFen) : .null,
        terms.hasPayMaxFen ? SQLValue(terms.payMaxFen) : .null, terms.majors.words,
        SQLValue(terms.isInternship), SQLValue(terms.keyGroupsOnly), SQLValue(field: terms.from),
        SQLValue(field: terms.to), facts.day(vacancy.published), facts.day(vacancy.closed),
        SQLValue(vacancy.closeReason?.word), SQLValue(vacancy.complaints.count),
        facts.evidence(PBVacancyPublished.eventType), facts.confirmed,
      ], to: Self.vacancy)
    for major in Set(terms.majors) { rows.add([stream, .text(major)], to: Self.vacancyMajor) }
    for (number, earlier) in memory.earlier.enumerated() {
      let terms = earlier.terms
      rows.add(
        [
          stream, SQLValue(number), SQLValue(terms.headcount.map(Int.init)),
          SQLValue(terms.region), terms.majors.words, facts.day(earlier.until),
        ], to: Self.vacancyEarlier)
    }
  }

  /// A vacancy as it may be seen: who may see no small cell is told of no few people who came or
  /// complained, nor, where the places are few, whether they are filled.
  ///
  /// A vacancy for key groups tells what somebody is as soon as it tells that somebody came.
  static let view = ViewDeclaration(
    "Vacancies", title: "Vacancies",
    Vacancies.vacancy.definition + " Where few places are or were filled, readers who see no "
      + "small cells see a filled one as published.",
    columns: Vacancies.vacancy.columns.map(shown) + [.hidden],
    keyColumnCount: 1,
    content: .parameterised(
      """
      WITH seen AS (SELECT *, \(isBlind) AND \(tellsOfFew) AS hides_filled,
          :hides_small_cells AND complaints BETWEEN 1 AND 4 AS hides_complaints
        FROM vacancy)
      SELECT \(Vacancies.vacancy.columns.map { seen($0.name) }.joined(separator: ", ")),
        hides_filled OR hides_complaints AS is_hidden
      FROM seen
      """, []))

  /// In SQL: few places are or were filled, so that a figure or a phase would tell of few people.
  static let tellsOfFew = "(filled BETWEEN 1 AND 4 OR coalesce(headcount, 0) < 5)"

  /// In SQL: who asks may see no small cell, and is not the employer, who filled the places. Who
  /// complained is hidden from the employer above all.
  private static let isBlind = SmallCells.blind(besides: "employer")

  private static func shown(_ column: ColumnDeclaration) -> ColumnDeclaration {
    guard ["filled", "complaints"].contains(column.name) else { return column }
    return .people(
      column.name, title: column.title, unit: column.unit ?? "people", column.definition)
  }

  private static func seen(_ column: String) -> String {
    switch column {
    case "filled":
      SmallCells.figure(column, hiddenWhere: "hides_filled", roundedWhere: isBlind) + " AS filled"
    case "complaints":
      SmallCells.figure(column, hiddenWhere: "hides_complaints") + " AS complaints"
    // A phase of its own would tell what the figure does not.
    case "phase":
      "CASE WHEN hides_filled AND phase = 'filled' THEN 'published' ELSE phase END AS phase"
    default: column
    }
  }
}

/// Applications of persons for vacancies.
struct Applications: StateProjection {
  typealias Folded = Application
  /// When a job was first offered.
  typealias Memory = Moment?

  let name = "Applications"
  let version = 3
  let initialMemory: Moment? = nil
  static let application = TableDeclaration(
    "application", "An application as it stands now; subject ids only.",
    [
      .text("vacancy", nullable: true, title: "Vacancy", "The vacancy."),
      .text("person", nullable: true, title: "Person", "The applicant's stream."),
      .text("enrolment", nullable: true, title: "Enrolment", "What the applicant studied."),
      .text("activity", nullable: true, title: "Activity", "Where it was handed in."),
      .text("recommendation", nullable: true, title: "Recommendation", "What led to it."),
      .text(
        "phase", title: "Phase", "submitted, inReview, offered, accepted and so on.",
        of: Application.Phase.self),
      .day("submitted_on", title: "Submitted", "When it was last handed in."),
      .day("offered_on", title: "Offered", "When a job was first offered."),
      .day("ended_on", title: "Ended", "When it was accepted, declined, rejected or withdrawn."),
      .evidence, .confirmed,
    ], indexes: [["vacancy"], ["person"]])
  let tables = [Self.application]

  func remember(_ payload: Application.Event, _ event: EffectiveEvent, in memory: inout Moment?) {
    if case .jobOffered = payload { memory = memory ?? event.occurred }
  }

  func addRows(
    of state: Application?, _ facts: StreamFacts, _ offered: Moment?, to rows: inout RowSink
  ) {
    guard let application = state else { return }
    rows.add(
      [
        .text(facts.stream.text), SQLValue(application.vacancy), SQLValue(application.person),
        SQLValue(application.enrolment), SQLValue(application.activity),
        SQLValue(application.recommendation), .text(application.phase.rawValue),
        facts.day(application.submitted), facts.day(offered), facts.day(application.ended),
        facts.evidence(PBApplicationSubmitted.eventType), facts.confirmed,
      ], to: Self.application)
  }

  /// Applications with whose vacancy they are for: who offers the job works on them.
  static let view = ViewDeclaration(
    "Applications", title: "Applications", Applications.application.definition,
    columns: Applications.application.columns + [
      .organisation("employer", title: "Employer", "Who hires for the vacancy.")
    ], keyColumnCount: 1,
    content: .query(
      """
      SELECT a.*, v.employer FROM application a LEFT JOIN vacancy v ON v.stream = a.vacancy
      """),
    readers: .ofSinglePersons(
      figuresIn: "VacancyMarket or the measure applications.submitted", owners: ["employer"]))
}

/// What organisations want and offer, and whether they found each other.
struct Needs: StateProjection {
  typealias Folded = Need

  let name = "Needs"
  let version = 4
  static let need = TableDeclaration(
    "need", "A need as it stands now.",
    [
      .organisation("organisation", title: "Organisation", "Whose need it is."),
      .text(
        "side", nullable: true, title: "Side", "SUPPLY or DEMAND.", of: PBNeedTerms.Side.self),
      .text(
        "kind", nullable: true, title: "Kind", "INTERNSHIP, TALENT and so on.",
        of: PBNeedTerms.Kind.self),
      .text("title", nullable: true, title: "Title", "What it is called."),
      .text("topic", nullable: true, title: "Topic", "A code of cooperation topics."),
      .text("region", nullable: true, title: "Region", "GB/T 2260, 2, 4 or 6 digits."),
      .text("majors", nullable: true, title: "Majors", "6 digits each; nothing for any."),
      .integer(
        "quantity", nullable: true, title: "Quantity", unit: "people or pieces", "How many."),
      .integer(
        "open_quantity", nullable: true, title: "Open", unit: "people or pieces",
        "How many are not matched."),
      .text("phase", title: "Phase", "open, matched or closed.", of: Need.Phase.self),
      .date("from_day", nullable: true, title: "From", "Its first day."),
      .date("to_day", nullable: true, title: "Until", "Its last day."),
      .day("published_on", title: "Published", "When it was published."),
      .integer("answers", title: "Answers", unit: "answers", "How many came."),
      .integer("matches", title: "Matches", unit: "matches", "How many were made."),
      .integer("failures", title: "Failures", unit: "failures", "Matches that failed."),
      .evidence, .confirmed,
    ], indexes: [["organisation"]])
  static let needFailure = TableDeclaration(
    "need_failure", "Why matches of a need failed.",
    key: [
      .text(
        "reason", title: "Reason", "NO_SUITABLE, TOO_FAR, PAY_GAP and so on.",
        values: PBNeedMatchFailed.Reason.words + ["UNKNOWN"])
    ],
    [.integer("failures", title: "Failures", unit: "failures", "How many for that reason.")])
  let tables = [Self.need, Self.needFailure]

  func addRows(of state: Need?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink) {
    guard let need = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let terms = need.terms
    rows.add(
      [
        stream, SQLValue(need.organisation), SQLValue(terms.side.word), SQLValue(terms.kind.word),
        SQLValue(field: terms.title), SQLValue(field: terms.topic), SQLValue(field: terms.region),
        terms.majors.words, SQLValue(need.quantity), SQLValue(need.openQuantity),
        .text(need.phase.rawValue), SQLValue(field: terms.from), SQLValue(field: terms.to),
        facts.day(need.published), SQLValue(need.answers.count),
        SQLValue(need.matches.count), SQLValue(need.failures.count),
        facts.evidence(PBNeedPublished.eventType), facts.confirmed,
      ], to: Self.need)
    for (reason, failures) in Dictionary(grouping: need.failures, by: { $0.word ?? "UNKNOWN" }) {
      rows.add([stream, .text(reason), SQLValue(failures.count)], to: Self.needFailure)
    }
  }

  static let view = ViewDeclaration("Needs", title: "Needs", of: Needs.need)
}
