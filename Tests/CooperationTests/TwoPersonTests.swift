@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

@Suite struct `A two-person act` {
  private static let stream = "fund-f"

  private func told() throws -> (Story, budget: String) {
    var story = try Story.world()
    try story.act("establishFund", "fund", Self.stream, #""name":"The fund""#)
    let budget = try story.act(
      "setFundBudget", "fund", Self.stream, #""amountFen":"1000""#, on: "2022-07-01")
    return (story, budget.id)
  }

  private func request(
    _ story: inout Story, _ event: String, _ act: String = "VOID", _ digest: String? = nil
  ) throws(Rejection) -> Story.Outcome {
    let more = digest.map { #","commandSha256":"\#($0)""# } ?? ""
    return try story.tell(
      #"{"requestApproval":{"stream":"fund-f","event":"\#(event)","act":"\#(act)","reason":"typing error"\#(more)}}"#,
      nil)
  }

  @discardableResult
  private func end(
    _ story: inout Story, _ name: String, _ request: String, by user: String
  ) throws(Rejection) -> Story.Outcome {
    story.user = user
    defer { story.user = "u1" }
    let reason = name == "refuseApproval" ? #","reason":"it is right""# : ""
    return try story.tell(
      #"{"\#(name)":{"stream":"fund-f","request":"\#(request)"\#(reason)}}"#, nil)
  }

  private func budget(_ story: Story) throws -> Int64? {
    try story.state(Fund.self, Self.stream)?.budgetFen
  }

  @Test func `is refused to one person alone`() throws {
    var (story, event) = try told()
    let no = refused(.notPermitted) { () throws(Rejection) in try story.void("fund-f", event) }
    #expect(no?.reason.contains("requestApproval") == true)
    #expect(try budget(story) == 1000)
  }

  @Test func `is asked for by one, approved by another, and then done once`() throws {
    var (story, event) = try told()
    let asked = try request(&story, event)
    #expect(asked.types == ["approval.requested"])
    refused(.notPermitted) { () throws(Rejection) in try story.void("fund-f", event) }
    refused(.notPermitted) { () throws(Rejection) in
      try end(&story, "giveApproval", asked.id, by: "u1")
    }
    #expect(try end(&story, "giveApproval", asked.id, by: "u2").types == ["approval.given"])
    #expect(try end(&story, "giveApproval", asked.id, by: "u3").types == [])
    #expect(try story.void("fund-f", event).types == ["event.voided"])
    #expect(try budget(story) == nil)
    // Spent: what comes after needs an approval of its own.
    refused(.notPermitted) { () throws(Rejection) in
      try story.act(
        "setFundBudget", "fund", "fund-f", #""amountFen":"1000""#, corrects: event)
    }
    #expect(try request(&story, event).types == ["approval.requested"], "a new request")
  }

  @Test func `of correcting is approved with the digest of the correction`() throws {
    var (story, event) = try told()
    func correct(_ story: inout Story, _ fen: Int) throws(Rejection) -> Story.Outcome {
      try story.act(
        "setFundBudget", "fund", "fund-f", #""amountFen":"\#(fen)""#, on: "2022-07-01",
        corrects: event)
    }
    let no = refused(.notPermitted) { () throws(Rejection) in try correct(&story, 2000) }
    let reason = try #require(no?.reason)
    let digest = try #require(
      reason.split(separator: " ").map { $0.filter(\.isHexDigit) }.first { $0.count == 64 })
    let asked = try request(&story, event, "CORRECT", String(digest))
    try end(&story, "giveApproval", asked.id, by: "u2")
    refused(.notPermitted) { () throws(Rejection) in try correct(&story, 9000) }
    refused(.notPermitted) { () throws(Rejection) in try story.void("fund-f", event) }
    #expect(try correct(&story, 2000).types == ["fund.budget-set"])
    #expect(try budget(story) == 2000)
    refused(.notPermitted) { () throws(Rejection) in try correct(&story, 2000) }
  }

  @Test func `that was refused is not done`() throws {
    var (story, event) = try told()
    let asked = try request(&story, event)
    #expect(try request(&story, event).types == [], "asked already")
    #expect(try end(&story, "refuseApproval", asked.id, by: "u2").types == ["approval.refused"])
    refused(.wrongState) { () throws(Rejection) in
      try end(&story, "giveApproval", asked.id, by: "u2")
    }
    refused(.notPermitted) { () throws(Rejection) in try story.void("fund-f", event) }
    // Who asked may take it back.
    let again = try request(&story, event)
    #expect(try end(&story, "refuseApproval", again.id, by: "u1").types == ["approval.refused"])
  }

  @Test func `is taken back by who asked or approved, until it was done`() throws {
    for (user, isTheirs) in [("u1", true), ("u2", true), ("u3", false)] {
      var (story, event) = try told()
      let asked = try request(&story, event)
      try end(&story, "giveApproval", asked.id, by: "u2")
      if isTheirs {
        #expect(try end(&story, "refuseApproval", asked.id, by: user).types == ["approval.refused"])
        refused(.notPermitted) { () throws(Rejection) in try story.void("fund-f", event) }
        // Whoever wants it after all asks again.
        #expect(try request(&story, event).types == ["approval.requested"])
      } else {
        refused(.notPermitted) { () throws(Rejection) in
          try end(&story, "refuseApproval", asked.id, by: user)
        }
        try story.void("fund-f", event)
        // What was done is not taken back so.
        refused(.wrongState) { () throws(Rejection) in
          try end(&story, "refuseApproval", asked.id, by: "u2")
        }
      }
    }
  }

  @Test func `is asked for an event that needs it, in whole words`() throws {
    var (story, event) = try told()
    refused(.malformedValue) { () throws(Rejection) in
      try request(&story, event, "VOID", Story.text)
    }
    refused(.malformedValue) { () throws(Rejection) in try request(&story, event, "CORRECT") }
    refused(.malformedValue) { () throws(Rejection) in
      try request(&story, event, "CORRECT", "AB")
    }
    refused(.malformedValue) { () throws(Rejection) in try request(&story, "7") }
    refused(.wrongState) { () throws(Rejection) in try request(&story, event, "UNMERGE") }
    refused(.notAmendable) { () throws(Rejection) in
      try request(&story, "00000000000000000000000000000000")
    }
    refused(.unknownStream) { () throws(Rejection) in
      try end(&story, "giveApproval", event, by: "u2")
    }
    let host = try story.act(
      "suspendOrganisation", "organisation", "organisation-host", #""reason":"r""#)
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(
        #"{"requestApproval":{"stream":"organisation-host","event":"\#(host.id)","act":"VOID","reason":"r"}}"#
      )
    }
  }

  @Test func `leaves an approval itself as it is`() throws {
    var (story, event) = try told()
    let asked = try request(&story, event)
    refused(.notAmendable) { () throws(Rejection) in try story.void("fund-f", asked.id) }
  }

  @Test func `is asked of money, outcomes and votes`() throws {
    for category in ["fund", "grant", "outcome"] {
      #expect(
        TwoPersonActs.protects(
          EventType("any.thing"), in: try StreamName(validating: category + "-x")))
    }
    let meeting = try StreamName(validating: "meeting-m")
    #expect(TwoPersonActs.protects(EventType("meeting.motion-voted"), in: meeting))
    #expect(TwoPersonActs.protects(EventType("meeting.quorum-recorded"), in: meeting))
    #expect(!TwoPersonActs.protects(EventType("meeting.convened"), in: meeting))
  }

  /// Voids an event alone, which is refused, then with another's approval.
  private func voidTogether(
    _ story: inout Story, _ stream: String, _ event: String
  ) throws(Rejection) {
    refused(.notPermitted) { () throws(Rejection) in try story.void(stream, event) }
    try story.together("VOID", on: event, in: stream) { (story) throws(Rejection) in
      try story.void(stream, event)
    }
  }

  @Test func `is asked of what a vote stands on`() throws {
    func meeting(_ hasVote: Bool) throws -> (Story, convened: String, put: String, other: String) {
      var story = try Story.world()
      func step(_ name: String, _ details: String) throws(Rejection) -> String {
        try story.act(name, "meeting", "meeting-m", details, on: "2022-07-01").id
      }
      let convened = try step(
        "conveneMeeting", #""kind":"GENERAL","organiser":"organisation-host""#)
      let put = try step("putMotion", #""motion":"1","text":"T""#)
      let other = try step("putMotion", #""motion":"2","text":"U""#)
      if hasVote { _ = try step("recordVote", #""motion":"1","carried":true"#) }
      return (story, convened, put, other)
    }
    var (story, convened, put, other) = try meeting(true)
    try voidTogether(&story, "meeting-m", put)
    try voidTogether(&story, "meeting-m", convened)
    // Another motion, and a meeting that voted on nothing.
    #expect(try story.void("meeting-m", other).types == ["event.voided"])
    (story, convened, put, other) = try meeting(false)
    #expect(try story.void("meeting-m", put).types == ["event.voided"])
    #expect(try story.void("meeting-m", convened).types == ["event.voided"])
  }

  @Test func `is asked of a vote that stands beside a charter or an election`() throws {
    let vote = #""vote":{"eligible":50,"present":48,"inFavour":47,"carried":true}"#
    for (name, details, next) in [
      ("adoptCharter", #""version":"1""#, #""version":"2""#),
      ("amendCharter", #""version":"1""#, #""version":"2""#),
      ("electGoverningUnits", #""termFrom":"2022-07-01""#, #""termFrom":"2022-08-01""#),
    ] {
      // Without numbers nothing was voted, as far as is known: one person voids it, and its ground.
      var silent = try Story.world()
      let founded = try silent.act("foundAlliance", "alliance", "alliance-c", #""name":"A""#)
      let plain = try silent.act(name, "alliance", "alliance-c", details)
      #expect(try silent.void("alliance-c", plain.id).types.first == "event.voided", "\(name)")
      #expect(try silent.void("alliance-c", founded.id).types.first == "event.voided", "\(name)")

      var story = try Story.world()
      let ground = try story.act("foundAlliance", "alliance", "alliance-c", #""name":"A""#)
      let voted = try story.act(name, "alliance", "alliance-c", details + "," + vote)
      refused(.notPermitted) { () throws(Rejection) in
        try story.act(name, "alliance", "alliance-c", next + "," + vote, corrects: voted.id)
      }
      refused(.notPermitted) { () throws(Rejection) in try story.void("alliance-c", ground.id) }
      var bare = story
      try bare.together("CORRECT", on: voted.id, in: "alliance-c") { (story) throws(Rejection) in
        try story.act(name, "alliance", "alliance-c", next, corrects: voted.id)
      }
      // What was voted was voted, also where its numbers are gone by now.
      refused(.notPermitted) { () throws(Rejection) in try bare.void("alliance-c", voted.id) }
      try voidTogether(&story, "alliance-c", voted.id)
      #expect(try story.void("alliance-c", ground.id).types.first == "event.voided", "\(name)")
    }
  }

  @Test func `is asked of a motion by the key under which it was voted on`() throws {
    var story = try Story.world()
    func step(
      _ name: String, _ details: String, corrects: String? = nil
    ) throws(Rejection) -> String {
      try story.act(
        name, "meeting", "meeting-m", details, on: "2022-07-01", corrects: corrects
      ).id
    }
    _ = try step("conveneMeeting", #""kind":"GENERAL","organiser":"organisation-host""#)
    let put = try step("putMotion", #""motion":"1","text":"T""#)
    _ = try step("putMotion", #""motion":"9","text":"T""#, corrects: put)
    let other = try step("putMotion", #""motion":"1","text":"U""#)
    _ = try step("recordVote", #""motion":"9","carried":true"#)
    refused(.notPermitted) { () throws(Rejection) in try story.void("meeting-m", put) }
    #expect(try story.void("meeting-m", other).types == ["event.voided"])
  }

  @Test func `is refused where it can't be read whether an approval was taken back`() throws {
    for (type, version) in [
      (EventType("approval.refused"), 2), (EventType("approval.refused"), 1),
      (EventType("approval.given"), 2),
    ] {
      var (story, event) = try told()
      let asked = try request(&story, event)
      let given = try end(&story, "giveApproval", asked.id, by: "u2").recorded[0]
      let context = DecisionContext(
        now: story.past.now, zone: story.past.zone, occurred: given.event.occurred,
        actor: given.event.actor, standing: .decided, source: given.event.source)
      // What a newer Concord writes: another version, or bytes that say nothing here.
      let unread = DecidedEvent(
        type, to: given.stream, schemaVersion: version,
        payload: version == 1 ? [0xFF] : [])
      story.past.record(Decision(events: [unread]), context, CommandID(high: 4, low: 1))
      refused(.newerConcord) { () throws(Rejection) in try story.void("fund-f", event) }
      #expect(try budget(story) == 1000)
    }
  }

  @Test func `is asked of the registration under a merger`() throws {
    var story = try Story.world()
    let registered = try story.register("twin")
    let person = try story.person("p")
    try story.person("q")
    try story.act(
      "mergeOrganisation", "organisation", "organisation-twin",
      #""into":"organisation-host","reason":"DUPLICATE""#, as: "DECIDED")
    try story.act("mergePerson", "person", "person-p", #""into":"person-q""#, as: "DECIDED")
    refused(.notPermitted) { () throws(Rejection) in
      try story.tell(
        #"{"corrects":"\#(registered.id)","registerOrganisation":{"organisation":"organisation-twin","details":{"kind":"ENTERPRISE","name":"Another"}}}"#,
        "2020-01-01")
    }
    try voidTogether(&story, "organisation-twin", registered.id)
    try voidTogether(&story, "person-p", person.id)
    // The survivor stands on nothing.
    let other = try story.register("other")
    #expect(try story.void("organisation-other", other.id).types.contains("event.voided"))
  }

  @Test func `stands in the stream without changing what it adds up to`() throws {
    var (story, event) = try told()
    let asked = try request(&story, event)
    try end(&story, "giveApproval", asked.id, by: "u2")
    #expect(try budget(story) == 1000)
    try story.act("increaseFundBudget", "fund", "fund-f", #""byFen":"5""#, on: "2022-08-01")
    #expect(try budget(story) == 1005)
  }
}
