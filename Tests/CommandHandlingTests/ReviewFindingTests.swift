@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Testing

/// What a review holds back is no ground for our own acts; once it has passed it is.
@Suite struct `Findings of our own acts` {
  private let bench = Bench()

  @discardableResult
  private func record(_ json: String) async throws -> CommandReceipt {
    try await CommandHandler(log: bench.log, personal: nil).handle(
      ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: Bench.actor, channel: .api)
  }

  private func reported(_ day: String, _ command: String) async throws {
    try await record(#"{"occurred":"\#(day)","standing":"REPORTED",\#(command)}"#)
  }

  private func merger(_ organisation: String, _ into: String, _ reason: String) async throws {
    try await reported(
      "2022-04-01",
      #""mergeOrganisation":{"organisation":"organisation-\#(organisation)","details":{"into":"organisation-\#(into)","reason":"\#(reason)"}}"#
    )
  }

  /// A grant for which `h` applied and of which we pay `u`, which is of another kind and reported to be `h`:
  /// that waits for a review.
  ///
  /// - Parameter payee: `w` is reported to be `u` after it was paid.
  private func payment(to payee: String) async throws {
    for (name, kind) in [
      ("s", "SCHOOL"), ("h", "ENTERPRISE"), ("u", "GOVERNMENT_BODY"), ("w", "GOVERNMENT_BODY"),
    ] {
      try await reported(
        "2020-01-01",
        #""registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"\#(kind)","name":"N"}}"#
      )
    }
    try await reported(
      "2022-01-01",
      #""reportAgreementSigned":{"agreement":"agreement-a","details":{"parties":["organisation-s","organisation-h"]}}"#
    )
    try await reported(
      "2022-02-01",
      #""applyForGrant":{"grant":"grant-g","details":{"agreement":"agreement-a","applicant":"organisation-h"}}"#
    )
    try await reported(
      "2022-03-01", #""approveGrant":{"grant":"grant-g","details":{"amountFen":"100"}}"#)
    try await merger("u", "h", "DUPLICATE")
    try await record(
      #"{"occurred":"2022-05-01","standing":"DECIDED","payGrant":{"grant":"grant-g","details":{"tranche":"1","amountFen":"1","payee":"organisation-\#(payee)"}}}"#
    )
    if payee == "w" { try await merger("w", "u", "LEGAL_MERGER") }
  }

  private func end(_ act: String) async throws {
    let opened = try bench.log.read(
      from: nil, direction: .forwards, type: ReviewEvents.opened, before: nil, limit: 10)
    let review = try #require(opened.first)
    try await record(
      #"{"\#(act)":{"stream":"\#(review.stream)","review":"\#(review.event.id)","reason":"seen"}}"#)
  }

  private func payees() throws -> [String] {
    try openFindings(in: bench.log).map(\.rule).filter { $0 == "PAYEE" }
  }

  @Test(arguments: ["u", "w"], [true, false])
  func `go when what they rest on was held back and its review passes`(
    payee: String, keepsUp: Bool
  ) async throws {
    try await payment(to: payee)
    let manager = findingManager(on: bench.log)
    if keepsUp { try await manager.catchUp() }
    #expect(try payees() == ["PAYEE"])
    try await end("passReview")
    try await manager.catchUp()
    #expect(try payees() == [])
    // Another one, from the start, says the same.
    let end = bench.log.end
    #expect(try await findingManager(on: bench.log).catchUp() == 0)
    #expect(bench.log.end == end)
  }

  @Test func `stay when its review fails`() async throws {
    try await payment(to: "u")
    let manager = findingManager(on: bench.log)
    try await manager.catchUp()
    try await end("failReview")
    #expect(try await manager.catchUp() == 0)
    #expect(try payees() == ["PAYEE"])
  }
}
