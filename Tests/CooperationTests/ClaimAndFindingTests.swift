@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import SwiftProtobuf
import Testing

@Suite struct `A claim` {
  private func publish(_ details: String, _ more: String = "") -> String {
    #"{\#(more)"publishClaim":{"claim":"claim-c","details":{\#(details)}}}"#
  }

  private let sound =
    #""text":"143 interns","figure":"143","unit":"persons","bound":"EXACT","nature":"PLANNED""#

  @Test func `keeps a figure as it was said`() throws {
    var story = Story()
    try story.tell(
      publish(
        sound
          + #","url":"https://example.org/1","measure":{"name":"interns","arguments":[{"name":"by","value":"2022"}]}"#,
        #""source":{"evidence":"DOCUMENTED","publishedOn":"2024-05-04"},"#))
    let claim = try #require(try story.state(Claim.self, "claim-c"))
    #expect(claim.figure?.whole == 143)
    #expect(claim.details.bound == .exact && claim.details.nature == .planned)
    #expect(claim.source.publishedOn?.description == "2024-05-04")
    #expect(claim.spokenOf.description == "2022-06-30")
  }

  @Test func `out of a machine's translation is flagged while it has a figure`() throws {
    let url = #","url":"https://example.org/1""#
    var story = Story()
    let told = try story.tell(publish(sound + url + #","machineTranslated":true"#))
    #expect(told.findings == ["TRANSLATED-FIGURE"])
    #expect(told.decision.findings[0].severity == .advisory)
    #expect(try story.state(Claim.self, "claim-c")?.isMachineTranslated == true)
    // Somebody read the original.
    try story.tell(
      publish(sound + url + #","machineTranslated":false"#, #""corrects":"\#(told.id)","#))
    #expect(try story.rejudge("claim-c", "claim.published") == ["finding.withdrawn"])
    #expect(try story.state(Claim.self, "claim-c")?.isMachineTranslated == false)

    var other = Story()
    #expect(try other.tell(publish(sound + url)).findings == [])
    var words = Story()
    let text = #""text":"the first","bound":"UNKNOWN","nature":"ACTUAL","machineTranslated":true"#
    #expect(try words.tell(publish(text + url)).findings == [])
  }

  @Test func `is refused without bound, nature, source or a sound figure`() {
    let url = #","url":"https://example.org/1""#
    for (details, field) in [
      (#""text":"t","figure":"143","nature":"ACTUAL""# + url, "bound"),
      (#""text":"t","figure":"143","bound":"EXACT""# + url, "nature"),
      (sound, "url"),
      (#""figure":"143","bound":"EXACT","nature":"ACTUAL""# + url, "text"),
      (#""text":"t","figure":"1,043","bound":"EXACT","nature":"ACTUAL""# + url, "figure"),
      (#""text":"t","bound":"EXACT","nature":"ACTUAL""# + url, "figure"),
      (sound + url + #","measure":{}"#, "measure.name"),
      (
        sound + url
          + #","measure":{"name":"m","arguments":[{"name":"a","value":"1"},{"name":"a","value":"2"}]}"#,
        "measure.arguments[1].name"
      ),
      (
        sound + url + #","measure":{"name":"m","arguments":[{"name":"a"}]}"#,
        "measure.arguments[0].value"
      ),
    ] {
      var story = Story()
      refused(.malformedValue, field: "publishClaim.details." + field) { () throws(Rejection) in
        try story.tell(publish(details))
      }
    }
  }

  private static let wrongArguments = [
    ("region", "C36", "a region: up to 6 digits"), ("region", "99", "a region: up to 6 digits"),
    ("territory", "33-2", "a region: up to 6 digits"), ("alliance", "5", "a stream alliance-…"),
    ("school", "alliance-a", "a stream organisation-…"), ("class_year", "MMXXII", "a whole number"),
    ("school", "all", "a stream organisation-…"), ("since", "in May", "a day, month, year or"),
  ]

  /// A measure with one argument, as JSON.
  private static func measure(_ name: String, _ value: String) -> String {
    #""measure":{"name":"m","arguments":[{"name":"\#(name)","value":"\#(value)"}]}"#
  }

  @Test(arguments: wrongArguments)
  func `and a target is refused with an argument that is none of its name`(
    name: String, value: String, expected: String
  ) throws {
    var story = Story()
    try story.register("a")
    let measure = Self.measure(name, value)
    for (command, json) in [
      ("publishClaim", publish(sound + #","url":"https://example.org/1","# + measure)),
      (
        "setTarget",
        #"{"setTarget":{"targetStream":"target-t","details":{"kind":"TRAINED","subject":"organisation-a","figure":"5",\#(measure)}}}"#
      ),
    ] {
      let no = refused(
        .malformedValue, field: command + ".details.measure.arguments[0].value"
      ) { () throws(Rejection) in
        try story.tell(json)
      }
      let begin = "the argument \(name) takes "
      #expect(no?.reason.hasPrefix(begin) == true, "\(no?.reason ?? "")")
      #expect(no?.reason.contains(expected) == true, "\(no?.reason ?? "")")
    }
  }

  @Test(arguments: [
    ("region", "3"), ("region", "33020"), ("alliance", "alliance-none"), ("school", "ALL"),
    ("class_year", "2022"), ("since", "2022-06"), ("kind", "anything"), ("industry", "vehicles"),
  ])
  func `has arguments of their forms, and others as they are told`(
    name: String, value: String
  ) throws {
    var story = Story()
    let told = try story.tell(
      publish(sound + #","url":"https://example.org/1","# + Self.measure(name, value)))
    #expect(told.types == ["claim.published"])
  }

  @Test func `and a target is refused with an argument that is given twice`() throws {
    var story = Story()
    try story.register("a")
    refused(.malformedValue, field: "setTarget.details.measure.arguments[1].name") {
      () throws(Rejection) in
      try story.tell(
        #"{"setTarget":{"targetStream":"target-t","details":{"kind":"TRAINED","subject":"organisation-a","figure":"5","measure":{"name":"m","arguments":[{"name":"a","value":"1"},{"name":"a","value":"1"}]}}}}"#
      )
    }
  }

  @Test func `may have no figure, and speak of something that exists`() throws {
    var story = Story()
    let details = #""text":"the first city","bound":"UNKNOWN","nature":"ACTUAL""#
    let source = #""source":{"document":"seed 000"},"#
    refused(.unknownStream, field: "publishClaim.details.subject") { () throws(Rejection) in
      try story.tell(publish(details + #","subject":"organisation-a""#, source))
    }
    try story.register("a")
    let outcome = try story.tell(publish(details + #","subject":"organisation-a""#, source))
    #expect(outcome.recorded[0].event.about.map(\.role) == ["claim", "subject"])
  }

  @Test func `is explained and retracted`() throws {
    var story = Story()
    try story.tell(publish(sound + #","url":"https://example.org/1""#))
    let explain = #"{"explainClaim":{"claim":"claim-c","details":{"explanation":"planned only"}}}"#
    #expect(try story.tell(explain, nil).types == ["claim.explained"])
    #expect(try story.tell(explain, nil).types == [])
    refused(.malformedValue, field: "explainClaim.details.explanation") { () throws(Rejection) in
      try story.tell(#"{"explainClaim":{"claim":"claim-c","details":{}}}"#, nil)
    }
    let retract = #"{"retractClaim":{"claim":"claim-c","details":{}}}"#
    #expect(try story.tell(retract).types == ["claim.retracted"])
    #expect(try story.tell(retract).types == [])
    let claim = try #require(try story.state(Claim.self, "claim-c"))
    #expect(claim.explanations == ["planned only"] && claim.isRetracted)
  }

  @Test func `that is corrected has to be explained anew`() throws {
    var story = Story()
    let url = #","url":"https://example.org/1""#
    let told = try story.tell(publish(sound + url))
    let explain = #"{"explainClaim":{"claim":"claim-c","details":{"explanation":"planned only"}}}"#
    try story.tell(explain, nil)
    try story.tell(
      publish(sound.replacing("143", with: "134") + url, #""corrects":"\#(told.id)","#))
    #expect(try story.state(Claim.self, "claim-c")?.explanations == [])
    #expect(try story.tell(explain, nil).types == ["claim.explained"])
    #expect(try story.state(Claim.self, "claim-c")?.explanations == ["planned only"])
  }
}

@Suite struct `A finding` {
  private func open(_ more: String = #","severity":"BREACH","reason":"seen""#) -> String {
    #"{"openFinding":{"details":{"rule":"USCC","subjects":["organisation-a"]\#(more)}}}"#
  }

  private func story() throws -> (Story, String) {
    var story = Story()
    try story.register("a")
    try story.register("bureau", kind: "GOVERNMENT_BODY")
    let outcome = try story.tell(open(), nil)
    #expect(outcome.types == ["finding.opened"])
    return (story, outcome.recorded[0].stream.text)
  }

  private func step(_ name: String, _ finding: String, _ details: String = "") -> String {
    #"{"\#(name)":{"finding":"\#(finding)","details":{\#(details)}}}"#
  }

  @Test func `has its identity from rule and subjects`() throws {
    let a = try StreamName(validating: "organisation-a")
    let b = try StreamName(validating: "organisation-b")
    #expect(
      Finding.stream(rule: "R05", subjects: [a, b])
        == Finding.stream(rule: "R05", subjects: [b, a]))
    #expect(
      Finding.stream(rule: "R05", subjects: [a]) != Finding.stream(rule: "R02", subjects: [a]))
    #expect(
      Finding.stream(rule: "R05", subjects: [a]).text
        == "finding-6f7416889bb399a2067ac6ce94a3a4cb889a790b11017e9746b5b3d562fc026d")
  }

  @Test func `goes the way of an inspection`() throws {
    var (story, finding) = try story()
    #expect(try story.tell(open(), nil).types == [])
    for (name, details, type) in [
      ("notifyFinding", #""organisation":"organisation-a""#, "finding.notified"),
      ("answerFinding", #""answer":"we differ""#, "finding.answered"),
      ("upholdFinding", #""reason":"it stands""#, "finding.upheld"),
      (
        "sanctionFinding", #""by":"organisation-bureau","sanction":"fine","fine":"1000000""#,
        "finding.sanctioned"
      ),
      ("rectifyFinding", #""measures":"paid""#, "finding.rectified"),
    ] {
      #expect(try story.tell(step(name, finding, details)).types == [type])
      #expect(try story.tell(step(name, finding, details)).types == [], "\(name) again")
    }
    #expect(try story.state(Finding.self, finding)?.isOpen == false)
    #expect(try story.tell(open(), nil).types == ["finding.reopened"])
    #expect(try story.state(Finding.self, finding)?.timesOpened == 2)
  }

  @Test func `is dismissed only with a reason, and then stays so`() throws {
    var (story, finding) = try story()
    refused(.malformedValue, field: "dismissFinding.details.reason") { () throws(Rejection) in
      try story.tell(step("dismissFinding", finding))
    }
    try story.tell(step("dismissFinding", finding, #""reason":"no breach""#))
    #expect(try story.tell(open(), nil).types == [])
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(step("upholdFinding", finding, #""reason":"r""#))
    }
    #expect(
      try story.tell(step("reopenFinding", finding, #""reason":"new facts""#)).types
        == ["finding.reopened"])
  }

  @Test func `takes what others report of it in any order`() throws {
    let sanction = #""by":"organisation-bureau","sanction":"fine""#
    func reported(
      _ story: inout Story, _ name: String, _ finding: String, _ details: String, _ day: String
    ) throws(Rejection) -> [String] {
      try story.act(name, "finding", finding, details, on: day).findings
    }
    var (story, finding) = try story()
    // Punished, though nobody told that it was upheld.
    #expect(try reported(&story, "sanctionFinding", finding, sanction, "2023-10-20") == ["ORDER"])
    #expect(try story.state(Finding.self, finding)?.status == .sanctioned)
    // An answer that comes late leaves what was judged.
    #expect(
      try reported(&story, "answerFinding", finding, #""answer":"no""#, "2023-10-21") == ["ORDER"])
    #expect(try story.state(Finding.self, finding)?.status == .sanctioned)
    #expect(
      try reported(&story, "rectifyFinding", finding, #""measures":"paid""#, "2023-10-22") == [])
    #expect(try story.state(Finding.self, finding)?.status == .rectified)
    (story, finding) = try self.story()
    try story.tell(step("dismissFinding", finding, #""reason":"no breach""#), "2023-10-15")
    #expect(
      try reported(&story, "rectifyFinding", finding, #""measures":"paid""#, "2023-10-20")
        == ["ORDER"])
    #expect(try story.state(Finding.self, finding)?.status == .dismissed)
  }

  @Test func `that a body without competence punished is found`() throws {
    for (by, rules) in [("bureau", [String]()), ("a", ["SANCTION"])] {
      var (story, finding) = try story()
      try story.tell(step("upholdFinding", finding, #""reason":"r""#), "2023-10-14")
      let outcome = try story.act(
        "sanctionFinding", "finding", finding, #""by":"organisation-\#(by)","sanction":"fine""#,
        on: "2023-10-15")
      #expect(outcome.findings == rules)
      #expect(outcome.types.first == "finding.sanctioned")
    }
  }

  @Test func `is withdrawn and opens again`() throws {
    var (story, finding) = try story()
    #expect(
      try story.tell(step("withdrawFinding", finding, #""reason":"corrected""#)).types
        == ["finding.withdrawn"])
    #expect(try story.tell(open(), nil).types == ["finding.opened"])
  }

  @Test func `is refused where it can't be right`() throws {
    var (story, finding) = try story()
    for (more, field) in [
      (#","reason":"seen""#, "severity"), (#","severity":"BREACH""#, "reason"),
    ] {
      refused(.malformedValue, field: "openFinding.details." + field) { () throws(Rejection) in
        try story.tell(open(more), nil)
      }
    }
    refused(.malformedValue, field: "openFinding.details.rule") { () throws(Rejection) in
      try story.tell(
        #"{"openFinding":{"details":{"rule":"R99","subjects":["organisation-a"],"severity":"BREACH","reason":"x"}}}"#,
        nil)
    }
    refused(.malformedValue, field: "openFinding.details.subjects") { () throws(Rejection) in
      try story.tell(#"{"openFinding":{"details":{"rule":"USCC"}}}"#, nil)
    }
    refused(.unknownStream, field: "openFinding.details.subjects[0]") { () throws(Rejection) in
      try story.tell(
        #"{"openFinding":{"details":{"rule":"USCC","subjects":["organisation-x"],"severity":"BREACH","reason":"x"}}}"#,
        nil)
    }
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(
        step("sanctionFinding", finding, #""by":"organisation-bureau","sanction":"fine""#))
    }
    try story.tell(step("upholdFinding", finding, #""reason":"r""#))
    // A body that is under review, as one registered without a code, is no ground either.
    refused(.notPermitted) { () throws(Rejection) in
      try story.tell(step("sanctionFinding", finding, #""by":"organisation-a","sanction":"fine""#))
    }
    refused(.malformedValue, field: "sanctionFinding.details.fine") { () throws(Rejection) in
      try story.tell(
        step(
          "sanctionFinding", finding, #""by":"organisation-bureau","sanction":"fine","fine":"-1""#))
    }
  }
}
