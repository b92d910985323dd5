internal import Deciding
public import EventModel
internal import SwiftProtobuf

/// A command on one enrolment.
protocol EnrolmentCommand: DomainCommand {
  var enrolment: String { get }
}

extension EnrolmentCommand {
  /// An organisation's own affair, unless a command says otherwise.
  static var duty: Duty { .ownAffairs }

  /// The enrolment's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!enrolment.isEmpty, "enrolment", "a stream name, as enrolment-…")
    return try Check.stream(enrolment, "enrolment", [Enrolment.category])
  }

  /// One event of a step: our own act where the phase allows it, and a report wherever it falls.
  func recordOnce(
    _ step: Transition<Enrolment>, _ details: some EventPayload, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    let stream = try target()
    let about = try context.current(Enrolment.self, stream).about
    return try context.recordOnce(step, DecidedEvent(details, to: stream, about: about))
  }
}

extension Enrolment {
  /// Whom its facts are about, besides itself.
  var about: [About] {
    [About(role: "student", stream: person), About(role: "school", stream: school)]
  }
}

extension Enrolment {
  /// The text that a person is looked up by: a student number is one person's at its school.
  public static func lookUp(studentNumber: String, at school: StreamName) -> String {
    "student number \(studentNumber) at \(school)"
  }
}

extension PBEnrolStudent: EnrolmentCommand {
  /// A school's report.
  static let standings = StandingPolicy.either(default: .reported)
  /// It brings the enrolment into being.
  static let creates = true

  /// Who studies, and where.
  var references: [Reference] {
    [
      .required("student", "details.person", details.person, Person.category),
      .required("school", "details.school", details.school, Organisation.category),
    ]
  }
  /// The major.
  var codes: [CodeUse] {
    [.optional(.majors, "details.major", details.hasMajor ? details.major : nil)]
  }

  /// One `enrolment.enrolled`, with the student number as a part of the person, looked up by it.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let person = try Check.stream(details.person, "details.person", [Person.category])
    let schoolName = try Check.stream(
      details.school, "details.school", [Organisation.category])
    let school = try context.referenced(
      Organisation.self, schoolName, field: "details.school")
    try Check.that(
      school.kind == .school, "details.school", "\(schoolName) is no school")
    try details.check()
    let parts =
      hasPersonal
      ? [
        ProposedPersonalPart(
          subject: person, part: "student.personal", plaintext: encoded(personal),
          lookUp: personal.hasStudentNumber
            ? Enrolment.lookUp(studentNumber: personal.studentNumber, at: schoolName) : nil)
      ] : []
    return Decision(events: [DecidedEvent(details, to: try target(), personal: parts)])
  }

  /// Without the student number.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .enrolStudent(copy)
  }
}

extension PBStudentEnrolled {
  fileprivate func check() throws(Rejection) {
    if hasMajor { try Check.major(major, "details.major") }
    if hasClassYear { try Check.classYear(classYear, "details.classYear") }
    if hasGradeYear { try Check.gradeYear(gradeYear, "details.gradeYear") }
  }
}

extension Check {
  static func major(_ text: String, _ field: String) throws(Rejection) {
    try that(MajorCode.isWellFormed(text), field, "\(field) takes a major's 6 digits")
  }

  static func classYear(_ year: Int32, _ field: String) throws(Rejection) {
    try that(
      Limits.civilYears.contains(Int(year)), field,
      "\(field) takes the year in which the class graduates, as 2022")
  }

  static func gradeYear(_ year: Int32, _ field: String) throws(Rejection) {
    try that((1...8).contains(year), field, "\(field) takes 1 for the first year, up to 8")
  }
}

extension PBAdvanceGradeYear: EnrolmentCommand {
  /// A school's report.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `enrolment.grade-year-advanced`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.gradeYear(details.gradeYear, "details.gradeYear")
    let enrolment = try context.target(Enrolment.self, try target())
    if context.standing == .decided, enrolment.isOpen,
      enrolment.gradeYear == Int(details.gradeYear)
    {
      return .alreadySo
    }
    return try recordOnce(Enrolment.Step.advance, details, context)
  }
}

extension PBInterruptStudy: EnrolmentCommand {
  /// A school's report.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `enrolment.interrupted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try recordOnce(Enrolment.Step.interrupt, details, context)
  }
}

extension PBResumeStudy: EnrolmentCommand {
  /// A school's report.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `enrolment.resumed`, perhaps in another class.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasGradeYear { try Check.gradeYear(details.gradeYear, "details.gradeYear") }
    if details.hasClassYear { try Check.classYear(details.classYear, "details.classYear") }
    return try recordOnce(Enrolment.Step.resume, details, context)
  }
}

extension PBTransferStudent: EnrolmentCommand {
  /// A school's report.
  static let standings = StandingPolicy.either(default: .reported)

  /// The new school, if it is another.
  var references: [Reference] {
    [.optional("newSchool", "details.school", details.school, Organisation.category)]
  }
  /// The new major.
  var codes: [CodeUse] {
    [.optional(.majors, "details.major", details.hasMajor ? details.major : nil)]
  }

  /// One `enrolment.transferred`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(
      details.hasSchool || details.hasMajor, "details", "a school, a major, or both")
    if details.hasMajor { try Check.major(details.major, "details.major") }
    if details.hasSchool {
      let name = try Check.stream(details.school, "details.school", [Organisation.category])
      let school = try context.referenced(Organisation.self, name, field: "details.school")
      try Check.that(school.kind == .school, "details.school", "\(name) is no school")
    }
    let enrolment = try context.target(Enrolment.self, try target())
    let sameSchool = !details.hasSchool || details.school == enrolment.school.text
    let sameMajor = !details.hasMajor || details.major == enrolment.major
    if context.standing == .decided, enrolment.isOpen, sameSchool, sameMajor { return .alreadySo }
    return try recordOnce(Enrolment.Step.transfer, details, context)
  }
}

extension PBGraduateStudent: EnrolmentCommand {
  /// A school's report.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `enrolment.graduated`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try recordOnce(Enrolment.Step.graduate, details, context)
  }
}

extension PBWithdrawStudent: EnrolmentCommand {
  /// A school's report.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `enrolment.withdrawn`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try recordOnce(Enrolment.Step.withdraw, details, context)
  }
}
