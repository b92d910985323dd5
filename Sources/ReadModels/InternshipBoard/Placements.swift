internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Students at work.
struct Placements: StateProjection {
  typealias Folded = Placement

  let name = "Placements"
  let version = 5
  static let placement = TableDeclaration(
    "placement", "One student at work at one host, as it stands now.",
    [
      .text(
        "kind", nullable: true, title: "Kind", "COGNITION or POST.", of: PBInternshipKind.self),
      .text(
        "phase", title: "Phase", "arranged, started, paused, completed, endedEarly, noShow.",
        of: Placement.Phase.self),
      .text("student", nullable: true, title: "Student", "The person's stream."),
      .text("enrolment", nullable: true, title: "Enrolment", "The student's enrolment."),
      .organisation("school", title: "School", "The school."),
      .organisation("host", title: "Host", "The host."),
      .text(
        "internship_agreement", nullable: true, title: "Internship agreement",
        "The agreement it rests on."),
      .text("region", nullable: true, title: "Region", "Where the work is."),
      .date("planned_from", nullable: true, title: "Planned from", "The first planned day."),
      .date("planned_to", nullable: true, title: "Planned until", "The last planned day."),
      .day("started_on", title: "Started", "When work began."),
      .day("ended_on", title: "Ended", "When it ended, in whichever way."),
      .integer("visits", title: "School visits", unit: "visits", "How often the school came."),
      .integer("payments", title: "Payments", unit: "payments", "How often pay is recorded."),
      .organisation("employer", title: "Employer", "With whom the student stays."),
      .evidence, .confirmed,
      .text(
        "age_band", nullable: true, title: "Age",
        "How old the student was at the start, in bands.", of: PBAgeBand.self),
      .integer(
        "incidents", title: "Incidents", unit: "incidents", "How often something went wrong."),
      .integer(
        "complaints", title: "Complaints", unit: "complaints",
        "How often the student complained."),
    ], indexes: [["host"], ["internship_agreement"]])
  let tables = [Self.placement]

  func addRows(
    of state: Placement?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let placement = state else { return }
    let begun =
      facts.last(PBPlacementStarted.eventType) ?? facts.last(PBPlacementArranged.eventType)
    rows.add(
      [
        .text(facts.stream.text), SQLValue(placement.parties.kind.word),
        .text(placement.phase.rawValue), SQLValue(placement.student), SQLValue(placement.enrolment),
        SQLValue(placement.school), SQLValue(placement.host),
        SQLValue(placement.internshipAgreement), SQLValue(field: placement.parties.region),
        SQLValue(placement.plannedFrom), SQLValue(placement.plannedTo),
        facts.day(placement.started), facts.day(placement.ended),
        SQLValue(placement.schoolVisitCount), SQLValue(placement.paymentCount),
        SQLValue(placement.employer), begun?.evidence ?? .null, facts.confirmed,
        SQLValue(placement.ageBand?.word), SQLValue(placement.incidentCount),
        SQLValue(placement.complaintCount),
      ], to: Self.placement)
  }

  static let view = ViewDeclaration(
    "Placements", title: "Placements",
    "One student at work at one host, as it stands now, and whether it overlaps another placement of "
      + "the student's or was recorded twice.",
    columns: Placements.placement.columns + InternshipFindings.columns(of: "the placement"),
    keyColumnCount: 1,
    content: .query(
      "SELECT p.*, \(InternshipFindings.sql(in: "p.stream")) FROM placement p"),
    readers: .ofSinglePersons(figuresIn: "the measure interns.started", owners: ["school", "host"]))
}
