internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Classes that schools train to an enterprise's order, and who is in them.
struct OrderClasses: StateProjection {
  typealias Folded = OrderClass

  let name = "OrderClasses"
  let version = 3
  let tables = [
    TableDeclaration(
      "order_class", "An order class as it stands now.",
      [
        .text("name", nullable: true, title: "Name", "Its name."),
        .text(
          "kind", nullable: true, title: "Kind", "ORDER, MODERN_APPRENTICESHIP and so on.",
          of: PBOrderClassPlanned.Kind.self),
        .text("alliance", nullable: true, title: "Alliance", "The alliance that plans it."),
        .text("agreement", nullable: true, title: "Agreement", "The agreement it rests on."),
        .organisation("school", title: "School", "Who teaches it."),
        .organisation("enterprise", title: "Enterprise", "Who ordered it."),
        .text("major", nullable: true, title: "Major", "The catalogue's 6 digits."),
        .integer(
          "planned_size", nullable: true, title: "Planned size", unit: "students",
          "How many students are planned."),
        .date("from_day", nullable: true, title: "From", "Its first day."),
        .day("planned_on", title: "Planned on", "When it was planned."),
        .text(
          "phase", title: "Phase", "planned, opened, completed or cancelled.",
          of: OrderClass.Phase.self),
        .date("to_day", nullable: true, title: "Until", "Its last day."),
        .day("opened_on", title: "Opened", "When it was opened."),
        .day("ended_on", title: "Ended", "When it was completed or cancelled."),
        .flag("has_curriculum", title: "Curriculum", "1 when both agreed on one."),
        .integer(
          "school_mentors", title: "School mentors", unit: "people", "Mentors from the school."),
        .integer(
          "enterprise_mentors", title: "Enterprise mentors", unit: "people",
          "Mentors from the enterprise."),
        .evidence, .confirmed,
      ], indexes: [["alliance"], ["agreement"]]),
    TableDeclaration(
      "order_class_student", "A student in an order class.",
      key: [.text("student", title: "Student", "The person's stream.")],
      [
        .text("enrolment", nullable: true, title: "Enrolment", "The student's enrolment."),
        .day("entered_on", title: "Entered", "When the student last came in."),
        .day("left_on", title: "Left", "When the student left before the end."),
        .text(
          "reason", nullable: true, title: "Reason", "Why the student left.",
          of: PBClassStudentLeft.Reason.self),
        .day("completed_on", title: "Completed", "When the class was completed with the student."),
        .evidence, .confirmed,
      ], indexes: [["student"]]),
  ]

  func addRows(
    of state: OrderClass?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let orderClass = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let isCompleted = orderClass.phase == .completed
    rows.add([
      stream, SQLValue(orderClass.name), SQLValue(orderClass.kind?.word),
      SQLValue(orderClass.alliance), SQLValue(orderClass.agreement), SQLValue(orderClass.school),
      SQLValue(orderClass.enterprise), SQLValue(orderClass.major),
      SQLValue(orderClass.plannedSize), SQLValue(orderClass.from), facts.day(orderClass.planned),
      .text(orderClass.phase.rawValue), SQLValue(orderClass.to), facts.day(orderClass.opened),
      facts.day(orderClass.ended), SQLValue(orderClass.hasCurriculum),
      SQLValue(orderClass.mentors[.school]?.count ?? 0),
      SQLValue(orderClass.mentors[.enterprise]?.count ?? 0),
      facts.evidence(PBOrderClassPlanned.eventType), facts.confirmed,
    ])
    let enrolled = facts.evidence(PBClassStudentEnrolled.eventType)
    for (person, student) in orderClass.students {
      rows.add(
        [
          stream, .text(person.text), SQLValue(student.enrolment), facts.day(student.entered),
          facts.day(student.left), SQLValue(student.reason?.word),
          student.left == nil && isCompleted ? facts.day(orderClass.ended) : .null, enrolled,
          facts.confirmed,
        ], table: 1)
    }
  }

  /// Classes with who is in them and who was hired.
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
        "Who have an employment agreement in force, an outcome or a placement's follow-up with the "
          + "enterprise."), .hidden,
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      SELECT \(ownColumns.map(\.name).joined(separator: ", ")), \(mentors("school_mentors")),
        \(mentors("enterprise_mentors")), \(SmallCells.rounded("students", "left_students", "hired", where: "is_blind")),
        hides OR \(hidesMentors("school_mentors")) OR \(hidesMentors("enterprise_mentors"))
          AS is_hidden
      FROM (SELECT *, is_blind
          AND (\(SmallCells.few(["students", "left_students", "hired"]))) AS hides
        FROM (SELECT *, \(SmallCells.blind(besides: "school", "enterprise")) AS is_blind
          FROM (\(classes))))
      """, []))

  private static let ownColumns = OrderClasses().tables[0].columns.filter {
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

  private static let classes = """
      SELECT c.*,
        (SELECT count(*) FROM order_class_student s WHERE s.stream = c.stream
          AND s.left_on IS NULL) AS students,
        (SELECT count(*) FROM order_class_student s WHERE s.stream = c.stream
          AND s.left_on IS NOT NULL) AS left_students,
        (SELECT count(*) FROM order_class_student s WHERE s.stream = c.stream
          AND s.left_on IS NULL AND (
            EXISTS (SELECT 1 FROM employment e WHERE e.graduate = s.student
              AND e.employer = c.enterprise AND e.phase = 'inForce')
            OR EXISTS (SELECT 1 FROM outcome o WHERE o.graduate = s.student
              AND o.employer = c.enterprise AND o.is_contested = 0)
            OR EXISTS (SELECT 1 FROM placement p WHERE p.student = s.student
              AND p.employer = c.enterprise))) AS hired
      FROM order_class c
    """
}
