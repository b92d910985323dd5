import Cooperation
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
}
