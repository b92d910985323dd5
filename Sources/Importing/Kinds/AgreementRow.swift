internal import Cooperation
internal import EventModel

/// `agreements`: a row reports one cooperation agreement that was signed.
struct AgreementRow: RowDraft {
  /// `agreements`
  static let kind = "agreements"
  /// What a row is.
  static let title = Wording("校企合作协议", "cooperation agreements")
  /// When it was signed.
  var occurred: String?
  private var number: StreamName?
  private var alliance: StreamName?
  private var parties: [Party] = []
  private var details = PBAgreementTerms()

  private struct Party {
    let field: String
    let cell: OrganisationCell
  }

  /// An empty draft.
  init() {}

  /// The columns.
  static var fields: [Field<Self>] {
    [
      Field(
        "agreement", Wording("协议编号", "Number"), aliases: ["合同编号", "编号"], examples: "XQ-2022-001",
        takes: .number(CooperationAgreement.category)
      ) { $0.number = $1 },
      Field(
        "title", Wording("协议名称", "Title"), aliases: ["合同名称", "合作项目"],
        examples: Wording("校企合作框架协议", "Framework agreement"), takes: .name
      ) { $0.details.title = $1 },
      Field(
        "kind", Wording("协议类型", "Kind"), examples: Wording("校企合作", "SCHOOL_ENTERPRISE"),
        takes: .word(
          Word("校企合作|校企", "SCHOOL_ENTERPRISE", .schoolEnterprise),
          Word("校校合作|校校", "SCHOOL_SCHOOL", .schoolSchool),
          Word("校会合作|学校与协会", "SCHOOL_ASSOCIATION", .schoolAssociation),
          Word("委托培养|委托培训", "ENTRUSTED_TRAINING", .entrustedTraining),
          Word("联合办学|共建机构", "JOINT_INSTITUTION", .jointInstitution))
      ) { $0.details.kind = $1 },
      party(1, "甲方", isRequired: true, "3633000001"),
      party(2, "乙方", isRequired: true, "91330206MA2TE5T1XN"),
      party(3, "丙方", isRequired: false, ""),
      Field(
        "forms", Wording("合作形式", "Forms"), aliases: ["合作内容", "合作方式"],
        examples: Wording("实习、订单班", "INTERNSHIP, ORDER_CLASS"),
        takes: .words(
          Word("专业与课程共建|专业与课程建设|专业共建|课程共建", "CURRICULUM", .curriculum),
          Word("联合培养", "JOINT_TRAINING", .jointTraining),
          Word("订单班|订单培养|定向培养", "ORDER_CLASS", .orderClass),
          Word("实习|学生实习", "INTERNSHIP", .internship),
          Word("就业见习|见习|就业实习实训", "PRACTICE_TRAINING", .practiceTraining),
          Word(
            "生涯规划教育|职业生涯规划|职业规划|职业启蒙|职业教育体验", "CAREER_EDUCATION", .careerEducation),
          Word("师资队伍|师资队伍建设|师资共建", "TEACHER_TEAM", .teacherTeam),
          Word("职工培训|员工培训", "STAFF_TRAINING", .staffTraining),
          Word("招聘|就业|毕业生招聘", "RECRUITMENT", .recruitment),
          Word("科技创新|技术服务", "INNOVATION", .innovation),
          Word("设施共享|设施资源共享|共建基地", "SHARED_FACILITIES", .sharedFacilities),
          Word("合作办学", "JOINT_RUNNING", .jointRunning), Word("其他", "OTHER", .other))
      ) { $0.details.forms = $1 },
      Field("goals", Wording("合作目标", "Goals"), takes: .longText) { $0.details.goals = $1 },
      Field(
        "rightsAndDuties", Wording("权利义务", "Rights and duties"), takes: .longText
      ) { $0.details.rightsAndDuties = $1 },
      Field(
        "plannedInterns", Wording("计划实习人数", "Planned interns"), examples: "30", takes: .count
      ) { $0.details.plannedInterns = $1 },
      Field(
        "occurred", Wording("签订日期", "Date signed"), aliases: ["签署日期", "签约日期", "日期"],
        examples: "2021-06-30", takes: .moment
      ) { $0.occurred = $1 },
      Field(
        "from", Wording("开始日期", "From"), aliases: ["生效日期", "合作开始日期"], examples: "2021-07-01",
        takes: .date
      ) { $0.details.from = $1 },
      Field(
        "to", Wording("结束日期", "To"), aliases: ["到期日期", "终止日期", "合作结束日期"], examples: "2024-06-30",
        takes: .date
      ) { $0.details.to = $1 },
      Field(
        "documentSha256", Wording("文件SHA-256", "Document SHA-256"), takes: .sha256
      ) { $0.details.documentSha256 = $1 },
      Field(
        "alliance", Wording("联盟编号", "Alliance"), blamed: ["broughtAboutBy"],
        takes: .number(Alliance.category)
      ) { $0.alliance = $1 },
    ]
  }

  private static func party(
    _ number: Int, _ chinese: String, isRequired: Bool, _ example: String
  ) -> Field<Self> {
    let key = "party\(number)"
    return Field(
      key, Wording(chinese, "Party \(number)"), isRequired: isRequired,
      blamed: number == 1 ? ["parties[0]", "parties"] : ["parties[\(number - 1)]"],
      examples: Wording(stringLiteral: example), takes: .organisation
    ) { $0.parties.append(Party(field: key, cell: $1)) }
  }

  /// One `reportAgreementSigned`.
  func commands(_ row: inout RowContext) -> [RowCommand] {
    var command = PBReportAgreementSigned()
    command.details = details
    for party in parties {
      if let stream = row.organisation(party.cell, party.field) {
        command.details.parties.append(stream.text)
      }
    }
    if let alliance = row.known(alliance, "alliance") {
      command.details.broughtAboutBy = alliance.text
    }
    command.agreement = (number ?? row.identity.stream(CooperationAgreement.category)).text
    return [RowCommand(0, .reportAgreementSigned(command))]
  }
}
