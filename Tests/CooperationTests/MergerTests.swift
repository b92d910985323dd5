@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

@Suite struct `A merger` {
  @discardableResult
  private func merge(
    _ story: inout Story, _ absorbed: String, _ into: String, _ reason: String = "DUPLICATE",
    on day: String = "2022-06-30", as standing: String = "DECIDED"
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "mergeOrganisation", "organisation", "organisation-\(absorbed)",
      #""into":"organisation-\#(into)","reason":"\#(reason)""#, on: day, as: standing)
  }

  /// Asks for the end of a merger and has another user approve.
  private func approveUnmerging(
    _ story: inout Story, _ absorbed: String, _ event: String
  ) throws(Rejection) {
    let asked = try story.tell(
      #"{"requestApproval":{"stream":"organisation-\#(absorbed)","event":"\#(event)","act":"UNMERGE","reason":"two firms"}}"#,
      nil)
    story.user = "u2"
    try story.tell(
      #"{"giveApproval":{"stream":"organisation-\#(absorbed)","request":"\#(asked.id)"}}"#, nil)
    story.user = "u1"
  }

  private func unmerge(
    _ story: inout Story, _ absorbed: String
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "unmergeOrganisation", "organisation", "organisation-\(absorbed)", #""reason":"two firms""#,
      as: nil)
  }

  private func merger(_ story: Story, _ id: String) throws -> Organisation.Merger? {
    try #require(try story.state(Organisation.self, "organisation-\(id)")).merger
  }

  @Test func `makes the absorbed id an alias that stays writable`() throws {
    var story = try Story.world()
    try merge(&story, "host2", "host")
    let merger = try #require(try merger(story, "host2"))
    #expect(merger.into.text == "organisation-host")
    #expect(merger.isDuplicate && merger.from == nil)
    #expect(try merge(&story, "host2", "host", on: "2022-07-01").types == [], "already so")
    try story.act(
      "changeRegion", "organisation", "organisation-host2", #""region":"510100""#,
      on: "2022-08-01")
    #expect(try story.state(Organisation.self, "organisation-host2")?.region == "510100")
  }

  @Test func `of the law counts from when it took effect`() throws {
    var story = try Story.world()
    try merge(&story, "host2", "host", "LEGAL_MERGER", on: "2022-06-30")
    #expect(try merger(story, "host2")?.from?.description == "2022-06-30")
    // What is said to hold from another day holds from then.
    let stream = try StreamName(validating: "organisation-host2")
    var recorded = try #require(story.past.histories[stream])
    let known = recorded[1]
    var event = known.event
    event.effectiveFrom = try Moment(validating: "2022-09-01")
    recorded[1] = RecordedEvent(
      event: event, stream: known.stream, revision: known.revision, position: known.position,
      recordedAt: known.recordedAt, commandID: known.commandID,
      commandDigest: known.commandDigest, appendIndex: known.appendIndex,
      appendCount: known.appendCount)
    let history = StreamHistory(stream: stream, recorded: recorded, zone: .shanghai)
    let merger = try #require(try history.state(Organisation.self)?.merger)
    #expect(!merger.isDuplicate && merger.from?.description == "2022-09-01")
    #expect(!merger.holds(on: try CivilDate(validating: "2022-08-31"), in: .shanghai))
    #expect(merger.holds(on: try CivilDate(validating: "2022-09-01"), in: .shanghai))
  }

  @Test func `is ended by two persons, as if it had never been`() throws {
    var story = try Story.world()
    let merged = try merge(&story, "host2", "host")
    refused(.notPermitted) { () throws(Rejection) in try unmerge(&story, "host2") }
    refused(.notPermitted) { () throws(Rejection) in
      try story.void("organisation-host2", merged.id)
    }
    try approveUnmerging(&story, "host2", merged.id)
    #expect(try unmerge(&story, "host2").types == ["organisation.unmerged"])
    #expect(try merger(story, "host2") == nil)
    #expect(try unmerge(&story, "host2").types == [])
    // The approval is spent: another merger needs another one.
    try merge(&story, "host2", "host", on: "2023-01-01")
    refused(.notPermitted) { () throws(Rejection) in try unmerge(&story, "host2") }
  }

  @Test func `of ours leads to one that stands for itself`() throws {
    var story = try Story.world()
    try merge(&story, "host2", "host")
    refused(.malformedValue) { () throws(Rejection) in try merge(&story, "host", "host") }
    let no = refused(.wrongState) { () throws(Rejection) in try merge(&story, "trade", "host2") }
    #expect(no?.reason.contains("organisation-host:") == true)
    refused(.wrongState) { () throws(Rejection) in try merge(&story, "host2", "trade") }
    refused(.unknownStream) { () throws(Rejection) in try merge(&story, "trade", "nobody") }
    refused(.malformedValue) { () throws(Rejection) in
      try story.act(
        "mergeOrganisation", "organisation", "organisation-trade",
        #""into":"organisation-host""#, as: "DECIDED")
    }
  }

  @Test func `that leads back to itself opens a finding, until it is ended`() throws {
    var story = try Story.world()
    let first = try merge(&story, "host2", "host", as: "REPORTED")
    #expect(first.findings == [])
    #expect(try merge(&story, "trade", "host2", as: "REPORTED").findings == [])
    #expect(try merge(&story, "host", "trade", as: "REPORTED").findings == ["MERGE-CYCLE"])
    refused(.wrongState) { () throws(Rejection) in try merge(&story, "host", "bureau") }
    try approveUnmerging(&story, "host2", first.id)
    _ = try unmerge(&story, "host2")
    #expect(
      Rejudging.judgedAgain(after: EventType("organisation.unmerged"))
        .contains(EventType("organisation.merged")))
    #expect(
      try story.rejudge("organisation-host", "organisation.merged") == ["finding.withdrawn"])
  }

  @Test func `is found to lead to itself however long the way is`() throws {
    // The way back from the last to the first has as many links as are followed.
    let length = DecidingLimits.chainLinks
    var story = Story()
    for number in 0...length + 1 { try story.register("m\(number)") }
    var first: Story.Outcome?
    for number in 0..<length {
      let link = try merge(&story, "m\(number)", "m\(number + 1)", as: "REPORTED")
      #expect(link.findings == [])
      first = first ?? link
    }
    var other = story
    #expect(try merge(&story, "m\(length)", "m0", as: "REPORTED").findings == ["MERGE-CYCLE"])
    #expect(try story.openFindings() == ["MERGE-CYCLE"])
    // When one of its links ends, so does the cycle.
    try approveUnmerging(&story, "m0", try #require(first).id)
    _ = try unmerge(&story, "m0")
    #expect(
      try story.rejudge("organisation-m\(length)", "organisation.merged") == ["finding.withdrawn"])
    // Of a longer way it is said that it was not followed.
    _ = try merge(&other, "m\(length)", "m\(length + 1)", as: "REPORTED")
    let unknown = try merge(&other, "m\(length + 1)", "m0", as: "REPORTED")
    #expect(unknown.findings == ["MERGE-CYCLE"])
    #expect(unknown.decision.findings[0].severity == .advisory)
    #expect(unknown.decision.findings[0].reason.hasPrefix("cannot be assessed"))
  }

  @Test func `of duplicates is one of one kind`() throws {
    var story = try Story.world()
    let odd = try story.register("odd", kind: "OTHER")
    for (absorbed, survivor) in [
      ("school2", "host"), ("trade", "bureau"), ("agency", "host"), ("odd", "host"),
    ] {
      let no = refused(.rule) { () throws(Rejection) in try merge(&story, absorbed, survivor) }
      #expect(no?.rule == "DUPLICATE-KIND", "\(absorbed)")
      var other = story
      let told = try merge(&other, absorbed, survivor, as: "REPORTED")
      #expect(told.reviews == ["DUPLICATE-KIND"] && told.findings == [], "\(absorbed)")
    }
    // What was recorded as another kind by mistake is corrected first.
    try story.tell(
      #"{"corrects":"\#(odd.id)","registerOrganisation":{"organisation":"organisation-odd","details":{"kind":"ENTERPRISE","name":"The odd"}}}"#,
      "2020-01-01")
    for absorbed in ["odd", "host2"] {
      let same = try merge(&story, absorbed, "host")
      #expect(same.reviews == [] && same.findings == [], "\(absorbed)")
    }
    // In law an enterprise may take over what was none.
    let legal = try merge(&story, "university", "host", "LEGAL_MERGER")
    #expect(legal.reviews == [] && legal.findings == [])
  }

  @Test func `of a duplicate that nobody knows the kind of is not taken as one of one kind`() throws
  {
    var story = try Story.world()
    let registered = try story.register("gone")
    // Its kind is known while it is under review, and counts.
    let doubtful = try story.register("doubtful", #""creditCode":"91330203XXXX00019B""#)
    #expect(!doubtful.reviews.isEmpty)
    #expect(try merge(&story, "doubtful", "host", as: "REPORTED").reviews == [])
    #expect(try merge(&story, "host2", "gone", as: "REPORTED").reviews == [])
    try story.void("organisation-gone", registered.id)
    #expect(
      try story.rejudge("organisation-host2", "organisation.merged") == ["finding.opened"])
    #expect(try story.openFindings() == ["DUPLICATE-KIND"])
  }

  @Test func `is not corrected or voided by one person`() throws {
    var story = try Story.world()
    let merged = try merge(&story, "host2", "host")
    refused(.notPermitted) { () throws(Rejection) in
      try story.act(
        "mergeOrganisation", "organisation", "organisation-host2",
        #""into":"organisation-trade","reason":"DUPLICATE""#, as: "DECIDED", corrects: merged.id)
    }
  }
}

@Suite struct `An alias` {
  private static func day(_ text: String) throws -> CivilDate { try CivilDate(validating: text) }

  private func name(_ id: String) throws -> StreamName {
    try StreamName(validating: "organisation-\(id)")
  }

  /// Resolves an id among mergers: absorbed, survivor, since when.
  private func end(
    _ id: String, _ links: [(String, String, String?)], on day: String = "2022-06-30"
  ) throws -> Aliases.End {
    var mergers: [StreamName: Organisation.Merger] = [:]
    for (absorbed, into, from) in links {
      mergers[try name(absorbed)] = Organisation.Merger(
        into: try name(into), from: try from.map { try Moment(validating: $0) },
        isDuplicate: from == nil, event: EventID(high: 0, low: 1),
        declared: try Moment(validating: day), evidence: nil)
    }
    return Aliases.end(
      of: try name(id), on: try Self.day(day), in: .shanghai, merger: { mergers[$0] })
  }

  @Test func `resolves to the end of its chain`() throws {
    let links: [(String, String, String?)] = [("a", "b", nil), ("b", "c", nil)]
    #expect(try end("a", links).organisation == name("c"))
    #expect(try end("c", links).organisation == name("c"))
    #expect(try end("x", links).organisation == name("x"))
    #expect(try end("a", links).cycle == [])
  }

  @Test func `of a legal merger begins on its day`() throws {
    let links: [(String, String, String?)] = [("a", "b", "2022-06-30"), ("b", "c", "2023")]
    #expect(try end("a", links, on: "2022-06-29").organisation == name("a"))
    #expect(try end("a", links, on: "2022-06-30").organisation == name("b"))
    #expect(try end("a", links, on: "2022-12-31").organisation == name("b"))
    #expect(try end("a", links, on: "2023-01-01").organisation == name("c"))
  }

  @Test func `in a cycle resolves to its smallest id`() throws {
    let links: [(String, String, String?)] = [
      ("d", "c", nil), ("c", "b", nil), ("b", "e", nil), ("e", "c", nil),
    ]
    for id in ["b", "c", "d", "e"] {
      let end = try end(id, links)
      #expect(end.organisation == (try name("b")), "\(id)")
      #expect(end.cycle == (try ["b", "c", "e"].map(name)))
    }
    // An alias of a legal merger that has not begun yet breaks the cycle.
    let later: [(String, String, String?)] = [("b", "c", nil), ("c", "b", "2023-01-01")]
    #expect(try end("b", later).organisation == name("c"))
    #expect(try end("c", later, on: "2023-01-01").organisation == name("b"))
  }
}

@Suite struct `A split` {
  @Test func `leaves two or more organisations`() throws {
    var story = try Story.world()
    func split(_ into: String, _ more: String = "") throws(Rejection) -> Story.Outcome {
      try story.act(
        "splitOrganisation", "organisation", "organisation-host", #""into":[\#(into)]\#(more)"#)
    }
    refused(.malformedValue) { () throws(Rejection) in try split(#""organisation-host2""#) }
    refused(.malformedValue) { () throws(Rejection) in
      try split(#""organisation-host2","organisation-host2""#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try split(#""organisation-host","organisation-host2""#)
    }
    refused(.unknownStream) { () throws(Rejection) in
      try split(#""organisation-host2","organisation-none""#)
    }
    #expect(try split(#""organisation-host2""#, #","continues":true"#).types.count == 1)
    let host = try story.state(Organisation.self, "organisation-host")
    #expect(host?.splitInto.map(\.text) == ["organisation-host2"])
  }
}

@Suite struct `A successor` {
  private func confirm(
    _ story: inout Story, _ party: String, _ successor: String, as standing: String = "DECIDED",
    on day: String = "2022-08-01"
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "confirmSuccessor", "agreement", "agreement-a",
      #""party":"organisation-\#(party)","successor":"organisation-\#(successor)""#, on: day,
      as: standing)
  }

  private func state(_ story: Story) throws -> CooperationAgreement {
    try #require(try story.state(CooperationAgreement.self, "agreement-a"))
  }

  @Test func `takes a party's place, and another takes its own`() throws {
    var story = try Story.world()
    try story.agreement()
    #expect(try confirm(&story, "host", "host2").findings == [])
    #expect(try confirm(&story, "host", "host2").types == [], "already so")
    #expect(try confirm(&story, "host2", "trade", on: "2022-09-01").findings == [])
    let agreement = try state(story)
    #expect(agreement.currentParties.map(\.text) == ["organisation-school", "organisation-trade"])
    #expect(agreement.parties.map(\.text) == ["organisation-school", "organisation-host"])
  }

  @Test func `follows a party that is one, and is none already`() throws {
    var story = try Story.world()
    try story.agreement()
    for (party, successor) in [("trade", "host2"), ("host", "school")] {
      let no = refused(.rule) { () throws(Rejection) in try confirm(&story, party, successor) }
      #expect(no?.rule == "SUCCESSOR")
      #expect(
        try confirm(&story, party, successor, as: "REPORTED").findings == ["SUCCESSOR"])
      story = try Story.world()
      try story.agreement()
    }
  }

  @Test func `lives, and follows only in an agreement in force`() throws {
    var story = try Story.world()
    try story.agreement()
    try story.act("deregisterOrganisation", "organisation", "organisation-host2", on: "2022-07-15")
    let no = refused(.rule) { () throws(Rejection) in try confirm(&story, "host", "host2") }
    #expect(no?.rule == "LIVING-PARTIES")
    try story.act("annulAgreement", "agreement", "agreement-a", #""reason":"r""#, as: "DECIDED")
    refused(.wrongState) { () throws(Rejection) in try confirm(&story, "host", "trade") }
  }

  @Test func `signs amendments in its predecessor's place`() throws {
    var story = try Story.world()
    try story.agreement()
    _ = try confirm(&story, "host", "host2")
    try story.act(
      "proposeAgreementAmendment", "agreement", "agreement-a",
      #""amendment":"1","title":"Other""#, on: "2022-09-01", as: "DECIDED")
    func sign(_ party: String) throws(Rejection) -> Story.Outcome {
      try story.act(
        "signAgreementAmendment", "agreement", "agreement-a",
        #""amendment":"1","party":"organisation-\#(party)""#, on: "2022-09-02", as: "DECIDED")
    }
    #expect(refused(.rule) { () throws(Rejection) in try sign("trade") }?.rule == "SIGNERS")
    _ = try sign("school")
    #expect(try state(story).title != "Other")
    _ = try sign("host2")
    #expect(try state(story).title == "Other")
  }
}
