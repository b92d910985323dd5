import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `Measures count on the day on which something happens` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func count(_ measure: String, _ arguments: [String: String]) async throws -> Int64? {
    try await chronicle.count(measure, arguments)[3]
  }

  /// The counts on the day before and on the day itself.
  private func around(
    _ measure: String, _ days: (String, String), _ more: [String: String] = [:]
  ) async throws -> [Int64?] {
    var counts: [Int64?] = []
    for day in [days.0, days.1] {
      counts.append(try await count(measure, more.merging(["until": day]) { $1 }))
    }
    return counts
  }

  @Test func `of members, their designations and those that ended`() async throws {
    for id in ["a", "b", "c"] {
      try await chronicle.organisation(id, .enterprise)
      try await chronicle.member(id)
    }
    try await chronicle.record(
      "organisation-a", PBDesignationGranted.with { $0.designation = .key }, on: "2022-07-01")
    try await chronicle.record(
      "organisation-a", PBDesignationEnded.with { $0.designation = .key }, on: "2022-10-01")
    let key = ["designation": "KEY"]
    let granted = ("2022-06-30", "2022-07-01")
    let ended = ("2022-09-30", "2022-10-01")
    for measure in ["alliance.members", "organisations.registered"] {
      #expect(try await around(measure, granted, key) == [0, 1])
      #expect(try await around(measure, ended, key) == [1, 0])
    }
    try await chronicle.record(
      "membership-zone.b", EventType("membership.withdrawn"), PBMemberLeft(), on: "2022-10-01")
    try await chronicle.record(
      "organisation-c", PBOrganisationDeregistered(), on: "2022-10-01")
    // One left, one is no more.
    #expect(try await around("alliance.members", ended) == [3, 1])
    #expect(try await around("organisations.registered", ended) == [3, 2])
    // Nobody is a member of what was dissolved on that day.
    try await chronicle.found("zone")
    try await chronicle.record(
      "alliance-zone", EventType("alliance.dissolved"), PBAllianceStatusChanged(), on: "2022-12-01")
    #expect(try await around("alliance.members", ("2022-11-30", "2022-12-01")) == [1, 0])
    for (day, isMember) in [("2022-11-30", 1), ("2022-12-01", 0)] as [(String, SQLValue)] {
      let roster = try await chronicle.rows(
        "AllianceRoster", .init("organisation", .oneOf(["organisation-a"])),
        arguments: ["until": day])
      #expect(roster.map { $0["is_member"] } == [isMember], "\(day)")
    }
    for (day, members, known) in [("2022-09-30", 3, 3), ("2022-10-01", 1, 2)] {
      let until = ["until": day]
      #expect(
        try await chronicle.measure(
          "alliance.members-by-kind", until.merging(["alliance": "alliance-zone"]) { $1 }
        ).map { $0[2] } == [.integer(Int64(members))])
      #expect(
        try await chronicle.measure("organisations.by-kind", until).map { $0[2] }
          == [.integer(Int64(known))])
    }
  }

  @Test func `of agreements, internships and classes`() async throws {
    for id in ["1", "2"] {
      try await chronicle.record(
        "agreement-\(id)", EventType("agreement.reported-signed"), PBAgreementTerms(),
        on: "2022-06-30")
      try await chronicle.record(
        "internship.agreement-\(id)", EventType("internship-agreement.reported-signed"),
        PBInternshipAgreementDrawnUp.with { $0.student = "person-\(id)" }, on: "2022-06-30")
    }
    try await chronicle.record(
      "agreement-2", EventType("agreement.annulled"), PBAgreementStopped(), on: "2022-07-01")
    try await chronicle.record(
      "internship.agreement-2", PBInternshipAgreementAnnulled(), on: "2022-07-01")
    #expect(try await count("agreements.signed", [:]) == 1)
    #expect(try await count("internship-agreements.signed", [:]) == 1)
    try await chronicle.record(
      "placement-1", PBPlacementStarted.with { $0.parties.student = "person-1" }, on: "2022-09-01")
    #expect(try await count("interns.started", ["since": "2022-09-01"]) == 1)
    #expect(try await count("interns.started", ["since": "2022-09-02"]) == 0)
    #expect(try await count("talents.trained", [:]) == 0)
    try await chronicle.record("placement-1", PBPlacementEndedEarly(), on: "2022-10-01")
    #expect(try await count("talents.trained", [:]) == 0, "who gave up was not trained")
    try await chronicle.record(
      "placement-2", PBPlacementStarted.with { $0.parties.student = "person-2" }, on: "2022-09-01")
    try await chronicle.record("placement-2", PBPlacementCompleted(), on: "2022-12-31")
    #expect(try await around("talents.trained", ("2022-12-30", "2022-12-31")) == [0, 1])
    try await chronicle.record("order.class-1", PBOrderClassPlanned(), on: "2022-06-30")
    try await chronicle.record(
      "order.class-1", PBClassStudentEnrolled.with { $0.student = "person-1" }, on: "2022-09-01")
    try await chronicle.record(
      "order.class-1", PBClassStudentLeft.with { $0.student = "person-1" }, on: "2022-10-01")
    #expect(try await around("order-classes.students", ("2022-09-30", "2022-10-01")) == [1, 0])
  }

  @Test func `of graduates and the help for them`() async throws {
    for id in ["1", "2"] {
      try await chronicle.enrol(id)
      try await chronicle.record("enrolment-\(id)", PBKeyGroupConfirmed(), on: "2023-03-01")
    }
    try await chronicle.record("enrolment-2", PBKeyGroupEnded(), on: "2023-04-01")
    let without = "assistance.graduates-without-case"
    #expect(try await around(without, ("2023-03-31", "2023-04-01")) == [2, 1])
    try await chronicle.record(
      "assistance-1", PBAssistanceOpened.with { $0.enrolment = "enrolment-1" }, on: "2023-05-01")
    #expect(try await around(without, ("2023-04-30", "2023-05-01")) == [1, 0])
    try await chronicle.record(
      "assistance-1", PBAssistanceOwnerAssigned.with { $0.owner = "person-t" }, on: "2023-05-02")
    #expect(
      try await around("assistance.cases-without-owner", ("2023-05-01", "2023-05-02")) == [1, 0])
    // Who was helped is looked after; whose case was closed is not.
    try await chronicle.record("assistance-1", PBAssistanceResolved(), on: "2023-06-01")
    #expect(try await count(without, ["until": "2023-06-30"]) == 0)
    try await chronicle.record(
      "assistance-3", PBAssistanceOpened.with { $0.enrolment = "enrolment-3" }, on: "2023-05-01")
    try await chronicle.enrol("3")
    try await chronicle.record("enrolment-3", PBKeyGroupConfirmed(), on: "2023-03-01")
    try await chronicle.record("assistance-3", PBAssistanceClosed(), on: "2023-06-01")
    #expect(try await around(without, ("2023-05-31", "2023-06-01")) == [0, 1])
  }

  @Test func `of vacancies, applications, payments and visits`() async throws {
    for (id, majors) in [("1", ["460701"]), ("2", [])] {
      try await chronicle.record(
        "vacancy-\(id)", PBVacancyPublished.with { $0.terms.majors = majors }, on: "2023-05-10")
    }
    #expect(try await count("vacancies.published", ["since": "2023-05-10"]) == 2)
    #expect(try await count("vacancies.published", ["since": "2023-05-11"]) == 0)
    #expect(try await count("vacancies.published", ["major": "460702"]) == 1, "open to any")
    for (day, amount) in [("2023-05-09", 0), ("2023-05-10", 1)] {
      #expect(
        try await chronicle.rows("VacancyMarket", arguments: ["until": day, "since": "2023-05-10"])
          .count == amount * 2)
    }
    try await chronicle.record("application-1", PBApplicationSubmitted(), on: "2023-05-11")
    #expect(try await around("applications.submitted", ("2023-05-10", "2023-05-11")) == [0, 1])
    try await chronicle.record("grant-1", PBGrantApplied(), on: "2012-01-01")
    try await chronicle.record(
      "grant-1", PBGrantPaid.with { $0.amountFen = 7 }, on: "2012-02-01")
    #expect(try await around("grants.paid", ("2012-01-31", "2012-02-01")) == [0, 7])
    try await chronicle.record(
      "visit-1",
      PBVisitHeld.with {
        $0.parties.employer = "organisation-e"
        $0.newlyDeveloped = false
      }, on: "2023-03-08")
    #expect(try await count("visits.held", ["since": "2023-03-08"]) == 1)
    #expect(try await count("visits.held", ["since": "2023-03-09"]) == 0)
    #expect(try await count("campaign.employers-newly-developed", [:]) == 0)
    try await chronicle.record("session-1", PBSessionScheduled(), on: "2023-05-26")
    try await chronicle.record(
      "session-1", PBSessionPartyArrived.with { $0.organisation = "organisation-e" },
      on: "2023-05-26")
    #expect(try await count("session.industries", [:]) == 0, "it stood for none")
  }

  @Test func `of unfilled posts only where posts stay unfilled`() async throws {
    for (id, filled) in [("1", 2), ("2", 1)] as [(String, Int32)] {
      try await chronicle.record(
        "vacancy-\(id)", PBVacancyPublished.with { $0.terms.headcount = 2 }, on: "2023-05-10")
      try await chronicle.record(
        "vacancy-\(id)", PBVacancyFilled.with { $0.filled = filled }, on: "2023-05-11")
      try await chronicle.record(
        "vacancy-\(id)", PBVacancyClosed.with { $0.reason = .noSuitableApplicant },
        on: "2023-05-12")
    }
    #expect(
      try await chronicle.measure("vacancies.unfilled-reasons")
        == [["vacancy", "NO_SUITABLE_APPLICANT", 1]])
    // Whether a vacancy counted would tell how many were hired in it, beside the rows of Vacancies.
    #expect(
      try await chronicle.measure("vacancies.unfilled-reasons", hidingSmallCells: true)
        == [["vacancy", "NO_SUITABLE_APPLICANT", 2]])
  }

  @Test func `of privacy requests, and the erasure that answers the last one`() async throws {
    for (id, verdict) in [
      ("1", PBPrivacyRequestDecided.Verdict.grant), ("2", .grantPartly), ("3", .refuse),
    ] {
      try await chronicle.record(
        "privacy.request-\(id)",
        PBPrivacyRequestReceived.with {
          $0.person = "person-1"
          $0.kind = .delete
        }, on: "2023-03-0\(id)")
      try await chronicle.record(
        "privacy.request-\(id)", PBPrivacyRequestDecided.with { $0.verdict = verdict },
        on: "2023-03-05")
    }
    try await chronicle.record(
      "privacy.request-4",
      PBPrivacyRequestReceived.with {
        $0.person = "person-1"
        $0.kind = .access
      }, on: "2023-03-03")
    #expect(
      try await chronicle.measure("privacy.requests")
        == [["ACCESS", 1, 1, 0, 0, 0], ["DELETE", 3, 3, 2, 1, 0]])
    try await chronicle.record("person-1", PBPersonRegistered(), on: "2022-01-01")
    try await chronicle.record("person-1", PBPersonalDataErased(), on: "2023-03-03")
    let ledger = try await chronicle.rows("ErasureLedger")
    #expect(ledger.map { $0["request"] } == ["privacy.request-3"])
    #expect(ledger.map { $0["days"] } == [0])
  }
}
