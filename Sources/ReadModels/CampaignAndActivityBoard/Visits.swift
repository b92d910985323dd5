internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Visits between schools and employers.
struct Visits: StateProjection {
  typealias Folded = EmployerVisit

  let name = "Visits"
  let version = 4
  static let visit = TableDeclaration(
    "visit", "A visit as it stands now.",
    [
      .organisation("school", title: "School", "The school."),
      .organisation("employer", title: "Employer", "The employer, as it was named."),
      .text("campaign", nullable: true, title: "Campaign", "The campaign it belongs to."),
      .text(
        "direction", nullable: true, title: "Direction", "GOING_OUT or INVITED_IN.",
        of: PBVisitParties.Direction.self),
      .text(
        "mode", nullable: true, title: "Mode", "ON_SITE, ONLINE or HYBRID.",
        of: PBActivityPlan.Mode.self),
      .text("phase", title: "Phase", "planned, held or cancelled.", of: EmployerVisit.Phase.self),
      .text("planned_for", nullable: true, title: "Planned for", "The day it was planned for."),
      .day("held_on", title: "Held", "When it was held."),
      .flag("is_negotiated", title: "Negotiated", "1 when they talked about cooperation."),
      .flag(
        "is_newly_developed", title: "Newly developed",
        "1 when the school had nothing to do with the employer before."),
      .flag(
        "by_top_leaders", title: "By top leaders", "1 when secretary or president led it."),
      .text("topics", nullable: true, title: "Topics", "Codes of cooperation topics."),
      .integer("facilities", title: "Facilities", unit: "facilities", "How many were seen."),
      .integer("posts", nullable: true, title: "Posts", unit: "posts", "Posts it led to."),
      .integer(
        "internship_places", nullable: true, title: "Internship places", unit: "places",
        "Places it led to."),
      .integer(
        "bases", nullable: true, title: "Bases", unit: "bases", "Places to train at it led to."),
      .text("agreement", nullable: true, title: "Agreement", "The agreement it led to."),
      .text(
        "follow_up", title: "Follow-up", "none, proposed or agreed.",
        of: EmployerVisit.FollowUp.self),
      .evidence, .confirmed,
    ], indexes: [["campaign"], ["employer"], ["school"]])
  let tables = [Self.visit]

  func addRows(
    of state: EmployerVisit?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let visit = state else { return }
    let (parties, outcome) = (visit.parties, visit.outcome)
    rows.add(
      [
        .text(facts.stream.text), SQLValue(visit.school), SQLValue(visit.employer),
        SQLValue(visit.campaign), SQLValue(parties.direction.word), SQLValue(parties.mode.word),
        .text(visit.phase.rawValue), SQLValue(visit.plannedOn),
        facts.day(visit.phase == .held ? visit.held : nil),
        SQLValue(visit.wasNegotiated), SQLValue(visit.isNewlyDeveloped),
        SQLValue(parties.byTopLeaders), parties.topics.words, SQLValue(visit.facilities.count),
        SQLValue(outcome.flatMap { $0.hasPosts ? $0.posts : nil }),
        SQLValue(outcome.flatMap { $0.hasInternshipPlaces ? $0.internshipPlaces : nil }),
        SQLValue(outcome.flatMap { $0.hasBases ? $0.bases : nil }),
        SQLValue(field: outcome?.agreement ?? ""), .text(visit.followUp.rawValue),
        facts.evidence(PBVisitHeld.eventType), facts.confirmed,
      ], to: Self.visit)
  }

  static let view = ViewDeclaration("Visits", title: "Visits", of: Visits.visit)
}
