import Deciding
import EventModel

@testable import Cooperation

/// An internship in which every rule on internships is broken, so that those which hold show.
struct EverythingWrong {
  /// A school, by its level.
  enum School: String, CaseIterable {
    case school, school2, works, university, evening

    var level: PBOrganisationRegistered.SchoolLevel {
      switch self {
      case .school: .higherVocational
      case .school2: .secondaryVocational
      case .works: .technical
      case .university: .undergraduate
      case .evening: .adult
      }
    }
  }

  /// The rules that it breaks; R09 speaks of posts alone.
  static let rules = RuleScopeRow.rows.filter { row in
    let article = row.number.prefix(3)
    return article >= "R01" && article <= "R16" && row.number != "R09"
  }

  var day = "2022-07-01"
  var region = "330203"
  var school = School.school
  var isPost = true
  var isPartTime = false

  /// The rules that find something: in the agreement, at its filing, at the start and at the end.
  func findings() throws(Rejection) -> [String] {
    var story = try Story.world()
    try story.register("works", kind: "SCHOOL", #""schoolLevel":"TECHNICAL""#)
    try story.register("evening", kind: "SCHOOL", #""schoolLevel":"ADULT""#)
    let year = Int(day.prefix(4)) ?? 0
    let before = "\(year - 1)-09-01"
    let parties =
      #""kind":"\#(isPost ? "POST" : "COGNITION")","student":"person-student","enrolment":"enrolment-student","school":"organisation-\#(school.rawValue)","host":"organisation-host","hostPost":"host.post-1""#
    try story.tell(
      #"{"registerPerson":{"person":"person-student","details":{"legalBasis":{"purpose":"study","ground":"STATUTORY_DUTY"}},"personal":{"name":"N","birthDate":"\#(year - 15)-01-01"}}}"#,
      before)
    try story.tell(
      #"{"enrolStudent":{"enrolment":"enrolment-student","details":{"person":"person-student","school":"organisation-\#(school.rawValue)","mode":"\#(isPartTime ? "PART_TIME" : "FULL_TIME")","gradeYear":1,"major":"460701"}}}"#,
      before)
    try story.act(
      "offerHostPost", "hostPost", "host.post-1",
      #""host":"organisation-host","terms":{"title":"T","workplace":"BAR","labourClass":3,"majors":["520201"],"samePostWageFen":"400000","probationWageFen":"400000","independentWork":true}"#,
      on: before)
    var found: [String] = []
    found += try story.act(
      "reportInternshipAgreementSigned", "internshipAgreement", "internship.agreement-1",
      #"\#(parties),"terms":{"from":"2022-07-01","to":"2022-07-31","dailyMinutes":481,"weeklyHours":41,"monthlyPayFen":"1","payCycleDays":32,"chargesFees":true,"region":"\#(region)"}"#,
      on: day
    ).findings
    found += try story.act(
      "fileInternshipAgreement", "internshipAgreement", "internship.agreement-1",
      #""bureau":"organisation-bureau""#, on: day
    ).findings
    found += try story.act(
      "attachInsurance", "internshipAgreement", "internship.agreement-1",
      #""kind":"ACCIDENT","from":"2022-07-01","to":"2022-07-30""#, on: day
    ).findings
    found += try story.act(
      "startPlacement", "placement", "placement-1",
      #""parties":{\#(parties),"region":"\#(region)","organiser":"organisation-agency"}"#, on: day
    ).findings
    found += try story.act("completePlacement", "placement", "placement-1", on: day).findings
    let known = Set(Self.rules.map(\.number))
    return Set(found).intersection(known).sorted()
  }

  /// The rules that are to find something, by the table.
  ///
  /// Where R02 holds, the law on work says no more than it.
  var expected: [String] {
    let holding = Self.rules.filter { $0.holds(for: self) }.map(\.number)
    return holding.filter { !holding.contains("R02") || $0 != "R02-LABOUR" }.sorted()
  }
}
