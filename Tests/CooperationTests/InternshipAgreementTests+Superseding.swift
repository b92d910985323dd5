@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

extension `An internship agreement` {
  /// The same text once more, as our own act.
  private func redraw(
    _ story: inout Story, _ more: String = "", host: String = "host"
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "prepareInternshipAgreement", "internshipAgreement", "internship.agreement-2",
      Self.whole.replacing("organisation-host", with: "organisation-\(host)") + more,
      as: "DECIDED")
  }

  /// Gives what follows from a signature under the second, the last where none is named.
  @discardableResult
  private func react(_ story: inout Story, to index: Int = 2) throws -> [String]? {
    try story.react("internship-agreement.signed", "internship.agreement-2", at: index)
  }

  private func signAll(_ story: inout Story, on day: String) throws(Rejection) {
    let second = "internship.agreement-2"
    try story.act(
      "giveInformedConsent", "internshipAgreement", second, on: day, as: "REPORTED")
    for party in ["STUDENT", "SCHOOL_SIDE", "HOST_SIDE"] {
      try story.act(
        "signInternshipAgreement", "internshipAgreement", second,
        #""party":"\#(party)","documentSha256":"\#(Story.text)""#, on: day, as: "DECIDED")
    }
  }

  @Test func `is drawn up anew, and superseded once all have signed the new one`() throws {
    let supersedes = #","supersedes":"internship.agreement-1""#
    for host in ["host", "host2"] {
      var story = try complete()
      if host == "host" {
        #expect(
          refused(.rule) { () throws(Rejection) in try redraw(&story) }?.rule
            == "INTERNSHIP-TWICE")
      }
      #expect(
        try redraw(&story, supersedes, host: host).findings.filter {
          $0.hasPrefix("INTERNSHIP-")
        } == [])
      let first = try story.following("internship-agreement.prepared", "internship.agreement-2")
      #expect(first.isEmpty)
      try signAll(&story, on: "2022-08-01")
      for index in 0..<2 { #expect(try react(&story, to: index) == nil, "two have not signed") }
      #expect(try react(&story) == ["internship-agreement.superseded"])
      #expect(try state(story).phase == .superseded)
      #expect(try state(story).successor?.text == "internship.agreement-2")
      #expect(try react(&story) == nil)
      for id in ["1", "2"] {
        try story.rejudge("internship.agreement-\(id)", "internship-agreement.prepared")
      }
      // At another host the old one held until the new one was signed.
      #expect(
        try story.openFindings().filter { $0.hasPrefix("INTERNSHIP-") }
          == (host == "host" ? [] : ["INTERNSHIP-OVERLAP"]))
    }
  }

  @Test(arguments: [
    ["STUDENT", "SCHOOL_SIDE", "HOST_SIDE"], ["HOST_SIDE", "STUDENT", "SCHOOL_SIDE"],
  ])
  func `is superseded when the new one was complete, whoever's signature was told last`(
    parties: [String]
  ) throws {
    var story = try complete()
    let second = "internship.agreement-2"
    _ = try redraw(&story, #","supersedes":"internship.agreement-1""#, host: "host2")
    try story.act(
      "giveInformedConsent", "internshipAgreement", second, on: "2022-07-10", as: "REPORTED")
    let days = ["STUDENT": "2022-07-10", "SCHOOL_SIDE": "2022-07-15", "HOST_SIDE": "2022-08-01"]
    for party in parties {
      try story.act(
        "signInternshipAgreement", "internshipAgreement", second,
        #""party":"\#(party)","documentSha256":"\#(Story.text)""#, on: days[party],
        as: "DECIDED")
    }
    try react(&story)
    #expect(try state(story).superseded?.description == "2022-08-01")
  }

  @Test func `takes the place of its student's own agreement, and of another one`() throws {
    var story = try complete()
    let first = try #require(
      try story.past.history(StreamName(validating: Self.stream)).recorded.first)
    refused(.malformedValue, field: "prepareInternshipAgreement.details.supersedes") {
      () throws(Rejection) in
      try story.act(
        "prepareInternshipAgreement", "internshipAgreement", Self.stream,
        Self.whole + #","supersedes":"\#(Self.stream)""#, as: "DECIDED",
        corrects: first.event.id.description)
    }
    try story.student("other")
    try story.act(
      "prepareInternshipAgreement", "internshipAgreement", "internship.agreement-2",
      Self.whole.replacing("student\"", with: "other\"").replacing(
        #""other":"#, with: #""student":"#) + #","supersedes":"internship.agreement-1""#,
      as: "DECIDED")
    try signAll(&story, on: "2022-07-01")
    #expect(try react(&story) == nil)
  }

  @Test func `is superseded by one that was drawn up elsewhere, where that is told`() throws {
    let reaction = try #require(Reaction.all.first { $0.name == "supersede-agreement" })
    for supersedes in ["", #","supersedes":"internship.agreement-1""#] {
      var story = try complete()
      let trigger = try story.act(
        "reportInternshipAgreementSigned", "internshipAgreement", "internship.agreement-2",
        Self.whole + supersedes
      ).recorded[0]
      #expect(reaction.mayFollow(trigger) == !supersedes.isEmpty)
      #expect(
        try story.react("internship-agreement.reported-signed", "internship.agreement-2")
          == (supersedes.isEmpty ? nil : ["internship-agreement.superseded"]))
    }
  }
}
