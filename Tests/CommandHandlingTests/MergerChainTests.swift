@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Testing

/// Facts that come to rest on organisations which they were not decided on: all told in the order of life,
/// and the findings looked after between each and the next.
@Suite struct `Facts at the end of a chain of mergers` {
  private static func fact(
    _ name: String, _ field: String, _ stream: String, _ day: String, _ details: String,
    _ head: String = ""
  ) -> String {
    #"{\#(head)"occurred":"\#(day)","standing":"REPORTED","\#(name)":{"\#(field)":"\#(stream)","details":{\#(details)}}}"#
  }

  private static func agreement(_ other: String, _ head: String = "") -> String {
    fact(
      "reportAgreementSigned", "agreement", "agreement-a", "2022-01-01",
      #""parties":["organisation-s","organisation-\#(other)"]"#, head)
  }

  private static func merger(
    _ organisation: String, _ into: String, from day: String = "2023-01-01"
  ) -> String {
    fact(
      "mergeOrganisation", "organisation", "organisation-\(organisation)", day,
      #""into":"organisation-\#(into)","reason":"LEGAL_MERGER""#)
  }

  private static let start =
    [("s", "SCHOOL"), ("t", "SCHOOL"), ("u", "SCHOOL")].map { organisation($0.0, $0.1) }
    + ["h", "k", "l", "m"].map { organisation($0, "ENTERPRISE") } + [
      agreement("h"),
      fact(
        "applyForGrant", "grant", "grant-g", "2022-02-01",
        #""agreement":"agreement-a","applicant":"organisation-h""#),
      #"{"occurred":"2020-01-01","registerPerson":{"person":"person-p"}}"#,
      #"{"occurred":"2020-09-01","enrolStudent":{"enrolment":"enrolment-e","details":{"person":"person-p","school":"organisation-s","mode":"FULL_TIME","gradeYear":1}}}"#,
      fact(
        "declareOutcome", "outcome", "outcome-o", "2023-05-01",
        #""graduate":"person-p","enrolment":"enrolment-e","school":"organisation-s","facts":{"category":"10","employer":"organisation-h"}"#
      ),
    ]

  private static func organisation(_ name: String, _ kind: String) -> String {
    #"{"occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"\#(kind)","name":"N"}}}"#
  }

  private static let ended = fact(
    "terminateAgreement", "agreement", "agreement-a", "2023-05-01", #""by":"organisation-l""#)
  private static let successor = fact(
    "confirmSuccessor", "agreement", "agreement-a", "2023-01-01",
    #""party":"organisation-h","successor":"organisation-k""#)
  private static let paid = fact(
    "payGrant", "grant", "grant-g", "2023-05-01",
    #""tranche":"1","amountFen":"1","payee":"organisation-l""#)
  private static let joined = fact(
    "confirmCoApplication", "grant", "grant-g", "2022-02-02", #""applicant":"organisation-k""#)
  private static let reviewed = fact(
    "reviewOutcomeAsSchool", "outcome", "outcome-o", "2023-06-01",
    #""passed":true,"reviewer":"organisation-u""#)
  /// Corrects the first event of the agreement.
  private static let correction = agreement("k", #""corrects":"AGREEMENT","#)

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: String
    let facts: [String]
    /// What is found by that rule before the last fact, and after it.
    let found: (before: [String], after: [String])

    init(
      _ rule: String, _ name: String, _ before: [String], _ after: [String], _ facts: String...
    ) {
      testDescription = "\(rule): \(name)"
      self.rule = rule
      self.facts = facts
      found = (before, after)
    }
  }

  static let cases: [Case] = [
    Case(
      "SIGNERS", "an end by whom a party became in two steps", ["agreement-a"], [], ended,
      merger("h", "k"), merger("k", "l")),
    Case(
      "SIGNERS", "an end by whom a party became in three steps", ["agreement-a"], [], ended,
      merger("h", "k"), merger("k", "m"), merger("m", "l")),
    Case(
      "SIGNERS", "an end by whom a party became in two steps, the second after the end",
      ["agreement-a"], ["agreement-a"], ended, merger("h", "k"),
      merger("k", "l", from: "2023-06-01")),
    Case(
      "SIGNERS", "an end by whom a party became in two steps, until the second is another", [],
      ["agreement-a"], ended, merger("h", "k"), merger("k", "l"),
      merger("k", "m", from: "2023-01-02")),
    Case(
      "SIGNERS", "an end by whom a party became that was corrected", ["agreement-a"], [],
      ended, correction, merger("k", "l")),
    Case(
      "SIGNERS", "an end by whom a corrected party became that had become another",
      ["agreement-a"], [], merger("k", "m"), ended, correction, merger("m", "l")),
    Case(
      "SIGNERS", "an end by whom a party's successor became", ["agreement-a"], [], ended,
      successor, merger("k", "l")),
    Case(
      "PAYEE", "a payment to whom an applicant became in two steps", ["grant-g"], [], paid,
      merger("h", "k"), merger("k", "l")),
    Case(
      "PAYEE", "a payment to whom somebody became who is known to have applied later",
      ["grant-g"], [], paid, joined, merger("k", "l")),
    Case(
      "PAYEE", "a payment to whom an applicant's successor became", ["grant-g"], [], paid,
      successor, merger("k", "l")),
    Case(
      "PAYEE", "a payment to whom an applicant's successor became in two steps", ["grant-g"], [],
      paid, successor, merger("k", "m"), merger("m", "l")),
    Case(
      "REVIEWER", "a review by whom the school became in two steps", ["outcome-o"], [],
      reviewed, merger("s", "t"), merger("t", "u")),
    Case(
      "MERGE-CYCLE", "three that lead to each other", [],
      ["organisation-h", "organisation-k", "organisation-l"],
      merger("h", "k"), merger("k", "l"), merger("l", "h")),
  ]

  @Test(arguments: cases) func `are judged by what is told of its last link`(
    _ tale: Case
  ) async throws {
    let bench = Bench()
    let handler = CommandHandler(log: bench.log, personal: nil)
    let manager = findingManager(on: bench.log)
    var first = ""
    func tell(_ json: String) async throws {
      let receipt = try await handler.handle(
        ParsedCommand(
          CommandJSON.command(Array(json.replacing("AGREEMENT", with: first).utf8))),
        actor: Bench.actor, channel: .api)
      let event = try #require(receipt.events.first)
      if first.isEmpty, event.stream.category.text == "agreement" { first = "\(event.id)" }
      try await manager.catchUp()
    }
    func found() throws -> [String] {
      try openFindings(in: bench.log).filter { $0.rule == tale.rule }.map {
        $0.subjects.map(\.text).joined(separator: " ")
      }.sorted()
    }
    for json in Self.start + tale.facts.dropLast() { try await tell(json) }
    #expect(try found() == tale.found.before)
    try await tell(try #require(tale.facts.last))
    #expect(try found() == tale.found.after)
    // A manager that comes to all of it only now, says the same.
    let end = bench.log.end
    #expect(try await findingManager(on: bench.log).catchUp() == 0 && bench.log.end == end)
  }
}
