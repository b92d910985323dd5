internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Students at schools; subject ids only.
struct Enrolments: StateProjection {
  typealias Folded = Enrolment

  let name = "Enrolments"
  let version = 4
  let tables = [
    TableDeclaration(
      "enrolment", "One person's time at one school, as it stands now.",
      [
        .text("person", title: "Person", "The person's stream."),
        .text("school", title: "School", "The school's stream."),
        .text("major", nullable: true, title: "Major", "The catalogue's 6 digits."),
        .integer(
          "class_year", nullable: true, title: "Class", "The year in which the class graduates."),
        .integer("grade_year", nullable: true, title: "Year of study", "1 is the first."),
        .text(
          "status", title: "Status", "enrolled, interrupted, graduated or withdrawn.",
          of: Enrolment.Phase.self),
        .day("enrolled_on", title: "Enrolled", "When it began."),
        .day("graduated_on", title: "Graduated", "When the diploma was given."),
        .evidence, .confirmed,
      ], indexes: [["school", "class_year"], ["person"]]),
    TableDeclaration(
      "enrolment_key_group",
      "That a student belongs to a key group, never to which: from a confirmation until its end.",
      key: [.text("confirmation", title: "Confirmation", "The event that confirmed it.")],
      [
        .day("from_day", title: "From", "Since when."),
        .day("to_day", title: "Until", "The first day without it; nothing while it holds."),
        .evidence, .confirmed,
      ]),
  ]

  func addRows(
    of state: Enrolment?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let enrolment = state else { return }
    let enrolled = facts.last(PBStudentEnrolled.eventType)
    rows.add([
      .text(facts.stream.text), .text(enrolment.person.text), .text(enrolment.school.text),
      SQLValue(enrolment.major), SQLValue(enrolment.classYear), SQLValue(enrolment.gradeYear),
      .text(enrolment.phase.rawValue), facts.day(enrolled?.occurred),
      facts.day(enrolment.graduated), enrolled?.evidence ?? .null, facts.confirmed,
    ])
    for status in enrolment.keyGroups {
      rows.add(
        [
          .text(facts.stream.text), .text(status.confirmation.description),
          facts.day(status.period.from), facts.day(status.period.to),
          facts.evidence(PBKeyGroupConfirmed.eventType), facts.confirmed,
        ], table: 1)
    }
  }

  static let view = ViewDeclaration(
    "Enrolments", title: "Enrolments", of: Enrolments().tables[0],
    singlePersons: "OutcomeStatistics or the measure graduates", ownedBy: ["school"])
}
