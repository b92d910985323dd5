import Cooperation
import Deciding
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `What is told later` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func count(_ measure: String, _ arguments: [String: String]) async throws -> Int64? {
    try await chronicle.count(measure, arguments)[3]
  }

  @Test func `makes no campaign longer before it is extended`() async throws {
    try await chronicle.record(
      "campaign-c",
      PBCampaignLaunched.with {
        $0.from = "2023-05-26"
        $0.to = "2023-06-01"
      }, on: "2023-05-26")
    try await chronicle.record(
      "campaign-c", PBCampaignExtended.with { $0.to = "2023-07-31" }, on: "2023-06-30")
    for (until, days) in [
      ("2023-05-25", 0), ("2023-06-01", 7), ("2023-06-29", 7), ("2023-06-30", 67),
    ] {
      let asked = ["campaign": "campaign-c", "until": until]
      #expect(try await count("campaign.days", asked) == Int64(days), "\(until)")
    }
    #expect(try await count("campaign.days", ["campaign": "campaign-c"]) == 67)
  }

  @Test func `leaves a campaign's board as it was`() async throws {
    func launch(_ id: String, in parent: String? = nil, on day: String) async throws {
      try await chronicle.record(
        "campaign-\(id)",
        PBCampaignLaunched.with {
          if let parent { $0.parent = "campaign-\(parent)" }
          $0.to = "2023-06-01"
        }, on: day)
    }
    try await launch("whole", on: "2023-05-01")
    try await launch("part", in: "whole", on: "2023-05-26")
    for (campaign, organisation) in [
      ("whole", "a"), ("part", "a"), ("part", "b"), ("part", "twin"),
    ] {
      try await chronicle.record(
        "campaign-\(campaign)",
        PBCampaignParticipantJoined.with { $0.organisation = "organisation-\(organisation)" },
        on: "2023-05-26")
    }
    for id in ["b", "twin"] { try await chronicle.organisation(id, .enterprise) }
    try await chronicle.merge("twin", into: "b", on: "2023-05-27")
    try await chronicle.record(
      "campaign-part", PBCampaignParticipantLeft.with { $0.organisation = "organisation-b" },
      on: "2023-05-28")
    try await chronicle.record(
      "campaign-whole", PBCampaignExtended.with { $0.to = "2023-07-31" }, on: "2023-06-30")
    try await chronicle.record("campaign-whole", PBCampaignClosed(), on: "2023-08-01")
    func board(_ until: String?) async throws -> [[SQLValue?]] {
      let rows = try await chronicle.rows(
        "CampaignBoard", sort: [.init("launched_on")], arguments: until.map { ["until": $0] } ?? [:]
      )
      return rows.map { row in
        ["participants", "phase", "to_day", "closed_on"].map { row[$0] }
      }
    }
    #expect(try await board("2023-04-30") == [])
    #expect(try await board("2023-05-25") == [[0, "launched", "2023-06-01", .null]])
    let part: [SQLValue?] = [2, "launched", "2023-06-01", .null]
    #expect(
      try await board("2023-05-26") == [[2, "launched", "2023-06-01", .null], part])
    // The twin takes part still, as the one that it is.
    for (until, last) in [("2023-06-29", "2023-06-01"), ("2023-06-30", "2023-07-31")] {
      #expect(try await board(until) == [[2, "launched", .text(last), .null], part])
      for (campaign, there) in [("whole", 2), ("part", 2)] {
        let asked = ["campaign": "campaign-\(campaign)", "until": until]
        #expect(try await count("campaign.participants", asked) == Int64(there))
      }
    }
    #expect(try await board(nil) == [[2, "closed", "2023-07-31", "2023-08-01"], part])
  }

  @Test func `revises no vacancy before`() async throws {
    try await chronicle.record(
      "vacancy-v",
      PBVacancyPublished.with {
        $0.employer = "organisation-e"
        $0.terms.headcount = 3
        $0.terms.region = "510112"
        $0.terms.majors = ["460701", "460702"]
      }, on: "2023-03-31")
    try await chronicle.record(
      "vacancy-v",
      PBVacancyRevised.with {
        $0.terms.headcount = 10
        $0.terms.region = "310115"
        $0.terms.majors = ["510204"]
      }, on: "2023-05-01")
    for (until, posts, region, major) in [
      ("2023-03-31", 3, "5101", "460702"), ("2023-04-30", 3, "5101", "460701"),
      ("2023-05-01", 10, "31", "510204"),
    ] {
      let day = ["until": until]
      #expect(try await count("vacancies.posts", day) == Int64(posts), "\(until)")
      for other in ["5101", "31"] {
        #expect(
          try await count("vacancies.posts", day.merging(["region": other]) { $1 })
            == (other == region ? Int64(posts) : 0), "\(until) \(other)")
      }
      for other in ["460701", "460702", "510204"] {
        let isThen = other == major || other.hasPrefix("4607") && major.hasPrefix("4607")
        #expect(
          try await count("vacancies.published", day.merging(["major": other]) { $1 })
            == (isThen ? 1 : 0), "\(until) \(other)")
      }
    }
    #expect(try await count("vacancies.posts", ["until": "2023-03-30"]) == 0)
  }

  @Test func `groups no internship by a beginning that is still to come`() async throws {
    try await chronicle.record(
      "internship.agreement-1", EventType("internship-agreement.reported-signed"),
      PBInternshipAgreementDrawnUp.with { $0.student = "person-1" }, on: "2022-06-30")
    try await chronicle.record(
      "placement-1",
      PBPlacementStarted.with {
        $0.parties.student = "person-1"
        $0.parties.internshipAgreement = "internship.agreement-1"
      }, on: "2022-07-04")
    for (by, until, group) in [
      ("month", "2022-06-30", "2022-06"), ("month", "2022-07-03", "2022-06"),
      ("month", "2022-07-04", "2022-07"), ("week", "2022-07-03", "2022-06-27"),
      ("week", "2022-07-04", "2022-07-04"),
    ] {
      let rows = try await chronicle.measure("internships.by", ["by": by, "until": until])
      #expect(rows.map { $0[0] } == [.text(group)], "\(by) \(until)")
      #expect(rows.map { $0[3] } == [until < "2022-07-04" ? 0 : 1], "\(by) \(until)")
    }
  }

  @Test func `ends no agreement that nobody had terminated`() async throws {
    for (id, last) in [("open", nil), ("until", "2024-12-31")] as [(String, String?)] {
      try await chronicle.record(
        "agreement-\(id)", EventType("agreement.reported-signed"),
        PBAgreementTerms.with {
          $0.kind = .schoolEnterprise
          $0.parties = ["organisation-s", "organisation-e"]
          if let last { $0.to = last }
        }, on: "2023-01-01")
      try await chronicle.record("agreement-\(id)", PBAgreementTerminated(), on: "2024-07-18")
    }
    for (until, inForce, soon) in [
      ("2024-06-30", 2, 0), ("2024-07-17", 2, 0), ("2024-07-18", 2, 2), ("2024-07-19", 0, 0),
    ] {
      let rows = try await chronicle.measure("agreements.by", ["by": "kind", "until": until])
      #expect(
        rows.map { Array($0[2...3]) } == [[.integer(Int64(inForce)), .integer(Int64(soon))]],
        "\(until)")
    }
  }
}

@Suite struct `Without a day` {
  /// The log's clock stands in 2022.
  @Test func `the class is that of the last record`() async throws {
    let chronicle = try Chronicle()
    for (id, year) in [("this", Int32(2022)), ("next", 2023)] {
      try await chronicle.enrol(id, classYear: year)
      try await chronicle.record("enrolment-\(id)", PBKeyGroupConfirmed(), on: "2022-03-01")
    }
    for measure in ["graduates", "assistance.graduates-without-case"] {
      #expect(try await chronicle.count(measure)[3] == 1, "\(measure)")
      #expect(try await chronicle.count(measure, ["until": "2022-06-30"])[3] == 1, "\(measure)")
      #expect(try await chronicle.count(measure, ["until": "2024"])[3] == 0, "\(measure)")
    }
    try await chronicle.claim(
      "all", "0", "assistance.graduates-without-case", [], .exact, .target)
    let row = try await chronicle.rows("ClaimsLedger")[0]
    #expect(row["documented"] == 1)
    #expect(row["status"] == "partial")
  }
}

@Suite struct `An alliance's roster` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func rows(_ until: String? = nil) async throws -> [String] {
    try await chronicle.rows(
      "AllianceRoster", arguments: until.map { ["until": $0] } ?? [:]
    ).map { row in
      ["organisation", "phase", "admitted_on", "left_on", "is_member"].map {
        (row[$0] ?? .null).description.replacing("organisation-", with: "")
      }.joined(separator: " ")
    }
  }

  private func members(_ until: String?) async throws -> Int64? {
    var asked = ["alliance": "alliance-zone"]
    asked["until"] = until
    let counted = try await chronicle.count("alliance.members", asked)[3]
    let byKind = try await chronicle.measure("alliance.members-by-kind", asked)
    #expect(byKind.compactMap { $0[2].number }.reduce(0, +) == counted)
    #expect(try await Int64(rows(until).count { $0.hasSuffix(" 1") }) == counted)
    return counted
  }

  @Test func `says who was in it on a day, also who left and came back`() async throws {
    try await chronicle.found("zone")
    for id in ["a", "b"] {
      try await chronicle.organisation(id, .school)
      try await chronicle.member(id)
    }
    try await chronicle.record(
      "membership-zone.b", EventType("membership.withdrawn"), PBMemberLeft(), on: "2022-07-31")
    try await chronicle.member("b", on: "2022-09-01")
    let a = "a active 2022-06-30  1"
    #expect(try await rows("2022-06-29") == [])
    #expect(try await rows("2022-07-30") == [a, "b active 2022-06-30  1"])
    // Whether it withdrew or was expelled then, its row, which is of now, doesn't say.
    #expect(try await rows("2022-08-15") == [a, "b  2022-06-30 2022-07-31 0"])
    #expect(try await rows("2022-09-01") == [a, "b active 2022-09-01  1"])
    try await chronicle.record(
      "membership-zone.b", EventType("membership.expelled"), PBMemberLeft(), on: "2022-10-01")
    #expect(try await rows("2022-10-01") == [a, "b expelled 2022-09-01 2022-10-01 0"])
    for (until, count) in [
      ("2022-06-29", 0), ("2022-07-30", 2), ("2022-08-15", 1), ("2022-09-01", 2), ("2022-10-01", 1),
    ] {
      #expect(try await members(until) == Int64(count), "\(until)")
    }
    #expect(try await members(nil) == 1)
  }

  @Test func `rests on a confirmed report, not on a better one that a review holds back`()
    async throws
  {
    try await chronicle.found("zone")
    try await chronicle.organisation("a", .school)
    let held = try await chronicle.record(
      "membership-zone.a",
      PBMembershipAdmitted.with {
        $0.alliance = "alliance-zone"
        $0.organisation = "organisation-a"
      })
    try await chronicle.record(
      "membership-zone.a", ReviewEvents.opened,
      PBReviewOpened.with {
        $0.rule = "DUPLICATE"
        $0.reason = "it may be another organisation"
        $0.events = [.init(held.bytes)]
      })
    for (evidence, isConfirmed) in [("documented", 0), ("inferred", 1)] as [(String, Int64)] {
      if isConfirmed == 1 { try await chronicle.member("a", .inferred) }
      let rows = try await chronicle.rows("AllianceRoster", arguments: ["until": "2022-12-31"])
      #expect(rows.map { $0["evidence"] } == [.text(evidence)])
      #expect(rows.map { $0["is_confirmed"] } == [.integer(isConfirmed)])
    }
  }

  @Test func `ends with the alliance, and with the organisation`() async throws {
    try await chronicle.found("zone")
    for id in ["a", "b", "absorbed"] {
      try await chronicle.organisation(id, .enterprise)
      try await chronicle.member(id)
    }
    try await chronicle.record(
      "organisation-b", PBOrganisationDeregistered(), on: "2023-03-28")
    // Whoever was absorbed goes on as the survivor.
    try await chronicle.organisation("survivor", .enterprise)
    try await chronicle.merge("absorbed", into: "survivor", .legalMerger, on: "2023-05-01")
    try await chronicle.record(
      "organisation-absorbed", PBOrganisationDeregistered(), on: "2023-05-01")
    for day in ["2023-12-31", "2024-03-01"] {
      try await chronicle.record(
        "alliance-zone", EventType("alliance.dissolved"), PBAllianceStatusChanged(), on: day)
    }
    for (until, count) in [
      ("2023-03-27", 3), ("2023-03-28", 2), ("2023-05-01", 2), ("2023-12-30", 2),
      ("2023-12-31", 0), ("2024-06-30", 0),
    ] {
      #expect(try await members(until) == Int64(count), "\(until)")
    }
    #expect(try await members(nil) == 0)
    #expect(try await chronicle.rows("Alliances")[0]["dissolved_on"] == "2023-12-31")
  }
}
