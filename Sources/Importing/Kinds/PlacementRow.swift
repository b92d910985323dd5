internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

/// `placements`: a row reports that one student began to work at a host, and perhaps that it is over.
struct PlacementRow: RowDraft {
  /// `placements`
  static let kind = "placements"
  /// What a row is.
  static let title = Wording("实习安排", "placements")
  /// The most commands of a row.
  static let commandCount = 2
  /// When it began.
  var occurred: String?
  private var number: StreamName?
  private var internshipAgreement: StreamName?
  private var student = StudentCells()
  private var school: OrganisationCell?
  private var host: OrganisationCell?
  private var organiser: OrganisationCell?
  private var completed: String?
  private var parties = PBPlacementParties()

  /// An empty draft.
  init() {}

  /// The columns.
  static var fields: [Field<Self>] {
    [
      Field(
        "placement", Wording("实习编号", "Number"), aliases: ["编号"], examples: "SXAP-2022-001",
        takes: .number(Placement.category)
      ) { $0.number = $1 },
      .internshipKind { $0.parties.kind = $1 },
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
        "internshipAgreement", Wording("实习协议编号", "Internship agreement"),
        aliases: ["三方协议编号", "协议编号"], examples: "SX-2022-001",
        takes: .number(InternshipAgreement.category)
      ) { $0.internshipAgreement = $1 },
      Field(
        "organiser", Wording("组织单位", "Organiser"), takes: .organisation
      ) { $0.organiser = $1 },
      Field(
        "post", Wording("实习岗位", "Post"), aliases: ["岗位"], examples: Wording("装配", "assembly"),
        takes: .name
      ) { $0.parties.post = $1 },
      Field(
        "region", Wording("实习地区代码", "Region"), aliases: ["行政区划代码"], examples: "330206",
        takes: .region
      ) { $0.parties.region = $1 },
      Field(
        "occurred", Wording("开始日期", "Start"), aliases: ["上岗日期", "实习开始日期", "日期"],
        examples: "2022-02-21", takes: .moment
      ) { $0.occurred = $1 },
      Field(
        "completed", Wording("完成日期", "Completed"), aliases: ["结束日期", "实习结束日期"],
        examples: "2022-06-10", takes: .moment
      ) { $0.completed = $1 },
    ]
  }

  /// `startPlacement`, and `completePlacement` where it is over.
  func commands(_ row: inout RowContext) -> [RowCommand] {
    var start = PBStartPlacement()
    start.details.parties = parties
    let school = row.organisation(school, "school")
    let student = row.student(student, at: school)
    if let school { start.details.parties.school = school.text }
    if let host = row.organisation(host, "host") { start.details.parties.host = host.text }
    if let student { start.details.parties.student = student.text }
    if let enrolment = row.enrolment(of: student) {
      start.details.parties.enrolment = enrolment.text
    }
    if let agreement = row.known(internshipAgreement, "internshipAgreement") {
      start.details.parties.internshipAgreement = agreement.text
    }
    if let organiser = row.organisation(organiser, "organiser") {
      start.details.parties.organiser = organiser.text
    }
    start.placement = (number ?? row.identity.stream(Placement.category)).text
    guard let completed else { return [RowCommand(0, .startPlacement(start))] }
    if let begun = row.occurred, Self.isBefore(completed, begun) {
      row.refuse(
        .badFormat, "it is over before it began, on \(begun)", field: "completed")
    }
    let complete = PBCompletePlacement.with {
      $0.placement = start.placement
      $0.details = PBPlacementCompleted()
    }
    return [
      RowCommand(0, .startPlacement(start)),
      RowCommand(1, .completePlacement(complete), occurred: completed),
    ]
  }

  /// Whether a day lies before another; of months and years that is not asked.
  private static func isBefore(_ end: String, _ start: String) -> Bool {
    guard case .day(let end)? = try? Moment(validating: end).value,
      let start = try? Moment(validating: start), case .day(let first) = start.value
    else { return false }
    return !start.notLaterThan && end < first
  }
}
