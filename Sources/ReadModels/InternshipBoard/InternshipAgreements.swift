internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Internship agreements between a student, a school and a host.
struct InternshipAgreements: StateProjection {
  typealias Folded = InternshipAgreement

  let name = "InternshipAgreements"
  let version = 4
  static let internshipAgreement = TableDeclaration(
    "internship_agreement", "An internship agreement as it stands now.",
    [
      .text(
        "kind", nullable: true, title: "Kind", "COGNITION or POST.", of: PBInternshipKind.self),
      .text(
        "phase", title: "Phase", "prepared, complete, filed, annulled or superseded.",
        of: InternshipAgreement.Phase.self),
      .text("student", nullable: true, title: "Student", "The person's stream."),
      .text("enrolment", nullable: true, title: "Enrolment", "The student's enrolment."),
      .organisation("school", title: "School", "The school."),
      .organisation("host", title: "Host", "The host."),
      .text(
        "agreement", nullable: true, title: "Agreement", "The cooperation agreement it rests on."),
      .date("from_day", nullable: true, title: "From", "The first day of the internship."),
      .date("to_day", nullable: true, title: "Until", "The last day of the internship."),
      .day("signed_on", title: "Signed", "When all three had signed."),
      .flag("is_reported", title: "Reported", "1 when its signing was reported."),
      .text(
        "supersedes", nullable: true, title: "Supersedes",
        "The internship agreement whose place it takes once all three have signed."),
      .day("superseded_on", title: "Superseded", "When another one took its place."),
      .text(
        "superseded_by", nullable: true, title: "Superseded by",
        "The internship agreement that took its place."),
      .evidence, .confirmed,
    ], indexes: [["host", "school"], ["agreement"]])
  let tables = [Self.internshipAgreement]

  func addRows(
    of state: InternshipAgreement?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let agreement = state else { return }
    let first = facts.last(
      InternshipAgreement.Types.reportedSigned, InternshipAgreement.Types.prepared)
    rows.add(
      [
        .text(facts.stream.text), SQLValue(agreement.kind?.word), .text(agreement.phase.rawValue),
        SQLValue(agreement.student), SQLValue(agreement.enrolment), SQLValue(agreement.school),
        SQLValue(agreement.host), SQLValue(agreement.agreement), SQLValue(agreement.from),
        SQLValue(agreement.to), facts.day(agreement.completed), SQLValue(agreement.isReported),
        SQLValue(agreement.supersedes), facts.day(agreement.superseded),
        SQLValue(agreement.successor), first?.evidence ?? .null, facts.confirmed,
      ], to: Self.internshipAgreement)
  }

  /// Agreements with the class they belong to and the work that came of them.
  static let board = ViewDeclaration(
    "InternshipBoard", short: "internships", title: "Internships",
    "An internship agreement, the student's class, the placements that came of it, and whether it "
      + "overlaps another of the student's or was recorded twice.",
    columns: InternshipAgreements.internshipAgreement.columns + [
      .integer(
        "class_year", nullable: true, title: "Class", "The year in which the class graduates."),
      .text("major", nullable: true, title: "Major", "The catalogue's 6 digits."),
      .text(
        "alliance", nullable: true, title: "Alliance",
        "The alliance that brought the cooperation agreement about."),
      .integer(
        "placements_started", title: "Started", unit: "placements",
        "How many placements under it have begun."),
    ] + InternshipFindings.columns(of: "the agreement and of placements under it"),
    keyColumnCount: 1,
    content: .query(
      """
      SELECT i.*, e.class_year, e.major, \(AgreementBoard.alliance(of: "a")) AS alliance,
        (SELECT count(*) FROM placement p
         WHERE p.internship_agreement = i.stream AND p.started_on IS NOT NULL)
        AS placements_started,
        \(InternshipFindings.sql(
          in: """
            SELECT i.stream UNION ALL
            SELECT u.stream FROM placement u WHERE u.internship_agreement = i.stream
            """))
      FROM internship_agreement i
      LEFT JOIN enrolment e ON e.stream = i.enrolment
      LEFT JOIN agreement a ON a.stream = i.agreement
      """),
    readers: .ofSinglePersons(
      figuresIn: "the measure internship-agreements.signed", owners: ["school", "host"]))
}
