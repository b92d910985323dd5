internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

/// `organisations`: a row registers one organisation.
struct OrganisationRow: RowDraft {
  /// `organisations`
  static let kind = "organisations"
  /// What a row is.
  static let title = Wording("机构", "organisations")
  /// When it was registered.
  var occurred: String?
  private var number: StreamName?
  private var details = PBOrganisationRegistered()

  /// An empty draft.
  init() {}

  /// The columns.
  static var fields: [Field<Self>] {
    [
      Field(
        "kind", Wording("机构类型", "Kind"), aliases: ["单位类型", "类型"], isRequired: true,
        examples: Wording("学校", "SCHOOL"), Wording("企业", "ENTERPRISE"),
        takes: .word(
          Word("企业|公司", "ENTERPRISE", .enterprise), Word("学校|院校", "SCHOOL", .school),
          Word("人力资源机构|人力资源服务机构", "HR_INSTITUTION", .hrInstitution),
          Word("行业协会|协会", "INDUSTRY_ASSOCIATION", .industryAssociation),
          Word("培训机构", "TRAINING_INSTITUTION", .trainingInstitution),
          Word("政府部门|政府机构", "GOVERNMENT_BODY", .governmentBody), Word("其他", "OTHER", .other))
      ) { $0.details.kind = $1 },
      Field(
        "name", Wording("名称", "Name"),
        aliases: ["单位名称", "机构名称", "企业名称", "学校名称", "公司名称"], isRequired: true,
        examples: Wording("示例职业技术学校", "Example Vocational School"),
        Wording("示例汽车有限公司", "Example Motors Ltd"), takes: .name
      ) { $0.details.name = $1 },
      Field(
        "englishName", Wording("英文名称", "English name"), blamed: ["names"], takes: .name
      ) { draft, name in
        draft.details.names.append(
          .with {
            $0.language = "en"
            $0.name = name
          })
      },
      Field(
        "creditCode", Wording("统一社会信用代码", "Credit code"), aliases: ["社会信用代码", "信用代码"],
        examples: "12330203K12345677Y", "91330206MA2TE5T1XN", takes: .creditCode
      ) { $0.details.creditCode = $1 },
      Field(
        "schoolCode", Wording("学校标识码", "School code"), aliases: ["学校代码", "院校代码"],
        examples: "3633000001", "", takes: .schoolCode
      ) { $0.details.schoolCode = $1 },
      Field(
        "schoolLevel", Wording("办学层次", "School level"), aliases: ["学校层次"],
        examples: Wording("中等职业学校", "SECONDARY_VOCATIONAL"), "",
        takes: .word(
          Word(
            "中等职业学校|中职|职业高中|中等专业学校|中专", "SECONDARY_VOCATIONAL", .secondaryVocational),
          Word("技工院校|技工学校|技师学院", "TECHNICAL", .technical),
          Word(
            "高等职业院校|高等职业学校|高职院校|高职", "HIGHER_VOCATIONAL", .higherVocational),
          Word("本科院校|本科", "UNDERGRADUATE", .undergraduate),
          Word("成人院校|成人高校", "ADULT", .adult),
          Word("其他", "OTHER_LEVEL", .otherLevel))
      ) { $0.details.schoolLevel = $1 },
      Field(
        "region", Wording("行政区划代码", "Region"), aliases: ["地区代码", "区划代码", "所在地代码"],
        examples: "330203", "330206", takes: .region
      ) { $0.details.region = $1 },
      Field(
        "industry", Wording("行业代码", "Industry"), aliases: ["所属行业代码"], examples: "", "C3610",
        takes: .industry
      ) { $0.details.industry = $1 },
      Field(
        "ownership", Wording("所有制", "Ownership"), aliases: ["经济类型"], examples: "",
        Wording("民营", "PRIVATE"),
        takes: .word(
          Word("国有", "STATE", .state), Word("集体", "COLLECTIVE", .collective),
          Word("民营|私营", "PRIVATE", .private), Word("外资|外商独资", "FOREIGN", .foreign),
          Word("合资|中外合资", "JOINT", .joint), Word("其他", "OTHER_OWNERSHIP", .otherOwnership))
      ) { $0.details.ownership = $1 },
      Field(
        "sizeClass", Wording("企业规模", "Size"), aliases: ["规模"], examples: "", Wording("大型", "LARGE"),
        takes: .word(
          Word("微型", "MICRO", .micro), Word("小型", "SMALL", .small), Word("中型", "MEDIUM", .medium),
          Word("大型", "LARGE", .large))
      ) { $0.details.sizeClass = $1 },
      Field(
        "staffOnPost", Wording("在岗人数", "Staff on post"), aliases: ["职工人数", "员工人数"], examples: "",
        "1200", takes: .count
      ) { $0.details.staffOnPost = $1 },
      Field("park", Wording("所在园区", "Park"), aliases: ["园区"], takes: .name) {
        $0.details.park = $1
      },
      Field(
        "approvalNumber", Wording("批准文号", "Approval number"), takes: .name
      ) { $0.details.approvalNumber = $1 },
      Field(
        "organisation", Wording("机构编号", "Number"), aliases: ["单位编号", "编号"],
        takes: .number(Organisation.category)
      ) { $0.number = $1 },
      Field(
        "occurred", Wording("登记日期", "Date"), aliases: ["成立日期", "注册日期", "日期"],
        examples: "2012-09-01", "2015-03-10", takes: .moment
      ) { $0.occurred = $1 },
    ]
  }

  /// One `registerOrganisation`; its stream is named by its number, its codes or its name, so that
  /// other sheets can name it by any of them.
  func commands(_ row: inout RowContext) -> [RowCommand] {
    var command = PBRegisterOrganisation()
    command.details = details
    command.organisation = stream(row).text
    return [RowCommand(0, .registerOrganisation(command), unique: ["creditCode", "schoolCode"])]
  }

  private func stream(_ row: RowContext) -> StreamName {
    if let number { return number }
    for text in [details.creditCode, details.schoolCode, details.name] where !text.isEmpty {
      if let stream = try? StreamCell.stream(text, Organisation.category) { return stream }
    }
    return row.identity.stream(Organisation.category)
  }
}
