internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Recruitment activities, guidance, displays, ceremonies: planned, held and counted.
struct Activities: StateProjection {
  typealias Folded = Activity
  /// When it was planned, if it was.
  typealias Memory = Moment?

  let name = "Activities"
  let version = 3
  let initialMemory: Moment? = nil
  static let activity = TableDeclaration(
    "activity", "An activity as it stands now.",
    [
      .text("name", nullable: true, title: "Name", "Its name."),
      .text(
        "purpose", nullable: true, title: "Purpose", "RECRUITMENT, GUIDANCE and so on.",
        of: PBActivityPlan.Purpose.self),
      .text(
        "mode", nullable: true, title: "Mode", "ON_SITE, ONLINE or HYBRID.",
        of: PBActivityPlan.Mode.self),
      .text(
        "type", nullable: true, title: "Type", "INDUSTRY, REGION, ALLIANCE and so on.",
        of: PBActivityPlan.TypeEnum.self),
      .text("series", nullable: true, title: "Series", "The series it belongs to."),
      .text("campaign", nullable: true, title: "Campaign", "The campaign it belongs to."),
      .text("alliance", nullable: true, title: "Alliance", "The alliance whose activity it is."),
      .text("organisers", nullable: true, title: "Organisers", "The organisations' streams."),
      .text("region", nullable: true, title: "Region", "GB/T 2260, 6 digits."),
      .text("industry", nullable: true, title: "Industry", "GB/T 4754."),
      .text(
        "phase", title: "Phase", "planned, announced, held, cancelled and so on.",
        of: Activity.Phase.self),
      .date("from_day", nullable: true, title: "From", "Its first day, as planned."),
      .date("to_day", nullable: true, title: "Until", "Its last day, as planned."),
      .day("planned_on", title: "Planned on", "When it was planned; nothing when it was not."),
      .day("held_on", title: "Held", "When it was held."),
      .integer(
        "visitors", nullable: true, title: "Visitors", unit: "people", "As last counted there."),
      .integer(
        "curricula_vitae", nullable: true, title: "CVs", unit: "CVs", "As last counted there."),
      .integer(
        "preliminary_intentions", nullable: true, title: "Preliminary intentions",
        unit: "intentions", "As last counted there."),
      .integer(
        "exhibitors_counted", nullable: true, title: "Exhibitors counted", unit: "organisations",
        "As last counted there."),
      .integer(
        "posts_counted", nullable: true, title: "Posts counted", unit: "posts",
        "As last counted there."),
      .evidence, .confirmed,
      .text(
        "held_evidence", nullable: true, title: "Evidence of holding",
        "On what it rests that it was held.", of: Source.Evidence.self),
    ], indexes: [["campaign", "type"], ["held_on"]])
  static let activityOrganiser = TableDeclaration(
    "activity_organiser", "An organiser of an activity.",
    key: [.text("organisation", title: "Organisation", "The organiser.")], [],
    indexes: [["organisation"]])
  let tables = [Self.activity, Self.activityOrganiser]

  func remember(_ payload: Activity.Event, _ event: EffectiveEvent, in memory: inout Moment?) {
    if case .planned = payload { memory = memory ?? event.occurred }
  }

  func addRows(
    of state: Activity?, _ facts: StreamFacts, _ planned: Moment?, to rows: inout RowSink
  ) {
    guard let activity = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let plan = activity.plan
    let held = PBActivityHeld.eventType
    rows.add(
      [
        stream, SQLValue(field: plan.name), SQLValue(plan.purpose.word), SQLValue(plan.mode.word),
        SQLValue(plan.type.word), SQLValue(field: plan.series), SQLValue(activity.campaign),
        SQLValue(field: plan.alliance), activity.organisers.words, SQLValue(field: plan.region),
        SQLValue(field: plan.industry), .text(activity.phase.rawValue), SQLValue(field: plan.from),
        SQLValue(field: plan.to), facts.day(planned), facts.day(activity.held),
        SQLValue(activity.counts[.visitors]), SQLValue(activity.counts[.curriculaVitae]),
        SQLValue(activity.counts[.preliminaryIntentions]), SQLValue(activity.counts[.exhibitors]),
        SQLValue(activity.counts[.posts]), facts.evidence(PBActivityPlanned.eventType, held),
        facts.confirmed, facts.last(held)?.evidence ?? .null,
      ], to: Self.activity)
    for organiser in Set(activity.organisers).sorted() {
      rows.add([stream, .text(organiser.text)], to: Self.activityOrganiser)
    }
  }

  /// Activities with their exhibitors.
  static let board = ViewDeclaration(
    "ActivityBoard", short: "activities", title: "Activities",
    "An activity with those who exhibit at it.",
    columns: Activities.activity.columns + [
      .integer(
        "exhibitors", title: "Exhibitors", unit: "organisations",
        "How many are registered or came; withdrawn and merely invited ones left out."),
      .integer(
        "exhibitors_attended", title: "Exhibitors that came", unit: "organisations",
        "How many came."),
      .integer(
        "exhibited_posts", title: "Exhibited posts", unit: "posts",
        "The posts that the exhibitors say they bring."),
    ], keyColumnCount: 1,
    content: .query(
      """
      SELECT a.*,
        (SELECT count(*) FROM exhibitor x WHERE x.activity = a.stream
          AND x.phase IN ('registered', 'attended')) AS exhibitors,
        (SELECT count(*) FROM exhibitor x WHERE x.activity = a.stream AND x.phase = 'attended')
          AS exhibitors_attended,
        (SELECT coalesce(sum(x.posts), 0) FROM exhibitor x WHERE x.activity = a.stream
          AND x.phase IN ('registered', 'attended')) AS exhibited_posts
      FROM activity a
      """))
}

/// Organisations that exhibit at activities.
struct Exhibitors: StateProjection {
  typealias Folded = Exhibitor

  let name = "Exhibitors"
  let version = 3
  static let exhibitor = TableDeclaration(
    "exhibitor", "One organisation at one activity, as it stands now.",
    [
      .text("activity", nullable: true, title: "Activity", "The activity's stream."),
      .organisation("organisation", title: "Organisation", "Who exhibits."),
      .text(
        "phase", title: "Phase", "invited, registered, attended or withdrawn.",
        of: Exhibitor.Phase.self),
      .integer(
        "posts", nullable: true, title: "Posts", unit: "posts", "How many posts it brings."),
      .integer(
        "vacancies", title: "Vacancies", unit: "vacancies",
        "How many recorded vacancies it brings."),
      .day("registered_on", title: "Registered", "When it last registered."),
      .day("verified_on", title: "Verified", "When its papers were checked."),
      .day("attended_on", title: "Came", "When it came."),
      .evidence, .confirmed,
    ], indexes: [["activity"], ["organisation"]])
  let tables = [Self.exhibitor]

  func addRows(
    of state: Exhibitor?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let exhibitor = state else { return }
    let attended = PBExhibitorAttended.eventType
    rows.add(
      [
        .text(facts.stream.text), SQLValue(exhibitor.activity), SQLValue(exhibitor.organisation),
        .text(exhibitor.phase.rawValue), SQLValue(exhibitor.posts),
        SQLValue(exhibitor.vacancies.count), facts.day(of: PBExhibitorRegistered.eventType),
        facts.day(exhibitor.verified), facts.day(of: attended), facts.evidence(attended),
        facts.confirmed,
      ], to: Self.exhibitor)
  }

  static let view = ViewDeclaration("Exhibitors", title: "Exhibitors", of: Exhibitors.exhibitor)
}
