import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `The boards of programmes, recommendations, codes and privacy` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  @Test func `Programmes shows what schools teach and by which plans`() async throws {
    try await chronicle.record(
      "programme-1",
      PBProgrammeOpened.with {
        $0.school = "organisation-s"
        $0.major = "460701"
        $0.level = .higherVocational
        $0.durationMonths = 36
        $0.firstEntryYear = 2020
      }, on: "2020-09-01")
    for (year, weeks) in [(2020, 24), (2021, 26)] as [(Int32, Int32)] {
      try await chronicle.record(
        "programme-1",
        PBProgrammePlanPublished.with {
          $0.entryYear = year
          $0.internshipWeeks = weeks
        }, on: "2020-09-02")
    }
    #expect(try await chronicle.count("programmes.offered", ["major": "46"])[0] == 1)
    #expect(try await chronicle.count("programmes.offered", ["until": "2020-08-31"])[0] == 0)
    try await chronicle.record(
      "programme-1", EventType("programme.closed"), PBProgrammeStatusChanged(), on: "2023-07-01")
    #expect(try await chronicle.count("programmes.offered", ["until": "2023-06-30"])[0] == 1)
    #expect(try await chronicle.count("programmes.offered", ["until": "2023-07-01"])[0] == 0)
    let programme = try await chronicle.rows("Programmes")[0]
    #expect(programme["level"] == "HIGHER_VOCATIONAL")
    #expect(programme["plans"] == 2)
    #expect(programme["phase"] == "closed")
    #expect(programme["closed_on"] == "2023-07-01")
    let plans = try await chronicle.rows("ProgrammePlans")
    #expect(plans.map { $0["internship_weeks"] } == [24, 26])
  }

  @Test func `Recommendations shows reasons, and what came of it`() async throws {
    for number in 1...6 {
      try await chronicle.record(
        "recommendation-\(number)",
        PBRecommendationGiven.with {
          $0.to = "person-\(number)"
          $0.recommended = "vacancy-v"
          $0.algorithm = "vacancies"
          $0.algorithmVersion = "1"
          $0.rank = 1
          $0.score = 60
          $0.reasons = [
            .with {
              $0.criterion = "major-same"
              $0.points = 40
            },
            .with {
              $0.criterion = "region-same"
              $0.points = 20
            },
          ]
        }, on: "2023-05-0\(number)")
    }
    try await chronicle.record(
      "recommendation-1", PBRecommendationAccepted.with { $0.ledTo = "application-1" },
      on: "2023-05-10")
    try await chronicle.record(
      "recommendation-2", PBRecommendationDeclined.with { $0.reason = .tooFar }, on: "2023-05-11")
    let rows = try await chronicle.rows("Recommendations")
    #expect(rows[0]["reasons"] == "major-same=40 region-same=20")
    #expect(rows[0]["led_to"] == "application-1")
    #expect(rows[0]["ended_on"] == "2023-05-10")
    #expect(rows[1]["decline_reason"] == "TOO_FAR")
    #expect(rows[2]["phase"] == "given")
    let name = "recommendations.by-algorithm"
    #expect(try await chronicle.measure(name) == [["vacancies", "1", 6, 1, 1, 0, 0]])
    try await chronicle.record(
      "recommendation-none",
      PBRecommendationNothingFound.with {
        $0.to = "person-2"
        $0.reason = .tooFar
        $0.algorithm = "vacancies"
        $0.algorithmVersion = "1"
      }, on: "2023-05-01")
    let nothing = try await chronicle.rows(
      "Recommendations", .init("phase", .oneOf(["nothingFound"])))
    #expect(nothing.map { $0["failure"] } == ["TOO_FAR"])
    #expect(nothing.map { $0["given_on"] } == ["2023-05-01"])
    #expect(try await chronicle.measure(name) == [["vacancies", "1", 6, 1, 1, 1, 0]])
    #expect(
      try await chronicle.measure(name, ["since": "2023-05-02"])
        == [["vacancies", "1", 5, 0, 1, 0, 0]])
    #expect(
      try await chronicle.measure(name, hidingSmallCells: true)
        == [["vacancies", "1", .null, .null, .null, .null, 1]])
  }

  @Test func `CodeLists shows lists and what a code means on a day`() async throws {
    func add(_ code: String, _ name: String, to last: String? = nil) async throws {
      try await chronicle.record(
        "code.list-regions",
        PBCodeListEntryAdded.with {
          $0.code = code
          $0.nameEn = name
          if let last {
            $0.validTo = last
            $0.successor = "330212"
          }
        }, on: "2016-01-01")
    }
    try await add("330204", "Jiangdong", to: "2016-09-13")
    try await add("330212", "Yinzhou")
    #expect(try await chronicle.rows("CodeLists")[0]["is_in_use"] == 0)
    try await chronicle.record(
      "code.list-regions",
      PBCodeListVersionPublished.with {
        $0.version = "2016"
        $0.complete = true
      }, on: "2016-10-01")
    let list = try await chronicle.rows("CodeLists")[0]
    #expect(list["is_in_use"] == 1)
    #expect(list["is_complete"] == 1)
    #expect(list["edition"] == "2016")
    #expect(list["codes"] == 2)
    func codes(_ day: String) async throws -> [SQLValue?] {
      try await chronicle.rows("Codes", arguments: ["on": day]).map { $0["code"] }
    }
    #expect(try await codes("2016-09-13") == ["330204", "330212"])
    #expect(try await codes("2016-09-14") == ["330212"])
    #expect(try await chronicle.rows("Codes")[0]["successor"] == "330212")
  }

  @Test func `PrivacyRecords tells whose data it was by number only`() async throws {
    try await chronicle.record(
      "privacy.record-1",
      PBDataDisclosed.with {
        $0.recipient = "organisation-r"
        $0.purpose = "job matching"
        $0.kinds = [.contact, .health]
        $0.ground = .consent
        $0.persons = ["person-1", "person-2"]
      }, on: "2023-05-01")
    try await chronicle.record(
      "privacy.record-2",
      PBImpactAssessed.with {
        $0.risk = .high
        $0.lawfulAndNecessary = true
        $0.keptUntil = "2026-05-01"
      }, on: "2023-05-01")
    try await chronicle.record(
      "privacy.record-3",
      PBBreachReported.with {
        $0.personCount = 500
        $0.personsTold = false
        $0.measures = "keys changed"
      }, on: "2023-06-01")
    let rows = try await chronicle.rows("PrivacyRecords")
    #expect(rows.map { $0["what"] } == ["disclosure", "assessment", "breach"])
    #expect(rows[0]["kinds"] == "CONTACT HEALTH")
    #expect(rows[0]["is_sensitive"] == 1)
    #expect(rows[0]["ground"] == "CONSENT")
    #expect(rows[0]["persons"] == 2)
    #expect(rows[1]["risk"] == "HIGH")
    #expect(rows[1]["is_lawful"] == 1)
    #expect(rows[2]["are_told"] == 0)
    #expect(rows[2]["document"] == "keys changed")
    #expect(!rows.contains { $0.values.contains("person-1") })
    let hidden = try await chronicle.rows("PrivacyRecords", hidingSmallCells: true)
    #expect(hidden.map { $0["persons"] } == [.null, .null, 500])
  }

  @Test func `privacy requests are counted by kind`() async throws {
    for number in 1...5 {
      try await chronicle.record(
        "privacy.request-\(number)",
        PBPrivacyRequestReceived.with {
          $0.person = "person-\(number)"
          $0.kind = .access
        }, on: "2023-03-01")
    }
    #expect(try await chronicle.measure("privacy.requests") == [["ACCESS", 5, 5, 0, 0, 0]])
    #expect(
      try await chronicle.measure("privacy.requests", hidingSmallCells: true)
        == [["ACCESS", 5, 5, 0, 0, 0]])
    try await chronicle.record(
      "privacy.request-1", PBPrivacyRequestDecided.with { $0.verdict = .refuse }, on: "2023-03-05")
    try await chronicle.record("privacy.request-1", PBRefusalExplained(), on: "2023-03-06")
    #expect(try await chronicle.measure("privacy.requests") == [["ACCESS", 5, 4, 0, 1, 0]])
    #expect(
      try await chronicle.measure("privacy.requests", hidingSmallCells: true)
        == [["ACCESS", .null, .null, .null, .null, 1]])
  }

  @Test func `policies, platforms and funds are counted on a day`() async throws {
    try await chronicle.record(
      "policy-rules",
      PBPolicyIssued.with {
        $0.kind = .regulation
        $0.territory = "3302"
      }, on: "2009-03-01")
    try await chronicle.record(
      "policy-rules",
      PBPlatformLaunched.with {
        $0.name = "Messenger"
        $0.organiser = "organisation-bureau"
      }, on: "2012-09-10")
    try await chronicle.record(
      "policy-rules", PBPolicyRepealed.with { $0.lastDay = "2020-06-30" }, on: "2020-06-30")
    try await chronicle.record(
      "fund-1", PBFundEstablished.with { $0.territory = "330200" }, on: "2012-01-01")
    try await chronicle.record(
      "fund-1", PBFundBudgetSet.with { $0.amountFen = 7 }, on: "2012-01-02")
    func count(_ measure: String, _ arguments: [String: String]) async throws -> Int64? {
      try await chronicle.count(measure, arguments)[0]
    }
    let policies = "policies.in-force"
    #expect(try await count(policies, ["until": "2009-02-28"]) == 0)
    #expect(try await count(policies, ["until": "2009-03-01", "territory": "33"]) == 1)
    #expect(try await count(policies, ["until": "2009-03-01", "territory": "3303"]) == 0)
    #expect(try await count(policies, ["until": "2020-06-30", "kind": "regulation"]) == 1)
    #expect(try await count(policies, ["until": "2020-07-01"]) == 0)
    #expect(try await count("platforms.launched", ["until": "2012-09-09"]) == 0)
    #expect(
      try await count("platforms.launched", ["organiser": "organisation-bureau"]) == 1)
    #expect(try await count("platforms.launched", ["organiser": "organisation-other"]) == 0)
    #expect(try await count("funds.established", ["until": "2011-12-31"]) == 0)
    #expect(try await count("funds.established", ["territory": "3302"]) == 1)
    #expect(try await count("funds.budget", [:]) == 7)
  }

  @Test func `RestingBusinesses shows who rests longer than three years`() async throws {
    for (id, day) in [("a", "2022-06-30"), ("b", "2023-01-01"), ("c", "2022-01-01")] {
      try await chronicle.organisation(id, .enterprise, on: "2020-01-01")
      try await chronicle.record("organisation-\(id)", PBOrganisationSuspended(), on: day)
    }
    try await chronicle.record("organisation-c", PBOrganisationResumed(), on: "2022-02-01")
    func resting(_ day: String?) async throws -> [[SQLValue?]] {
      try await chronicle.rows(
        "RestingBusinesses", arguments: day.map { ["on": $0] } ?? [:]
      ).map { [$0["stream"], $0["may_rest_until"], $0["days_over"]] }
    }
    #expect(
      try await resting("2025-06-30") == [
        ["organisation-a", "2025-06-30", 0], ["organisation-b", "2026-01-01", 0],
      ])
    #expect(try await resting("2025-07-01").first == ["organisation-a", "2025-06-30", 1])
    #expect(try await resting("2022-12-31").count == 1)
    #expect(try await resting(nil).map { $0[2] } == [.null, .null])
  }
}
