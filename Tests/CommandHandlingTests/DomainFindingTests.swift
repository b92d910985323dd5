@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Testing

/// Findings of the domain's own rules, opened with the facts and judged again after them.
@Suite struct `Findings of the domain` {
  private let log = InMemoryLog(clock: ManualClock(microseconds: 1_700_000_000_000_000).clock)
  private let handler: CommandHandler<CooperationDecider>
  private let placement = #"""
    {"occurred":"2022-07-01","standing":"REPORTED","startPlacement":{"placement":"placement-1",
    "details":{"parties":{"kind":"POST","student":"person-p","school":"organisation-school",
    "host":"organisation-host","internshipAgreement":"internship.agreement-1"}}}}
    """#

  init() {
    handler = CommandHandler(
      log: log, personal: nil, clock: ManualClock(microseconds: 1_700_000_000_000_000).clock)
  }

  @discardableResult
  private func record(_ json: String) async throws -> CommandReceipt {
    try await handler.handle(
      ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: Bench.actor, channel: .api)
  }

  private func agreement(_ signers: String, _ head: String = "") -> String {
    #"{\#(head)"occurred":"2022-06-30","standing":"REPORTED","reportInternshipAgreementSigned":{"internshipAgreement":"internship.agreement-1","details":{"student":"person-p","school":"organisation-school","host":"organisation-host"\#(signers)}}}"#
  }

  private func manager() -> FindingManager<CooperationJudge> { findingManager(on: log, rules: 1) }

  private func open() throws -> [String] { try openFindings(in: log).map(\.rule) }

  @Test func `follow corrections, voids and late facts`() async throws {
    for (name, kind) in [("school", "SCHOOL"), ("host", "ENTERPRISE")] {
      let level = name == "school" ? #","schoolLevel":"HIGHER_VOCATIONAL""# : ""
      try await record(
        #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"\#(kind)","name":"N"\#(level)}}}"#
      )
    }
    try await record(#"{"occurred":"2022-01-01","registerPerson":{"person":"person-p"}}"#)
    let signed = try await record(agreement(#","signedBy":["STUDENT","HOST_SIDE","SCHOOL_SIDE"]"#))
    let start = try await record(placement)
    let atOnce = start.findings.map(\.rule).sorted()
    #expect(!atOnce.contains("R01"))
    let manager = manager()
    try await manager.catchUp()
    #expect(try open().sorted() == atOnce)

    // The agreement is void: R01 is broken after the fact.
    try await record(
      #"{"voidEvent":{"stream":"internship.agreement-1","event":"\#(signed.events[0].id)","reason":"recorded by mistake"}}"#
    )
    try await manager.catchUp()
    #expect(try open().contains("R01"))

    // A correction after the void reinstates it, with one signature too few; that comes late.
    try await record(
      agreement(
        #","signedBy":["STUDENT","HOST_SIDE"]"#, #""corrects":"\#(signed.events[0].id)","#))
    try await manager.catchUp()
    #expect(try open().contains("R01"))
    try await record(
      #"{"occurred":"2022-07-01","standing":"REPORTED","signInternshipAgreement":{"internshipAgreement":"internship.agreement-1","details":{"party":"SCHOOL_SIDE"}}}"#
    )
    try await manager.catchUp()
    #expect(try !open().contains("R01"))

    // The start itself is void: nothing is left of what it had opened.
    try await record(
      #"{"voidEvent":{"stream":"placement-1","event":"\#(start.events[0].id)","reason":"recorded by mistake"}}"#
    )
    try await manager.catchUp()
    #expect(try open() == [])

    let end = log.end
    #expect(try await self.manager().catchUp() == 0)
    #expect(log.end == end)
  }

  @Test func `give the reason of the first fact that breaks the rule`() async throws {
    func tell(_ name: String, on day: String, _ details: String) async throws {
      try await record(
        #"{"occurred":"\#(day)","standing":"REPORTED","\#(name)":{"grant":"grant-g","details":{\#(details)}}}"#
      )
    }
    try await record(
      #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-school","details":{"kind":"SCHOOL","name":"N"}}}"#
    )
    try await tell("applyForGrant", on: "2022-07-01", #""applicant":"organisation-school""#)
    for (tranche, amount, day) in [(1, 300, "2022-08-01"), (2, 100, "2022-09-01")] {
      try await tell("payGrant", on: day, #""tranche":"\#(tranche)","amountFen":"\#(amount)""#)
    }
    let manager = manager()
    try await manager.catchUp()
    try await tell("approveGrant", on: "2022-07-09", #""amountFen":"200""#)
    try await manager.catchUp()
    let finding = try openFindings(in: log).first { $0.rule == "GRANT-SUMS" }
    #expect(finding?.reason == "300 fen are paid of 200 approved")
  }

  @Test func `reach an intention whose agreement was never made, until it was after all`()
    async throws
  {
    func tell(_ name: String, _ details: String, _ head: String = "") async throws -> EventID {
      let stream =
        name == "reportAgreementSigned"
        ? #""agreement":"agreement-a""# : #""intention":"intention-i""#
      return try await record(
        #"{\#(head)"occurred":"2022-07-01","standing":"REPORTED","\#(name)":{\#(stream),"details":{\#(details)}}}"#
      ).events[0].id
    }
    for (name, kind) in [("school", "SCHOOL"), ("host", "ENTERPRISE")] {
      try await record(
        #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"\#(kind)","name":"N"}}}"#
      )
    }
    let parties = #""parties":["organisation-school","organisation-host"]"#
    _ = try await tell("recordIntention", parties)
    let signed = try await tell("reportAgreementSigned", parties)
    _ = try await tell("convertIntention", #""agreement":"agreement-a""#)
    let manager = manager()
    try await manager.catchUp()
    #expect(try !open().contains("INTENTION-PARTIES"))
    try await record(
      #"{"voidEvent":{"stream":"agreement-a","event":"\#(signed)","reason":"recorded by mistake"}}"#
    )
    try await manager.catchUp()
    #expect(try open().contains("INTENTION-PARTIES"))
    // A correction after the void reinstates it.
    _ = try await tell("reportAgreementSigned", parties, #""corrects":"\#(signed)","#)
    try await manager.catchUp()
    #expect(try !open().contains("INTENTION-PARTIES"))
    let end = log.end
    #expect(try await self.manager().catchUp() == 0)
    #expect(log.end == end)
  }

  @Test func `reach an office that ended before its branch did, as a correction tells`()
    async throws
  {
    func register(_ name: String, _ more: String = "") async throws {
      try await record(
        #"{"occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"ENTERPRISE","name":"N"\#(more)}}}"#
      )
    }
    func end(_ name: String, on day: String, corrects: EventID? = nil) async throws -> EventID {
      let head = corrects.map { #""corrects":"\#($0)","# } ?? ""
      return try await record(
        #"{\#(head)"occurred":"\#(day)","standing":"REPORTED","deregisterOrganisation":{"organisation":"organisation-\#(name)","details":{}}}"#
      ).events[0].id
    }
    try await register("office")
    try await register("branch", #","branchOf":"organisation-office""#)
    let branch = try await end("branch", on: "2022-04-01")
    _ = try await end("office", on: "2023-01-01")
    let manager = manager()
    try await manager.catchUp()
    #expect(try open() == [])
    for (day, found) in [("2023-06-01", ["R31-BRANCHES"]), ("2022-05-01", [])]
      as [(String, [String])]
    {
      _ = try await end("branch", on: day, corrects: branch)
      try await manager.catchUp()
      #expect(try open() == found, "\(day)")
    }
    let size = log.end
    #expect(try await self.manager().catchUp() == 0)
    #expect(log.end == size)
  }

  @Test func `reach a fact by what it was corrected to rest on`() async throws {
    func tell(
      _ name: String, _ field: String, _ stream: String, _ details: String, _ head: String = "",
      on day: String = "2023-05-01"
    ) async throws -> EventID {
      try await record(
        #"{\#(head)"occurred":"\#(day)","standing":"REPORTED","\#(name)":{"\#(field)":"\#(stream)","details":{\#(details)}}}"#
      ).events[0].id
    }
    for (name, kind) in [("school", "SCHOOL"), ("host", "ENTERPRISE")] {
      _ = try await tell(
        "registerOrganisation", "organisation", "organisation-\(name)",
        #""kind":"\#(kind)","name":"N""#, on: "2020-01-01")
    }
    let parties = #""school":"organisation-school","enterprise":"organisation-host""#
    for name in ["a", "b"] {
      _ = try await tell(
        "reportAgreementSigned", "agreement", "agreement-\(name)",
        #""parties":["organisation-school","organisation-host"]"#, on: "2022-01-01")
    }
    let planned = try await tell(
      "planOrderClass", "orderClass", "order.class-o", parties + #","agreement":"agreement-a""#)
    let manager = manager()
    try await manager.catchUp()
    for (name, found) in [("b", ["R17"]), ("a", []), ("b", ["R17"])] as [(String, [String])] {
      _ = try await tell(
        "planOrderClass", "orderClass", "order.class-o",
        parties + #","agreement":"agreement-\#(name)""#, #""corrects":"\#(planned)","#)
      try await manager.catchUp()
      let annulled = try await tell(
        "annulAgreement", "agreement", "agreement-b", #""reason":"r""#, on: "2023-01-01")
      try await manager.catchUp()
      #expect(try open() == found, "it rests on \(name)")
      try await record(
        #"{"voidEvent":{"stream":"agreement-b","event":"\#(annulled)","reason":"another one's"}}"#)
      try await manager.catchUp()
      #expect(try open() == [], "it rests on \(name)")
    }
    let end = log.end
    #expect(try await self.manager().catchUp() == 0)
    #expect(log.end == end)
  }
}
