internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Classes that schools train to an enterprise's order, and who is in them.
struct OrderClasses: StateProjection {
  typealias Folded = OrderClass
  /// The students' times in the class, by person.
  typealias Memory = [String: [Stay]]

  /// From coming into a class to leaving it; told twice, it is one stay.
  struct Stay: Sendable {
    var entered: Telling
    var enrolment: String
    var left: Moment?
    var reason: PBClassStudentLeft.Reason?
  }

  let name = "OrderClasses"
  let version = 4
  let initialMemory: [String: [Stay]] = [:]
  static let orderClass = TableDeclaration(
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
    ], indexes: [["alliance"], ["agreement"]])
  static let orderClassStudent = TableDeclaration(
    "order_class_student", "A student's time in an order class, from coming in to leaving.",
    key: [
      .text("student", title: "Student", "The person's stream."),
      .integer("period", title: "Period", "Which one of the student's, from 0."),
    ],
    [
      .text("enrolment", nullable: true, title: "Enrolment", "The student's enrolment."),
      .day("entered_on", title: "Entered", "When the student came in."),
      .day("left_on", title: "Left", "When the student left before the end."),
      .text(
        "reason", nullable: true, title: "Reason", "Why the student left.",
        of: PBClassStudentLeft.Reason.self),
      .day("completed_on", title: "Completed", "When the class was completed with the student."),
      .evidence, .confirmed,
    ], indexes: [["student"]])
  let tables = [Self.orderClass, Self.orderClassStudent]

  func remember(
    _ payload: OrderClass.Event, _ event: EffectiveEvent, in memory: inout [String: [Stay]]
  ) {
    switch payload {
    case .studentEnrolled(let fact):
      if fact.student.isEmpty { return }
      var stays = memory.removeValue(forKey: fact.student) ?? []
      if stays.last.map({ $0.left == nil }) != true {
        stays.append(Stay(entered: Telling(event), enrolment: ""))
      }
      let last = stays.count - 1
      stays[last].entered.tell(event)
      if !fact.enrolment.isEmpty { stays[last].enrolment = fact.enrolment }
      memory[fact.student] = stays
    case .studentLeft(let fact):
      guard let last = memory[fact.student]?.indices.last else { return }
      let left = memory[fact.student]?[last].left
      memory[fact.student]?[last].left = left.told(event.occurred)
      if fact.hasReason { memory[fact.student]?[last].reason = fact.reason }
    default: break
    }
  }

  func addRows(
    of state: OrderClass?, _ facts: StreamFacts, _ memory: [String: [Stay]],
    to rows: inout RowSink
  ) {
    guard let orderClass = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let isCompleted = orderClass.phase == .completed
    rows.add(
      [
        stream, SQLValue(orderClass.name), SQLValue(orderClass.kind?.word),
        SQLValue(orderClass.alliance), SQLValue(orderClass.agreement), SQLValue(orderClass.school),
        SQLValue(orderClass.enterprise), SQLValue(orderClass.major),
        SQLValue(orderClass.plannedSize), SQLValue(orderClass.from), facts.day(orderClass.planned),
        .text(orderClass.phase.rawValue), SQLValue(orderClass.to), facts.day(orderClass.opened),
        facts.day(orderClass.ended), SQLValue(orderClass.hasCurriculum),
        SQLValue(orderClass.mentors[.school]?.count ?? 0),
        SQLValue(orderClass.mentors[.enterprise]?.count ?? 0),
        facts.evidence(PBOrderClassPlanned.eventType), facts.confirmed,
      ], to: Self.orderClass)
    for (student, stays) in memory {
      for (number, stay) in stays.enumerated() {
        rows.add(
          [
            stream, .text(student), SQLValue(number), SQLValue(field: stay.enrolment),
            facts.day(stay.entered.moment), facts.day(stay.left), SQLValue(stay.reason?.word),
            stay.left == nil && isCompleted ? facts.day(orderClass.ended) : .null,
            SQLValue(stay.entered.evidence?.word), facts.confirmed,
          ], to: Self.orderClassStudent)
      }
    }
  }
}
