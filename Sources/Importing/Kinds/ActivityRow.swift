internal import Cooperation
internal import EventModel

/// `activities`: a row reports one job fair, lecture, ceremony or the like, held or planned.
struct ActivityRow: RowDraft {
  /// `activities`
  static let kind = "activities"
  /// What a row is.
  static let title = Wording("活动", "activities")
  /// The most commands of a row.
  static let commandCount = 6
  /// When it was held, or planned.
  var occurred: String?
  private var number: StreamName?
  private var campaign: StreamName?
  private var alliance: StreamName?
  private var organisers: [Organiser] = []
  private var isPlanned = false
  private var plan = PBActivityPlan()
  private var counts: [Count] = []

  private struct Organiser {
    let field: String
    let cell: OrganisationCell
  }

  private struct Count {
    let ordinal: Int
    let what: PBActivityCounted.What
    let count: Int32
  }

  /// An empty draft.
  init() {}

  /// The columns.
  static var fields: [Field<Self>] {
    [
      Field(
        "activity", Wording("活动编号", "Number"), aliases: ["编号"], examples: "HD-2022-001",
        takes: .number(Activity.category)
      ) { $0.number = $1 },
      Field(
        "name", Wording("活动名称", "Name"), aliases: ["名称"], isRequired: true,
        examples: Wording("春季招聘会", "Spring job fair"), takes: .name
      ) { $0.plan.name = $1 },
      Field(
        "status", Wording("状态", "Status"), examples: Wording("已举办", "HELD"),
        takes: .word(Word("已举办|已完成", "HELD", false), Word("计划|计划举办", "PLANNED", true))
      ) { $0.isPlanned = $1 },
      Field(
        "purpose", Wording("活动类别", "Purpose"), aliases: ["类别"],
        examples: Wording("招聘", "RECRUITMENT"),
        takes: .word(
          Word("招聘|招聘会|双选会", "RECRUITMENT", .recruitment),
          Word("指导|就业指导", "GUIDANCE", .guidance),
          Word("技能展示|技能竞赛", "SKILLS_DISPLAY", .skillsDisplay),
          Word("仪式|典礼", "CEREMONY", .ceremony), Word("对接|供需对接", "MATCHMAKING", .matchmaking))
      ) { $0.plan.purpose = $1 },
      .mode(Wording("举办形式", "Mode")) { $0.plan.mode = $1 },
      Field(
        "type", Wording("专场类型", "Type"),
        takes: .word(
          Word("行业", "INDUSTRY", .industry), Word("区域", "REGION", .region),
          Word("联盟", "ALLIANCE", .alliance),
          Word("中小企业|中小微企业", "SMALL_AND_MEDIUM_ENTERPRISES", .smallAndMediumEnterprises),
          Word("重点群体", "KEY_GROUP", .keyGroup), Word("综合", "COMPREHENSIVE", .comprehensive))
      ) { $0.plan.type = $1 },
      organiser(1, Wording("主办单位", "Organiser"), "3633000001"),
      organiser(2, Wording("协办单位", "Second organiser"), ""),
      Field(
        "occurred", Wording("日期", "Date"), aliases: ["举办日期", "活动日期"], examples: "2022-04-20",
        takes: .moment
      ) { $0.occurred = $1 },
      Field("from", Wording("开始日期", "From"), examples: "2022-04-20", takes: .date) {
        $0.plan.from = $1
      },
      Field("to", Wording("结束日期", "To"), examples: "2022-04-20", takes: .date) { $0.plan.to = $1 },
      Field("venue", Wording("地点", "Venue"), aliases: ["举办地点", "场地"], takes: .name) {
        $0.plan.venue = $1
      },
      Field(
        "region", Wording("行政区划代码", "Region"), aliases: ["地区代码"], examples: "330203",
        takes: .region
      ) { $0.plan.region = $1 },
      Field("industry", Wording("行业代码", "Industry"), takes: .industry) { $0.plan.industry = $1 },
      Field("series", Wording("系列", "Series"), aliases: ["系列活动"], takes: .name) {
        $0.plan.series = $1
      },
      Field("campaign", Wording("行动编号", "Campaign"), takes: .number(Campaign.category)) {
        $0.campaign = $1
      },
      Field("alliance", Wording("联盟编号", "Alliance"), takes: .number(Alliance.category)) {
        $0.alliance = $1
      },
      count(1, .visitors, "visitors", Wording("参加人数", "Visitors"), "1500"),
      count(2, .exhibitors, "exhibitors", Wording("参展单位数", "Exhibitors"), "80"),
      count(3, .posts, "posts", Wording("提供岗位数", "Posts"), ""),
      count(4, .curriculaVitae, "curriculaVitae", Wording("收到简历数", "CVs"), ""),
      count(5, .preliminaryIntentions, "preliminaryIntentions", Wording("初步意向数", "Intentions"), ""),
    ]
  }

  private static func organiser(
    _ number: Int, _ header: Wording, _ example: String
  ) -> Field<Self> {
    let key = "organiser\(number)"
    return Field(
      key, header, blamed: ["organisers[\(number - 1)]"],
      examples: Wording(stringLiteral: example), takes: .organisation
    ) { $0.organisers.append(Organiser(field: key, cell: $1)) }
  }

  private static func count(
    _ ordinal: Int, _ what: PBActivityCounted.What, _ key: String, _ header: Wording,
    _ example: String
  ) -> Field<Self> {
    Field(key, header, examples: Wording(stringLiteral: example), takes: .count) {
      $0.counts.append(Count(ordinal: ordinal, what: what, count: $1))
    }
  }

  /// `holdActivity` or `planActivity`, and a `countAtActivity` for each count.
  func commands(_ row: inout RowContext) -> [RowCommand] {
    var plan = plan
    for organiser in organisers {
      if let stream = row.organisation(organiser.cell, organiser.field) {
        plan.organisers.append(stream.text)
      }
    }
    if let campaign = row.known(campaign, "campaign") { plan.campaign = campaign.text }
    if let alliance = row.known(alliance, "alliance") { plan.alliance = alliance.text }
    let activity = (number ?? row.identity.stream(Activity.category)).text
    if isPlanned {
      if !counts.isEmpty {
        row.refuse(.badFormat, "what is only planned has not been counted", field: "status")
      }
      var command = PBPlanActivity()
      command.activity = activity
      command.details.plan = plan
      return [RowCommand(0, .planActivity(command))]
    }
    var hold = PBHoldActivity()
    hold.activity = activity
    hold.details.plan = plan
    return [RowCommand(0, .holdActivity(hold))]
      + counts.map { count in
        var command = PBCountAtActivity()
        command.activity = activity
        command.details.what = count.what
        command.details.count = count.count
        return RowCommand(count.ordinal, .countAtActivity(command))
      }
  }
}
