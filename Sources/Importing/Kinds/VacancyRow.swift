internal import Cooperation
internal import EventModel

/// `vacancies`: a row reports one vacancy that was published.
struct VacancyRow: RowDraft {
  /// `vacancies`
  static let kind = "vacancies"
  /// What a row is.
  static let title = Wording("招聘岗位", "vacancies")
  /// When it was published.
  var occurred: String?
  private var number: StreamName?
  private var employer: OrganisationCell?
  private var publisher: OrganisationCell?
  private var details = PBVacancyPublished()
  private var terms = PBVacancyTerms()

  /// An empty draft.
  init() {}

  /// The columns.
  static var fields: [Field<Self>] {
    [
      Field(
        "vacancy", Wording("岗位编号", "Number"), aliases: ["编号"], examples: "GW-2022-001",
        takes: .number(Vacancy.category)
      ) { $0.number = $1 },
      Field(
        "employer", Wording("用人单位", "Employer"), aliases: ["企业", "招聘单位"], isRequired: true,
        examples: "91330206MA2TE5T1XN", takes: .organisation
      ) { $0.employer = $1 },
      Field(
        "title", Wording("岗位名称", "Title"), aliases: ["岗位", "职位名称"], isRequired: true,
        examples: Wording("装配技术员", "Assembly technician"), takes: .name
      ) { $0.terms.title = $1 },
      Field(
        "headcount", Wording("招聘人数", "Headcount"), aliases: ["人数"], examples: "5", takes: .count
      ) { $0.terms.headcount = $1 },
      Field(
        "occurred", Wording("发布日期", "Date published"), aliases: ["日期"], examples: "2022-03-01",
        takes: .moment
      ) { $0.occurred = $1 },
      Field("from", Wording("报名开始日期", "From"), examples: "2022-03-01", takes: .date) {
        $0.terms.from = $1
      },
      Field(
        "to", Wording("报名截止日期", "To"), aliases: ["截止日期"], examples: "2022-06-30", takes: .date
      ) { $0.terms.to = $1 },
      Field(
        "conditions", Wording("招聘条件", "Conditions"),
        examples: Wording("中职以上，机电类专业", "vocational school or higher, mechatronics"),
        takes: .longText
      ) { $0.terms.conditions = $1 },
      Field(
        "content", Wording("岗位职责", "Content"), aliases: ["工作内容"],
        examples: Wording("装配与调试", "assembly and adjustment"), takes: .longText
      ) { $0.terms.content = $1 },
      Field("place", Wording("工作地点", "Place"), takes: .name) { $0.terms.place = $1 },
      Field(
        "region", Wording("工作地区代码", "Region"), aliases: ["行政区划代码"], examples: "330206",
        takes: .region
      ) { $0.terms.region = $1 },
      Field(
        "payMin", Wording("最低月薪(元)", "Lowest pay (yuan)"), aliases: ["最低月薪"],
        blamed: ["payMinFen"], examples: "5000", takes: .yuan
      ) { $0.terms.payMinFen = $1 },
      Field(
        "payMax", Wording("最高月薪(元)", "Highest pay (yuan)"), aliases: ["最高月薪"],
        blamed: ["payMaxFen"], examples: "8000", takes: .yuan
      ) { $0.terms.payMaxFen = $1 },
      Field(
        "majors", Wording("专业代码", "Majors"), aliases: ["专业要求代码"], examples: "700204",
        takes: .list(of: .major)
      ) { $0.terms.majors = $1 },
      Field(
        "classYears", Wording("毕业年份", "Class years"), aliases: ["面向届别"], examples: "2022",
        takes: .list(of: .year)
      ) { $0.terms.classYears = $1 },
      .flag("isInternship", Wording("是否实习", "Internship")) { $0.terms.isInternship = $1 },
      .flag("keyGroupsOnly", Wording("仅限重点群体", "Key groups only")) {
        $0.terms.keyGroupsOnly = $1
      },
      Field("occupation", Wording("职业代码", "Occupation"), takes: .label) {
        $0.terms.occupation = $1
      },
      Field("publisher", Wording("发布单位", "Publisher"), takes: .organisation) {
        $0.publisher = $1
      },
      Field(
        "channels", Wording("发布渠道", "Channels"), examples: Wording("平台、学校", "PLATFORM, SCHOOL"),
        takes: .words(
          Word("平台", "PLATFORM", .platform), Word("学校", "SCHOOL", .school),
          Word("招聘会", "JOB_FAIR", .jobFair), Word("报刊|媒体", "PRESS", .press),
          Word("社交媒体|微信", "SOCIAL_MEDIA", .socialMedia), Word("其他", "OTHER", .other))
      ) { $0.details.channels = $1 },
    ]
  }

  /// One `publishVacancy`.
  func commands(_ row: inout RowContext) -> [RowCommand] {
    var command = PBPublishVacancy()
    command.details = details
    command.details.terms = terms
    if let employer = row.organisation(employer, "employer") {
      command.details.employer = employer.text
    }
    if let publisher = row.organisation(publisher, "publisher") {
      command.details.publisher = publisher.text
    }
    command.vacancy = (number ?? row.identity.stream(Vacancy.category)).text
    return [RowCommand(0, .publishVacancy(command))]
  }
}
