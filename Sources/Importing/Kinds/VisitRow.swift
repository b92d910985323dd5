internal import Cooperation
internal import EventModel

/// `visits`: a row reports that a school and an employer met, and what the employer holds out.
struct VisitRow: RowDraft {
  /// `visits`
  static let kind = "visits"
  /// What a row is.
  static let title = Wording("走访", "visits between schools and employers")
  /// The most commands of a row.
  static let commandCount = 2
  /// When they met.
  var occurred: String?
  private var number: StreamName?
  private var campaign: StreamName?
  private var agreement: StreamName?
  private var school: OrganisationCell?
  private var employer: OrganisationCell?
  private var details = PBVisitHeld()
  private var outcome = PBVisitOutcomeNoted()

  /// An empty draft.
  init() {}

  /// The columns.
  static var fields: [Field<Self>] {
    [
      Field(
        "visit", Wording("走访编号", "Number"), aliases: ["编号"], examples: "ZF-2022-001",
        takes: .number(EmployerVisit.category)
      ) { $0.number = $1 },
      Field(
        "school", Wording("学校", "School"), isRequired: true, examples: "3633000001",
        takes: .organisation
      ) { $0.school = $1 },
      Field(
        "employer", Wording("用人单位", "Employer"), aliases: ["企业", "走访企业", "走访单位"],
        isRequired: true, examples: "91330206MA2TE5T1XN", takes: .organisation
      ) { $0.employer = $1 },
      Field(
        "occurred", Wording("走访日期", "Date"), aliases: ["日期"], examples: "2022-04-12",
        takes: .moment
      ) { $0.occurred = $1 },
      Field(
        "direction", Wording("走访方向", "Direction"), aliases: ["走访方式"],
        examples: Wording("走出去", "GOING_OUT"),
        takes: .word(
          Word("走出去", "GOING_OUT", .goingOut), Word("请进来", "INVITED_IN", .invitedIn))
      ) { $0.details.parties.direction = $1 },
      .mode(Wording("形式", "Mode")) { $0.details.parties.mode = $1 },
      Field(
        "campaign", Wording("行动编号", "Campaign"), aliases: ["专项行动编号"],
        takes: .number(Campaign.category)
      ) { $0.campaign = $1 },
      .flag("byTopLeaders", Wording("书记校长带队", "By top leaders")) {
        $0.details.parties.byTopLeaders = $1
      },
      .flag("negotiated", Wording("洽谈合作", "Negotiated"), example: Wording("是", "YES")) {
        $0.details.negotiated = $1
      },
      .flag("newlyDeveloped", Wording("新开拓", "Newly developed")) {
        $0.details.newlyDeveloped = $1
      },
      Field(
        "posts", Wording("提供岗位数", "Posts"), aliases: ["岗位数"], examples: "20", takes: .count
      ) { $0.outcome.posts = $1 },
      Field(
        "internshipPlaces", Wording("实习岗位数", "Internship places"), takes: .count
      ) { $0.outcome.internshipPlaces = $1 },
      Field("bases", Wording("实训基地数", "Bases"), takes: .count) { $0.outcome.bases = $1 },
      Field(
        "agreement", Wording("合作协议编号", "Cooperation agreement"),
        takes: .number(CooperationAgreement.category)
      ) { $0.agreement = $1 },
    ]
  }

  /// `holdVisit`, and `noteVisitOutcome` where the row tells one.
  func commands(_ row: inout RowContext) -> [RowCommand] {
    var hold = PBHoldVisit()
    hold.details = details
    if let school = row.organisation(school, "school") { hold.details.parties.school = school.text }
    if let employer = row.organisation(employer, "employer") {
      hold.details.parties.employer = employer.text
    }
    if let campaign = row.known(campaign, "campaign") {
      hold.details.parties.campaign = campaign.text
    }
    hold.visit = (number ?? row.identity.stream(EmployerVisit.category)).text
    var note = PBNoteVisitOutcome()
    note.visit = hold.visit
    note.details = outcome
    if let agreement = row.known(agreement, "agreement") { note.details.agreement = agreement.text }
    let held = RowCommand(0, .holdVisit(hold))
    return note.details == PBVisitOutcomeNoted()
      ? [held] : [held, RowCommand(1, .noteVisitOutcome(note))]
  }
}

extension Field {
  /// How people come together.
  static func mode(
    _ header: Wording, _ set: @escaping @Sendable (inout Draft, PBActivityPlan.Mode) -> Void
  ) -> Field {
    Field(
      "mode", header, aliases: ["举办形式", "方式"], examples: Wording("线下", "ON_SITE"),
      takes: .word(
        Word("线下|现场|实地", "ON_SITE", .onSite), Word("线上|网络", "ONLINE", .online),
        Word("线上线下结合|线上线下", "HYBRID", .hybrid)), set)
  }

  /// Yes or no.
  static func flag(
    _ key: String, _ header: Wording, example: Wording = "",
    set: @escaping @Sendable (inout Draft, Bool) -> Void
  ) -> Field {
    Field(key, header, examples: example, takes: .flag, set)
  }
}
