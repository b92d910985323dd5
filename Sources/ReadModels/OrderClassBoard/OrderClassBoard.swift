internal import Cooperation
internal import Projections

/// Order classes with who is in them and who was hired.
enum OrderClassBoard {
  static let view = ViewDeclaration(
    "OrderClassBoard", title: "Order classes",
    "An order class with its students now, those who left, and those the enterprise hired.",
    columns: ownColumns + [
      .people(
        "school_mentors", title: "School mentors", unit: "people",
        "Mentors from the school."),
      .people(
        "enterprise_mentors", title: "Enterprise mentors", unit: "people",
        "Mentors from the enterprise."),
      .people(
        "students", title: "Students", unit: "students",
        "In the class now, or until its end."),
      .people(
        "left_students", title: "Left", unit: "students",
        "Who left before the end."),
      .people(
        "hired", title: "Hired", unit: "people",
        "Who have an employment agreement in force, an outcome that nobody contests and no review holds "
          + "back, or a placement's follow-up with the enterprise; merged records and enterprises as "
          + "one."), .hidden,
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      WITH RECURSIVE \(Aliases.now),
      \(Aliases.resolution(of: "person_alias")),
      \(Aliases.resolution(of: "organisation_alias", as: "organisations")),
      \(students), \(hires)
      SELECT \(ownColumns.map(\.name).joined(separator: ", ")), \(mentors("school_mentors")),
        \(mentors("enterprise_mentors")), \(SmallCells.rounded("students", "left_students", "hired", where: "is_blind")),
        hides OR \(hidesMentors("school_mentors")) OR \(hidesMentors("enterprise_mentors"))
          AS is_hidden
      FROM (SELECT *, is_blind
          AND (\(SmallCells.few(["students", "left_students", "hired"]))) AS hides
        FROM (SELECT *, \(SmallCells.blind(besides: "school", "enterprise")) AS is_blind
          FROM (\(classes))))
      """, []))

  private static let ownColumns = OrderClasses.orderClass.columns.filter {
    !["school_mentors", "enterprise_mentors"].contains($0.name)
  }

  /// Mentors are few as a rule: they are left out by themselves, and the class's students shown.
  private static func mentors(_ column: String) -> String {
    SmallCells.figure(column, hiddenWhere: hidesMentors(column), roundedWhere: "is_blind")
      + " AS \(column)"
  }

  private static func hidesMentors(_ column: String) -> String {
    "(is_blind AND (\(SmallCells.few([column]))))"
  }

  /// One row a class and person: whether the person has left it, and who ordered it.
  private static let students = """
    student AS MATERIALIZED (
      SELECT s.stream AS class, coalesce(r.end_stream, s.student) AS person,
        min(s.left_on IS NOT NULL) AS has_left,
        max(coalesce(o.end_stream, c.enterprise)) AS enterprise
      FROM order_class_student s JOIN order_class c ON c.stream = s.stream
      LEFT JOIN resolved r ON r.member = s.student
      LEFT JOIN organisations o ON o.member = c.enterprise
      GROUP BY 1, 2)
    """

  /// Whom those who ordered classes took on, whatever name either went by.
  private static let hires = """
    named(employer, enterprise) AS MATERIALIZED (
      SELECT enterprise, enterprise FROM student WHERE enterprise IS NOT NULL
      UNION
      SELECT o.member, o.end_stream FROM organisations o
      WHERE o.end_stream IN (SELECT enterprise FROM student)),
    taken(person, enterprise) AS (
      SELECT e.graduate, n.enterprise FROM named n
      JOIN employment e ON e.employer = n.employer AND e.phase = 'inForce'
      UNION ALL
      SELECT o.graduate, n.enterprise FROM named n
      JOIN outcome o ON o.employer = n.employer AND o.is_contested = 0 AND o.is_confirmed = 1
      WHERE NOT EXISTS (SELECT 1 FROM dispute_subject x
        WHERE x.subject = o.stream AND x.settled_on IS NULL)
      UNION ALL
      SELECT p.student, n.enterprise FROM placement p JOIN named n ON n.employer = p.employer),
    hire AS MATERIALIZED (
      SELECT DISTINCT coalesce(r.end_stream, t.person) AS person, t.enterprise AS enterprise
      FROM taken t LEFT JOIN resolved r ON r.member = t.person)
    """

  private static let classes = """
      SELECT c.*, coalesce(n.students, 0) AS students, coalesce(n.left_students, 0) AS left_students,
        coalesce(n.hired, 0) AS hired
      FROM order_class c LEFT JOIN (
        SELECT s.class, sum(NOT s.has_left) AS students, sum(s.has_left) AS left_students,
          sum(NOT s.has_left AND h.person IS NOT NULL) AS hired
        FROM student s LEFT JOIN hire h ON h.person = s.person AND h.enterprise = s.enterprise
        GROUP BY s.class) n ON n.class = c.stream
    """
}
