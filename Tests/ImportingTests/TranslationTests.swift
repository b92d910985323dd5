import Cooperation
import EventModel
import Testing

@testable import Importing

@Suite struct `A row` {
  static let school = "organisation-school"
  static let host = "organisation-host"
  static let known: [LookUp: String] = [
    .schoolCode("3633000001"): school, .creditCode("91330206MA2TE5T1XN"): host,
  ]

  @Test func `of organisations becomes a registration named by its code`() throws {
    let sheet = try Sheet("organisations")
    let commands = try sheet.commands(
      "机构类型*,名称（必填）,统一社会信用代码,登记日期,在岗人数\n企业,示例公司,91330206ma2te5t1xn,2015/3/10,\"1,200\"\n")
    let command = try #require(commands.first)
    #expect(commands.count == 1)
    #expect(command.registerOrganisation.organisation == "organisation-91330206MA2TE5T1XN")
    #expect(command.registerOrganisation.details.kind == .enterprise)
    #expect(command.registerOrganisation.details.staffOnPost == 1200)
    #expect(command.occurred == "2015-03-10")
    #expect(command.standing == .reported)
    #expect(command.source.evidence == .documented)
    #expect(command.source.sha256.count == 64)
    _ = try ParsedCommand(command)
  }

  @Test func `is the same command whenever the same file is read, and another in another file`()
    throws
  {
    var sheet = try Sheet("organisations")
    let text = "kind,name,occurred\nSCHOOL,A,2012\nSCHOOL,B,2012\n"
    func ids() throws -> [String] {
      try sheet.translations(text).map {
        guard case .commands(let commands) = $0 else { return "" }
        return commands.map(\.command.id).joined()
      }
    }
    let first = try ids()
    #expect(try ids() == first)
    #expect(Set(first).count == 2)
    sheet.file = "mended"
    #expect(Set(try ids() + first).count == 4)
  }

  @Test func `of enrolments becomes a person and an enrolment`() throws {
    var sheet = try Sheet("enrolments")
    sheet.known = Self.known
    let text = """
      姓名,身份证号,学校,学号,专业代码,毕业年份,年级,学习形式,入学日期,人员编号
      张三,330203200403150023,3633000001,20220101,700204,2022届,三年级,全日制,2019-09-01,
      """
    let commands = try sheet.commands(text)
    #expect(commands.count == 2)
    let person = commands[0].registerPerson
    let enrolment = commands[1].enrolStudent
    #expect(person.personal.name == "张三")
    #expect(person.personal.idNumber == "330203200403150023")
    #expect(enrolment.details.person == person.person)
    #expect(enrolment.details.school == Self.school)
    #expect(enrolment.personal.studentNumber == "20220101")
    #expect(enrolment.details.gradeYear == 3)
    for command in commands { _ = try ParsedCommand(command) }

    // Somebody who is registered is only enrolled, by ID number or by stream.
    sheet.known[.idNumber("330203200403150023", name: "张三")] = "person-known"
    let again = try sheet.commands(text)
    #expect(again.map(\.enrolStudent.details.person) == ["person-known"])
    #expect(again[0].id == commands[1].id)
    sheet.known[.idNumber("330203200403150023", name: "张三")] = person.person
    #expect(try sheet.commands(text) == commands)
    sheet.known[.stream(try StreamName(validating: "person-7"))] = "person-7"
    let named = try sheet.commands(
      "学校,入学日期,人员编号\n3633000001,2019-09-01,person-7\n")
    #expect(named.map(\.enrolStudent.details.person) == ["person-7"])
  }

  @Test func `of enrolments brings along the ground on which the person is kept`() throws {
    var sheet = try Sheet("enrolments")
    sheet.known = Self.known
    let header = "姓名,身份证号,学校,入学日期,处理依据,处理目的,依据文件\n"
    let row = "张三,990200200403150027,3633000001,2023-09-01,"
    let commands = try sheet.commands(header + row + "法定职责,就业服务,甬教〔2023〕1号\n")
    #expect(commands.count == 2)
    let basis = commands[0].registerPerson.details.legalBasis
    #expect(basis.ground == .statutoryDuty)
    #expect(basis.purpose == "就业服务")
    #expect(basis.document == "甬教〔2023〕1号")
    for command in commands { _ = try ParsedCommand(command) }
    // Of somebody who is known it is recorded before what brings more of them along.
    sheet.known[.idNumber("990200200403150027", name: "张三")] = "person-known"
    let known = try sheet.commands(header + row + "CONSENT,就业服务,\n")
    #expect(known.map(\.recordLegalBasis.person) == ["person-known", ""])
    #expect(known[0].recordLegalBasis.details.ground == .consent)
    #expect(known[1].enrolStudent.details.person == "person-known")
    #expect(Set(known.map(\.id)).count == 2)
    #expect(known[1].id == commands[1].id)
    for command in known { _ = try ParsedCommand(command) }
    #expect(try sheet.commands(header + row + ",,\n").count == 1)

    // Half a ground is none.
    let unsaid = try sheet.problems(header + row + ",就业服务,\n")
    #expect(unsaid.map(\.field) == ["legalBasis"])
    let aimless = try sheet.problems(header + row + "同意,,\n")
    #expect(aimless.map(\.code) == [.missing])
    #expect(aimless.map(\.header) == ["处理目的"])
    #expect(try sheet.code(header + row + "因为,就业服务,\n") == .badFormat)
  }

  @Test func `of outcomes records the ground before the pay`() throws {
    var sheet = try Sheet("outcomes")
    sheet.known = Self.known
    sheet.known[.idNumber("990200200403150027")] = "person-1"
    let commands = try sheet.commands(
      "身份证号,学校,毕业去向类别代码,月薪(元),登记日期,处理依据,处理目的\n"
        + "990200200403150027,3633000001,升学,5000,2024-07-15,法定职责,就业统计\n")
    #expect(commands.map(\.recordLegalBasis.person) == ["person-1", ""])
    #expect(commands[1].declareOutcome.details.facts.category == "80")
    #expect(commands[1].declareOutcome.personal.monthlyPay == 500_000)
  }

  @Test func `whose number is another's is refused, and gives nothing of the other away`() throws {
    var sheet = try Sheet("enrolments")
    sheet.known = Self.known
    sheet.known[.idNumber("990200200403150027", name: "张三")] = "person-known"
    let text = "姓名,性别,身份证号,学校,入学日期\n张三,女,990200200403150027,3633000001,2023-09-01\n"
    #expect(try sheet.commands(text).count == 1)
    sheet.strangers = ["person-known"]
    let problem = try #require(try sheet.problems(text).first)
    #expect(problem.code == .duplicate)
    #expect(problem.header == "身份证号")
    #expect(problem.reason.contains("recorded with another name or sex"))
    // A row that says nothing of who it is has nothing to compare.
    sheet.known[.idNumber("990200200403150027")] = "person-known"
    let bare = "身份证号,学校,入学日期\n990200200403150027,3633000001,2023-09-01\n"
    #expect(try sheet.commands(bare).count == 1)

    var outcomes = try Sheet("outcomes")
    outcomes.known = Self.known
    let school = try StreamName(validating: Self.school)
    outcomes.known[.studentNumber("7", school: school)] = "person-known"
    outcomes.strangers = ["person-known"]
    let row = "学号,姓名,学校,毕业去向类别代码,登记日期\n7,张三,3633000001,10,2024-07-15\n"
    let wrong = try outcomes.problems(row)
    #expect(wrong.map(\.code) == [.unknownReference])
    #expect(wrong.map(\.header) == ["学号"])
    outcomes.strangers = []
    #expect(try outcomes.commands(row).map(\.declareOutcome.details.graduate) == ["person-known"])
  }

  @Test func `names an organisation by its name where only one has it`() throws {
    var sheet = try Sheet("agreements")
    sheet.known = Self.known
    sheet.known[.organisationName("示例汽车有限公司")] = Self.host
    sheet.known[.organisationName("Works")] = "organisation-w"
    let header = "party1,party2,occurred\n"
    func parties(_ cell: String) throws -> [String] {
      try sheet.commands(header + "3633000001,\(cell),2022-06-30\n")
        .flatMap(\.reportAgreementSigned.details.parties)
    }
    #expect(try parties("示例汽车有限公司") == [Self.school, Self.host])
    #expect(try parties("Works") == [Self.school, "organisation-w"])
    // A number of her own that stands in the stream's name goes before a name.
    sheet.known[.stream(try StreamName(validating: "organisation-Works"))] = "organisation-Works"
    #expect(try parties("Works") == [Self.school, "organisation-Works"])
    // One with other characters is found behind the names.
    let number = try StreamCell.stream("企〔2022〕1", Organisation.category)
    sheet.known[.stream(number)] = number.text
    #expect(try parties("企〔2022〕1") == [Self.school, number.text])

    sheet.several[.organisationName("重名公司")] = ["organisation-a", "organisation-b"]
    let problems = try sheet.problems(header + "3633000001,重名公司,2022-06-30\n")
    #expect(problems.map(\.code) == [.unknownReference])
    #expect(problems.first?.reason.contains("organisation-a, organisation-b") == true)
    #expect(problems.first?.reason.hasPrefix("2 organisations have or had this name") == true)
    #expect(
      LookUp.folded(organisationName: " 示例（宁波）公司")
        == LookUp.folded(
          organisationName: "示例(宁波)公司"))
  }

  @Test func `of agreements names its parties and its alliance`() throws {
    var sheet = try Sheet("agreements")
    sheet.known = Self.known
    sheet.known[.stream(try StreamName(validating: "alliance-a"))] = "alliance-a"
    let commands = try sheet.commands(
      """
      协议编号,协议名称,甲方,乙方,合作形式,签订日期,开始日期,结束日期,联盟编号
      校企〔2022〕1号,框架协议,3633000001,91330206MA2TE5T1XN,"实习、订单班",2022-06-30,2022/7/1,2025/6/30,alliance-a
      """)
    let agreement = try #require(commands.first).reportAgreementSigned
    #expect(agreement.agreement.hasPrefix("agreement-x"))
    #expect(agreement.details.parties == [Self.school, Self.host])
    #expect(agreement.details.forms == [.internship, .orderClass])
    #expect(agreement.details.from == "2022-07-01")
    #expect(agreement.details.broughtAboutBy == "alliance-a")
  }

  @Test func `takes a line break in a long text, however the file ends its lines`() throws {
    var sheet = try Sheet("agreements")
    sheet.known = Self.known
    for end in ["\n", "\r\n"] {
      let text = [
        "协议编号,协议名称,甲方,乙方,签订日期,合作目标",
        "1号,框架协议,3633000001,91330206MA2TE5T1XN,2022-06-30,\"共建基地，\(end)师资互聘\"", "",
      ].joined(separator: end)
      let agreement = try #require(try sheet.commands(text).first).reportAgreementSigned
      #expect(agreement.details.goals == "共建基地，\n师资互聘")
      // The row stands as it came, for the reject file.
      #expect(try sheet.placed(text).first?.row.cells.last == "共建基地，\(end)师资互聘")
    }
  }

  @Test func `takes what is done at a job in as many words as the command does`() throws {
    var sheet = try Sheet("vacancies")
    sheet.known = Self.known
    let content = "一、装配\n" + String(repeating: "二、调试设备，", count: 60)
    let vacancy = try #require(
      try sheet.commands(
        """
        用人单位,岗位名称,发布日期,岗位职责
        91330206MA2TE5T1XN,装配技术员,2022/3/1,"\(content)"
        """
      ).first
    ).publishVacancy
    #expect(vacancy.details.terms.content == content)
  }

  @Test func `of internships names the student by any number`() throws {
    var sheet = try Sheet("internship-agreements")
    let school = try StreamName(validating: Self.school)
    let person = try StreamName(validating: "person-1")
    sheet.known = Self.known
    sheet.known[.idNumber("330203200403150023")] = "person-1"
    sheet.known[.studentNumber("20220101", school: school)] = "person-1"
    sheet.known[.enrolment(of: person)] = "enrolment-1"
    sheet.known[.stream(person)] = "person-1"
    for (header, cell) in [
      ("身份证号", "330203200403150023"), ("学号", "=\"20220101\""), ("人员编号", "person-1"),
    ] {
      let commands = try sheet.commands(
        """
        \(header),学校,实习单位,实习类型,签订日期,月报酬(元),签订方
        \(cell),3633000001,91330206MA2TE5T1XN,顶岗实习,2022-02-10,2800,学生、学校、企业
        """)
      let drawnUp = try #require(commands.first).reportInternshipAgreementSigned.details
      #expect(drawnUp.student == "person-1")
      #expect(drawnUp.enrolment == "enrolment-1")
      #expect(drawnUp.kind == .post)
      #expect(drawnUp.terms.monthlyPayFen == 280_000)
      #expect(drawnUp.signedBy == [.student, .schoolSide, .hostSide])
    }
    let mentored = try sheet.commands(
      "人员编号,学校,实习单位,签订日期,校内指导教师,企业指导人员\n"
        + "person-1,3633000001,91330206MA2TE5T1XN,2022-02-10,person-1,330203200403150023\n")
    let terms = try #require(mentored.first).reportInternshipAgreementSigned.details.terms
    #expect(terms.schoolMentor == "person-1")
    #expect(terms.hostMentor == "person-1")
    // A name beside the number is held against it.
    sheet.known[.idNumber("330203200403150023", name: "李四")] = "person-2"
    let header = "人员编号,学校,实习单位,签订日期,企业导师,企业导师姓名\n"
    let row = "person-1,3633000001,91330206MA2TE5T1XN,2022-02-10,330203200403150023,李四\n"
    let called = try #require(try sheet.commands(header + row).first)
    #expect(called.reportInternshipAgreementSigned.details.terms.hostMentor == "person-2")
    #expect(!called.reportInternshipAgreementSigned.details.terms.hasSchoolMentor)
    let nameless = try sheet.problems(
      "人员编号,学校,实习单位,签订日期,校内指导教师姓名\n"
        + "person-1,3633000001,91330206MA2TE5T1XN,2022-02-10,王五\n")
    #expect(nameless.map(\.code) == [.missing])
    #expect(nameless.map(\.header) == ["校内指导教师姓名"])
    sheet.strangers = ["person-2"]
    let stranger = try sheet.problems(header + row)
    #expect(stranger.map(\.header) == ["企业导师"])
    #expect(stranger.first?.reason.contains("recorded with another name") == true)
    sheet.strangers = []
    let unknown = try sheet.problems(
      "人员编号,学校,实习单位,签订日期,校内指导教师\n"
        + "person-1,3633000001,91330206MA2TE5T1XN,2022-02-10,person-9\n")
    #expect(unknown.map(\.header) == ["校内指导教师"])
    let nobody = try sheet.problems(
      "学号,学校,实习单位,签订日期\n7,3633000001,91330206MA2TE5T1XN,2022-02-10\n")
    #expect(nobody.map(\.code) == [.unknownReference])
    #expect(nobody.first?.header == "学号")
    #expect(nobody.first?.column == 1)
    let unsaid = try sheet.problems(
      "学校,实习单位,签订日期\n3633000001,91330206MA2TE5T1XN,2022-02-10\n")
    #expect(unsaid.map(\.code) == [.missing])
  }

  @Test func `of placements begins one, and ends it where it is over`() throws {
    var sheet = try Sheet("placements")
    sheet.known = Self.known
    sheet.known[.idNumber("330203200403150023")] = "person-1"
    let header = "身份证号,学校,实习单位,开始日期,完成日期\n"
    let row = "330203200403150023,3633000001,91330206MA2TE5T1XN,2022-02-21,"
    #expect(try sheet.commands(header + row + "\n").map(\.occurred) == ["2022-02-21"])
    let both = try sheet.commands(header + row + "2022-06-10\n")
    #expect(both.map(\.occurred) == ["2022-02-21", "2022-06-10"])
    #expect(both[1].completePlacement.placement == both[0].startPlacement.placement)
    let turned = try sheet.problems(header + row + "2022-02-20\n")
    #expect(turned.map(\.code) == [.badFormat] && turned.map(\.header) == ["完成日期"])
    // Of a month it may be either way.
    #expect(try sheet.commands(header + row + "2022-02\n").count == 2)
  }

  @Test(arguments: [
    ("SCHOOL,,2012-09-01,", ImportCode.missing, 2), ("SCHOOL,A,,", .missing, 3),
    ("COLLEGE,A,2012-09-01,", .badFormat, 1), ("SCHOOL,A,soon,", .wrongDataType, 3),
    ("SCHOOL,A,2012-09-01,many", .wrongDataType, 4), ("SCHOOL,#N/A,2012-09-01,", .badFormat, 2),
    ("SCHOOL,A\u{FFFD},2012-09-01,", .badFormat, 2),
  ])
  func `says which cell is wrong, and how`(row: String, code: ImportCode, column: Int) throws {
    let sheet = try Sheet("organisations")
    let problems = try sheet.problems("kind,name,occurred,staffOnPost\n\(row)\n")
    #expect(problems.map(\.code) == [code])
    #expect(problems.first?.column == column)
    #expect(problems.first?.reason.isEmpty == false)
  }

  @Test func `says all that is wrong at once`() throws {
    let sheet = try Sheet("organisations")
    let problems = try sheet.problems("kind,name,creditCode,occurred\nX,,123,never\n")
    #expect(problems.map(\.field) == ["kind", "name", "creditCode", "occurred"])
  }

  @Test func `with more cells than headers is refused`() throws {
    let sheet = try Sheet("organisations")
    let problems = try sheet.problems("kind,name,occurred\nSCHOOL,A,2012,B\n")
    #expect(problems.map(\.code) == [.badFormat])
    #expect(problems.first?.column == 4)
  }

  @Test func `that names somebody unknown is refused`() throws {
    let sheet = try Sheet("agreements")
    let problems = try sheet.problems(
      "party1,party2,occurred\n3633000001,没有的公司,2022-06-30\n")
    #expect(problems.map(\.code) == [.unknownReference, .unknownReference])
    #expect(problems.map(\.column) == [1, 2])
  }

  @Test func `takes its moment from the command line where it has none`() throws {
    var sheet = try Sheet("organisations")
    sheet.options.occurred = "<=2022"
    sheet.options.document = "年报"
    let commands = try sheet.commands("kind,name\nSCHOOL,A\n")
    #expect(commands.map(\.occurred) == ["<=2022"])
    #expect(commands.map(\.source.document) == ["年报"])
  }

  @Test func `is blamed for what a command is refused for`() throws {
    let sheet = try Sheet("organisations")
    let row = try #require(
      try sheet.placed("kind,name,信用代码,occurred\nSCHOOL,A,,2012\n").first)
    func problem(_ code: String, _ path: String?) -> RowProblem? {
      sheet.kind.problem(
        Refusal(code: code, reason: "no", path: path, rule: "R01"), in: row.row, row.layout)
    }
    let malformed = problem("malformed-value", "registerOrganisation.details.creditCode")
    #expect(malformed?.header == "信用代码")
    #expect(malformed?.column == 3)
    #expect(malformed?.rule == "R01")
    #expect(problem("code-taken", nil)?.code == .duplicate)
    #expect(problem("command-reused", nil)?.reason.contains("recorded before") == true)
    #expect(problem("disk-full", nil) == nil)
    let codes = [
      "malformed-value", "too-large", "unknown-stream", "already-exists", "wrong-state", "rule",
      "in-the-future", "unconfirmed", "not-permitted", "cannot-be-assessed",
    ].compactMap { problem($0, nil)?.code }
    #expect(
      codes == [
        .badFormat, .badLength, .unknownReference, .duplicate, .wrongState, .rule, .inTheFuture,
        .unconfirmed, .notPermitted, .cannotBeAssessed,
      ])
  }
}
