import Cooperation
import Deciding
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `Statistics and records draw their borders` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func enrol(_ id: String, _ category: String? = nil) async throws {
    try await chronicle.enrol(id)
    if let category { try await chronicle.declare(id, category) }
  }

  private func figures(
    _ rate: String, until: String = "2023-12-31", hiding: Bool = false
  ) async throws -> [SQLValue?] {
    let row = try #require(
      await chronicle.rows(
        "OutcomeStatistics", .init("rate", .oneOf([.text(rate)])),
        .init("level", .oneOf(["ALL"])), arguments: ["until": until], hidingSmallCells: hiding
      ).first)
    return ["numerator", "denominator", "contested"].map { row[$0] }
  }

  @Test func `at the day on which an outcome changes or a dispute ends`() async throws {
    for id in ["a", "b", "c"] { try await enrol(id, "10") }
    try await enrol("gone")
    try await chronicle.record("enrolment-gone", PBStudentWithdrawn(), on: "2021-09-01")
    #expect(try await figures("TOTAL") == [3, 3, 0])
    try await chronicle.record(
      "outcome-a", PBOutcomeRevised.with { $0.facts.category = "70" }, on: "2023-08-01")
    #expect(try await figures("TOTAL", until: "2023-07-31") == [3, 3, 0])
    #expect(try await figures("TOTAL", until: "2023-08-01") == [2, 3, 0])
    #expect(try await figures("WAITING", until: "2023-08-01") == [1, 3, 0])
    try await chronicle.record(
      "outcome-a", PBOutcomeRevised.with { $0.facts.category = "10" }, on: "2023-08-02")
    #expect(try await figures("WAITING", until: "2023-08-02") == [0, 3, 0])
    try await chronicle.record(
      "dispute-1", PBDisputeRaised.with { $0.facts = [.with { $0.stream = "outcome-b" }] },
      on: "2023-09-01")
    try await chronicle.record("dispute-1", PBDisputeDecided(), on: "2023-10-01")
    #expect(try await figures("TOTAL", until: "2023-08-31") == [3, 3, 0])
    #expect(try await figures("TOTAL", until: "2023-09-01") == [2, 3, 1])
    #expect(try await figures("TOTAL", until: "2023-09-30") == [2, 3, 1])
    #expect(try await figures("TOTAL", until: "2023-10-01") == [3, 3, 0])
  }

  @Test func `where a review holds an outcome back`() async throws {
    for id in ["a", "b"] { try await enrol(id, "10") }
    try await chronicle.record(
      "outcome-b", ReviewEvents.opened,
      PBReviewOpened.with {
        $0.rule = "VERIFIED-EMPLOYER"
        $0.reason = "not in a register"
        $0.events = [.init(EventID(high: 5, low: 4).bytes)]
      })
    #expect(try await figures("TOTAL") == [1, 2, 1])
  }

  @Test func `where the rest of a class would be few`() async throws {
    for number in 0..<10 { try await enrol("\(number)", number < 8 ? "10" : nil) }
    // Two of whom nothing is known.
    #expect(try await figures("TOTAL") == [8, 10, 0])
    #expect(try await figures("TOTAL", hiding: true) == [.null, .null, .null])
    for number in 8..<10 { try await chronicle.declare("\(number)", "10") }
    #expect(try await figures("TOTAL", hiding: true) == [10, 10, 0])
  }

  @Test func `where four answered, and some gave no value`() async throws {
    func answer(_ id: String, _ role: PBRespondentRole, value: Int32?) async throws {
      try await chronicle.record(
        "survey.response-\(id)",
        PBSurveyResponseReceived.with {
          $0.survey = "survey-1"
          $0.role = role
          $0.answers = [
            .with {
              $0.question = "content"
              if let value { $0.value = value }
            }
          ]
        }, on: "2023-03-05")
    }
    func results() async throws -> [[SQLValue?]] {
      try await chronicle.rows("SurveyResults").map {
        [$0["role"], $0["respondents"], $0["mean_hundredths"]]
      }
    }
    for number in 0..<4 { try await answer("\(number)", .employerRespondent, value: 4) }
    #expect(
      try await results() == [["ALL", .null, .null], ["EMPLOYER_RESPONDENT", .null, .null]])
    try await answer("silent", .employerRespondent, value: nil)
    #expect(try await results() == [["ALL", 5, 400], ["EMPLOYER_RESPONDENT", 5, 400]])
  }

  @Test func `at the event from which frozen statistics know nothing`() async throws {
    // Positions 1 to 4, after the log's own event; the last on the day after the cut-off.
    for (id, day) in [
      ("0", "2022-06-30"), ("1", "2022-06-30"), ("2", "2022-06-30"), ("3", "2022-07-01"),
    ] {
      try await chronicle.record(
        "organisation-\(id)", PBOrganisationRegistered.with { $0.name = id }, on: day)
    }
    try await chronicle.record(
      "report-1",
      PBStatisticsFrozen.with {
        $0.cutOff = "2022-06-30"
        $0.basis.treeSize = 2
      }, on: "2022-06-30")
    let late = try await chronicle.rows(
      "LateAndCorrected", .init("stream", .prefix("organisation-")))
    #expect(late.map { $0["stream"] } == ["organisation-1", "organisation-2"])
    #expect(late.map { $0["freezes"] } == [1, 1])
  }

  @Test func `at a cut-off as times compare, not as they are written`() async throws {
    // Shanghai is eight hours ahead: what happened by the end of its 30 June, and what may not have.
    let covered = ["<=2009", "2021", "2022-06", "2022-06-30T23:59:59+08:00", "2022-06-30T15:59Z"]
    let open = ["2022", "2022-07", "2022-06-30T16:00Z", "2022-06-30T20:00-04:00"]
    try await chronicle.record(
      "report-1",
      PBStatisticsFrozen.with {
        $0.cutOff = "2022-06-30"
        $0.basis.treeSize = 1
      }, on: "2022-06-30")
    for (index, day) in (covered + open).enumerated() {
      try await chronicle.record(
        "organisation-\(index)", PBOrganisationRegistered.with { $0.name = day }, on: day)
    }
    let freezes = try await chronicle.rows(
      "LateAndCorrected", .init("stream", .prefix("organisation-"))
    ).filter { $0["freezes"] == 1 }
    #expect(
      freezes.compactMap { $0["stream"]?.text } == covered.indices.map { "organisation-\($0)" })
  }

  @Test func `between a lag of a whole day and one that is a second shorter`() async throws {
    // The first is recorded on 30 June at 00:01, each other one a minute later.
    for (id, instant) in [
      ("0", "2022-06-29T00:01:00Z"), ("1", "2022-06-29T00:02:01Z"), ("2", "2022-06-28T00:03:00Z"),
    ] {
      try await chronicle.record(
        "organisation-\(id)", PBOrganisationRegistered.with { $0.name = id }, on: instant)
    }
    let late = try await chronicle.rows("LateAndCorrected")
    #expect(late.map { $0["stream"] } == ["organisation-0", "organisation-2"])
    #expect(late.map { $0["lag_days"] } == [1, 2])
    let lags = try await chronicle.measure("history.lags", ["type": "organisation"])
    #expect(lags == [["organisation.registered", 3, 2, 2, 0, 0]])
  }

  @Test func `with what was voided, and by what`() async throws {
    let id = try await chronicle.record(
      "organisation-a", PBOrganisationRegistered.with { $0.name = "A" }, on: "2022-06-30")
    try await chronicle.void("organisation-a", id, on: "2022-06-30")
    let changed = try await chronicle.rows("LateAndCorrected")
    #expect(changed.map { $0["status"] } == ["voided", "void"])
    #expect(
      try await chronicle.measure("history.lags", ["type": "organisation"]).map { $0[4] } == [1])
  }

  @Test func `of businesses at rest, from the day on which they rest`() async throws {
    for id in ["a", "b"] {
      try await chronicle.organisation(id, .enterprise, on: "2020-01-01")
      try await chronicle.record(
        "organisation-\(id)", PBOrganisationSuspended(), on: "2022-03-01")
    }
    try await chronicle.record(
      "organisation-b", PBOrganisationDeregistered(), on: "2022-05-01")
    func resting(_ day: String) async throws -> [SQLValue?] {
      try await chronicle.rows("RestingBusinesses", arguments: ["on": day]).map { $0["stream"] }
    }
    #expect(try await resting("2022-02-28") == [])
    #expect(try await resting("2022-03-01") == ["organisation-a"])
    #expect(try await resting("2022-06-01") == ["organisation-a"])
  }

  @Test func `of openings, to their last day, and of posts that were offered`() async throws {
    try await chronicle.record(
      "host.post-1", PBHostPostInspected.with { $0.host = "organisation-h" }, on: "2023-01-01")
    #expect(try await chronicle.rows("Openings").isEmpty)
    try await chronicle.record(
      "host.post-1",
      PBHostPostOffered.with {
        $0.host = "organisation-h"
        $0.terms.to = "2023-06-30"
      }, on: "2023-02-01")
    for (day, isOpen) in [("2023-06-30", 1), ("2023-07-01", 0)] {
      #expect(
        try await chronicle.rows("Openings", arguments: ["on": day]).map { $0["is_open"] }
          == [.integer(Int64(isOpen))], "\(day)")
    }
  }

  @Test func `of targets that want more, and of what is documented`() async throws {
    try await chronicle.organisation("a", .school)
    try await chronicle.organisation("b", .school, .synthetic)
    func target(_ figure: String) async throws -> [SQLValue?] {
      try await chronicle.record(
        "target-1",
        PBTargetSet.with {
          $0.figure = figure
          $0.bound = .moreThan
          $0.measure.name = "organisations.registered"
        }, on: "2022-01-01")
      let row = try #require(await chronicle.rows("Targets").first)
      return [row["documented"], row["with_fill"], row["progress_hundredths"], row["is_reached"]]
    }
    #expect(try await target("1") == [1, 2, 10_000, 0])
  }

  @Test func `of sessions' intentions that led to something, and of four persons`() async throws {
    try await chronicle.record("session-1", PBSessionScheduled(), on: "2023-05-26")
    for id in ["1", "2"] {
      try await chronicle.record(
        "intention-\(id)", PBIntentionRecorded.with { $0.session = "session-1" },
        on: "2023-05-26")
    }
    try await chronicle.record(
      "intention-1", PBIntentionConverted.with { $0.agreement = "agreement-1" }, on: "2023-06-01")
    let board = try await chronicle.rows("MatchmakingBoard")
    #expect(board.map { $0["intentions"] } == [2])
    #expect(board.map { $0["converted"] } == [1])
    for (id, persons) in [("4", 4), ("5", 5)] as [(String, Int32)] {
      try await chronicle.record(
        "privacy.record-\(id)", PBBreachReported.with { $0.personCount = persons },
        on: "2023-06-01")
    }
    #expect(
      try await chronicle.rows("PrivacyRecords", hidingSmallCells: true).map { $0["persons"] }
        == [.null, 5])
  }
}
