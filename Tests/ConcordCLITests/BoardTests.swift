import Foundation
import TestSupport
import Testing

@Suite struct `The boards at the command line` {
  private static let reported = #""standing":"REPORTED","source":{"evidence":"DOCUMENTED"}"#

  private func place(_ lines: [String]) throws -> Place {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let recorded = try Program.run(
      place, "record", "-", input: lines.map { $0 + "\n" }.joined())
    #expect(recorded.status == 0, "\(recorded.output)\(recorded.errors)")
    return place
  }

  private static func act(
    _ command: String, _ field: String, _ stream: String, _ details: String = "", on day: String
  ) -> String {
    #"{"occurred":"\#(day)",\#(reported),"\#(command)":{"\#(field)":"\#(stream)","details":{\#(details)}}}"#
  }

  private static func organisation(_ id: String, _ details: String) -> String {
    act(
      "registerOrganisation", "organisation", "organisation-\(id)",
      #""name":"\#(id)","# + details, on: "2020-01-01")
  }

  private func rows(
    _ place: Place, _ view: String, _ question: String...
  ) throws -> [[String: String]] {
    let shown = try Program.run(place, ["views", "show", view, "--json"] + question)
    #expect(shown.status == 0, "\(shown.errors)")
    let answer = try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any]
    let rows = try #require(answer?["rows"] as? [[String: Any]])
    return rows.map { $0.mapValues { "\($0)" } }
  }

  @Test func `show a session's announced numbers and a claim's doubtful figure`() throws {
    let session = { (command: String, details: String) in
      Self.act(command, "session", "session-1", details, on: "2023-05-26")
    }
    let place = try place([
      Self.organisation("a", #""kind":"ENTERPRISE""#),
      Self.organisation("b", #""kind":"ENTERPRISE""#),
      session("scheduleSession", #""name":"S""#),
      session("recordPartyArrival", #""organisation":"organisation-a""#),
      session("recordPartyArrival", #""organisation":"organisation-b""#),
      session(
        "closeSession",
        #""announcedParties":2,"announcedPartiesBound":"MORE_THAN","announcedIntentions":0"#),
      Self.act(
        "publishClaim", "claim", "claim-1",
        #""text":"1663 companies","figure":"1663","url":"https://example.org","bound":"EXACT","nature":"ACTUAL","machineTranslated":true"#,
        on: "2023-05-26"),
    ])
    let board = try #require(try rows(place, "MatchmakingBoard").first)
    #expect(board["announced_parties"] == "2" && board["announced_parties_bound"] == "MORE_THAN")
    #expect(board["parties"] == "2" && board["parties_agree"] == "0")
    #expect(board["announced_intentions_bound"] == "EXACT" && board["intentions_agree"] == "1")
    #expect(try rows(place, "ClaimsLedger").first?["is_machine_translated"] == "1")
    #expect(try rows(place, "ClaimsLedger", "is_machine_translated=0").isEmpty)
  }

  @Test func `show branches, overlapping internships and the places of a host`() throws {
    func agreement(_ id: String, _ from: String, _ to: String) -> String {
      Self.act(
        "reportInternshipAgreementSigned", "internshipAgreement", "internship.agreement-\(id)",
        #""kind":"POST","student":"person-s","enrolment":"enrolment-s","school":"organisation-school","host":"organisation-\#(id)","terms":{"from":"\#(from)","to":"\#(to)"}"#,
        on: "2022-06-01")
    }
    func post(_ id: String, _ places: Int) -> String {
      Self.act(
        "offerHostPost", "hostPost", "host.post-\(id)",
        #""host":"organisation-a","terms":{"title":"Post \#(id)","places":\#(places),"postStaff":60}"#,
        on: "2023-01-01")
    }
    let place = try place([
      Self.organisation("school", #""kind":"SCHOOL","schoolLevel":"HIGHER_VOCATIONAL""#),
      Self.organisation("a", #""kind":"ENTERPRISE","staffOnPost":100"#),
      Self.organisation("b", #""kind":"ENTERPRISE","branchOf":"organisation-a""#),
      #"{"occurred":"2020-09-01","registerPerson":{"person":"person-s","details":{"legalBasis":{"purpose":"education","ground":"STATUTORY_DUTY"}}}}"#,
      Self.act(
        "enrolStudent", "enrolment", "enrolment-s",
        #""person":"person-s","school":"organisation-school","mode":"FULL_TIME""#, on: "2020-09-01"),
      agreement("a", "2022-07-01", "2022-12-31"), agreement("b", "2022-12-30", "2023-06-30"),
      post("1", 6), post("2", 4), post("3", 1),
    ])
    #expect(
      try rows(place, "OrganisationRegister", "branch_of=organisation-a").map { $0["stream"] }
        == ["organisation-b"])
    let overlaps = try rows(place, "InternshipBoard", "overlap_findings.present=1")
    #expect(overlaps.count == 2)
    let finding = try #require(overlaps.first?["overlap_findings"])
    #expect(overlaps.last?["overlap_findings"] == finding)
    #expect(overlaps.first?["twice_findings"] == nil)
    #expect(
      try rows(place, "Findings", "stream=" + finding).first?["rule"] == "INTERNSHIP-OVERLAP")
    let host = try #require(try rows(place, "HostCapacity").first)
    #expect(host["places"] == "11" && host["places_share_hundredths"] == "1100")
    #expect(host["is_within_10"] == "0" && host["is_within_20"] == "1")
    let found = try rows(place, "Findings", "rule=R09", "is_open=1").filter {
      $0["reason"]?.contains("11 places at 3 posts") == true
    }
    #expect(found.count == 1)
    #expect(host["ratio_findings"]?.contains(found.first?["stream"] ?? "none") == true)
  }
}
