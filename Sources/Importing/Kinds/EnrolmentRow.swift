internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

/// `enrolments`: a row registers one person and enrols the person at a school.
///
/// Somebody whose ID number is registered already is only enrolled.
struct EnrolmentRow: RowDraft {
  /// `enrolments`
  static let kind = "enrolments"
  /// What a row is.
  static let title = Wording("学生及学籍", "persons and their enrolments")
  /// The most commands of a row.
  static let commandCount = 3
  /// When the studies began.
  var occurred: String?
  private var person: StreamName?
  private var guardian: StreamName?
  private var school: OrganisationCell?
  private var identity = PBPersonPersonal()
  private var details = PBStudentEnrolled()
  private var student = PBStudentPersonal()
  private var legalBasis = LegalBasisCells()

  /// An empty draft.
  init() {}

  /// The columns.
  static var fields: [Field<Self>] {
    [
      Field(
        "name", Wording("姓名", "Name"), aliases: ["学生姓名"], isPersonal: true,
        examples: Wording("张三", "Zhang San"), takes: .name
      ) { $0.identity.name = $1 },
      Field(
        "idNumber", Wording("身份证号", "ID number"),
        aliases: ["身份证号码", "证件号码", "公民身份号码", "学生身份证号"], isPersonal: true,
        examples: "990200200403150027", takes: .idNumber
      ) { $0.identity.idNumber = $1 },
      Field(
        "birthDate", Wording("出生日期", "Day of birth"), aliases: ["出生年月日"], isPersonal: true,
        takes: .date
      ) { $0.identity.birthDate = $1 },
      Field(
        "sex", Wording("性别", "Sex"), isPersonal: true, examples: Wording("女", "FEMALE"),
        takes: .word(Word("女", "FEMALE", .female), Word("男", "MALE", .male))
      ) { $0.identity.sex = $1 },
      Field(
        "phone", Wording("手机号", "Phone"), aliases: ["联系电话", "电话", "手机号码"], isPersonal: true,
        takes: .phone
      ) { $0.identity.phone = $1 },
      Field(
        "school", Wording("学校", "School"), aliases: ["所在学校", "就读学校", "学校代码", "学校标识码"],
        isRequired: true, examples: "3633000001", takes: .organisation
      ) { $0.school = $1 },
      Field(
        "studentNumber", Wording("学号", "Student number"), isPersonal: true, examples: "20220101",
        takes: .label
      ) { $0.student.studentNumber = $1 },
      Field(
        "major", Wording("专业代码", "Major"), aliases: ["专业"], examples: "700204", takes: .major
      ) { $0.details.major = $1 },
      Field(
        "classYear", Wording("毕业年份", "Class year"), aliases: ["届", "毕业届别"], examples: "2022",
        takes: .year
      ) { $0.details.classYear = $1 },
      Field(
        "gradeYear", Wording("年级", "Grade year"), examples: "3", takes: .gradeYear
      ) { $0.details.gradeYear = $1 },
      Field(
        "mode", Wording("学习形式", "Mode"), examples: Wording("全日制", "FULL_TIME"),
        takes: .word(Word("全日制", "FULL_TIME", .fullTime), Word("非全日制|业余", "PART_TIME", .partTime))
      ) { $0.details.mode = $1 },
      Field(
        "occurred", Wording("入学日期", "Date"), aliases: ["日期"], examples: "2019-09-01", takes: .moment
      ) { $0.occurred = $1 },
      Field(
        "guardian", Wording("监护人编号", "Guardian"), takes: .stream(Person.category)
      ) { $0.guardian = $1 },
      Field(
        "person", Wording("人员编号", "Person"), aliases: ["学生编号"], saysDone: true,
        takes: .stream(Person.category)
      ) { $0.person = $1 },
    ] + LegalBasisCells.fields(hasExample: true) { draft, change in change(&draft.legalBasis) }
  }

  /// `registerPerson`, or `recordLegalBasis` where the person is known, and `enrolStudent`.
  func commands(_ row: inout RowContext) -> [RowCommand] {
    let school = row.organisation(school, "school")
    let own = row.identity.stream(Person.category)
    let basis = legalBasis.basis(&row)
    let person = registered(&row, own: own) ?? own
    var commands: [RowCommand] = []
    // The row's own person, when it is imported again: asked for again, to get its first receipt.
    if self.person == nil, person == own {
      if !identity.hasName, !row.hasProblem(with: "name"), row.wanted.isEmpty {
        row.refuse(
          .missing, "the person's name is needed, unless the person is known", field: "name")
      }
      let register = PBRegisterPerson.with {
        $0.person = own.text
        if let guardian { $0.details.guardian = guardian.text }
        if let basis { $0.details.legalBasis = basis }
        $0.personal = identity
      }
      commands.append(
        RowCommand(
          0, .registerPerson(register), unique: ["idNumber"],
          done: DoneCell(field: "person", text: own.text)))
    } else if let basis {
      commands.append(.recordLegalBasis(2, of: person, basis))
    }
    var enrol = PBEnrolStudent()
    enrol.details = details
    enrol.details.person = person.text
    if let school { enrol.details.school = school.text }
    enrol.enrolment = row.identity.stream(Enrolment.category).text
    if student.hasStudentNumber { enrol.personal = student }
    commands.append(RowCommand(1, .enrolStudent(enrol), unique: ["studentNumber"]))
    return commands
  }

  private func registered(_ row: inout RowContext, own: StreamName) -> StreamName? {
    if let person { return row.known(person, "person") }
    guard identity.hasIDNumber,
      let holder = row.holder(
        ofIDNumber: identity.idNumber, name: identity.hasName ? identity.name : nil)
    else { return nil }
    // A wrong number may be a right one of somebody else, who must not be enrolled instead.
    if holder != own {
      row.check(holder, PersonParticulars(identity), .duplicate, "ID number", field: "idNumber")
    }
    return holder
  }
}
