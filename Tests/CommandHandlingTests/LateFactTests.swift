@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Foundation
import SwiftProtobuf
import Testing

/// What the domain's own manager makes of facts that come late.
@Suite struct `A fact that comes late` {
  private let bench = Bench()

  private func record(_ json: String) async throws -> CommandReceipt {
    let handler = CommandHandler(log: bench.log, personal: nil)
    return try await handler.handle(
      ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: Bench.actor, channel: .api)
  }

  private func manager() -> FindingManager<CooperationJudge> {
    findingManager(on: bench.log, rules: RuleBook.version)
  }

  private func openRules() throws -> [String] {
    Set(try openFindings(in: bench.log).map(\.rule)).sorted()
  }

  /// A student at work whose agreement only student and host have signed, as far as is known.
  private func tell() async throws {
    let who =
      #""student":"person-s","school":"organisation-s","host":"organisation-h""#
    for json in [
      #"{"occurred":"2020","registerOrganisation":{"organisation":"organisation-s","details":{"kind":"SCHOOL","name":"S","schoolLevel":"TECHNICAL"}}}"#,
      #"{"occurred":"2020","registerOrganisation":{"organisation":"organisation-h","details":{"kind":"ENTERPRISE","name":"H","region":"510112"}}}"#,
      #"{"occurred":"2020","registerPerson":{"person":"person-s"}}"#,
      #"{"occurred":"2022-06-30","reportInternshipAgreementSigned":{"internshipAgreement":"internship.agreement-s","details":{\#(who),"signedBy":["STUDENT","HOST_SIDE"]}}}"#,
      #"{"occurred":"2022-07-01","startPlacement":{"placement":"placement-s","details":{"parties":{"kind":"POST",\#(who),"internshipAgreement":"internship.agreement-s"}}}}"#,
    ] { _ = try await record(json) }
  }

  @Test func `closes the finding that its lack had opened, once`() async throws {
    try await tell()
    // Neither age nor year of study is known, which is said too.
    #expect(try openRules() == ["R01", "R02", "R03"])
    #expect(try await manager().catchUp() == 0)
    _ = try await record(
      #"{"occurred":"2022-06-30","signInternshipAgreement":{"internshipAgreement":"internship.agreement-s","details":{"party":"SCHOOL_SIDE"}}}"#
    )
    #expect(try await manager().catchUp() == 1)
    #expect(try openRules() == ["R02", "R03"])
    #expect(try await manager().catchUp() == 0)
  }

  @Test func `that is voided opens it again`() async throws {
    try await tell()
    let signed = try await record(
      #"{"occurred":"2022-06-30","signInternshipAgreement":{"internshipAgreement":"internship.agreement-s","details":{"party":"SCHOOL_SIDE"}}}"#
    )
    _ = try await manager().catchUp()
    _ = try await record(
      #"{"voidEvent":{"stream":"internship.agreement-s","event":"\#(signed.events[0].id)","reason":"another one's"}}"#
    )
    #expect(try await manager().catchUp() == 1)
    #expect(try openRules() == ["R01", "R02", "R03"])
  }

  @Test func `and its void are told before the log has what the first of them made of it`()
    async throws
  {
    try await tell()
    let signed = try await record(
      #"{"occurred":"2022-06-30","signInternshipAgreement":{"internshipAgreement":"internship.agreement-s","details":{"party":"SCHOOL_SIDE"}}}"#
    )
    _ = try await record(
      #"{"voidEvent":{"stream":"internship.agreement-s","event":"\#(signed.events[0].id)","reason":"another one's"}}"#
    )
    let log = GatedLog(bench.log)
    // Withdrawn for the one, and opened again for the other.
    #expect(try await log.catchUp(findingManager(on: log, rules: RuleBook.version)) == 2)
    #expect(try openRules() == ["R01", "R02", "R03"])
    #expect(try await manager().catchUp() == 0)
  }

  /// Where the host was said to have moved, and when that is told.
  private func move(to region: String, on day: String) async throws {
    _ = try await record(
      #"{"occurred":"\#(day)","changeRegion":{"organisation":"organisation-h","details":{"region":"\#(region)"}}}"#
    )
    try await manager().catchUp()
  }

  @Test func `of where the host was by then brings Ningbo's rules, and takes them away`()
    async throws
  {
    try await tell()
    let before = try openRules()
    // What happened later changes nothing.
    try await move(to: "330203", on: "2022-08-01")
    #expect(try openRules() == before)
    try await move(to: "330203", on: "2022-06-01")
    #expect(try openRules() == (before + ["R01-3302"]).sorted())
    try await move(to: "510112", on: "2022-06-15")
    #expect(try openRules() == before)
  }

  /// Before the start, and on its very day.
  @Test(arguments: [("2022-09-01", "2022-10-01"), ("2022-12-01", "2022-12-01")])
  func `of the year of study closes and opens what it turns on`(
    advanced: String, again: String
  ) async throws {
    try await tell()
    _ = try await record(
      #"{"occurred":"2021-09-01","enrolStudent":{"enrolment":"enrolment-s","details":{"person":"person-s","school":"organisation-s","mode":"FULL_TIME","gradeYear":1}}}"#
    )
    _ = try await record(
      #"{"occurred":"2022-12-01","startPlacement":{"placement":"placement-2","details":{"parties":{"kind":"POST","student":"person-s","school":"organisation-s","host":"organisation-h","enrolment":"enrolment-s"}}}}"#
    )
    let finding = Finding.stream(rule: "R03", subjects: [try StreamName(validating: "placement-2")])
    func isOpen() throws -> Bool {
      try CommandHandler(log: bench.log, personal: nil).history(of: finding).state(Finding.self)?
        .isOpen == true
    }
    #expect(try isOpen())
    _ = try await record(
      #"{"occurred":"\#(advanced)","advanceGradeYear":{"enrolment":"enrolment-s","details":{"gradeYear":2}}}"#
    )
    try await manager().catchUp()
    #expect(try !isOpen())
    _ = try await record(
      #"{"occurred":"\#(again)","advanceGradeYear":{"enrolment":"enrolment-s","details":{"gradeYear":1}}}"#
    )
    try await manager().catchUp()
    #expect(try isOpen())
  }

  @Test func `puts right the order of what was reported before it`() async throws {
    try await tell()
    _ = try await record(
      #"{"occurred":"2022-09-01","resumePlacement":{"placement":"placement-s","details":{}}}"#)
    #expect(try openRules() == ["ORDER", "R01", "R02", "R03"])
    _ = try await record(
      #"{"occurred":"2022-08-01","pausePlacement":{"placement":"placement-s","details":{}}}"#)
    #expect(try await manager().catchUp() == 1)
    #expect(try openRules() == ["R01", "R02", "R03"])
  }

  private static let application =
    #""standing":"REPORTED","submitApplication":{"vacancy":"vacancy-1","person":"person-s","details":{}}"#

  /// A vacancy of 1 June, and one who applied on 10 June.
  private func apply() async throws -> EventID {
    for json in [
      #"{"occurred":"2020","registerOrganisation":{"organisation":"organisation-h","details":{"kind":"ENTERPRISE","name":"H","region":"510112"}}}"#,
      #"{"occurred":"2020","registerPerson":{"person":"person-s"}}"#,
      #"{"occurred":"2022-06-01","standing":"REPORTED","publishVacancy":{"vacancy":"vacancy-1","details":{"employer":"organisation-h","terms":{"title":"Fitter","headcount":5}}}}"#,
    ] { _ = try await record(json) }
    return try await record(#"{"occurred":"2022-06-10",\#(Self.application)}"#).events[0].id
  }

  /// What the vacancy's end opens, told after the application.
  private func close(
    on day: String, _ manager: FindingManager<CooperationJudge>
  ) async throws -> [String] {
    let before = try openRules()
    #expect(try await manager.catchUp() == 0)
    _ = try await record(
      #"{"occurred":"\#(day)","standing":"REPORTED","closeVacancy":{"vacancy":"vacancy-1","details":{"reason":"BY_EMPLOYER"}}}"#
    )
    try await manager.catchUp()
    return try openRules().filter { !before.contains($0) }
  }

  @Test func `touches those who came after it happened`() async throws {
    _ = try await apply()
    #expect(try await close(on: "2022-06-05", manager()) != [])
  }

  @Test func `leaves those alone who came before it happened`() async throws {
    _ = try await apply()
    #expect(try await close(on: "2022-06-20", manager()) == [])
  }

  @Test func `touches those of whom it is known by then that they came after it happened`()
    async throws
  {
    let applied = try await apply()
    // One that goes on: it remembers when they were said to have come at first.
    let manager = manager()
    try await manager.catchUp()
    _ = try await record(
      #"{"corrects":"\#(applied)","occurred":"2022-06-25",\#(Self.application)}"#)
    #expect(try await close(on: "2022-06-20", manager) != [])
  }

  /// Holds a stream's first fact, which nobody held when it was recorded.
  private func review(_ stream: String) async throws {
    let stream = try StreamName(validating: stream)
    let held = try bench.log.read(
      stream: stream, from: .zero, direction: .forwards, before: nil, limit: 1)[0]
    let command = CommandID(high: 6, low: 1)
    let digest = try EventModel.Digest([UInt8](repeating: 2, count: 32))
    let event = ProposedEvent(
      type: ReviewEvents.opened, id: EventID(of: command, ordinal: 0), standing: .decided,
      actor: Bench.actor, source: Source(channel: .api), occurred: Moment(.year(2022)),
      payload: try PBReviewOpened.with {
        $0.rule = "CODE"
        $0.reason = "no such region"
        $0.events = [Data(held.event.id.bytes)]
      }.serializedBytes())
    _ = try await bench.log.append(
      Append(
        [
          .init(
            stream: stream, expected: .any,
            events: [
              EncodedEvent(event, stream: stream, commandID: command, commandDigest: digest)
            ])
        ], commandID: command, commandDigest: digest))
  }

  @Test func `touches those who came before it happened where what it ends is under review`()
    async throws
  {
    _ = try await apply()
    for json in [
      #"{"occurred":"2020","registerPerson":{"person":"person-t"}}"#,
      #"{"occurred":"2022-06-10","standing":"DECIDED","submitApplication":{"vacancy":"vacancy-1","person":"person-t","details":{}}}"#,
    ] { _ = try await record(json) }
    // What we decided rests on nothing that is held.
    try await review("vacancy-1")
    #expect(try await close(on: "2022-06-20", manager()) == ["OPEN-VACANCY"])
  }

  @Test func `leaves what an earlier month still breaks`() async throws {
    try await tell()
    for (month, nights) in [("2022-08", 3), ("2022-10", 0), ("2022-09", 0)] {
      _ = try await record(
        #"{"occurred":"\#(month)-28","summariseAttendance":{"placement":"placement-s","details":{"month":"\#(month)","nights":\#(nights)}}}"#
      )
      #expect(try openRules() == ["R01", "R02", "R03", "R07"])
      #expect(try await manager().catchUp() == 0)
      #expect(try openRules() == ["R01", "R02", "R03", "R07"])
    }
  }

  @Test(arguments: [true, false])
  func `withdraws what a judgement opened, and not what a person did`(
    isByPerson: Bool
  ) async throws {
    try await tell()
    if isByPerson {
      let finding = Finding.stream(
        rule: "R01", subjects: [try StreamName(validating: "placement-s")])
      _ = try await record(
        #"{"withdrawFinding":{"finding":"\#(finding)","details":{"reason":"looked at by a person"}}}"#
      )
      _ = try await record(
        #"{"openFinding":{"details":{"rule":"R01","subjects":["placement-s"],"severity":"BREACH","reason":"seen on the spot"}}}"#
      )
    }
    _ = try await record(
      #"{"occurred":"2022-06-30","signInternshipAgreement":{"internshipAgreement":"internship.agreement-s","details":{"party":"SCHOOL_SIDE"}}}"#
    )
    _ = try await manager().catchUp()
    #expect(try openRules() == (isByPerson ? ["R01", "R02", "R03"] : ["R02", "R03"]))
  }
}
