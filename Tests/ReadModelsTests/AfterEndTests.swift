import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `What is told after an end` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func row(_ view: String) async throws -> [String: SQLValue] {
    try #require(await chronicle.rows(view).first)
  }

  /// What a stream adds up to, of which rows show a part.
  private func state<A: Aggregate>(
    _ aggregate: A.Type, _ stream: String
  ) throws -> A where A.State == A? {
    let name = try StreamName(validating: stream)
    let recorded = try chronicle.log.read(
      stream: name, from: nil, direction: .forwards, before: nil, limit: 100)
    let history = StreamHistory(stream: name, recorded: recorded, zone: chronicle.log.identity.zone)
    return try #require(try history.state(aggregate))
  }

  /// Of which only the year is known, so it sorts after the end.
  private static let thatYear = "2024"

  @Test func `wakes no alliance that was dissolved`() async throws {
    try await chronicle.found("zone")
    for (type, day) in [
      (EventType("alliance.dissolved"), "2024-06-30"),
      (EventType("alliance.suspended"), Self.thatYear),
    ] {
      try await chronicle.record("alliance-zone", type, PBAllianceStatusChanged(), on: day)
    }
    #expect(try await row("Alliances")["phase"] == "dissolved")
  }

  @Test func `opens no vacancy that was closed`() async throws {
    func close(_ reason: PBVacancyClosed.Reason, on day: String) async throws {
      try await chronicle.record("vacancy-1", PBVacancyClosed.with { $0.reason = reason }, on: day)
    }
    try await chronicle.record("vacancy-1", PBVacancyDrafted(), on: "2024-01-01")
    try await close(.noSuitableApplicant, on: "2024-06-30")
    try await chronicle.record("vacancy-1", PBVacancyPublished(), on: Self.thatYear)
    #expect(try await row("Vacancies")["phase"] == "closed")
    // That it was published is known all the same; why it was closed is not what is told later.
    #expect(try await row("Vacancies")["published_on"] != .null)
    try await close(.withdrawn, on: "2024-08-01")
    #expect(try await row("Vacancies")["close_reason"] == "NO_SUITABLE_APPLICANT")
  }

  @Test func `loses no agreement that others signed once it was rejected here`() async throws {
    func tell(_ type: EventType, _ payload: some Message, on day: String) async throws {
      try await chronicle.record("agreement-1", type, payload, on: day)
    }
    try await tell(EventType("agreement.drafted"), PBAgreementTerms(), on: "2024-01-01")
    try await tell(EventType("agreement.rejected"), PBAgreementStopped(), on: "2024-03-01")
    try await tell(EventType("agreement.reported-signed"), PBAgreementTerms(), on: "2024-05-01")
    #expect(try await row("AgreementBoard")["phase"] == "inForce")
  }

  @Test func `loses no offer that was told after its answer`() async throws {
    try await chronicle.record("application-1", PBApplicationSubmitted(), on: "2024-06-01")
    try await chronicle.record(
      "application-1", EventType("application.offer-accepted"), PBApplicationOfferAnswered(),
      on: "2024-06-25")
    try await chronicle.record("application-1", PBApplicationJobOffered(), on: "2024-06")
    let application = try await row("Applications")
    #expect(application["phase"] == "accepted")
    #expect(application["offered_on"] != .null)
  }

  @Test func `moves no activity that was cancelled`() async throws {
    try await chronicle.record(
      "activity-1", PBActivityPlanned.with { $0.plan.from = "2024-04-10" }, on: "2024-03-01")
    try await chronicle.record("activity-1", PBActivityCancelled(), on: "2024-04-01")
    try await chronicle.record(
      "activity-1", PBActivityPostponed.with { $0.from = "2024-06-10" }, on: "2024-05-01")
    let activity = try await row("Activities")
    #expect(activity["phase"] == "cancelled")
    #expect(activity["from_day"] == "2024-04-10")
  }

  @Test func `brings no posts of an exhibitor that had withdrawn`() async throws {
    func at(_ posts: Int32) -> PBExhibitorAttended { .with { $0.posts = posts } }
    try await chronicle.record(
      "exhibitor-1.a", PBExhibitorRegistered.with { $0.posts = 4 }, on: "2024-03-01")
    try await chronicle.record("exhibitor-1.a", PBExhibitorWithdrawn(), on: "2024-04-01")
    try await chronicle.record("exhibitor-1.a", at(9), on: "2024-05-01")
    let exhibitor = try await row("Exhibitors")
    #expect(exhibitor["phase"] == "withdrawn")
    #expect(exhibitor["posts"] == 4)
    #expect(exhibitor["attended_on"] == .null)
    // Nor where all is folded anew for a fact that comes late.
    try await chronicle.record("exhibitor-1.a", PBExhibitorVerified(), on: "2024-03-15")
    let folded = try await row("Exhibitors")
    #expect(folded["verified_on"] == "2024-03-15")
    #expect(folded["attended_on"] == .null)
  }

  @Test func `lets no policy be repealed twice`() async throws {
    func repeal(_ lastDay: String, by other: String, on day: String) async throws {
      try await chronicle.record(
        "policy-1",
        PBPolicyRepealed.with {
          $0.lastDay = lastDay
          $0.by = other
        }, on: day)
    }
    try await chronicle.record("policy-1", PBPolicyIssued(), on: "2020-01-01")
    try await repeal("2024-01-31", by: "policy-2", on: "2024-01-01")
    try await repeal("2024-12-31", by: "policy-3", on: "2024-06-01")
    let policy = try await row("Policies")
    #expect(policy["in_force_to"] == "2024-01-31")
    #expect(policy["replaced_by"] == "policy-2")
  }

  @Test func `changes no verdict and no reason of an end that is known`() async throws {
    try await chronicle.record("dispute-1", PBDisputeRaised(), on: "2024-01-01")
    for (verdict, day) in [
      (PBDisputeDecided.Verdict.correct, "2024-02-01"), (.uphold, "2024-03-01"),
    ] {
      try await chronicle.record(
        "dispute-1", PBDisputeDecided.with { $0.verdict = verdict }, on: day)
    }
    #expect(try state(Dispute.self, "dispute-1").verdict == .correct)

    try await chronicle.record("employment-1", PBEmploymentEnteredIntoForce(), on: "2024-01-01")
    for (by, day) in [
      (PBEmploymentTerminated.By.graduate, "2024-02-01"), (.employer, "2024-03-01"),
    ] {
      try await chronicle.record(
        "employment-1", PBEmploymentTerminated.with { $0.by = by }, on: day)
    }
    #expect(try state(EmploymentAgreement.self, "employment-1").terminatedBy == .graduate)
  }

  @Test func `prolongs no offer that was answered`() async throws {
    func offer(to lastDay: String, on day: String) async throws {
      try await chronicle.record(
        "application-1", PBApplicationJobOffered.with { $0.to = lastDay }, on: day)
    }
    try await chronicle.record("application-1", PBApplicationSubmitted(), on: "2024-06-01")
    try await offer(to: "2024-06-30", on: "2024-06-10")
    try await chronicle.record(
      "application-1", EventType("application.offer-declined"), PBApplicationOfferAnswered(),
      on: "2024-06-20")
    try await offer(to: "2024-12-31", on: "2024-09-01")
    let application = try state(Application.self, "application-1")
    #expect(application.phase == .declined)
    #expect(application.offerEnds?.description == "2024-06-30")
  }

  @Test func `opens nothing that is over, and brings nobody into it`() async throws {
    try await chronicle.record("order.class-1", PBOrderClassPlanned(), on: "2024-01-01")
    try await chronicle.record("order.class-1", PBOrderClassCompleted(), on: "2024-06-30")
    try await chronicle.record("order.class-1", PBOrderClassOpened(), on: "2024-09-01")
    try await chronicle.record(
      "order.class-1", PBClassStudentEnrolled.with { $0.student = "person-a" }, on: "2024-09-02")
    let orderClass = try state(OrderClass.self, "order.class-1")
    #expect(orderClass.opened == nil)
    #expect(orderClass.members.isEmpty)

    try await chronicle.record("placement-1", PBPlacementArranged(), on: "2024-01-01")
    try await chronicle.record("placement-1", PBPlacementEndedEarly(), on: "2024-02-01")
    try await chronicle.record("placement-1", PBPlacementStarted(), on: "2024-03-01")
    #expect(try state(Placement.self, "placement-1").started == nil)
  }

  @Test func `brings nobody who has graduated up a year`() async throws {
    try await chronicle.record(
      "enrolment-1",
      PBStudentEnrolled.with {
        $0.person = "person-a"
        $0.school = "organisation-s"
        $0.gradeYear = 3
      }, on: "2021-09-01")
    try await chronicle.record("enrolment-1", PBStudentGraduated(), on: "2024-06-30")
    try await chronicle.record(
      "enrolment-1", PBGradeYearAdvanced.with { $0.gradeYear = 4 }, on: "2024-09-01")
    #expect(try state(Enrolment.self, "enrolment-1").gradeYear == 3)
  }
}
