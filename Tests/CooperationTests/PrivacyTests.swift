@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `Personal data` {
  /// Registers somebody on that day, with or without saying why.
  private func register(
    _ story: inout Story, on day: String, ground: String? = nil, personal: Bool = true
  ) throws(Rejection) -> Story.Outcome {
    let details =
      ground.map { #","details":{"legalBasis":{"purpose":"study","ground":"\#($0)"}}"# } ?? ""
    let name = personal ? #","personal":{"name":"N"}"# : ""
    return try story.tell(#"{"registerPerson":{"person":"person-p"\#(details)\#(name)}}"#, day)
  }

  @Test func `need a lawful ground from the day of the law`() throws {
    for (day, ground, findings) in [
      ("2021-10-31", nil, []), ("2021-11-01", nil, ["P01"]),
      ("2021-11-01", "STATUTORY_DUTY", []), ("2021-11-01", "CONSENT", []),
    ] as [(String, String?, [String])] {
      var story = Story()
      #expect(try register(&story, on: day, ground: ground).findings == findings, "\(day)")
    }
    var bare = Story()
    #expect(try register(&bare, on: "2022-01-01", personal: false).findings == [])
    refused(.malformedValue) { () throws(Rejection) in
      try bare.tell(
        #"{"registerPerson":{"person":"person-q","details":{"legalBasis":{"purpose":"x"}}}}"#,
        "2022-01-01")
    }
  }

  @Test func `rest on a ground that was there before`() throws {
    func contact(_ story: inout Story, on day: String) throws -> [String] {
      try story.tell(
        #"{"changeContact":{"person":"person-p","personal":{"phone":"1"}}}"#, day
      ).findings
    }
    var story = Story()
    _ = try register(&story, on: "2020-01-01")
    try story.tell(
      #"{"recordLegalBasis":{"person":"person-p","details":{"purpose":"x","ground":"CONTRACT"}}}"#,
      "2022-03-01")
    #expect(try contact(&story, on: "2022-02-28") == ["P01"])
    #expect(try contact(&story, on: "2022-03-01") == [])
    var consent = Story()
    _ = try register(&consent, on: "2020-01-01")
    try consent.tell(
      #"{"giveConsent":{"person":"person-p","details":{"scope":"matching"}}}"#, "2022-03-01")
    #expect(try contact(&consent, on: "2022-03-02") == [])
  }

  @Test func `that are sensitive need separate consent, or a ground that needs none`() throws {
    func confirm(_ ground: String?, consent: String?, on day: String = "2022-05-01") throws
      -> [String]
    {
      var story = try Story.world()
      _ = try register(&story, on: "2020-01-01", ground: ground)
      try story.tell(
        #"{"enrolStudent":{"enrolment":"enrolment-p","details":{"person":"person-p","#
          + #""school":"organisation-school"}}}"#, "2020-09-01")
      if let consent {
        try story.tell(
          #"{"giveConsent":{"person":"person-p","details":{"scope":"\#(consent)"}}}"#,
          "2021-12-01")
      }
      return try story.tell(
        #"{"confirmKeyGroup":{"enrolment":"enrolment-p","details":{"confirmedBy":"organisation-bureau"},"#
          + #""sensitive":{"group":"DISABLED"}}}"#, day
      ).findings
    }
    #expect(try confirm("CONSENT", consent: nil) == ["P03"])
    #expect(try confirm("CONSENT", consent: "matching") == ["P03"])
    #expect(try confirm("CONSENT", consent: "sensitive-data") == [])
    #expect(try confirm("STATUTORY_DUTY", consent: nil) == [])
    #expect(try confirm(nil, consent: nil) == ["P01", "P03"])
    #expect(try confirm(nil, consent: nil, on: "2021-10-31") == [])
  }

  @Test func `of a zero-employment family are confirmed by a government body`() throws {
    func confirm(
      _ group: String, by body: String, as standing: String, on day: String = "2022-05-01"
    ) throws -> Story.Outcome {
      var story = try Story.world()
      try story.student()
      return try story.tell(
        #"{"standing":"\#(standing)","confirmKeyGroup":{"enrolment":"enrolment-student","#
          + #""details":{"confirmedBy":"organisation-\#(body)"},"sensitive":{"group":"\#(group)"}}}"#,
        day)
    }
    let no = refused(.rule) { () throws(Rejection) in
      do {
        return try confirm("ZERO_EMPLOYMENT", by: "school", as: "DECIDED")
      } catch let rejection as Rejection {
        throw rejection
      } catch {
        throw Rejection(.notPermitted, "\(error)")
      }
    }
    #expect(no?.rule == "R29")
    _ = try confirm("ZERO_EMPLOYMENT", by: "bureau", as: "DECIDED")
    _ = try confirm("POVERTY", by: "school", as: "DECIDED")
    // No finding: it would tell which group somebody belongs to.
    #expect(try confirm("ZERO_EMPLOYMENT", by: "school", as: "REPORTED").findings == [])
  }
}

@Suite struct `A legal hold` {
  private func told() throws -> Story {
    var story = try Story.world()
    try story.person("p", #""name":"N""#)
    return story
  }

  private func hold(
    _ story: inout Story, _ more: String = "", on day: String = "2023-01-01"
  ) throws(Rejection) -> Story.Outcome {
    try story.tell(
      #"{"placeLegalHold":{"person":"person-p","details":{"hold":"h","#
        + #""reason":"LITIGATION"\#(more)}}}"#, day)
  }

  private func erase(_ story: inout Story, on day: String) throws(Rejection) -> Story.Outcome {
    try story.tell(
      #"{"erasePersonalData":{"person":"person-p","details":{"ground":"SUBJECT_REQUEST"}}}"#, day)
  }

  @Test func `forbids an erasure until it is lifted`() throws {
    var story = try told()
    _ = try hold(&story)
    #expect(try hold(&story).types == [])
    let no = refused(.rule) { () throws(Rejection) in try erase(&story, on: "2023-02-01") }
    #expect(no?.rule == "P06")
    try story.tell(
      #"{"liftLegalHold":{"person":"person-p","details":{"hold":"h"}}}"#, "2023-02-02")
    #expect(try erase(&story, on: "2023-02-03").types == ["person.personal-data-erased"])
  }

  @Test func `ends after its last day`() throws {
    var story = try told()
    refused(.malformedValue, field: "placeLegalHold.details.until") { () throws(Rejection) in
      try hold(&story, #","until":"2022-12-31""#)
    }
    _ = try hold(&story, #","until":"2023-06-30""#)
    refused(.wrongState) { () throws(Rejection) in
      try hold(&story, #","until":"2024-06-30""#)
    }
    refused(.rule) { () throws(Rejection) in try erase(&story, on: "2023-06-30") }
    #expect(try erase(&story, on: "2023-07-01").types == ["person.personal-data-erased"])
  }

  @Test func `lets no deletion be promised`() throws {
    var story = try told()
    _ = try hold(&story)
    for (name, details) in [
      ("receivePrivacyRequest", #""person":"person-p","kind":"DELETE""#),
      ("proveRequesterIdentity", #""method":"DOCUMENT_SEEN""#),
    ] {
      try story.act(name, "request", "privacy.request-r", details, on: "2023-02-01", as: nil)
    }
    func decide(_ details: String) throws(Rejection) -> Story.Outcome {
      try story.act(
        "decidePrivacyRequest", "request", "privacy.request-r", details, on: "2023-02-02", as: nil)
    }
    let no = refused(.rule) { () throws(Rejection) in try decide(#""verdict":"GRANT""#) }
    #expect(no?.rule == "P06")
    #expect(
      try decide(#""verdict":"REFUSE","reason":"LEGAL_HOLD""#).types
        == ["privacy-request.decided"])
  }
}

@Suite struct `A privacy request` {
  private func received(_ kind: String = "ACCESS") throws -> Story {
    var story = try Story.world()
    try story.person("p")
    let received = try story.act(
      "receivePrivacyRequest", "request", "privacy.request-r",
      #""person":"person-p","kind":"\#(kind)""#, on: "2023-02-01", as: nil,
      more: #""personal":{"wording":"please"}"#)
    #expect(received.recorded[0].event.personal.map(\.part) == ["subject.personal"])
    return story
  }

  private let step = Acts("request", "privacy.request-r", on: "2023-02-03", as: nil)

  private func state(_ story: Story) throws -> PrivacyRequest {
    try #require(try story.state(PrivacyRequest.self, "privacy.request-r"))
  }

  @Test func `is decided after the identity is proved`() throws {
    var story = try received()
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "decidePrivacyRequest", #""verdict":"GRANT""#)
    }
    try step(&story, "proveRequesterIdentity", #""method":"DOCUMENT_SEEN""#)
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "decidePrivacyRequest", #""verdict":"REFUSE""#)
    }
    try step(&story, "decidePrivacyRequest", #""verdict":"GRANT""#)
    refused(.wrongState) { () throws(Rejection) in try step(&story, "explainRefusal") }
    try step(&story, "executePrivacyRequest")
    #expect(try state(story).phase == .executed)
    #expect(!(try state(story).isOpen))
  }

  @Test func `of somebody who can't prove who it is is refused and explained`() throws {
    var story = try received()
    try step(
      &story, "decidePrivacyRequest", #""verdict":"REFUSE","reason":"IDENTITY_DOUBTFUL""#)
    refused(.wrongState) { () throws(Rejection) in try step(&story, "executePrivacyRequest") }
    try step(&story, "explainRefusal", #""document":"letter""#)
    #expect(try state(story).phase == .explained)
    #expect(try state(story).outOfOrder == [])
  }

  @Test func `that was decided before the identity was proved is a finding`() throws {
    var story = try received()
    #expect(
      try step(&story, "decidePrivacyRequest", #""verdict":"GRANT""#, as: "REPORTED").findings
        == ["ORDER"])
  }
}

@Suite struct `What the law wants on record` {
  private func told(consent: String? = nil) throws -> Story {
    var story = try Story.world()
    try story.person("p")
    if let consent {
      try story.tell(
        #"{"giveConsent":{"person":"person-p","details":{"scope":"\#(consent)"}}}"#, "2023-01-01")
    }
    return story
  }

  @discardableResult
  private func disclose(
    _ story: inout Story, _ more: String, on day: String = "2023-02-01",
    as standing: String? = "DECIDED", stream: String = "privacy.record-d"
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "recordDisclosure", "record", stream,
      #""recipient":"organisation-bureau","purpose":"statistics","persons":["person-p"],"# + more,
      on: day, as: standing)
  }

  @Test func `is each disclosure, on consent to it`() throws {
    let onConsent = #""kinds":["STUDY"],"ground":"CONSENT""#
    var without = try told(consent: "disclosure:organisation-school")
    let no = refused(.rule) { () throws(Rejection) in try disclose(&without, onConsent) }
    #expect(no?.rule == "P04")
    #expect(try disclose(&without, onConsent, as: "REPORTED").findings == ["P04"])
    #expect(
      try disclose(&without, onConsent, on: "2021-10-31", stream: "privacy.record-e").findings
        == [])
    var with = try told(consent: "disclosure:organisation-bureau")
    #expect(try disclose(&with, onConsent).findings == [])
    var duty = try told()
    #expect(try disclose(&duty, #""kinds":["STUDY"],"ground":"STATUTORY_DUTY""#).findings == [])
    let whole = #""kinds":["STUDY"],"ground":"STATUTORY_DUTY","personCount":"#
    #expect(try disclose(&duty, whole + "1", stream: "privacy.record-g").findings == [])
    for bad in [#""kinds":["STUDY"]"#, #""ground":"CONSENT""#, whole + "0"] {
      refused(.malformedValue) { () throws(Rejection) in
        try disclose(&duty, bad, stream: "privacy.record-h")
      }
    }
  }

  @Test func `is an assessment before sensitive data go away`() throws {
    var story = try told()
    let pay = #""kinds":["PAY"],"ground":"STATUTORY_DUTY""#
    #expect(try disclose(&story, pay).findings == ["P03"])
    try story.act(
      "assessImpact", "record", "privacy.record-a",
      #""purpose":"statistics","kinds":["PAY"],"risk":"LOW","keptUntil":"2026-02-01""#,
      on: "2023-02-01", as: nil)
    #expect(
      try disclose(
        &story, pay + #","assessment":"privacy.record-a""#, stream: "privacy.record-f"
      ).findings == [])
    // Another record is no assessment.
    #expect(
      try disclose(
        &story, pay + #","assessment":"privacy.record-d""#, stream: "privacy.record-g"
      ).findings == ["P03"])
  }

  @Test func `is kept for three years`() throws {
    for (last, findings) in [("2026-01-31", ["P03"]), ("2026-02-01", [])] {
      var story = try told()
      #expect(
        try story.act(
          "assessImpact", "record", "privacy.record-a",
          #""purpose":"x","risk":"HIGH","keptUntil":"\#(last)""#, on: "2023-02-01", as: nil
        ).findings == findings, "\(last)")
    }
  }

  @Test func `is each breach`() throws {
    var story = try told()
    try story.act(
      "reportBreach", "record", "privacy.record-b",
      #""discoveredBy":"organisation-school","personCount":3,"measures":"locked out""#,
      on: "2023-02-01", as: nil)
    refused(.alreadyExists) { () throws(Rejection) in
      try story.act("reportBreach", "record", "privacy.record-b", on: "2023-02-01", as: nil)
    }
    let record = try #require(try story.state(PrivacyRecord.self, "privacy.record-b"))
    guard case .breach(let breach) = record.content else {
      Issue.record("no breach")
      return
    }
    #expect(breach.personCount == 3)
  }
}

@Suite struct `Records of one person` {
  private func told() throws -> Story {
    var story = Story()
    for id in ["a", "b", "c"] { try story.person(id) }
    return story
  }

  @discardableResult
  private func merge(
    _ story: inout Story, _ absorbed: String, into survivor: String, on day: String = "2023-01-01"
  ) throws(Rejection) -> Story.Outcome {
    try story.tell(
      #"{"mergePerson":{"person":"person-\#(absorbed)","details":{"into":"person-\#(survivor)"}}}"#,
      day)
  }

  private func alias(_ story: Story, _ id: String) throws -> String? {
    try story.state(Person.self, "person-\(id)")?.mergedInto?.text
  }

  /// Asks for the end of a merge and has another user approve.
  private func approve(_ story: inout Story, _ absorbed: String, _ event: String) throws {
    let asked = try story.tell(
      #"{"requestApproval":{"stream":"person-\#(absorbed)","event":"\#(event)","act":"UNMERGE","#
        + #""reason":"two people"}}"#, nil)
    story.user = "u2"
    try story.tell(
      #"{"giveApproval":{"stream":"person-\#(absorbed)","request":"\#(asked.id)"}}"#, nil)
    story.user = "u1"
  }

  @discardableResult
  private func unmerge(
    _ story: inout Story, _ details: String = #""reason":"two people""#
  ) throws(Rejection) -> Story.Outcome {
    try story.tell(
      #"{"unmergePerson":{"person":"person-a","details":{\#(details)}}}"#, "2023-01-03")
  }

  @Test func `are merged as an alias, which two persons end`() throws {
    var story = try told()
    #expect(try unmerge(&story).types == [])
    let merged = try merge(&story, "a", into: "b")
    #expect(try alias(story, "a") == "person-b")
    #expect(try merge(&story, "a", into: "b").types == [])
    refused(.wrongState) { () throws(Rejection) in try merge(&story, "a", into: "c") }
    refused(.malformedValue) { () throws(Rejection) in try merge(&story, "c", into: "c") }
    // The absorbed record stays writable.
    try story.tell(
      #"{"giveConsent":{"person":"person-a","details":{"scope":"matching"}}}"#, "2023-01-02")
    refused(.malformedValue) { () throws(Rejection) in try unmerge(&story, "") }
    refused(.notPermitted) { () throws(Rejection) in try unmerge(&story) }
    refused(.notPermitted) { () throws(Rejection) in try story.void("person-a", merged.id) }
    try approve(&story, "a", merged.id)
    try unmerge(&story)
    #expect(try alias(story, "a") == nil)
    try merge(&story, "a", into: "c", on: "2023-01-04")
    #expect(try alias(story, "a") == "person-c")
    refused(.notPermitted) { () throws(Rejection) in try unmerge(&story) }
  }

  @Test func `lead to one that is merged into no other`() throws {
    var story = try told()
    try merge(&story, "a", into: "b")
    refused(.wrongState) { () throws(Rejection) in try merge(&story, "b", into: "a") }
    try merge(&story, "b", into: "c")
    refused(.wrongState) { () throws(Rejection) in try merge(&story, "c", into: "a") }
  }
}
