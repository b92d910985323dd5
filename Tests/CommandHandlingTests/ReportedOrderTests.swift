@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Testing

/// Two facts that are reported, and what is found: the same in whichever order they are told.
@Suite struct `Facts that are reported in any order` {
  private static let start = [
    #"{"occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-s","details":{"kind":"SCHOOL","name":"S"}}}"#,
    #"{"occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-t","details":{"kind":"SCHOOL","name":"T"}}}"#,
    #"{"occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-h","details":{"kind":"ENTERPRISE","name":"H"}}}"#,
    #"{"occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-k","details":{"kind":"ENTERPRISE","name":"K"}}}"#,
    #"{"occurred":"2020-01-01","registerPerson":{"person":"person-p"}}"#,
    #"{"occurred":"2020-09-01","enrolStudent":{"enrolment":"enrolment-e","details":{"person":"person-p","school":"organisation-s","mode":"FULL_TIME","gradeYear":1}}}"#,
    #"{"occurred":"2022-01-01","reportAgreementSigned":{"agreement":"agreement-a","details":{"parties":["organisation-s","organisation-h"]}}}"#,
  ]

  private static func fact(
    _ name: String, _ field: String, _ stream: String, _ day: String, _ details: String
  ) -> String {
    #"{"occurred":"\#(day)","standing":"REPORTED","\#(name)":{"\#(field)":"\#(stream)","details":{\#(details)}}}"#
  }

  private static func study(_ name: String, _ day: String, _ details: String = "") -> String {
    fact(name, "enrolment", "enrolment-e", day, details)
  }

  private static func firm(_ name: String, _ day: String, _ details: String = "") -> String {
    fact(name, "organisation", "organisation-h", day, details)
  }

  private static func amendment(_ name: String, _ day: String, _ details: String = "") -> String {
    fact(name, "agreement", "agreement-a", day, #""amendment":"1""# + details)
  }

  private static let ended = fact(
    "terminateAgreement", "agreement", "agreement-a", "2023-05-01", #""by":"organisation-t""#)
  private static let successor = fact(
    "confirmSuccessor", "agreement", "agreement-a", "2023-06-01",
    #""party":"organisation-h","successor":"organisation-t""#)
  private static let merger = firm(
    "mergeOrganisation", "2023-06-01", #""into":"organisation-t","reason":"LEGAL_MERGER""#)

  /// The same with effect from another day.
  private static func from(_ day: String, _ fact: String) -> String {
    #"{"effectiveFrom":"\#(day)","# + fact.dropFirst()
  }

  struct Pair: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let facts: [String]
    let found: [String]

    init(_ name: String, _ found: [String], _ first: String, _ second: String) {
      testDescription = name
      facts = [first, second]
      self.found = found
    }
  }

  static let pairs: [Pair] = [
    // Studies.
    Pair(
      "left and graduated on one day", ["ENDS", "ORDER"], study("withdrawStudent", "2023-06-30"),
      study("graduateStudent", "2023-06-30")),
    Pair(
      "left the day before the diploma", ["ORDER"], study("withdrawStudent", "2023-06-29"),
      study("graduateStudent", "2023-06-30")),
    Pair(
      "graduated on two days", ["ORDER"], study("graduateStudent", "2023-06-29"),
      study("graduateStudent", "2023-06-30")),
    Pair(
      "went on after leaving", ["ORDER"], study("withdrawStudent", "2022-06-01"),
      study("resumeStudy", "2022-09-01")),
    Pair(
      "moved after leaving", ["ORDER"], study("withdrawStudent", "2022-06-01"),
      study("transferStudent", "2022-09-01", #""school":"organisation-t""#)),
    Pair(
      "went up after the diploma", ["ORDER"], study("graduateStudent", "2022-06-30"),
      study("advanceGradeYear", "2022-09-01", #""gradeYear":1"#)),
    Pair(
      "a rest and its end", [], study("interruptStudy", "2021-03-01"),
      study("resumeStudy", "2021-09-01")),
    Pair(
      "a school and back", [],
      study("transferStudent", "2021-03-01", #""school":"organisation-t""#),
      study("transferStudent", "2021-09-01", #""school":"organisation-s""#)),
    Pair(
      "moved to a school that had ended", ["LIVING"],
      fact("deregisterOrganisation", "organisation", "organisation-t", "2021-01-01", ""),
      study("transferStudent", "2021-09-01", #""school":"organisation-t""#)),
    Pair(
      "moved to a school before it ended", [],
      study("transferStudent", "2021-01-01", #""school":"organisation-t""#),
      fact("deregisterOrganisation", "organisation", "organisation-t", "2021-01-01", "")),
    Pair(
      "enrolled after the school's end", ["LIVING"],
      fact("deregisterOrganisation", "organisation", "organisation-t", "2021-01-01", ""),
      #"{"occurred":"2021-09-01","enrolStudent":{"enrolment":"enrolment-f","details":{"person":"person-p","school":"organisation-t"}}}"#
    ),
    // Organisations.
    Pair(
      "two ends", ["ORDER"], firm("deregisterOrganisation", "2023-01-01"),
      firm("deregisterOrganisation", "2023-01-02")),
    Pair(
      "licensed after the end", ["LIVING"], firm("deregisterOrganisation", "2023-01-01"),
      firm("recordLicence", "2023-01-02", #""kind":"TRAINING","number":"1""#)),
    Pair(
      "licensed on the last day", [], firm("deregisterOrganisation", "2023-01-01"),
      firm("recordLicence", "2023-01-01", #""kind":"TRAINING","number":"1""#)),
    Pair(
      "a rest and its end, of business", [], firm("suspendOrganisation", "2022-01-01"),
      firm("resumeOrganisation", "2022-06-01")),
    Pair(
      "two codes assigned", ["ORDER"],
      firm("assignCreditCode", "2022-01-01", #""creditCode":"91330203XXXX00019A""#),
      firm("assignCreditCode", "2022-06-01", #""creditCode":"91330203XXXX000350""#)),
    Pair(
      "a designation and its end", [],
      firm("grantDesignation", "2022-01-01", #""designation":"KEY""#),
      firm("endDesignation", "2022-06-01", #""designation":"KEY""#)),
    Pair(
      "a blacklist entered and left", [],
      firm("enterBlacklist", "2022-01-01", #""list":"labour","reason":"wages""#),
      firm("liftBlacklist", "2022-06-01", #""list":"labour""#)),
    // Amendments.
    Pair(
      "an amendment and its signature", [],
      amendment("proposeAgreementAmendment", "2022-02-01", #","to":"2026-06-30""#),
      amendment("signAgreementAmendment", "2022-03-01", #","party":"organisation-s""#)),
    Pair(
      "signed though nobody proposed it that early", ["ORDER"],
      amendment("signAgreementAmendment", "2022-02-01", #","party":"organisation-s""#),
      amendment("proposeAgreementAmendment", "2022-03-01", #","to":"2026-06-30""#)),
    Pair(
      "signed and turned down, both of what nobody proposed", ["ORDER"],
      amendment("rejectAgreementAmendment", "2022-02-01", #","party":"organisation-h""#),
      amendment("signAgreementAmendment", "2022-03-01", #","party":"organisation-s""#)),
    // Agreements.
    Pair(
      "ended with a last day before the first", ["ORDER"],
      fact(
        "reportAgreementSigned", "agreement", "agreement-b", "2022-09-01",
        #""parties":["organisation-s","organisation-h"]"#),
      fact(
        "terminateAgreement", "agreement", "agreement-b", "2022-10-01",
        #""lastDay":"2022-08-01""#)),
    Pair(
      "ended by who had taken a party's place by then, in the agreement", ["ORDER"], ended,
      from("2023-01-01", successor)),
    Pair(
      "ended by who was to take a party's place", ["ORDER", "SIGNERS"], ended,
      from("2023-06-01", successor)),
    Pair("ended by who was one with a party by then", [], ended, from("2023-01-01", merger)),
    Pair(
      "ended by who was to be one with a party", ["SIGNERS"], ended, from("2023-06-01", merger)),
    Pair(
      "a grant applied for by who had taken a party's place by then", [],
      fact(
        "applyForGrant", "grant", "grant-g", "2023-05-01",
        #""agreement":"agreement-a","applicant":"organisation-t""#), from("2023-01-01", successor)),
    Pair(
      "a grant applied for by who was to take a party's place", ["APPLICANTS"],
      fact(
        "applyForGrant", "grant", "grant-g", "2023-05-01",
        #""agreement":"agreement-a","applicant":"organisation-t""#), from("2023-06-01", successor)),
    Pair(
      "a class planned with who had taken a party's place by then", [],
      fact(
        "planOrderClass", "orderClass", "order.class-o", "2023-05-01",
        #""agreement":"agreement-a","school":"organisation-s","enterprise":"organisation-k""#),
      from("2023-01-01", successor.replacing("organisation-t", with: "organisation-k"))),
    Pair(
      "an amendment turned down by who had taken a party's place by then", ["ORDER"],
      amendment("rejectAgreementAmendment", "2023-05-01", #","party":"organisation-t""#),
      from("2023-01-01", successor)),
  ]

  private func told(_ facts: [String]) async throws -> [String] {
    let bench = Bench()
    let handler = CommandHandler(log: bench.log, personal: nil)
    for json in Self.start + facts {
      _ = try await handler.handle(
        ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: Bench.actor, channel: .api)
    }
    try await findingManager(on: bench.log).catchUp()
    return Set(try openFindings(in: bench.log).map(\.rule)).sorted()
  }

  @Test(arguments: pairs) func `are judged alike`(_ pair: Pair) async throws {
    let isFirstNeeded = pair.facts[0].contains(#""reportAgreementSigned""#)
    #expect(try await told(pair.facts) == pair.found)
    // What brings a stream into being is told first.
    if isFirstNeeded { return }
    #expect(try await told(pair.facts.reversed()) == pair.found, "told the other way round")
  }
}
