import Cooperation
import Deciding
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `The boards about people` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func open(_ id: String, owner: String? = nil, on day: String = "2023-05-01")
    async throws
  {
    try await chronicle.record(
      "assistance-\(id)",
      PBAssistanceOpened.with {
        $0.graduate = "person-\(id)"
        $0.enrolment = "enrolment-\(id)"
        $0.school = "organisation-s"
        if let owner { $0.owner = "person-\(owner)" }
      }, on: day)
  }

  @Test func `AssistanceBoard finds cases and graduates whom nobody looks after`() async throws {
    try await open("1")
    try await open("2", owner: "teacher")
    func ownerless(_ until: String) async throws -> Int64? {
      try await chronicle.count("assistance.cases-without-owner", ["until": until])[3]
    }
    #expect(try await ownerless("2023-05-01") == 1)
    try await chronicle.record(
      "assistance-1", PBAssistanceOwnerAssigned.with { $0.owner = "person-t" }, on: "2023-05-10")
    #expect(try await ownerless("2023-05-09") == 1)
    #expect(try await ownerless("2023-05-10") == 0)
    try await chronicle.record("assistance-1", PBAssistanceGuidanceGiven(), on: "2023-05-04")
    try await chronicle.record("assistance-1", PBAssistanceResolved(), on: "2023-06-01")
    let board = try await chronicle.rows("AssistanceBoard")
    #expect(board.map { $0["days_to_contact"] } == [3, .null])
    // Help that is told of a time before the case was opened was there from its first day.
    try await chronicle.record("assistance-2", PBAssistanceGuidanceGiven(), on: "2023-04-20")
    #expect(
      try await chronicle.rows("AssistanceBoard").map { $0["days_to_contact"] } == [3, 0])
    #expect(board[0]["phase"] == "resolved")
    #expect(board[0]["graduate"] == "person-1")

    for id in ["1", "3"] {
      try await chronicle.enrol(id)
      try await chronicle.record("enrolment-\(id)", PBKeyGroupConfirmed(), on: "2023-03-01")
    }
    #expect(
      try await chronicle.count("assistance.graduates-without-case", ["until": "2023-06-30"])[3]
        == 1)
    #expect(
      try await chronicle.count("assistance.graduates-without-case", ["until": "2023-04-30"])[3]
        == 2)
  }

  @Test func `AssistanceStatistics hides schools with few cases`() async throws {
    for number in 0..<4 { try await open("\(number)", owner: "t") }
    let statistics = try await chronicle.rows("AssistanceStatistics")
    #expect(statistics.map { $0["school"] } == ["ALL", "organisation-s"])
    #expect(statistics.map { $0["cases"] } == [4, 4])
    #expect(statistics[0]["without_owner"] == 0)
    let hidden = try await chronicle.rows("AssistanceStatistics", hidingSmallCells: true)
    #expect(hidden.map { $0["cases"] } == [.null, .null])
    #expect(hidden.map { $0["is_hidden"] } == [1, 1])
    try await open("4", owner: "t")
    let shown = try await chronicle.rows("AssistanceStatistics", hidingSmallCells: true)
    #expect(shown.map { $0["cases"] } == [5, 5])
  }

  @Test func `talents trained are distinct people of placements, classes and trainings`()
    async throws
  {
    try await chronicle.organisation("e", .enterprise)
    try await chronicle.record(
      "order.class-1",
      PBOrderClassPlanned.with {
        $0.alliance = "alliance-zone"
        $0.enterprise = "organisation-e"
        $0.plannedSize = 40
      }, on: "2022-06-30")
    try await chronicle.record("order.class-1", PBOrderClassOpened(), on: "2022-09-01")
    for id in ["1", "2"] {
      try await chronicle.record(
        "order.class-1", PBClassStudentEnrolled.with { $0.student = "person-\(id)" },
        on: "2022-09-02")
    }
    try await chronicle.record(
      "order.class-1", PBClassStudentLeft.with { $0.student = "person-2" }, on: "2022-10-01")
    #expect(
      try await chronicle.count("order-classes.students", ["alliance": "alliance-zone"])[3] == 1)
    #expect(try await chronicle.count("order-classes.students", ["until": "2022-09-30"])[3] == 2)
    #expect(try await chronicle.count("order-classes.opened")[3] == 1)
    try await chronicle.record("order.class-1", PBOrderClassCompleted(), on: "2023-06-30")
    try await chronicle.record(
      "employment-1",
      PBEmploymentEnteredIntoForce.with {
        $0.terms.graduate = "person-1"
        $0.terms.employer = "organisation-e"
      }, on: "2023-07-01")
    let board = try await chronicle.rows("OrderClassBoard")
    #expect(board[0]["students"] == 1)
    #expect(board[0]["left_students"] == 1)
    #expect(board[0]["hired"] == 1)
    #expect(board[0]["phase"] == "completed")

    try await chronicle.record(
      "training-1",
      PBTrainingPlanned.with {
        $0.enterprise = "organisation-e"
        $0.seats = 30
      }, on: "2023-01-01")
    for id in ["1", "3", "4"] {
      try await chronicle.record(
        "training-1", PBTraineeEnrolled.with { $0.trainee = "person-\(id)" }, on: "2023-01-02")
    }
    try await chronicle.record(
      "training-1", PBTrainingSessionHeld.with { $0.hours = 8 }, on: "2023-01-03")
    try await chronicle.record(
      "training-1", PBTrainingCertificateIssued.with { $0.trainee = "person-3" }, on: "2023-02-01")
    try await chronicle.record(
      "training-1", PBTraineeDropped.with { $0.trainee = "person-4" }, on: "2023-02-01")
    func trained(_ arguments: [String: String]) async throws -> Int64? {
      try await chronicle.count("talents.trained", arguments)[3]
    }
    #expect(try await trained(["year": "2023"]) == 2)
    try await chronicle.record("training-1", PBTrainingCompleted(), on: "2023-03-01")
    // The first is in the class and in the training.
    #expect(try await trained(["year": "2023"]) == 2)
    #expect(try await trained(["year": "2022"]) == 0)
    #expect(try await trained(["alliance": "alliance-zone"]) == 1)
    #expect(try await trained(["region": "5101"]) == 2)
    #expect(try await trained(["region": "3302"]) == 0)
    let training = try await chronicle.rows("StaffTraining")
    #expect(training[0]["trainees"] == 2)
    #expect(training[0]["dropped"] == 1)
    #expect(training[0]["certificates"] == 1)
    #expect(training[0]["hours"] == 8)
  }

  @Test func `SurveyResults leave small cells out for everybody`() async throws {
    try await chronicle.record(
      "survey-1", PBSurveyDesigned.with { $0.subject = .labourDemand }, on: "2023-03-01")
    func answer(_ id: String, _ role: PBRespondentRole, _ choice: String, _ value: Int32)
      async throws
    {
      try await chronicle.record(
        "survey.response-\(id)",
        PBSurveyResponseReceived.with {
          $0.survey = "survey-1"
          $0.role = role
          $0.answers = [
            .with {
              $0.question = "want"
              $0.choice = choice
            },
            .with {
              $0.question = "content"
              $0.value = value
            },
          ]
        }, on: "2023-03-05")
    }
    for number in 0..<6 {
      try await answer("e\(number)", .employerRespondent, "yes", number < 3 ? 4 : 5)
    }
    for number in 0..<7 { try await answer("s\(number)", .studentRespondent, "yes", 3) }
    for number in 0..<5 { try await answer("n\(number)", .studentRespondent, "no", 3) }
    func cell(_ question: String, _ role: String, _ choice: String) async throws -> [String:
      SQLValue]?
    {
      try await chronicle.rows("SurveyResults").first {
        $0["question"] == .text(question) && $0["role"] == .text(role)
          && $0["choice"] == .text(choice)
      }
    }
    #expect(try await cell("want", "EMPLOYER_RESPONDENT", "yes")?["respondents"] == 6)
    #expect(try await cell("want", "ALL", "yes")?["respondents"] == 13)
    #expect(try await cell("content", "EMPLOYER_RESPONDENT", "SCALE")?["mean_hundredths"] == 450)
    // One that came after the end waits for a steward.
    let late = try await chronicle.record(
      "survey.response-late",
      PBSurveyResponseReceived.with {
        $0.survey = "survey-1"
        $0.role = .employerRespondent
        $0.answers = [
          .with {
            $0.question = "content"
            $0.value = 1
          }
        ]
      }, on: "2023-04-05")
    try await chronicle.record(
      "survey.response-late", ReviewEvents.opened,
      PBReviewOpened.with {
        $0.rule = "SURVEY-OPEN"
        $0.events = [.init(late.bytes)]
      })
    #expect(try await cell("content", "EMPLOYER_RESPONDENT", "SCALE")?["mean_hundredths"] == 450)
    // One employer who says no: hidden, and so is what it could be computed from.
    try await answer("no", .employerRespondent, "no", 1)
    #expect(try await cell("want", "EMPLOYER_RESPONDENT", "no")?["respondents"] == .null)
    #expect(try await cell("want", "EMPLOYER_RESPONDENT", "yes")?["is_hidden"] == 1)
    #expect(try await cell("want", "STUDENT_RESPONDENT", "no")?["is_hidden"] == 1)
    #expect(try await cell("want", "ALL", "no")?["respondents"] == 6)
    #expect(try await chronicle.rows("Surveys")[0]["subject"] == "LABOUR_DEMAND")
  }

  @Test func `IntakeQuality shows what was refused and why`() async throws {
    try await chronicle.record(
      "import-1",
      PBImportReceived.with {
        $0.kind = "organisations"
        $0.rowCount = 10
        $0.organisation = "organisation-s"
      }, on: "2023-03-01")
    for first in [1, 6] as [Int32] {
      try await chronicle.record(
        "import-1",
        PBImportRowsProcessed.with {
          $0.firstRow = first
          $0.rowCount = 5
          $0.recordedCount = 4
          $0.rejected = [
            .with {
              $0.row = first
              $0.column = "credit code"
              $0.reason = .badLength
            }
          ]
        }, on: "2023-03-01")
    }
    let quality = try await chronicle.rows("IntakeQuality")
    #expect(quality.count == 1)
    #expect(quality[0]["reason"] == "BAD_LENGTH")
    #expect(quality[0]["rows"] == 2)
    #expect(quality[0]["share_hundredths"] == 2000)
    #expect(try await chronicle.rows("Imports")[0]["recorded"] == 8)
  }

  @Test func `ErasureLedger shows erasures beside the requests they answer`() async throws {
    try await chronicle.record("person-1", PBPersonRegistered(), on: "2022-01-01")
    try await chronicle.record(
      "privacy.request-1",
      PBPrivacyRequestReceived.with {
        $0.person = "person-1"
        $0.kind = .delete
      }, on: "2023-03-01")
    try await chronicle.record(
      "person-1", PBPersonalDataErased.with { $0.ground = .subjectRequest }, on: "2023-03-11")
    let ledger = try await chronicle.rows("ErasureLedger")
    #expect(ledger[0]["request"] == "privacy.request-1")
    #expect(ledger[0]["days"] == 10)
    #expect(ledger[0]["ground"] == "SUBJECT_REQUEST")
    #expect(try await chronicle.rows("PrivacyRequests")[0]["is_open"] == 1)
  }

  @Test func `RuleBreaches shows host, school and age of what was found`() async throws {
    try await chronicle.record(
      "placement-1",
      PBPlacementStarted.with {
        $0.parties.host = "organisation-h"
        $0.parties.school = "organisation-s"
        $0.ageBand = .from14To15
      }, on: "2023-03-01")
    try await chronicle.record(
      "finding-1",
      PBFindingOpened.with {
        $0.rule = "R02"
        $0.subjects = ["placement-1"]
        $0.severity = .critical
        $0.reason = "younger than sixteen"
      }, on: "2023-03-01")
    let breaches = try await chronicle.rows("RuleBreaches", arguments: ["on": "2023-03-31"])
    #expect(breaches[0]["host"] == "organisation-h")
    #expect(breaches[0]["school"] == "organisation-s")
    #expect(breaches[0]["age_band"] == "FROM_14_TO_15")
    #expect(breaches[0]["age_days"] == 30)
    #expect(
      try await chronicle.measure("findings.by-rule", ["by": "host"])
        == [["R02", "organisation-h", 1, 1, 0, 0, 0]])
    #expect(try await chronicle.measure("findings.by-rule") == [["R02", .null, 1, 1, 0, 0, 0]])
    // One finding of a placement speaks of one student.
    let hidden = try await chronicle.measure("findings.by-rule", hidingSmallCells: true)
    #expect(hidden == [["R02", .null, .null, .null, .null, .null, 1]])
    #expect(
      try await chronicle.measure("findings.open", hidingSmallCells: true)
        == [["R02", "critical", .null, 1]])
  }
}
