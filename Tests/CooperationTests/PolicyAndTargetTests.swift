@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A policy` {
  @discardableResult
  private func act(
    _ story: inout Story, _ name: String, _ details: String, on day: String = "2009-03-01",
    as standing: String = "REPORTED", _ id: String = "policy-p", corrects: String? = nil
  ) throws(Rejection) -> Story.Outcome {
    try story.act(name, "policy", id, details, on: day, as: standing, corrects: corrects)
  }

  private static let issued =
    #""kind":"REGULATION","title":"T","documentNumber":"No. 1","issuer":"organisation-bureau","adoptedOn":"2008-12-01","inForceFrom":"2009-03-01","textSha256":"\#(Story.text)","territory":"3302""#

  private func state(_ story: Story) throws -> Policy {
    try #require(try story.state(Policy.self, "policy-p"))
  }

  @Test func `is issued, amended and repealed`() throws {
    var story = try Story.world()
    #expect(try act(&story, "issuePolicy", Self.issued).findings == [])
    try act(&story, "amendPolicy", #""title":"U","textSha256":"\#(Story.otherText)""#, on: "2020")
    try act(&story, "repealPolicy", #""lastDay":"2022-12-31""#, on: "2022-11-01")
    let policy = try state(story)
    #expect(policy.phase == .repealed && policy.title == "U" && policy.amendmentCount == 1)
    #expect(policy.text == Story.otherText && policy.territory == "3302")
    for (day, holds) in [
      ("2009-02-28", false), ("2009-03-01", true), ("2022-12-31", true), ("2023-01-01", false),
    ] {
      #expect(policy.isInForce(on: try CivilDate(validating: day), in: .shanghai) == holds)
    }
    refused(.wrongState) { () throws(Rejection) in
      try act(&story, "amendPolicy", #""title":"V""#, on: "2023-01-01", as: "DECIDED")
    }
  }

  @Test func `is not repealed by us for a day before it holds, and may be told to have been`()
    throws
  {
    var story = try Story.world()
    try act(&story, "issuePolicy", Self.issued)
    refused(.malformedValue, field: "repealPolicy.details.lastDay") { () throws(Rejection) in
      try act(
        &story, "repealPolicy", #""lastDay":"2009-02-28""#, on: "2022-11-01", as: "DECIDED")
    }
    var other = story
    try act(&other, "repealPolicy", #""lastDay":"2009-02-28""#, on: "2022-11-01")
    #expect(
      try !state(other).isInForce(on: try CivilDate(validating: "2009-03-01"), in: .shanghai))
    try act(&story, "repealPolicy", #""lastDay":"2009-03-01""#, on: "2022-11-01")
    #expect(try state(story).lastDay?.description == "2009-03-01")
  }

  @Test func `has a number of its own with its issuer`() throws {
    var story = try Story.world()
    let first = try act(&story, "issuePolicy", Self.issued)
    let no = refused(.codeTaken) { () throws(Rejection) in
      try act(&story, "issuePolicy", Self.issued, "policy-q")
    }
    #expect(no?.stream?.text == "policy-p")
    #expect(no?.reason.hasPrefix("policy-p is the text with that details.documentNumber") == true)
    try act(
      &story, "issuePolicy", Self.issued.replacing("No. 1", with: "No. 2"), "policy-q")
    try act(
      &story, "issuePolicy",
      Self.issued.replacing("organisation-bureau", with: "organisation-trade"), "policy-r")
    try story.void("policy-p", first.id)
    try act(&story, "issuePolicy", Self.issued, "policy-s")
  }

  @Test func `that holds before it was adopted is for a steward`() throws {
    for (day, isEarly) in [("2008-11-30", true), ("2008-12-01", false)] {
      var story = try Story.world()
      let details = Self.issued.replacing("2009-03-01", with: day)
      #expect(
        try act(&story, "issuePolicy", details).reviews == (isEarly ? ["POLICY-DATES"] : []))
    }
  }

  @Test func `gives rules that the book has, from a text on file`() throws {
    var story = try Story.world()
    try act(&story, "issuePolicy", Self.issued)
    let rules = #""version":1,"rules":["R01","R22"]"#
    let no = refused(.rule) { () throws(Rejection) in
      try act(&story, "publishRuleset", rules, as: "DECIDED")
    }
    #expect(no?.rule == "RULESET-TEXT")
    #expect(try act(&story, "publishRuleset", rules).findings == ["RULESET-TEXT"])
    refused(.alreadyExists) { () throws(Rejection) in
      try act(&story, "publishRuleset", #""version":1,"rules":["R02"]"#)
    }
    try act(
      &story, "publishRuleset", #""version":2,"rules":["R02"],"textSha256":"\#(Story.text)""#,
      as: "DECIDED")
    #expect(try state(story).rulesets == [1: ["R01", "R22"], 2: ["R02"]])
    for bad in [
      #""rules":["R01"]"#, #""version":3"#, #""version":3,"rules":["R99"]"#,
      #""version":0,"rules":["R01"]"#,
    ] {
      refused(.malformedValue) { () throws(Rejection) in try act(&story, "publishRuleset", bad) }
    }
  }

  @Test func `may be known by the platform that was launched under it`() throws {
    var story = try Story.world()
    let launch =
      #""name":"Net","organiser":"organisation-bureau","cosponsors":["organisation-school"],"supporters":["organisation-host"]"#
    #expect(try act(&story, "launchPlatform", launch).types == ["policy.platform-launched"])
    #expect(try act(&story, "launchPlatform", launch).types == [])
    var policy = try state(story)
    #expect(policy.phase == .named && policy.platforms[0].organiser?.text == "organisation-bureau")
    #expect(policy.platforms[0].cosponsors.count == 1 && policy.platforms[0].supporters.count == 1)
    #expect(!policy.isInForce(on: try CivilDate(validating: "2010-01-01"), in: .shanghai))
    try act(&story, "issuePolicy", Self.issued, on: "2010")
    policy = try state(story)
    #expect(policy.phase == .issued && policy.platforms.count == 1 && policy.outOfOrder == [])
    refused(.unknownStream) { () throws(Rejection) in
      try act(&story, "launchPlatform", #""name":"N","supporters":["organisation-none"]"#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try act(&story, "launchPlatform", "", "policy-x")
    }
  }

  @Test(arguments: [
    "", #""title":"T","adoptedOn":"2009""#, #""title":"T","textSha256":"xyz""#,
    #""title":"T","territory":"1""#, #""title":"T","implements":"policy-p""#,
  ])
  func `is refused where a field is malformed`(details: String) throws {
    var story = try Story.world()
    #expect(throws: Rejection.self) { try act(&story, "issuePolicy", details) }
  }

  @Test func `is corrected`() throws {
    var story = try Story.world()
    let first = try act(&story, "issuePolicy", Self.issued)
    let corrected = try act(
      &story, "issuePolicy", Self.issued.replacing("No. 1", with: "No. 7"), corrects: first.id)
    #expect(corrected.types == ["policy.issued", "code.released", "code.claimed"])
    #expect(try state(story).documentNumber == "No. 7")
  }
}

@Suite struct `A target` {
  private let act = Acts("targetStream", "target-t", on: "2022-06-30", as: "REPORTED")

  private static let trained =
    #""kind":"TRAINED","subject":"alliance-c","figure":"3000","unit":"persons a year","from":"2022-01-01","to":"2022-12-31""#

  private func told() throws -> Story {
    var story = try Story.world()
    try story.alliance()
    return story
  }

  @Test func `is set, revised and assessed`() throws {
    var story = try told()
    #expect(try act(&story, "setTarget", Self.trained).findings == [])
    try act(&story, "reviseTarget", #""figure":"2500","to":"2023-06-30""#, on: "2022-10-01")
    try act(&story, "assessTarget", #""result":"REACHED","asOf":"2023-06-30""#, on: "2023-07-15")
    let target = try #require(try story.state(Target.self, "target-t"))
    #expect(target.phase == .assessed && target.figure?.whole == 2500)
    #expect(target.bound == .exact && target.to?.description == "2023-06-30")
    #expect(target.result == .reached && target.revisionCount == 1)
  }

  @Test func `on a placement rate is found, where it is asked of a school or a person`() throws {
    func found(_ subject: String, _ kind: String = "PLACEMENT_RATE", on day: String) throws
      -> [String]
    {
      var story = try told()
      try story.person("counsellor")
      return try act(
        &story, "setTarget", #""kind":"\#(kind)","subject":"\#(subject)","figure":"95.5""#,
        on: day, as: "DECIDED"
      ).findings
    }
    #expect(try found("organisation-school", on: "2020-01-01") == ["R26-TARGET"])
    #expect(try found("organisation-school", on: "2019-12-31") == [])
    #expect(try found("person-counsellor", on: "2022-06-30") == ["R26-TARGET"])
    #expect(try found("organisation-bureau", on: "2022-06-30") == [])
    #expect(try found("alliance-c", on: "2022-06-30") == [])
    #expect(try found("organisation-school", "TRAINED", on: "2022-06-30") == [])
  }

  @Test(arguments: [
    #""subject":"alliance-c","figure":"1""#, #""kind":"TRAINED","figure":"1""#,
    #""kind":"TRAINED","subject":"alliance-c""#,
    #""kind":"TRAINED","subject":"alliance-c","figure":"3,000""#,
    #""kind":"TRAINED","subject":"alliance-c","figure":"1","from":"2022-02-01","to":"2022-01-31""#,
  ])
  func `is refused where a field is missing or malformed`(details: String) throws {
    var story = try told()
    refused(.malformedValue) { () throws(Rejection) in try act(&story, "setTarget", details) }
  }

  @Test func `is revised with a reason, to a day after its first`() throws {
    var story = try told()
    try act(&story, "setTarget", Self.trained)
    refused(.malformedValue) { () throws(Rejection) in
      try act(&story, "reviseTarget", #""figure":"1""#, as: "DECIDED")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try act(&story, "reviseTarget", #""to":"2021-12-31""#)
    }
    refused(.malformedValue) { () throws(Rejection) in try act(&story, "reviseTarget", "") }
    refused(.malformedValue) { () throws(Rejection) in try act(&story, "assessTarget", "") }
  }
}
