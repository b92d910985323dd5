@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A cooperation agreement` {
  static let parties = #""parties":["organisation-school","organisation-host"]"#
  static let duties = #""rightsAndDuties":"The school teaches, the host trains.""#
  static let whole =
    #"\#(parties),\#(duties),"kind":"SCHOOL_ENTERPRISE","from":"2022-07-01","to":"2025-06-30","documentSha256":"\#(Story.text)""#

  let step = Acts("agreement", "agreement-a", on: "2022-06-30", as: "DECIDED")

  func sign(
    _ story: inout Story, _ party: String, _ text: String = Story.text,
    on day: String = "2022-06-30",
    as standing: String = "DECIDED"
  ) throws(Rejection) -> Story.Outcome {
    try step(
      &story, "signAgreement",
      #""party":"organisation-\#(party)","documentSha256":"\#(text)","method":"PAPER""#, on: day,
      as: standing)
  }

  /// Drafted, reviewed, and awaiting signatures.
  func approved(_ terms: String = whole) throws -> Story {
    var story = try Story.world()
    _ = try step(&story, "draftAgreement", terms)
    _ = try step(&story, "submitAgreement")
    _ = try step(&story, "approveAgreement")
    return story
  }

  func inForce() throws -> Story {
    var story = try approved()
    _ = try sign(&story, "school")
    _ = try sign(&story, "host")
    return story
  }

  func state(_ story: Story) throws -> CooperationAgreement {
    try #require(try story.state(CooperationAgreement.self, "agreement-a"))
  }

  @Test func `is drafted, reviewed and signed by all`() throws {
    var story = try approved()
    #expect(try state(story).phase == .awaitingSignatures)
    _ = try sign(&story, "school")
    #expect(try state(story).phase == .awaitingSignatures)
    _ = try sign(&story, "host", on: "2022-07-02")
    let agreement = try state(story)
    #expect(agreement.phase == .inForce)
    #expect(agreement.signed?.description == "2022-07-02")
    #expect(agreement.outOfOrder == [])
    #expect(try sign(&story, "host", on: "2022-07-03").types == [])
  }

  @Test func `holds from its first day to its last, which is no event`() throws {
    let agreement = try state(try inForce())
    func holds(_ day: String) throws -> Bool {
      agreement.isInForce(on: try CivilDate(validating: day), in: .shanghai)
    }
    #expect(try !holds("2022-06-30"))
    #expect(try holds("2022-07-01"))
    #expect(try holds("2025-06-30"))
    #expect(try !holds("2025-07-01"))
  }

  @Test func `takes its steps in order`() throws {
    var story = try Story.world()
    _ = try step(&story, "draftAgreement", Self.whole)
    refused(.wrongState) { () throws(Rejection) in try step(&story, "approveAgreement") }
    refused(.wrongState) { () throws(Rejection) in try sign(&story, "school") }
    _ = try step(&story, "submitAgreement")
    #expect(try step(&story, "submitAgreement").types == [])
    refused(.malformedValue) { () throws(Rejection) in try step(&story, "rejectAgreement") }
    _ = try step(&story, "rejectAgreement", #""reason":"no duties""#)
    #expect(try state(story).phase == .rejected)
    refused(.wrongState) { () throws(Rejection) in try sign(&story, "school") }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "submitAgreement", as: "REPORTED")
    }
  }

  @Test func `may be known by the report of its signing`() throws {
    var story = try Story.world()
    try story.alliance()
    let outcome = try step(
      &story, "reportAgreementSigned",
      Self.parties + #","kind":"SCHOOL_ENTERPRISE","broughtAboutBy":"alliance-c""#, as: nil)
    #expect(outcome.types == ["agreement.reported-signed"])
    #expect(
      outcome.recorded[0].event.about.map(\.stream.text) == [
        "agreement-a", "organisation-school", "organisation-host", "alliance-c",
      ])
    let agreement = try state(story)
    #expect(agreement.phase == .inForce && agreement.isReported)
    #expect(agreement.broughtAboutBy?.text == "alliance-c")
    #expect(agreement.isInForce(on: try CivilDate(validating: "2022-06-30"), in: .shanghai))
    #expect(!agreement.isInForce(on: try CivilDate(validating: "2022-06-29"), in: .shanghai))
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "reportAgreementSigned", Self.parties, as: "DECIDED")
    }
  }

  @Test func `that we drafted may be reported signed, its parties left out`() throws {
    var story = try Story.world()
    _ = try step(&story, "draftAgreement", Self.whole)
    let outcome = try step(&story, "reportAgreementSigned", as: nil)
    #expect(outcome.findings == [])
    #expect(try state(story).phase == .inForce)
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "reportAgreementSigned",
        #""parties":["organisation-school","organisation-host2"]"#, as: nil)
    }
  }

  @Test func `that was rejected here and is signed elsewhere binds, and is found`() throws {
    var story = try Story.world()
    _ = try step(&story, "draftAgreement", Self.whole)
    _ = try step(&story, "submitAgreement")
    _ = try step(&story, "rejectAgreement", #""reason":"no duties""#)
    let outcome = try step(&story, "reportAgreementSigned", as: nil)
    #expect(outcome.findings == ["ORDER"])
    #expect(try state(story).phase == .inForce)
  }

  @Test func `has two different parties that are known`() throws {
    var story = try Story.world()
    refused(.malformedValue, field: "draftAgreement.details.parties") { () throws(Rejection) in
      try step(&story, "draftAgreement", #""parties":["organisation-host"]"#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "reportAgreementSigned", #""parties":["organisation-host","organisation-host"]"#,
        as: nil)
    }
    refused(.unknownStream) { () throws(Rejection) in
      try step(
        &story, "reportAgreementSigned", #""parties":["organisation-host","organisation-x"]"#,
        as: nil)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "draftAgreement", Self.parties + #","from":"2025-01-01","to":"2024-12-31""#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "draftAgreement", Self.parties + #","documentSha256":"AB""#)
    }
  }

  @Test(arguments: [
    ("SCHOOL_SCHOOL", ["school", "host"]),
    ("SCHOOL_ENTERPRISE", ["school", "school2"]),
    ("SCHOOL_ASSOCIATION", ["school", "host"]),
    ("ENTRUSTED_TRAINING", ["host", "host2"]),
    ("JOINT_INSTITUTION", ["host", "trade"]),
  ])
  func `has parties that fit its kind`(_ kind: String, _ parties: [String]) throws {
    let names = parties.map { "\"organisation-\($0)\"" }.joined(separator: ",")
    let terms = #""kind":"\#(kind)","parties":[\#(names)]"#
    var story = try Story.world()
    let no = refused(.rule) { () throws(Rejection) in try step(&story, "draftAgreement", terms) }
    #expect(no?.rule == "PARTIES")
    #expect(
      try step(&story, "reportAgreementSigned", terms, as: nil).findings == ["PARTIES"])
  }

  @Test(arguments: [
    ("SCHOOL_SCHOOL", ["school", "school2"]), ("SCHOOL_ENTERPRISE", ["school", "host"]),
    ("SCHOOL_ASSOCIATION", ["school", "trade"]), ("ENTRUSTED_TRAINING", ["school", "host"]),
    ("JOINT_INSTITUTION", ["school", "host"]),
  ])
  func `is fine where they do`(_ kind: String, _ parties: [String]) throws {
    let names = parties.map { "\"organisation-\($0)\"" }.joined(separator: ",")
    var story = try Story.world()
    let outcome = try step(
      &story, "draftAgreement", #""kind":"\#(kind)","parties":[\#(names)]"#)
    #expect(outcome.findings == [])
  }

  @Test func `is signed in one text, by its parties, while they live`() throws {
    var story = try approved()
    let other = refused(.rule) { () throws(Rejection) in
      try sign(&story, "school", Story.otherText)
    }
    #expect(other?.rule == "ONE-TEXT")
    let stranger = refused(.rule) { () throws(Rejection) in try sign(&story, "host2") }
    #expect(stranger?.rule == "SIGNERS")
    #expect(
      try sign(&story, "school", Story.otherText, as: "REPORTED").findings == ["ONE-TEXT"])
    // Two texts are no agreement.
    _ = try sign(&story, "host", as: "REPORTED")
    #expect(try state(story).phase == .awaitingSignatures)
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "signAgreement", #""party":"organisation-school""#)
    }
  }

  @Test func `is not signed by who has ended`() throws {
    var story = try approved()
    try story.act(
      "deregisterOrganisation", "organisation", "organisation-host", on: "2022-06-29")
    let no = refused(.rule) { () throws(Rejection) in try sign(&story, "host") }
    #expect(no?.rule == "LIVING-PARTIES")
    #expect(try sign(&story, "host", on: "2022-06-29").findings == [])
    var reported = try Story.world()
    try reported.act(
      "deregisterOrganisation", "organisation", "organisation-host", on: "2022-06-29")
    #expect(
      try step(&reported, "reportAgreementSigned", Self.parties, as: nil).findings
        == ["LIVING-PARTIES"])
  }

  @Test func `does not end before it began, also where its first day is the day of signing`() throws
  {
    func end(_ lastDay: String, _ more: String, as standing: String) throws -> [String] {
      var story = try Story.world()
      try story.agreement("agreement-a", on: "2022-09-01", more)
      do throws(Rejection) {
        return try step(
          &story, "terminateAgreement", #""reason":"r","lastDay":"\#(lastDay)""#, on: "2022-10-01",
          as: standing
        ).findings
      } catch {
        return ["\(error.code)"]
      }
    }
    let from = #","from":"2022-08-01""#
    for (lastDay, more, isEarly) in [
      ("2022-09-01", "", false), ("2022-08-31", "", true), ("2022-08-01", from, false),
      ("2022-07-31", from, true),
    ] {
      #expect(
        try end(lastDay, more, as: "REPORTED") == (isEarly ? ["ORDER"] : []), "\(lastDay)\(more)")
      #expect(
        try end(lastDay, more, as: "DECIDED") == (isEarly ? ["malformedValue"] : []),
        "\(lastDay)\(more)")
    }
  }

  @Test func `is not signed after its termination`() throws {
    var story = try inForce()
    refused(.malformedValue) { () throws(Rejection) in try step(&story, "terminateAgreement") }
    _ = try step(
      &story, "terminateAgreement",
      #""by":"organisation-host","reason":"closed","lastDay":"2023-06-30""#, on: "2023-06-01")
    refused(.wrongState) { () throws(Rejection) in try sign(&story, "school2", on: "2023-07-01") }
    let agreement = try state(story)
    #expect(agreement.isInForce(on: try CivilDate(validating: "2023-06-30"), in: .shanghai))
    #expect(!agreement.isInForce(on: try CivilDate(validating: "2023-07-01"), in: .shanghai))
    let reported = try sign(&story, "school2", on: "2023-07-01", as: "REPORTED")
    #expect(Set(reported.findings) == ["ORDER", "SIGNERS"])
  }

  @Test func `is renewed by another, annulled, and reaches milestones`() throws {
    var story = try inForce()
    _ = try step(&story, "reportMilestone", #""title":"First class""#, on: "2023-01-01", as: nil)
    try story.act(
      "planInternBatch", "planner", "agreement-a",
      #""batch":"1","plannedInterns":20,"host":"organisation-host""#, on: "2023-01-01")
    #expect(try state(story).internBatches["1"]?.planned == 20)
    try story.agreement("agreement-b", on: "2023-06-01")
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "renewAgreement", #""successor":"agreement-a""#)
    }
    _ = try step(&story, "renewAgreement", #""successor":"agreement-b""#, on: "2023-06-01")
    #expect(try state(story).phase == .renewed)
    #expect(try state(story).successor?.text == "agreement-b")
    refused(.malformedValue) { () throws(Rejection) in try step(&story, "annulAgreement") }
    _ = try step(&story, "annulAgreement", #""reason":"fraud""#, on: "2023-06-02")
    #expect(try state(story).phase == .annulled)
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "terminateAgreement", #""reason":"late""#, on: "2023-06-03")
    }
    #expect(
      try step(&story, "reportMilestone", #""title":"Late""#, on: "2023-07-01", as: nil).findings
        == ["ORDER"])
  }

  @Test func `that we let be signed states rights and duties, since the law of 2022`() throws {
    let bare = #"\#(Self.parties),"documentSha256":"\#(Story.text)""#
    var story = try approved(bare)
    #expect(
      refused(.rule) { () throws(Rejection) in
        try sign(&story, "school", on: "2022-05-01")
      }?.rule == "R17")
    #expect(try sign(&story, "school", on: "2022-04-30").findings == [])
    // Of what was signed elsewhere the text need not be known.
    #expect(try sign(&story, "host", as: "REPORTED").findings == [])
  }

  @Test func `is corrected and voided`() throws {
    var story = try approved()
    _ = try sign(&story, "school")
    let host = try sign(&story, "host")
    try story.void("agreement-a", host.id)
    #expect(try state(story).phase == .awaitingSignatures)
    try story.act(
      "signAgreement", "agreement", "agreement-a",
      #""party":"organisation-host","documentSha256":"\#(Story.text)""#, on: "2022-08-01",
      as: "DECIDED", corrects: host.id)
    #expect(try state(story).phase == .inForce)
    #expect(try state(story).signed?.description == "2022-08-01")
    refused(.notAmendable) { () throws(Rejection) in
      try story.act(
        "submitAgreement", "agreement", "agreement-a", as: "DECIDED", corrects: host.id)
    }
  }
}
