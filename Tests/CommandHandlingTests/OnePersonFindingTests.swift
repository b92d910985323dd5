@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Testing

/// What names one record of somebody is judged beside what names another, whichever was told first.
@Suite struct `Internships under two records of one person` {
  private let bench = Bench()

  @discardableResult
  private func record(
    _ json: String, _ actor: Actor = Bench.actor
  ) async throws -> CommandReceipt.Event {
    let receipt = try await CommandHandler(log: bench.log, personal: nil).handle(
      ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: actor, channel: .api)
    return try #require(receipt.events.first)
  }

  private func begin() async throws {
    for (name, kind) in [("s", "SCHOOL"), ("h", "ENTERPRISE"), ("k", "ENTERPRISE")] {
      try await record(
        #"{"occurred":"2020-01-01","standing":"REPORTED","registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"\#(kind)","name":"N"}}}"#
      )
    }
    for name in ["a", "b", "c"] {
      try await record(#"{"occurred":"2020-01-01","registerPerson":{"person":"person-\#(name)"}}"#)
    }
  }

  /// One from July to December 2022.
  private static func internship(_ number: Int, of person: String, at host: String) -> String {
    #"{"occurred":"2022-06-01","reportInternshipAgreementSigned":{"internshipAgreement":"internship.agreement-\#(number)","details":{"kind":"POST","student":"person-\#(person)","school":"organisation-s","host":"organisation-\#(host)","terms":{"from":"2022-07-01","to":"2022-12-31"}}}}"#
  }

  private static func merger(_ person: String, _ into: String) -> String {
    #"{"occurred":"2023-01-01","mergePerson":{"person":"person-\#(person)","details":{"into":"person-\#(into)"}}}"#
  }

  private static func annulment(_ number: Int) -> String {
    #"{"occurred":"2023-02-01","standing":"REPORTED","annulInternshipAgreement":{"internshipAgreement":"internship.agreement-\#(number)","details":{"reason":"MISTAKE"}}}"#
  }

  private static let erasure =
    #"{"occurred":"2023-03-01","erasePersonalData":{"person":"person-a","details":{"ground":"SUBJECT_REQUEST"}}}"#

  private static func hold(on day: String) -> String {
    #"{"occurred":"\#(day)","placeLegalHold":{"person":"person-b","details":{"hold":"h","reason":"LITIGATION"}}}"#
  }

  private func found() throws -> [String] {
    try openFindings(in: bench.log).map(\.rule).filter { $0.hasPrefix("INTERNSHIP-") }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let told: [String]
    /// What is found before the last of them, and after it.
    let found: (before: [String], after: [String])

    init(_ name: String, _ before: [String], _ after: [String], _ told: String...) {
      testDescription = name
      self.told = told
      found = (before, after)
    }
  }

  private static let overlap = ["INTERNSHIP-OVERLAP"]

  static let cases = [
    Case(
      "the merger is told last", [], overlap, internship(1, of: "a", at: "h"),
      internship(2, of: "b", at: "k"), merger("a", "b")),
    Case(
      "the absorbed one's is told last", [], overlap, merger("a", "b"),
      internship(2, of: "b", at: "k"), internship(1, of: "a", at: "h")),
    Case(
      "the survivor's is told last", [], overlap, merger("a", "b"),
      internship(1, of: "a", at: "h"), internship(2, of: "b", at: "k")),
    Case(
      "both at one host", [], ["INTERNSHIP-TWICE"], merger("a", "b"),
      internship(1, of: "a", at: "h"), internship(2, of: "b", at: "h")),
    Case(
      "by way of a third", [], overlap, merger("a", "b"), merger("b", "c"),
      internship(1, of: "a", at: "h"), internship(2, of: "c", at: "k")),
    Case(
      "the survivor's is annulled", overlap, [], merger("a", "b"),
      internship(1, of: "a", at: "h"), internship(2, of: "b", at: "k"), annulment(2)),
    Case(
      "the absorbed one's is annulled", overlap, [], merger("a", "b"),
      internship(1, of: "a", at: "h"), internship(2, of: "b", at: "k"), annulment(1)),
    Case(
      "of somebody else", [], [], merger("a", "b"), internship(1, of: "a", at: "h"),
      internship(2, of: "c", at: "k")),
  ]

  @Test(arguments: cases, [true, false])
  func `are one beside the other`(_ told: Case, keepsUp: Bool) async throws {
    try await begin()
    let manager = findingManager(on: bench.log)
    for json in told.told.dropLast() {
      try await record(json)
      if keepsUp { try await manager.catchUp() }
    }
    if keepsUp { #expect(try found() == told.found.before) }
    try await record(try #require(told.told.last))
    try await manager.catchUp()
    #expect(try found() == told.found.after)
    // Another one, from the start, says the same.
    #expect(try await findingManager(on: bench.log).catchUp() == 0)
  }

  @Test(arguments: [
    ([hold(on: "2022-06-01"), erasure, merger("a", "b")], ["P06"]),
    ([erasure, merger("a", "b"), hold(on: "2022-06-01")], ["P06"]),
    ([erasure, merger("a", "b"), hold(on: "2023-04-01")], []),
    ([hold(on: "2023-04-01"), erasure, merger("a", "b")], []),
  ])
  func `are held together, in whichever order it is told that one was erased`(
    told: [String], rules: [String]
  ) async throws {
    func held() throws -> [String] {
      try openFindings(in: bench.log).map(\.rule).filter { $0 == "P06" }
    }
    try await begin()
    let manager = findingManager(on: bench.log)
    for json in told {
      #expect(try held() == [])
      try await record(json)
      try await manager.catchUp()
    }
    #expect(try held() == rules)
    // Another one, from the start, says the same.
    #expect(try await findingManager(on: bench.log).catchUp() == 0)
  }

  @Test func `ask what was decided on their student, and not on a mentor of many`() async throws {
    try await begin()
    for (number, host) in [(1, "h"), (2, "k")] {
      try await record(
        Self.internship(number, of: "a", at: host).replacing(
          #""to":"2022-12-31""#, with: #""to":"2022-12-31","hostMentor":"person-c""#))
    }
    let manager = findingManager(on: bench.log)
    try await manager.catchUp()
    let second = try bench.log.read(
      stream: StreamName(validating: "internship.agreement-2"), from: .zero, direction: .forwards,
      before: nil, limit: 1)[0]
    let named = second.event.decidedOn.map(\.stream.text)
    #expect(named.contains("person-a") && named.contains("person-c"))
    #expect(try await manager.facts(linkedTo: second).map(\.stream.text) == ["person-a"])
  }

  @Test func `are two persons' again when the merger ends`() async throws {
    try await begin()
    try await record(Self.internship(1, of: "a", at: "h"))
    try await record(Self.internship(2, of: "b", at: "k"))
    let merger = try await record(Self.merger("a", "b"))
    let manager = findingManager(on: bench.log)
    try await manager.catchUp()
    #expect(try found() == Self.overlap)
    let asked = try await record(
      #"{"requestApproval":{"stream":"person-a","event":"\#(merger.id)","act":"UNMERGE","reason":"r"}}"#
    )
    try await record(
      #"{"giveApproval":{"stream":"person-a","request":"\#(asked.id)"}}"#,
      Actor(user: "u2", role: "clerk", assurance: .local))
    try await record(
      #"{"occurred":"2023-03-01","unmergePerson":{"person":"person-a","details":{"reason":"two people"}}}"#
    )
    try await manager.catchUp()
    #expect(try found() == [])
  }
}
