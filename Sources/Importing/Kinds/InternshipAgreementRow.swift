internal import Cooperation
internal import EventModel

/// `internship-agreements`: a row reports one internship agreement that was signed.
struct InternshipAgreementRow: RowDraft {
  /// `internship-agreements`
  static let kind = "internship-agreements"
  /// What a row is.
  static let title = Wording("实习协议", "internship agreements")
  /// When it was signed.
  var occurred: String?
  private var number: StreamName?
  private var agreement: StreamName?
  private var student = StudentCells()
  private var school: OrganisationCell?
  private var host: OrganisationCell?
  private var details = PBInternshipAgreementDrawnUp()
  private var terms = PBInternshipTerms()
  private var schoolMentor = MentorCells()
  private var hostMentor = MentorCells()

  /// An empty draft.
  init() {}

  /// The columns.
  static var fields: [Field<Self>] {
    [
      Field(
        "internshipAgreement", Wording("实习协议编号", "Number"), aliases: ["三方协议编号", "协议编号", "编号"],
        examples: "SX-2022-001", takes: .number(InternshipAgreement.category)
      ) { $0.number = $1 },
      .internshipKind { $0.details.kind = $1 },
    ] + StudentCells.fields { draft, change in change(&draft.student) } + [
      Field(
        "school", Wording("学校", "School"), isRequired: true, examples: "3633000001",
        takes: .organisation
      ) { $0.school = $1 },
      Field(
        "host", Wording("实习单位", "Host"), aliases: ["企业", "接收单位"], isRequired: true,
        examples: "91330206MA2TE5T1XN", takes: .organisation
      ) { $0.host = $1 },
      Field(
        "agreement", Wording("合作协议编号", "Cooperation agreement"), aliases: ["校企合作协议编号"],
        examples: "XQ-2022-001", takes: .number(CooperationAgreement.category)
      ) { $0.agreement = $1 },
      Field(
        "post", Wording("实习岗位", "Post"), aliases: ["岗位"], examples: Wording("装配", "assembly"),
        takes: .name
      ) { $0.terms.post = $1 },
      Field(
        "region", Wording("实习地区代码", "Region"), aliases: ["行政区划代码"], examples: "330206",
        takes: .region
      ) { $0.terms.region = $1 },
      Field(
        "place", Wording("实习地点", "Place"), takes: .name
      ) { $0.terms.place = $1 },
      Field(
        "occurred", Wording("签订日期", "Date signed"), aliases: ["签署日期", "日期"], examples: "2022-02-10",
        takes: .moment
      ) { $0.occurred = $1 },
      Field(
        "from", Wording("实习开始日期", "From"), aliases: ["开始日期"], examples: "2022-02-21", takes: .date
      ) { $0.terms.from = $1 },
      Field(
        "to", Wording("实习结束日期", "To"), aliases: ["结束日期"], examples: "2022-06-10", takes: .date
      ) { $0.terms.to = $1 },
      Field(
        "monthlyPay", Wording("月报酬(元)", "Monthly pay (yuan)"), aliases: ["月报酬", "实习报酬", "月实习报酬"],
        blamed: ["monthlyPayFen"], examples: "2800", takes: .yuan
      ) { $0.terms.monthlyPayFen = $1 },
      Field(
        "payCycleDays", Wording("支付周期(天)", "Pay cycle (days)"), examples: "30", takes: .count
      ) { $0.terms.payCycleDays = $1 },
      Field(
        "weeklyHours", Wording("周工时", "Weekly hours"), aliases: ["每周工时"], examples: "40",
        takes: .whole(0...168, "the hours of a week, 0 to 168")
      ) { $0.terms.weeklyHours = $1 },
      Field(
        "protection", Wording("劳动保护", "Protection"), takes: .name
      ) { $0.terms.protection = $1 },
    ]
      + MentorCells.fields(
        "schoolMentor", Wording("校内指导教师", "School mentor"), aliases: ["学校指导教师", "实习指导教师"]
      ) { draft, change in change(&draft.schoolMentor) }
      + MentorCells.fields(
        "hostMentor", Wording("企业指导人员", "Host mentor"), aliases: ["实习单位指导人员", "企业导师", "企业指导教师"]
      ) { draft, change in change(&draft.hostMentor) } + [
        Field(
          "signedBy", Wording("签订方", "Signed by"), aliases: ["签署方"],
          examples: Wording("学生、学校、企业", "STUDENT, SCHOOL_SIDE, HOST_SIDE"),
          takes: .words(
            Word("学生", "STUDENT", .student), Word("学校", "SCHOOL_SIDE", .schoolSide),
            Word("企业|实习单位", "HOST_SIDE", .hostSide))
        ) { $0.details.signedBy = $1 },
        Field(
          "documentSha256", Wording("文件SHA-256", "Document SHA-256"), takes: .sha256
        ) { $0.details.documentSha256 = $1 },
      ]
  }

  /// One `reportInternshipAgreementSigned`.
  func commands(_ row: inout RowContext) -> [RowCommand] {
    var command = PBReportInternshipAgreementSigned()
    command.details = details
    let school = row.organisation(school, "school")
    let student = row.student(student, at: school)
    if let school { command.details.school = school.text }
    if let host = row.organisation(host, "host") { command.details.host = host.text }
    if let student { command.details.student = student.text }
    if let enrolment = row.enrolment(of: student) { command.details.enrolment = enrolment.text }
    if let agreement = row.known(agreement, "agreement") {
      command.details.agreement = agreement.text
    }
    var terms = terms
    if let mentor = row.mentor(schoolMentor, "schoolMentor") { terms.schoolMentor = mentor.text }
    if let mentor = row.mentor(hostMentor, "hostMentor") { terms.hostMentor = mentor.text }
    if terms != PBInternshipTerms() { command.details.terms = terms }
    command.internshipAgreement =
      (number ?? row.identity.stream(InternshipAgreement.category)).text
    return [RowCommand(0, .reportInternshipAgreementSigned(command))]
  }
}

extension Field {
  /// What the internship is for.
  static func internshipKind(
    _ set: @escaping @Sendable (inout Draft, PBInternshipKind) -> Void
  ) -> Field {
    Field(
      "kind", Wording("实习类型", "Kind"), aliases: ["实习性质"], examples: Wording("岗位实习", "POST"),
      takes: .word(
        Word("认识实习|认知实习", "COGNITION", .cognition), Word("岗位实习|顶岗实习|跟岗实习", "POST", .post)),
      set)
  }
}
