import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `A fact that does not fit` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func count(
    _ measure: String, _ until: String, _ arguments: [String: String] = [:]
  ) async throws -> Int64? {
    try await chronicle.count(measure, arguments.merging(["until": until]) { $1 })[3]
  }

  private func row(_ view: String) async throws -> [String: SQLValue] {
    try #require(await chronicle.rows(view).first)
  }

  @Test func `brings nobody into an order class that is over, and takes nobody out`() async throws {
    func enrol(_ student: String, on day: String) async throws {
      try await chronicle.record(
        "order.class-1", PBClassStudentEnrolled.with { $0.student = "person-\(student)" }, on: day)
    }
    func leave(_ student: String, on day: String) async throws {
      try await chronicle.record(
        "order.class-1", PBClassStudentLeft.with { $0.student = "person-\(student)" }, on: day)
    }
    try await chronicle.record("order.class-1", PBOrderClassPlanned(), on: "2022-06-30")
    try await chronicle.record("order.class-1", PBOrderClassOpened(), on: "2022-09-01")
    for student in ["a", "b", "c"] { try await enrol(student, on: "2022-09-01") }
    try await chronicle.record("order.class-1", PBOrderClassCompleted(), on: "2023-06-30")
    #expect(try await count("talents.trained", "2023-06-30", ["year": "2023"]) == 3)

    try await enrol("d", on: "2023-09-01")
    try await leave("b", on: "2023-12-01")
    #expect(try await count("talents.trained", "2023-06-30", ["year": "2023"]) == 3)
    #expect(try await count("order-classes.students", "2023-12-31") == 3)
    #expect(try await row("OrderClassBoard")["students"] == 3)
    // What was so before the end counts whenever it is told.
    try await leave("c", on: "2023-06-01")
    #expect(try await count("talents.trained", "2023-06-30", ["year": "2023"]) == 2)
  }

  @Test func `trains nobody in a course that is over`() async throws {
    func enrol(_ trainee: String, on day: String) async throws {
      try await chronicle.record(
        "training-1", PBTraineeEnrolled.with { $0.trainee = "person-\(trainee)" }, on: day)
    }
    try await chronicle.record("training-1", PBTrainingPlanned(), on: "2021-01-04")
    for trainee in ["a", "b"] { try await enrol(trainee, on: "2021-01-04") }
    try await chronicle.record(
      "training-1", PBTrainingSessionHeld.with { $0.hours = 8 }, on: "2021-01-05")
    try await chronicle.record("training-1", PBTrainingCompleted(), on: "2021-01-29")
    #expect(try await count("talents.trained", "2021-01-29", ["year": "2021"]) == 2)

    try await enrol("c", on: "2022-06-01")
    try await chronicle.record(
      "training-1", PBTraineeDropped.with { $0.trainee = "person-a" }, on: "2022-06-01")
    #expect(try await count("talents.trained", "2021-01-29", ["year": "2021"]) == 2)
    #expect(try await row("StaffTraining")["trainees"] == 2)
  }

  @Test(arguments: [true, false]) func `undoes no end of a placement`(
    _ wasCompleted: Bool
  ) async throws {
    try await chronicle.organisation("h", .enterprise)
    try await chronicle.place(0..<1, at: "h")
    func end(_ isCompleted: Bool, on day: String) async throws {
      if isCompleted {
        try await chronicle.record("placement-h.0", PBPlacementCompleted(), on: day)
      } else {
        try await chronicle.record("placement-h.0", PBPlacementEndedEarly(), on: day)
      }
    }
    try await end(wasCompleted, on: "2023-06-20")
    try await end(!wasCompleted, on: "2023-07-01")
    try await chronicle.record(
      "placement-h.0", EventType("placement.paused"), PBPlacementInterrupted(), on: "2023-07-02")
    #expect(
      try await count("talents.trained", "2023-12-31", ["year": "2023"]) == (wasCompleted ? 1 : 0))
    let placement = try await row("Placements")
    #expect(placement["phase"] == (wasCompleted ? "completed" : "endedEarly"))
    #expect(placement["ended_on"] == "2023-06-20")
    #expect(try await chronicle.rows("HostCapacity", arguments: ["on": "2023-06-25"]).isEmpty)
  }

  @Test func `admits nobody a second time`() async throws {
    try await chronicle.organisation("a", .enterprise)
    try await chronicle.member("a", on: "2022-06-30", .inferred)
    func admit(on day: String, _ evidence: Source.Evidence) async throws {
      try await chronicle.record(
        "membership-zone.a",
        PBMembershipAdmitted.with {
          $0.alliance = "alliance-zone"
          $0.organisation = "organisation-a"
          $0.founding = false
        }, on: day, evidence)
    }
    try await admit(on: "2022-09-01", .documented)
    #expect(
      try await chronicle.count(
        "alliance.members", ["alliance": "alliance-zone", "until": "2022-06-30"])
        == [0, 1, 0, 1])
    #expect(try await count("alliance.members", "2022-06-30", ["founding": "1"]) == 1)
    let member = try await row("AllianceRoster")
    #expect(member["admitted_on"] == "2022-06-30")
    #expect(member["is_founding"] == 1)
    #expect(member["evidence"] == "inferred")
    // Told of the same day, it is the same admission, on better evidence.
    try await chronicle.member("a", on: "2022-06-30", .documented)
    #expect(try await chronicle.count("alliance.members", ["until": "2022-06-30"])[0] == 1)
  }

  @Test func `makes no member leave before it was admitted, or by taking an application back`()
    async throws
  {
    for id in ["a", "b"] {
      try await chronicle.organisation(id, .enterprise)
      try await chronicle.member(id, on: "2022-06-30")
    }
    try await chronicle.record(
      "membership-zone.a", EventType("membership.expelled"), PBMemberLeft(), on: "2022-02-01")
    try await chronicle.record(
      "membership-zone.b", EventType("membership.withdrawn"), PBMemberLeft(), on: "2022-07-31")
    try await chronicle.record(
      "membership-zone.b",
      PBMembershipApplied.with {
        $0.alliance = "alliance-zone"
        $0.organisation = "organisation-b"
      }, on: "2022-09-01")
    try await chronicle.record(
      "membership-zone.b", EventType("membership.withdrawn"), PBMemberLeft(), on: "2022-09-20")
    for (until, members) in [("2022-06-30", 2), ("2022-08-15", 1), ("2022-12-31", 1)] {
      #expect(try await count("alliance.members", until) == Int64(members), "\(until)")
    }
    let roster = try await chronicle.rows("AllianceRoster", sort: [.init("stream")])
    #expect(roster.map { $0["phase"] } == ["active", "withdrawn"])
    #expect(roster.map { $0["left_on"] } == [.null, "2022-07-31"])
  }

  @Test func `documents nothing of another day`() async throws {
    func hold(on day: String, _ evidence: Source.Evidence) async throws {
      try await chronicle.record(
        "visit-1",
        PBVisitHeld.with {
          $0.parties.school = "organisation-s"
          $0.parties.employer = "organisation-h"
          $0.negotiated = evidence == .documented
        }, on: day, evidence)
    }
    func start(on day: String, _ evidence: Source.Evidence) async throws {
      try await chronicle.record(
        "placement-1",
        PBPlacementStarted.with {
          $0.parties.student = "person-p"
          $0.parties.host = "organisation-\(evidence.word)"
        }, on: day, evidence)
    }
    func enter(on day: String, _ evidence: Source.Evidence) async throws {
      try await chronicle.record(
        "order.class-1", PBClassStudentEnrolled.with { $0.student = "person-p" }, on: day, evidence)
    }
    func sign(on day: String, _ evidence: Source.Evidence) async throws {
      try await chronicle.record(
        "agreement-1", EventType("agreement.reported-signed"),
        PBAgreementTerms.with { $0.parties = ["organisation-s", "organisation-h"] }, on: day,
        evidence)
    }
    try await chronicle.record("order.class-1", PBOrderClassPlanned(), on: "2022-01-01")
    for (day, evidence) in [("2022-07-01", Source.Evidence.synthetic), ("2022-08-01", .documented)]
    {
      try await hold(on: day, evidence)
      try await start(on: day, evidence)
      try await enter(on: day, evidence)
      try await sign(on: day, evidence)
      for measure in [
        "visits.held", "interns.started", "order-classes.students", "agreements.signed",
      ] {
        #expect(
          try await chronicle.count(measure, ["until": "2022-07-31"]) == [0, 0, 1, 1],
          "\(measure) after \(day)")
      }
    }
    #expect(try await row("Placements")["host"] == "organisation-synthetic")
    #expect(try await row("Visits")["is_negotiated"] == 0)
    // Of the same day it tells the same on better evidence.
    try await hold(on: "2022-07-01", .documented)
    #expect(try await chronicle.count("visits.held", ["until": "2022-07-31"])[0] == 1)
  }

  @Test func `takes no diploma away`() async throws {
    try await chronicle.enrol("a")
    try await chronicle.record("enrolment-a", PBStudentGraduated(), on: "2022-12-31")
    try await chronicle.record("enrolment-a", PBStudentWithdrawn(), on: "2023-03-01")
    #expect(try await count("graduates", "2023-06-30") == 1)
    let enrolment = try await row("Enrolments")
    #expect(enrolment["status"] == "graduated")
    #expect(enrolment["graduated_on"] == "2022-12-31")
  }

  @Test(arguments: [false, true]) func `cancels no activity that was held`(
    _ isReported: Bool
  ) async throws {
    try await chronicle.record("activity-1", PBActivityHeld(), on: "2023-06-01")
    if isReported {
      try await chronicle.record("activity-1", PBActivityReported(), on: "2023-06-02")
    }
    try await chronicle.record("activity-1", PBActivityCancelled(), on: "2023-06-30")
    try await chronicle.record("activity-2", PBActivityPlanned(), on: "2023-05-01")
    try await chronicle.record("activity-2", PBActivityCancelled(), on: "2023-06-30")
    try await chronicle.record("activity-2", PBActivityHeld(), on: "2023-07-01")
    #expect(try await count("activities.held", "2023-12-31") == 1)
    let board = try await chronicle.rows("ActivityBoard", sort: [.init("stream")])
    #expect(board.map { $0["phase"] } == [isReported ? "reported" : "held", "cancelled"])
    #expect(board.map { $0["held_on"] } == ["2023-06-01", .null])
  }

  @Test func `mixes no vote with one of another day`() async throws {
    func vote(
      _ inFavour: Int32, _ against: Int32, _ abstained: Int32?, on day: String,
      _ evidence: Source.Evidence
    ) async throws {
      try await chronicle.record(
        "meeting-1",
        PBMotionVoted.with {
          $0.motion = "m2"
          $0.inFavour = inFavour
          $0.against = against
          if let abstained { $0.abstained = abstained }
        }, on: day, evidence)
    }
    try await chronicle.record("meeting-1", PBMeetingConvened(), on: "2022-09-01")
    try await vote(12, 12, 1, on: "2022-10-01", .synthetic)
    try await vote(20, 5, nil, on: "2022-10-02", .documented)
    #expect(try await chronicle.count("motions.voted", ["until": "2022-10-01"]) == [0, 0, 1, 1])
    let motion = try await row("Motions")
    #expect(motion["in_favour"] == 20)
    #expect(motion["abstained"] == .null)
    #expect(motion["voted_on"] == "2022-10-01")
    #expect(motion["last_voted_on"] == "2022-10-02")
    // After the end, a vote of another day is none.
    try await chronicle.record("meeting-1", PBMeetingClosed(), on: "2022-10-02")
    try await vote(1, 24, nil, on: "2022-11-01", .documented)
    #expect(try await row("Motions")["in_favour"] == 20)
  }

  @Test func `explains no claim that was corrected since`() async throws {
    let claimed = try await chronicle.claim("c", "1", nil)
    func explain(_ text: String) async throws {
      try await chronicle.record(
        "claim-c", PBClaimExplained.with { $0.explanation = text }, on: "2022-07-01")
    }
    try await explain("one college is named")
    try await chronicle.claim("c", "2", nil, corrects: claimed)
    #expect(try await row("ClaimsLedger")["explanation"] == .null)
    try await explain("two colleges are named")
    #expect(try await row("ClaimsLedger")["explanation"] == "two colleges are named")
  }
}
