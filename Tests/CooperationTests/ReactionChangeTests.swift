@testable import Cooperation
import Deciding
import EventModel
import SwiftProtobuf
import EventLogTesting
import Testing

@Suite struct `What follows from a merger or an erasure by itself` {
  private func merged(
    _ reason: String, on day: String = "2022-09-01", agreement more: String = ""
  ) throws -> Story {
    var story = try Story.world()
    try story.agreement("agreement-a", on: "2022-06-30", more)
    try story.act(
      "mergeOrganisation", "organisation", "organisation-host",
      #""into":"organisation-host2","reason":"\#(reason)""#, on: day, as: "REPORTED")
    return story
  }

  @Test func `who takes over a party takes its place in agreements in force`() throws {
    var story = try merged("LEGAL_MERGER")
    #expect(
      try story.react("organisation.merged", "organisation-host")
        == ["agreement.successor-confirmed"])
    let agreement = try #require(try story.state(CooperationAgreement.self, "agreement-a"))
    #expect(
      agreement.currentParties.map(\.text) == ["organisation-school", "organisation-host2"])
    #expect(try story.react("organisation.merged", "organisation-host") == nil, "it is done")
  }

  @Test func `a successor of a successor takes its place too`() throws {
    var story = try merged("LEGAL_MERGER")
    try story.react("organisation.merged", "organisation-host")
    try story.act(
      "mergeOrganisation", "organisation", "organisation-host2",
      #""into":"organisation-trade","reason":"LEGAL_MERGER""#, on: "2022-10-01", as: "REPORTED")
    #expect(
      try story.react("organisation.merged", "organisation-host2")
        == ["agreement.successor-confirmed"])
    let agreement = try #require(try story.state(CooperationAgreement.self, "agreement-a"))
    #expect(agreement.currentParties.map(\.text).last == "organisation-trade")
  }

  @Test func `no successor is confirmed of a duplicate, or where there is nothing to take`() throws
  {
    var story = try merged("DUPLICATE")
    #expect(try story.react("organisation.merged", "organisation-host") == nil)
    // The last day counts still.
    for (last, isOver) in [("2022-08-31", true), ("2022-09-01", false)] {
      story = try merged("LEGAL_MERGER", agreement: #","to":"\#(last)""#)
      #expect(
        try story.following("organisation.merged", "organisation-host").isEmpty == isOver, "\(last)"
      )
    }
    story = try Story.world()
    try story.agreement()
    try story.act(
      "terminateAgreement", "agreement", "agreement-a",
      #""by":"organisation-school","reason":"r""#, on: "2022-08-01")
    try story.act(
      "mergeOrganisation", "organisation", "organisation-host",
      #""into":"organisation-host2","reason":"LEGAL_MERGER""#, on: "2022-09-01", as: "REPORTED")
    #expect(try story.react("organisation.merged", "organisation-host") == nil)
    // Who is a party already is none for another.
    story = try Story.world()
    try story.act(
      "reportAgreementSigned", "agreement", "agreement-b",
      #""parties":["organisation-school","organisation-host","organisation-host2"]"#)
    try story.act(
      "mergeOrganisation", "organisation", "organisation-host",
      #""into":"organisation-host2","reason":"LEGAL_MERGER""#, on: "2022-09-01", as: "REPORTED")
    #expect(try story.react("organisation.merged", "organisation-host") == nil)
  }

  @Test func `a successor follows from when the merger takes effect`() throws {
    func merged(
      effective: String, agreement day: String = "2022-06-30", _ more: String = ""
    ) throws -> Story {
      var story = try Story.world()
      try story.agreement("agreement-a", on: day, more)
      try story.tell(
        #"{"standing":"REPORTED","effectiveFrom":"\#(effective)","mergeOrganisation":{"organisation":"organisation-host","details":{"into":"organisation-host2","reason":"LEGAL_MERGER"}}}"#,
        "2022-11-01")
      return story
    }
    var story = try merged(effective: "2023-01-01")
    #expect(
      try story.react("organisation.merged", "organisation-host")
        == ["agreement.successor-confirmed"])
    let confirmed = try #require(
      try story.past.history(StreamName(validating: "agreement-a")).recorded.last)
    #expect(confirmed.event.occurred.description == "2022-11-01")
    #expect(confirmed.event.effectiveFrom?.description == "2023-01-01")
    let agreement = try #require(try story.state(CooperationAgreement.self, "agreement-a"))
    let survivor = try StreamName(validating: "organisation-host2")
    for (day, isParty) in [("2022-11-01", false), ("2022-12-31", false), ("2023-01-01", true)] {
      let moment = try Moment(validating: day)
      #expect(agreement.isParty(survivor, at: moment, in: .shanghai) == isParty, "\(day)")
      let planned = try story.act(
        "planOrderClass", "orderClass", "order.class-\(day)",
        #""agreement":"agreement-a","school":"organisation-school","enterprise":"organisation-host2","plannedSize":40"#,
        on: day)
      #expect(planned.findings == (isParty ? [] : ["FITTING-AGREEMENT"]), "\(day)")
    }
    // An agreement that is over before gets none; the last day counts still.
    for (last, isOver) in [("2022-12-31", true), ("2023-01-01", false)] {
      story = try merged(effective: "2023-01-01", #","to":"\#(last)""#)
      #expect(
        try story.following("organisation.merged", "organisation-host").isEmpty == isOver, "\(last)"
      )
    }
    // One that was signed after the merger took effect is a clerk's to look at.
    for (signed, isLater) in [("2022-09-02", true), ("2022-09-01", false)] {
      story = try merged(effective: "2022-09-01", agreement: signed)
      #expect(
        try story.following("organisation.merged", "organisation-host").isEmpty == isLater,
        "\(signed)")
    }
  }

  @Test func `in an agreement signed before its merger takes effect a successor follows from then`()
    throws
  {
    for (signed, occurred) in [
      ("2022-10-31", "2022-11-01"), ("2022-11-01", "2022-11-01"), ("2022-11-02", "2022-11-02"),
      ("2023-01-01", "2023-01-01"), ("2023-01-02", nil),
    ] {
      var story = try Story.world()
      try story.agreement("agreement-a", on: signed)
      try story.tell(
        #"{"standing":"REPORTED","effectiveFrom":"2023-01-01","mergeOrganisation":{"organisation":"organisation-host","details":{"into":"organisation-host2","reason":"LEGAL_MERGER"}}}"#,
        "2022-11-01")
      let commands = try story.following("organisation.merged", "organisation-host")
      #expect(
        commands.compactMap { $0.occurred?.description } == (occurred.map { [$0] } ?? []),
        "\(signed)")
      guard occurred != nil else { continue }
      // It isn't refused, and breaks no rule.
      #expect(
        try story.react("organisation.merged", "organisation-host")
          == ["agreement.successor-confirmed"], "\(signed)")
      let agreement = try #require(try story.state(CooperationAgreement.self, "agreement-a"))
      #expect(agreement.outOfOrder == [], "\(signed)")
      #expect(agreement.currentParties.map(\.text).last == "organisation-host2", "\(signed)")
    }
  }

  @Test func `a successor whose merger ends opens a finding`() throws {
    let again = Rejudging.judgedAgain(after: EventType("organisation.unmerged"))
    #expect(again.contains(EventType("agreement.successor-confirmed")))
    for isVoided in [false, true] {
      var story = try merged("LEGAL_MERGER")
      try story.react("organisation.merged", "organisation-host")
      #expect(
        try story.rejudge("agreement-a", "agreement.successor-confirmed") == [], "it stands")
      let merger = try #require(
        try story.past.history(StreamName(validating: "organisation-host")).recorded.first {
          $0.event.type.text == "organisation.merged"
        })
      let event = merger.event.id.description
      if isVoided {
        try story.together("VOID", on: event, in: "organisation-host") {
          (story) throws(Rejection) in try story.void("organisation-host", event)
        }
      } else {
        try story.together("UNMERGE", on: event, in: "organisation-host") {
          (story) throws(Rejection) in
          try story.act(
            "unmergeOrganisation", "organisation", "organisation-host", #""reason":"two firms""#,
            on: "2022-10-01", as: nil)
        }
      }
      #expect(
        try story.rejudge("agreement-a", "agreement.successor-confirmed") == ["finding.opened"])
      #expect(try story.openFindings() == ["SUCCESSOR"])
    }
  }

  private func requested(_ kind: String, _ verdict: String?) throws -> Story {
    var story = Story()
    try story.person("p")
    try story.act(
      "receivePrivacyRequest", "request", "privacy.request-1",
      #""person":"person-p","kind":"\#(kind)""#)
    try story.act(
      "proveRequesterIdentity", "request", "privacy.request-1", #""method":"DOCUMENT_SEEN""#,
      on: "2022-07-01", as: "DECIDED")
    if let verdict {
      try story.act(
        "decidePrivacyRequest", "request", "privacy.request-1",
        #""verdict":"\#(verdict)","reason":"STATUTORY_RETENTION""#, on: "2022-07-02", as: "DECIDED")
    }
    return story
  }

  @Test(arguments: [
    ("DELETE", "GRANT", true), ("DELETE", "GRANT_PARTLY", true), ("DELETE", "REFUSE", false),
    ("ACCESS", "GRANT", false), ("RESTRICT", "GRANT", false),
  ])
  func `an erasure executes the request for it that was granted`(
    kind: String, verdict: String, isExecuted: Bool
  ) throws {
    var story = try requested(kind, verdict)
    let erased = try story.act(
      "erasePersonalData", "person", "person-p", #""ground":"SUBJECT_REQUEST""#,
      on: "2022-07-10", as: "DECIDED")
    let given = try story.react("person.personal-data-erased", "person-p")
    #expect(given == (isExecuted ? ["privacy-request.executed"] : nil))
    let executed = story.past.history(try StreamName(validating: "privacy.request-1")).recorded
      .last { $0.event.type.text == "privacy-request.executed" }
    #expect((executed != nil) == isExecuted)
    if let executed {
      let fact = try PBPrivacyRequestExecuted(serializedBytes: executed.event.payload)
      #expect(fact.event == erased.id)
      #expect(executed.event.occurred.description == "2022-07-10")
    }
  }

  @Test func `a restriction executes the request for it, once it is decided`() throws {
    var story = try requested("RESTRICT", "GRANT")
    try story.act(
      "restrictProcessing", "person", "person-p", #""reason":"DISPUTE""#, on: "2022-07-10",
      as: "DECIDED")
    #expect(
      try story.react("person.processing-restricted", "person-p") == ["privacy-request.executed"])
    var open = try requested("RESTRICT", nil)
    try open.act(
      "restrictProcessing", "person", "person-p", #""reason":"DISPUTE""#, on: "2022-07-10",
      as: "DECIDED")
    #expect(try open.react("person.processing-restricted", "person-p") == nil)
  }
}
