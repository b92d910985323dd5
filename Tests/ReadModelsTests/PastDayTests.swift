import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `What was so on a past day` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  /// One rate of all schools in the class of 2023.
  private func statistics(_ rate: String = "TOTAL", until: String) async throws
    -> [String: SQLValue]
  {
    let rows = try await chronicle.rows(
      "OutcomeStatistics", arguments: ["until": until, "class_year": "2023"])
    return try #require(rows.first { $0["rate"] == .text(rate) && $0["level"] == "ALL" })
  }

  @Test func `leaves a class as it was, whoever came, left or went to another later`() async throws
  {
    for number in 0..<10 { try await chronicle.enrol("\(number)") }
    try await chronicle.record("enrolment-0", PBStudentWithdrawn(), on: "2023-09-10")
    try await chronicle.enrol("late", on: "2023-09-05")
    try await chronicle.record("enrolment-1", PBStudyInterrupted(), on: "2023-03-01")
    try await chronicle.record(
      "enrolment-1", PBStudyResumed.with { $0.classYear = 2024 }, on: "2023-10-05")
    try await chronicle.record(
      "enrolment-2", PBStudentTransferred.with { $0.school = "organisation-t" }, on: "2023-10-06")
    for (until, all, ofSchool) in [
      ("2023-08-31", 10, 10), ("2023-09-05", 11, 11), ("2023-09-30", 10, 10),
      ("2023-10-31", 9, 8),
    ] {
      #expect(
        try await statistics(until: until)["denominator"] == .integer(Int64(all)), "\(until)")
      let asked = ["until": until, "class_year": "2023"]
      #expect(try await chronicle.count("graduates", asked)[3] == Int64(all), "\(until)")
      let atSchool = asked.merging(["school": "organisation-s"]) { $1 }
      #expect(try await chronicle.count("graduates", atSchool)[3] == Int64(ofSchool), "\(until)")
    }
    #expect(
      try await chronicle.rows("Enrolments").compactMap { $0["withdrawn_on"]?.text } == [
        "2023-09-10"
      ])
  }

  @Test func `settles a dispute that was decided by then, though it was appealed later`()
    async throws
  {
    try await chronicle.enrol("a")
    try await chronicle.declare("a", "11")
    try await chronicle.record(
      "dispute-1", PBDisputeRaised.with { $0.facts = [.with { $0.stream = "outcome-a" }] },
      on: "2023-07-10")
    try await chronicle.record("dispute-1", PBDisputeDecided(), on: "2023-07-20")
    // Sorts behind the decision, and doesn't undo it.
    try await chronicle.record("dispute-1", PBDisputeHearingHeld(), on: "2023-07")
    try await chronicle.record("dispute-1", PBDisputeAppealed(), on: "2023-08-10")
    for (until, contested) in [
      ("2023-07-15", 1), ("2023-07-31", 0), ("2023-08-15", 1),
    ] {
      #expect(
        try await statistics(until: until)["contested"] == .integer(Int64(contested)), "\(until)")
    }
    try await chronicle.record("dispute-1", PBDisputeDecided(), on: "2023-09-01")
    #expect(try await statistics(until: "2023-08-15")["contested"] == 1)
    #expect(try await statistics(until: "2023-09-01")["contested"] == 0)
  }

  @Test func `keeps a case ended for as long as it was, though it was reopened`() async throws {
    for id in ["closed", "resolved"] {
      try await chronicle.enrol(id)
      try await chronicle.record("enrolment-\(id)", PBKeyGroupConfirmed(), on: "2023-03-01")
      try await chronicle.record(
        "assistance-\(id)",
        PBAssistanceOpened.with {
          $0.graduate = "person-\(id)"
          $0.enrolment = "enrolment-\(id)"
          $0.school = "organisation-s"
        }, on: "2023-04-01")
    }
    try await chronicle.record("assistance-closed", PBAssistanceClosed(), on: "2023-05-01")
    try await chronicle.record("assistance-resolved", PBAssistanceResolved(), on: "2023-05-01")
    for id in ["closed", "resolved"] {
      try await chronicle.record("assistance-\(id)", PBAssistanceReopened(), on: "2023-09-01")
    }
    for (until, open, resolved, without) in [
      ("2023-04-30", 2, 0, 0), ("2023-06-15", 0, 1, 1), ("2023-09-01", 2, 0, 0),
    ] {
      let row = try #require(
        await chronicle.rows("AssistanceStatistics", arguments: ["until": until]).first)
      #expect(row["open"] == .integer(Int64(open)), "\(until)")
      #expect(row["resolved"] == .integer(Int64(resolved)), "\(until)")
      func count(_ measure: String) async throws -> Int64? {
        try await chronicle.count(measure, ["until": until])[3]
      }
      #expect(try await count("assistance.cases-without-owner") == Int64(open), "\(until)")
      #expect(try await count("assistance.graduates-without-case") == Int64(without), "\(until)")
    }
  }

  @Test func `knows who was in an order class before leaving and coming back`() async throws {
    try await chronicle.record("order.class-1", PBOrderClassPlanned(), on: "2022-06-30")
    func enter(_ day: String, _ evidence: Source.Evidence = .documented) async throws {
      try await chronicle.record(
        "order.class-1", PBClassStudentEnrolled.with { $0.student = "person-p" }, on: day, evidence)
    }
    try await enter("2022-09-02")
    try await chronicle.record(
      "order.class-1", PBClassStudentLeft.with { $0.student = "person-p" }, on: "2022-10-01")
    try await enter("2023-02-01", .synthetic)
    #expect(try await chronicle.count("order-classes.students")[0] == 0)
    // Told again of another day, it is the same stay on the same evidence.
    try await enter("2023-04-01")
    #expect(try await chronicle.count("order-classes.students")[0] == 0)
    try await enter("2023-02-01")
    #expect(try await chronicle.count("order-classes.students")[0] == 1)
    for (until, count) in [
      ("2022-09-01", 0), ("2022-09-30", 1), ("2022-12-31", 0), ("2023-02-28", 1),
    ] {
      #expect(
        try await chronicle.count("order-classes.students", ["until": until])[3] == Int64(count),
        "\(until)")
    }
    let board = try await chronicle.rows("OrderClassBoard")
    #expect(board.map { $0["students"] } == [1])
    #expect(board.map { $0["left_students"] } == [0])
  }

  @Test func `asks where organisations were then`() async throws {
    try await chronicle.record(
      "organisation-s",
      PBOrganisationRegistered.with {
        $0.kind = .school
        $0.name = "S"
        $0.region = "330203"
        $0.industry = "P83"
      }, on: "2010-01-01")
    try await chronicle.member("s", on: "2011-01-01")
    try await chronicle.enrol("p", classYear: 2018, on: "2014-09-01")
    try await chronicle.record(
      "organisation-s", PBRegionChanged.with { $0.region = "310115" }, on: "2019-06-01")
    try await chronicle.record(
      "organisation-s", PBIndustryChanged.with { $0.industry = "M75" }, on: "2019-07-01")
    func count(_ measure: String, _ arguments: [String: String]) async throws -> Int64? {
      try await chronicle.count(measure, arguments)[3]
    }
    for (until, before, after) in [("2014-07-22", 1, 0), ("2019-06-01", 0, 1)] {
      for (region, expected) in [("3302", before), ("31", after)] {
        #expect(
          try await count(
            "organisations.registered", ["kind": "SCHOOL", "region": region, "until": until])
            == Int64(expected), "\(region) \(until)")
        #expect(
          try await chronicle.measure("organisations.by-kind", ["region": region, "until": until])
            .count == expected, "\(region) \(until)")
      }
    }
    for (until, industry) in [("2019-06-30", "P"), ("2019-07-01", "M")] {
      for letter in ["P", "M"] {
        let expected: Int64 = letter == industry ? 1 : 0
        let asked = ["industry": letter, "until": until]
        #expect(try await count("organisations.registered", asked) == expected, "\(asked)")
        #expect(try await count("alliance.members", asked) == expected, "\(asked)")
      }
    }
    #expect(try await count("graduates", ["region": "3302", "until": "2018-12-31"]) == 1)
    let rows = try await chronicle.rows(
      "OutcomeStatistics", arguments: ["region": "3302", "until": "2018-12-31"])
    #expect(!rows.isEmpty)
  }

  @Test func `places people trained where the enterprise was on that day`() async throws {
    try await chronicle.organisation("h", .enterprise)
    try await chronicle.record(
      "placement-1",
      PBPlacementStarted.with {
        $0.parties.student = "person-1"
        $0.parties.host = "organisation-h"
      }, on: "2022-03-01")
    try await chronicle.record("placement-1", PBPlacementCompleted(), on: "2022-06-30")
    try await chronicle.record(
      "organisation-h", PBRegionChanged.with { $0.region = "310115" }, on: "2022-12-01")
    for (arguments, count) in [
      (["region": "5101"], 1), (["region": "31"], 0), (["since": "2022-06-30"], 1),
      (["since": "2022-07-01"], 0),
    ] {
      #expect(
        try await chronicle.count("talents.trained", arguments)[3] == Int64(count), "\(arguments)")
    }
  }

  @Test func `weighs interns at work against the staff and the posts of then`() async throws {
    try await chronicle.record(
      "organisation-h",
      PBOrganisationRegistered.with {
        $0.kind = .enterprise
        $0.name = "H"
        $0.staffOnPost = 100
      }, on: "2020-01-01")
    try await chronicle.record(
      "organisation-h", PBStaffCountReported.with { $0.total = 30 }, on: "2023-06-01")
    func offer(_ day: String) async throws {
      try await chronicle.record(
        "host.post-1",
        PBHostPostOffered.with {
          $0.host = "organisation-h"
          $0.terms.places = 3
        }, on: day)
    }
    try await offer("2022-01-01")
    try await chronicle.record("host.post-1", PBHostPostWithdrawn(), on: "2022-07-01")
    try await offer("2023-01-01")
    try await chronicle.record("host.post-1", PBHostPostWithdrawn(), on: "2023-07-01")
    for (id, kind) in [
      ("post", PBInternshipKind.post), ("look", .cognition), ("some", .unspecified),
    ] {
      try await chronicle.record(
        "placement-\(id)",
        PBPlacementStarted.with {
          $0.parties.host = "organisation-h"
          $0.parties.student = "person-\(id)"
          if kind != .unspecified { $0.parties.kind = kind }
        }, on: "2022-02-01")
    }
    for (day, staff, offered) in [
      ("2022-03-01", 100, 3), ("2022-12-01", 100, 0), ("2023-03-01", 100, 3), ("2023-06-01", 30, 3),
      ("2023-08-01", 30, 0),
    ] {
      let row = try #require(
        await chronicle.rows("HostCapacity", arguments: ["on": day]).first)
      #expect(row["staff"] == .integer(Int64(staff)), "\(day)")
      #expect(row["offered"] == .integer(Int64(offered)), "\(day)")
      #expect(row["interns"] == 2, "those who come to look are no interns at work")
    }
    #expect(try await chronicle.count("interns.started")[3] == 2)
  }
}
