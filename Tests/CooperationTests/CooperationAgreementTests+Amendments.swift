@testable import Cooperation
import Deciding
import EventModel
import Testing

extension `A cooperation agreement` {
  @Test func `is amended by the signatures of all`() throws {
    var story = try inForce()
    _ = try step(
      &story, "proposeAgreementAmendment",
      #""amendment":"2023-1","to":"2026-06-30","documentSha256":"\#(Story.otherText)""#,
      on: "2023-01-01")
    func agree(_ party: String, _ text: String = Story.otherText) throws(Rejection) -> Story.Outcome
    {
      try step(
        &story, "signAgreementAmendment",
        #""amendment":"2023-1","party":"organisation-\#(party)","documentSha256":"\#(text)""#,
        on: "2023-01-02")
    }
    #expect(refused(.rule) { () throws(Rejection) in try agree("host2") }?.rule == "SIGNERS")
    #expect(
      refused(.rule) { () throws(Rejection) in try agree("host", Story.text) }?.rule == "ONE-TEXT")
    _ = try agree("school")
    #expect(try state(story).to?.description == "2025-06-30")
    #expect(try agree("school").types == [])
    _ = try agree("host")
    #expect(try state(story).to?.description == "2026-06-30")
    #expect(try state(story).amendments["2023-1"]?.phase == .inForce)
    refused(.alreadyExists) { () throws(Rejection) in
      try step(&story, "proposeAgreementAmendment", #""amendment":"2023-1""#, on: "2023-02-01")
    }
    refused(.wrongState) { () throws(Rejection) in
      try step(
        &story, "rejectAgreementAmendment",
        #""amendment":"2023-1","party":"organisation-host""#, on: "2023-02-01")
    }
  }

  @Test func `keeps its terms where an amendment is turned down`() throws {
    var story = try inForce()
    _ = try step(
      &story, "proposeAgreementAmendment", #""amendment":"a","to":"2026-06-30""#, on: "2023-01-01")
    _ = try step(
      &story, "rejectAgreementAmendment", #""amendment":"a","party":"organisation-host""#,
      on: "2023-01-02")
    #expect(try state(story).to?.description == "2025-06-30")
    refused(.wrongState) { () throws(Rejection) in
      try step(
        &story, "signAgreementAmendment", #""amendment":"a","party":"organisation-host""#,
        on: "2023-01-03")
    }
    refused(.unknownStream) { () throws(Rejection) in
      try step(
        &story, "signAgreementAmendment", #""amendment":"b","party":"organisation-host""#,
        on: "2023-01-03")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "proposeAgreementAmendment",
        #""amendment":"c","parties":["organisation-host2","organisation-school"]"#,
        on: "2023-01-03")
    }
  }

  @Test func `keeps what is reported of an amendment in any order`() throws {
    let party = #""amendment":"a","party":"organisation-host""#
    func tell(
      _ story: inout Story, _ name: String, _ details: String, _ day: String
    ) throws(Rejection) -> [String] {
      try step(&story, name, details, on: day, as: "REPORTED").findings
    }
    var story = try inForce()
    #expect(try tell(&story, "signAgreementAmendment", party, "2023-01-03") == ["ORDER"])
    #expect(
      try tell(
        &story, "proposeAgreementAmendment", #""amendment":"a","to":"2026-06-30""#, "2023-01-01")
        == [])
    try story.rejudge("agreement-a", "agreement.amendment-signed")
    #expect(try story.openFindings() == [])
    #expect(try state(story).amendments["a"]?.signatures.map(\.text) == ["organisation-host"])
    // Turned down on the day before; one party is enough, and another may say so too.
    #expect(
      try tell(
        &story, "rejectAgreementAmendment", #""amendment":"a","party":"organisation-school""#,
        "2023-01-02") == ["ORDER"])
    #expect(try state(story).amendments["a"]?.phase == .rejected)
    #expect(try tell(&story, "rejectAgreementAmendment", party, "2023-01-04") == [])
    // What all have signed holds.
    var signed = try inForce()
    _ = try tell(
      &signed, "proposeAgreementAmendment", #""amendment":"a","to":"2026-06-30""#, "2023-01-01")
    for id in ["host", "school"] {
      _ = try tell(
        &signed, "signAgreementAmendment", #""amendment":"a","party":"organisation-\#(id)""#,
        "2023-01-02")
    }
    #expect(try tell(&signed, "rejectAgreementAmendment", party, "2023-01-03") == ["ORDER"])
    #expect(try state(signed).amendments["a"]?.phase == .inForce)
    #expect(try tell(&signed, "signAgreementAmendment", party, "2023-01-03") == [], "signed before")
  }

  @Test func `is ended, changed and kept as it is by its parties alone`() throws {
    var story = try inForce()
    func end(_ party: String, as standing: String = "DECIDED") throws(Rejection) -> [String] {
      try step(
        &story, "terminateAgreement", #""by":"organisation-\#(party)","reason":"r""#,
        on: "2023-06-01", as: standing
      ).types
    }
    let no = refused(.malformedValue, field: "terminateAgreement.details.by") {
      () throws(Rejection) in try end("host2")
    }
    #expect(no?.reason.contains("organisation-school") == true)
    _ = try step(
      &story, "proposeAgreementAmendment", #""amendment":"a","to":"2026-06-30""#, on: "2023-01-01")
    refused(.malformedValue, field: "rejectAgreementAmendment.details.party") {
      () throws(Rejection) in
      try step(
        &story, "rejectAgreementAmendment", #""amendment":"a","party":"organisation-host2""#,
        on: "2023-01-02")
    }
    refused(.malformedValue, field: "proposeAgreementAmendment.details.to") {
      () throws(Rejection) in
      try step(
        &story, "proposeAgreementAmendment", #""amendment":"b","to":"2022-06-30""#,
        on: "2023-01-03")
    }
    #expect(try end("host").first == "agreement.terminated")
  }

  @Test func `is found where strangers are said to have ended it, or kept it as it is`() throws {
    var story = try inForce()
    _ = try step(
      &story, "proposeAgreementAmendment", #""amendment":"a","to":"2026-06-30""#, on: "2023-01-01")
    func tell(_ name: String, _ details: String) throws -> [String] {
      var copy = story
      let findings = try step(&copy, name, details, on: "2023-06-01", as: "REPORTED").findings
      if name == "terminateAgreement" { #expect(try state(copy).phase == .terminated) }
      return findings
    }
    for (party, found) in [("host2", ["SIGNERS"]), ("host", []), ("school", [])] {
      #expect(
        try tell("terminateAgreement", #""by":"organisation-\#(party)""#) == found, "\(party)")
      #expect(
        try tell(
          "rejectAgreementAmendment", #""amendment":"a","party":"organisation-\#(party)""#)
          == found,
        "\(party)")
    }
    #expect(try tell("terminateAgreement", "") == [], "who ended it need not be told")
  }

  @Test func `is amended by who took a party's place, whenever that is told`() throws {
    var story = try inForce()
    _ = try step(
      &story, "proposeAgreementAmendment", #""amendment":"a","to":"2026-06-30""#, on: "2023-01-02")
    func sign(_ story: inout Story, as standing: String) throws(Rejection) -> [String] {
      try step(
        &story, "signAgreementAmendment", #""amendment":"a","party":"organisation-host2""#,
        on: "2023-02-01", as: standing
      ).findings
    }
    func told(_ later: String) throws -> [String] {
      var copy = story
      #expect(try sign(&copy, as: "REPORTED") == ["SIGNERS"])
      try copy.tell(
        #"{"standing":"REPORTED","effectiveFrom":"2023-01-01",\#(later)}"#, "2023-06-01")
      return try copy.rejudge("agreement-a", "agreement.amendment-signed")
    }
    let successor =
      #""confirmSuccessor":{"agreement":"agreement-a","details":{"party":"organisation-host","successor":"organisation-host2"}}"#
    let merger =
      #""mergeOrganisation":{"organisation":"organisation-host","details":{"into":"organisation-host2","reason":"LEGAL_MERGER"}}"#
    #expect(try told(successor) == ["finding.withdrawn"])
    #expect(try told(merger) == ["finding.withdrawn"])
    // Signed by all, it is in force from the day on which the agreement names who signed.
    var signed = story
    _ = try sign(&signed, as: "REPORTED")
    _ = try step(
      &signed, "signAgreementAmendment", #""amendment":"a","party":"organisation-school""#,
      on: "2023-02-02")
    #expect(try state(signed).amendments["a"]?.phase == .proposed)
    try signed.tell(#"{"standing":"REPORTED",\#(successor)}"#, "2023-06-01")
    #expect(try state(signed).amendments["a"]?.phase == .inForce)
    #expect(try state(signed).to?.description == "2026-06-30")
    // Our own act waits until the agreement says so, for its terms hold by whom it names.
    try story.tell(
      #"{"standing":"REPORTED","effectiveFrom":"2023-01-01",\#(merger)}"#, "2023-01-15")
    #expect(
      refused(.rule) { () throws(Rejection) in try sign(&story, as: "DECIDED") }?.rule == "SIGNERS")
    try story.tell(
      #"{"standing":"REPORTED","effectiveFrom":"2023-01-01",\#(successor)}"#, "2023-01-16")
    #expect(try sign(&story, as: "DECIDED") == [])
  }
}
