internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// What schools teach, and the plans by which they do.
struct Programmes: StateProjection {
  typealias Folded = Programme

  let name = "Programmes"
  let version = 3
  static let programme = TableDeclaration(
    "programme", "A school's course of study in one major, as it stands now.",
    [
      .organisation("school", title: "School", "Whose programme it is."),
      .text("major", nullable: true, title: "Major", "The catalogue's 6 digits."),
      .text("name", nullable: true, title: "Name", "What the school calls it."),
      .text(
        "level", nullable: true, title: "Level", "The school level it leads to.",
        of: PBOrganisationRegistered.SchoolLevel.self),
      .text("phase", title: "Phase", "open, suspended or closed.", of: Programme.Phase.self),
      .integer(
        "duration_months", nullable: true, title: "Duration", unit: "months",
        "How long it takes."),
      .integer(
        "first_entry_year", nullable: true, title: "First entry",
        "The first year in which students enter it."),
      .text(
        "agreement", nullable: true, title: "Agreement",
        "The cooperation agreement it is built under."),
      .integer("plans", title: "Plans", unit: "plans", "Years of entry that have a plan."),
      .day("opened_on", title: "Opened", "When it was opened."),
      .day("closed_on", title: "Closed", "When it was closed."),
      .evidence, .confirmed,
    ], indexes: [["school"], ["major"]])
  static let programmePlan = TableDeclaration(
    "programme_plan", "What those learn who enter a programme in one year.",
    key: [.integer("entry_year", title: "Entry", "The year in which they enter.")],
    [
      .integer(
        "internship_weeks", nullable: true, title: "Internship", unit: "weeks",
        "How many weeks of internship it holds."),
      .text(
        "document_sha256", nullable: true, title: "Document", "SHA-256 of the plan's text."),
      .evidence, .confirmed,
    ])
  let tables = [Self.programme, Self.programmePlan]

  func addRows(of state: Programme?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink) {
    guard let programme = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let opened = PBProgrammeOpened.eventType
    rows.add(
      [
        stream, SQLValue(programme.school), SQLValue(programme.major), SQLValue(programme.name),
        SQLValue(programme.level?.word), .text(programme.phase.rawValue),
        SQLValue(programme.durationMonths), SQLValue(programme.firstEntryYear),
        SQLValue(programme.agreement), SQLValue(programme.plans.count), facts.day(of: opened),
        programme.phase == .closed ? facts.day(of: Programme.Types.closed) : .null,
        facts.evidence(opened), facts.confirmed,
      ], to: Self.programme)
    for (year, plan) in programme.plans {
      rows.add(
        [
          stream, SQLValue(year), SQLValue(plan.internshipWeeks), SQLValue(plan.document),
          facts.evidence(PBProgrammePlanPublished.eventType), facts.confirmed,
        ], to: Self.programmePlan)
    }
  }

  static let view = ViewDeclaration(
    "Programmes", title: "Programmes", of: Programmes.programme)

  static let plans = ViewDeclaration(
    "ProgrammePlans", title: "Plans of programmes", of: Programmes.programmePlan)
}
