internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Students at schools; subject ids only.
struct Enrolments: StateProjection {
  typealias Folded = Enrolment
  typealias Memory = Course

  /// Where and in which class somebody studied.
  fileprivate struct Place: Hashable, Sendable {
    var school: String
    var major: String?
    var classYear: Int?
  }

  /// What was so earlier, and since when somebody is no longer at school.
  struct Course: Sendable {
    fileprivate var place: Place?
    fileprivate var earlier: [(place: Place, until: Moment)] = []
    fileprivate var hasEnded = false
    fileprivate var withdrawn: Moment?

    fileprivate mutating func change(
      _ event: EffectiveEvent, _ change: (inout Place) -> Void
    ) {
      // After the end nothing leads to school again, as the aggregate has it.
      guard !hasEnded, let before = place, var after = place else { return }
      change(&after)
      if after == before { return }
      earlier.append((before, event.occurred))
      place = after
    }
  }

  let name = "Enrolments"
  let version = 5
  let initialMemory = Course()
  static let enrolment = TableDeclaration(
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
      .day("withdrawn_on", title: "Withdrawn", "When somebody left without a diploma."),
      .evidence, .confirmed,
    ], indexes: [["school", "class_year"], ["person"]])
  static let enrolmentKeyGroup = TableDeclaration(
    "enrolment_key_group",
    "That a student belongs to a key group, never to which: from a confirmation until its end.",
    key: [.text("confirmation", title: "Confirmation", "The event that confirmed it.")],
    [
      .day("from_day", title: "From", "Since when."),
      .day("to_day", title: "Until", "The first day without it; nothing while it holds."),
      .evidence, .confirmed,
    ])
  static let enrolmentEarlier = TableDeclaration(
    "enrolment_earlier", "What an enrolment said before it was changed.", key: [Earlier.key],
    [
      .text("school", title: "School", "The school's stream."),
      .text("major", nullable: true, title: "Major", "The catalogue's 6 digits."),
      .integer(
        "class_year", nullable: true, title: "Class", "The year in which the class graduates."),
      Earlier.until,
    ])
  let tables = [Self.enrolment, Self.enrolmentKeyGroup, Self.enrolmentEarlier]

  func remember(_ payload: Enrolment.Event, _ event: EffectiveEvent, in memory: inout Course) {
    switch payload {
    case .enrolled(let fact):
      memory.place = Place(
        school: fact.school, major: fact.hasMajor ? fact.major : nil,
        classYear: fact.hasClassYear ? Int(fact.classYear) : nil)
      (memory.hasEnded, memory.withdrawn) = (false, nil)
    case .resumed(let fact):
      memory.change(event) { if fact.hasClassYear { $0.classYear = Int(fact.classYear) } }
    case .transferred(let fact):
      memory.change(event) {
        if fact.hasSchool { $0.school = fact.school }
        if fact.hasMajor { $0.major = fact.major }
      }
    case .graduated: memory.hasEnded = true
    case .withdrawn:
      memory.hasEnded = true
      memory.withdrawn = memory.withdrawn ?? event.occurred
    default: break
    }
  }

  func addRows(
    of state: Enrolment?, _ facts: StreamFacts, _ memory: Course, to rows: inout RowSink
  ) {
    guard let enrolment = state else { return }
    let enrolled = facts.last(PBStudentEnrolled.eventType)
    rows.add(
      [
        .text(facts.stream.text), .text(enrolment.person.text), .text(enrolment.school.text),
        SQLValue(enrolment.major), SQLValue(enrolment.classYear), SQLValue(enrolment.gradeYear),
        .text(enrolment.phase.rawValue), facts.day(enrolled?.occurred),
        facts.day(enrolment.graduated),
        facts.day(enrolment.phase == .withdrawn ? memory.withdrawn : nil),
        enrolled?.evidence ?? .null, facts.confirmed,
      ], to: Self.enrolment)
    for (number, earlier) in memory.earlier.enumerated() {
      let place = earlier.place
      rows.add(
        [
          .text(facts.stream.text), SQLValue(number), .text(place.school), SQLValue(place.major),
          SQLValue(place.classYear), facts.day(earlier.until),
        ], to: Self.enrolmentEarlier)
    }
    for status in enrolment.keyGroups {
      rows.add(
        [
          .text(facts.stream.text), .text(status.confirmation.description),
          facts.day(status.period.from), facts.day(status.period.to),
          facts.evidence(PBKeyGroupConfirmed.eventType), facts.confirmed,
        ], to: Self.enrolmentKeyGroup)
    }
  }

  /// A common table expression `enrolled`: who had come to school by the end of each question's day and
  /// had not left without a diploma, with school, major and class as they were then.
  static let enrolled = """
    enrolled AS (
      SELECT arg.claim AS claim, e.stream AS stream, e.person AS person,
        \(Earlier.told("school", of: "e")) AS school, \(Earlier.told("major", of: "e")) AS major,
        \(Earlier.told("class_year", of: "e")) AS class_year, e.graduated_on AS graduated_on,
        e.evidence AS evidence, e.is_confirmed AS is_confirmed
      FROM arg JOIN enrolment e \(Earlier.joining("enrolment", as: "e", on: "arg.until"))
      WHERE e.enrolled_on <= arg.until AND (e.withdrawn_on IS NULL OR e.withdrawn_on > arg.until))
    """

  static let view = ViewDeclaration(
    "Enrolments", title: "Enrolments", of: Enrolments.enrolment,
    readers: .ofSinglePersons(
      figuresIn: "OutcomeStatistics or the measure graduates", owners: ["school"]))
}
