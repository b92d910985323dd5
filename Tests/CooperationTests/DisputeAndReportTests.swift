@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A dispute` {
  private func told() throws -> (Story, outcome: Story.Outcome) {
    var story = try Story.world()
    try story.student()
    let outcome = try story.act(
      "declareOutcome", "outcome", "outcome-o",
      #""graduate":"person-student","facts":{"category":"10"}"#, on: "2023-07-01")
    return (story, outcome)
  }

  private let step = Acts("dispute", "dispute-d", on: "2023-08-10", as: nil)

  private func raised() throws -> Story {
    var (story, outcome) = try told()
    try step(
      &story, "raiseDispute",
      #""raisedBy":"person-student","facts":[{"stream":"outcome-o","event":"\#(outcome.id)"}]"#,
      on: "2023-08-01", more: #""personal":{"statement":"not so"}"#)
    return story
  }

  private func state(_ story: Story) throws -> Dispute {
    try #require(try story.state(Dispute.self, "dispute-d"))
  }

  @Test func `is open until it is decided, and again after an appeal`() throws {
    var story = try raised()
    #expect(try state(story).isOpen)
    #expect(try state(story).facts.map(\.stream.text) == ["outcome-o"])
    #expect(try state(story).facts[0].event != nil)
    try step(&story, "receiveDisputeEvidence", #""from":"organisation-host","document":"list""#)
    try step(&story, "holdDisputeHearing", #""heldBy":"organisation-bureau""#)
    refused(.malformedValue, field: "decideDispute.details.reason") { () throws(Rejection) in
      try step(&story, "decideDispute", #""verdict":"UPHOLD""#)
    }
    try step(&story, "decideDispute", #""verdict":"UPHOLD","reason":"proved""#, on: "2023-08-20")
    #expect(!(try state(story).isOpen))
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "receiveDisputeEvidence", #""document":"x""#, as: "DECIDED")
    }
    try step(&story, "appealDispute", #""appealedBy":"person-student""#, on: "2023-08-21")
    #expect(try state(story).isOpen)
    try step(&story, "decideDispute", #""verdict":"VOID","reason":"new facts""#, on: "2023-08-30")
    #expect(try state(story).verdict == .void)
    #expect(try state(story).outOfOrder == [])
    // A decision changes no fact by itself.
    #expect(try story.state(EmploymentOutcome.self, "outcome-o") != nil)
  }

  @Test func `is decided by somebody else than raised it`() throws {
    var (story, _) = try told()
    try step(
      &story, "raiseDispute",
      #""raisedBy":"organisation-host","facts":[{"stream":"outcome-o"}]"#, on: "2023-08-01")
    let decision = #""verdict":"VOID","reason":"we say so","decidedBy":"organisation-host""#
    refused(.malformedValue, field: "decideDispute.details.decidedBy") { () throws(Rejection) in
      try step(&story, "decideDispute", decision)
    }
    // That it was decided so elsewhere is a fact.
    var reported = story
    try step(&reported, "decideDispute", decision, as: "REPORTED")
    #expect(try state(reported).verdict == .void)
    try step(&story, "decideDispute", decision.replacing("-host", with: "-bureau"))
    #expect(try state(story).verdict == .void)
  }

  @Test(arguments: [("host", "agency"), ("agency", "host")])
  func `is decided by no other name of who raised it`(absorbed: String, survivor: String) throws {
    var (story, _) = try told()
    try step(
      &story, "raiseDispute",
      #""raisedBy":"organisation-host","facts":[{"stream":"outcome-o"}]"#, on: "2023-08-01")
    let decision = #""verdict":"VOID","reason":"we say so","decidedBy":"organisation-agency""#
    var apart = story
    try step(&apart, "decideDispute", decision)
    #expect(try state(apart).verdict == .void)
    try story.act(
      "mergeOrganisation", "organisation", "organisation-\(absorbed)",
      #""into":"organisation-\#(survivor)","reason":"LEGAL_MERGER""#, on: "2023-08-02")
    let no = refused(.malformedValue, field: "decideDispute.details.decidedBy") {
      () throws(Rejection) in try step(&story, "decideDispute", decision)
    }
    #expect(no?.reason.contains("which is organisation-host, raised dispute-d") == true)
    #expect(no?.reason.contains("the bureau does") == true)
  }

  @Test func `names facts that are there`() throws {
    var (story, _) = try told()
    for (bad, code) in [
      (#""facts":[]"#, Rejection.Code.malformedValue),
      (#""facts":[{"stream":"outcome-none"}]"#, .unknownStream),
      (
        #""facts":[{"stream":"outcome-o","event":"00000000000000000000000000000001"}]"#,
        .unknownStream
      ),
      (#""facts":[{"stream":"outcome-o","event":"1"}]"#, .malformedValue),
    ] {
      refused(code) { () throws(Rejection) in
        try step(&story, "raiseDispute", #""raisedBy":"person-student","# + bad)
      }
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "raiseDispute",
        #""raisedBy":"organisation-host","facts":[{"stream":"outcome-o"}]"#,
        more: #""personal":{"statement":"x"}"#)
    }
    try step(
      &story, "raiseDispute", #""raisedBy":"organisation-host","facts":[{"stream":"outcome-o"}]"#)
  }

  @Test func `that nobody decided is not appealed`() throws {
    var story = try raised()
    #expect(try step(&story, "appealDispute").findings == ["ORDER"])
  }
}

@Suite struct `A report` {
  private func basis(
    size: Int = 1200, digest: String = Story.text, more: String = #","rulesetVersion":1"#
  ) -> String {
    #""basis":{"query":{"name":"destination-rate"},"treeSize":"\#(size)","#
      + #""resultSha256":"\#(digest)"\#(more)}"#
  }

  private func figures(_ figure: String = #""label":"rate","figure":"93.5""#) -> String {
    #""figures":[{\#(figure)}]"#
  }

  @discardableResult
  private func publish(
    _ story: inout Story, _ basis: String, _ figures: String, corrects: String? = nil
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "publishReport", "report", "report-r", #""title":"2023",\#(basis),\#(figures)"#,
      on: "2023-09-01", as: nil, corrects: corrects)
  }

  @discardableResult
  private func freeze(
    _ story: inout Story, _ basis: String, cutOff: String = "2023-08-31"
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "freezeStatistics", "report", "report-r", #""title":"2023","cutOff":"\#(cutOff)",\#(basis)"#,
      on: "2023-09-02", as: nil)
  }

  private static let computed =
    #","rulesetVersion":1,"codeVersion":"0.2.0","origin":"COMPUTED""#

  @Test func `names the version of every code list that its log held`() throws {
    var story = try Story.world()
    try story.act(
      "addCodeListEntry", "codeList", "code.list-regions", #""code":"510112","nameZh":"x""#,
      on: "2023-08-20", as: nil)
    try publishesWithoutLists(story, "a list without a version is not in use")
    let version = try story.act(
      "publishCodeListVersion", "codeList", "code.list-regions", #""version":"2023""#,
      on: "2023-08-21", as: nil)
    let size = Int(version.recorded[0].position.number)
    for more in ["", #","codeLists":[{"list":"majors","version":"1"}]"#] {
      for field in ["publishReport", "freezeStatistics"] {
        refused(.malformedValue, field: field + ".details.basis.codeLists") {
          () throws(Rejection) in
          var story = story
          let basis = basis(size: size + 1, more: Self.computed + more)
          return try field == "publishReport"
            ? publish(&story, basis, figures()) : freeze(&story, basis)
        }
      }
    }
    // What was counted before the list was there did not use it.
    var before = story
    try publish(&before, basis(size: size, more: Self.computed), figures())
    try publish(
      &story,
      basis(
        size: size + 1,
        more: Self.computed + #","codeLists":[{"list":"regions","version":"2023"}]"#),
      figures())
  }

  private func publishesWithoutLists(_ story: Story, _ comment: Comment) throws {
    var story = story
    #expect(
      try publish(&story, basis(more: Self.computed), figures()).types == ["report.published"],
      comment)
  }

  @Test func `is frozen once, by position and digest, and never changes`() throws {
    var story = try Story.world()
    let published = try publish(&story, basis(), figures())
    let frozen = try freeze(&story, basis())
    #expect(try freeze(&story, basis()).types == [])
    refused(.wrongState) { () throws(Rejection) in try freeze(&story, basis(size: 1300)) }
    refused(.wrongState) { () throws(Rejection) in
      try freeze(&story, basis(digest: Story.otherText))
    }
    refused(.wrongState) { () throws(Rejection) in
      try freeze(&story, basis(), cutOff: "2023-12-31")
    }
    refused(.notAmendable) { () throws(Rejection) in try story.void("report-r", frozen.id) }
    refused(.notAmendable) { () throws(Rejection) in try story.void("report-r", published.id) }
    refused(.notAmendable) { () throws(Rejection) in
      try publish(&story, basis(), figures(), corrects: published.id)
    }
    let report = try #require(try story.state(Report.self, "report-r"))
    #expect(report.isFrozen)
    #expect(report.basis?.treeSize == 1200)
  }

  @Test func `is not frozen up to a day that has not come`() throws {
    var story = try Story.world()
    refused(.inTheFuture, field: "freezeStatistics.details.cutOff") { () throws(Rejection) in
      try freeze(&story, basis(), cutOff: "2099-12-31")
    }
    #expect(try freeze(&story, basis()).types == ["report.statistics-frozen"])
  }

  @Test func `shows of frozen statistics what was frozen`() throws {
    var story = try Story.world()
    try freeze(&story, basis())
    refused(.wrongState) { () throws(Rejection) in
      try publish(&story, basis(size: 1300), figures())
    }
    try publish(&story, basis(), figures())
    #expect(try publish(&story, basis(), figures()).types == [])
  }

  @Test func `is corrected as long as it is not frozen`() throws {
    var story = try Story.world()
    let published = try publish(&story, basis(), figures())
    refused(.wrongState) { () throws(Rejection) in
      try publish(&story, basis(), figures(#""label":"rate","figure":"94""#))
    }
    try publish(
      &story, basis(), figures(#""label":"rate","figure":"94""#), corrects: published.id)
    #expect(try story.state(Report.self, "report-r")?.published?.figures[0].figure == "94")
    refused(.wrongState) { () throws(Rejection) in try freeze(&story, basis(size: 1300)) }
  }

  @Test func `is frozen with its figures, and published with no others`() throws {
    var story = try Story.world()
    let computed = basis(more: #","rulesetVersion":1,"codeVersion":"0.2.0","origin":"COMPUTED""#)
    refused(.malformedValue) { () throws(Rejection) in
      // Who counted it?
      try freeze(&story, basis(more: #","rulesetVersion":1,"origin":"COMPUTED""#))
    }
    refused(.malformedValue) { () throws(Rejection) in
      try freeze(&story, "\(computed),\(figures(#""label":"rate","figure":"93,5""#))")
    }
    try freeze(&story, "\(computed),\(figures())")
    refused(.wrongState) { () throws(Rejection) in
      try publish(&story, computed, figures(#""label":"rate","figure":"94""#))
    }
    try publish(&story, computed, figures())

    var other = try Story.world()
    try publish(&other, computed, figures())
    refused(.wrongState) { () throws(Rejection) in
      try freeze(&other, "\(computed),\(figures(#""label":"rate","figure":"94""#))")
    }
    try freeze(&other, "\(computed),\(figures())")
    #expect(try other.state(Report.self, "report-r")?.frozen?.figures.count == 1)
  }

  @Test func `is typed in from what was published, and says so`() throws {
    var story = try Story.world()
    let typed = #""basis":{"origin":"TYPED"}"#
    func freeze(_ details: String, source: String) throws(Rejection) -> [String] {
      try story.tell(
        #"{"source":\#(source),"freezeStatistics":{"report":"report-r","details":{"#
          + #""cutOff":"2023-08-31",\#(details)}}}"#, "2023-09-02"
      ).types
    }
    refused(.malformedValue) { () throws(Rejection) in
      try freeze("\(typed),\(figures())", source: #"{"evidence":"DOCUMENTED"}"#)
    }
    let source = #"{"evidence":"DOCUMENTED","document":"Yearbook 2023, page 7"}"#
    refused(.malformedValue) { () throws(Rejection) in try freeze(typed, source: source) }
    refused(.malformedValue) { () throws(Rejection) in
      // Nothing was counted, so over nothing.
      try freeze(
        #""basis":{"origin":"TYPED","treeSize":"12"},\#(figures())"#, source: source)
    }
    #expect(
      try freeze("\(typed),\(figures())", source: source) == ["report.statistics-frozen"])
  }

  @Test func `says what its figures were computed from`() throws {
    var story = try Story.world()
    for bad in [
      basis(size: 0), basis(digest: "ab"),
      basis().replacing("\"1200\"", with: "\"9223372036854775808\""),
      basis().replacing("\"1200\"", with: "\"\(UInt64.max)\""), basis(more: ""),
      basis(more: #","rulesetVersion":1,"occurredUntil":"soon""#),
      #""basis":{"treeSize":"1","resultSha256":"\#(Story.text)","rulesetVersion":1}"#,
    ] {
      refused(.malformedValue) { () throws(Rejection) in try publish(&story, bad, figures()) }
    }
    for bad in [
      #""figures":[]"#, figures(#""label":"rate","figure":"93,5""#), figures(#""figure":"93.5""#),
      figures(#""label":"rate","figure":"1","numerator":"3","denominator":"2""#),
    ] {
      refused(.malformedValue) { () throws(Rejection) in try publish(&story, basis(), bad) }
    }
  }
}
