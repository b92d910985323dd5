@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A meeting` {
  /// An alliance of one member, and its general meeting.
  private func told(_ kind: String = "GENERAL") throws -> Story {
    var story = try Story.world()
    try story.alliance()
    try story.tell(
      #"{"admitMember":{"alliance":"alliance-c","organisation":"organisation-host","details":{"founding":true}}}"#
    )
    try step(
      &story, "conveneMeeting",
      #""kind":"\#(kind)","alliance":"alliance-c","plannedOn":"2022-07-01""#)
    return story
  }

  private let step = Acts("meeting", "meeting-m", on: "2022-07-01", as: "DECIDED")

  private func state(_ story: Story) throws -> Meeting {
    try #require(try story.state(Meeting.self, "meeting-m"))
  }

  @Test func `is convened, counted, voted at and closed`() throws {
    var story = try told()
    #expect(try state(story).isQuorate == nil)
    try step(&story, "recordQuorum", #""members":50,"present":48"#)
    try step(&story, "putMotion", #""motion":"1","subject":"CHARTER","text":"The charter""#)
    try step(
      &story, "recordVote", #""motion":"1","inFavour":40,"against":5,"abstained":3,"carried":true"#)
    try step(&story, "closeMeeting")
    let meeting = try state(story)
    #expect(meeting.phase == .closed && meeting.isQuorate == true)
    #expect(meeting.alliance?.text == "alliance-c" && meeting.held?.description == "2022-07-01")
    #expect(meeting.motions["1"]?.ballot?.isCarried == true)
    #expect(meeting.motions["1"]?.subject == .charter)
    #expect(meeting.outOfOrder == [])
    #expect(try step(&story, "closeMeeting").types == [])
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "putMotion", #""motion":"2""#)
    }
  }

  @Test func `that was closed and called off on one day is found, whichever is told first`() throws
  {
    for (first, last) in [("closeMeeting", "cancelMeeting"), ("cancelMeeting", "closeMeeting")] {
      var story = try told()
      try step(&story, first, as: "REPORTED")
      #expect(
        Set(try step(&story, last, as: "REPORTED").findings) == ["ENDS", "ORDER"], "\(first)")
    }
  }

  @Test func `may be reported without any number`() throws {
    var story = try told()
    let vote = try step(
      &story, "recordVote", #""motion":"1","carried":true"#, as: "REPORTED")
    #expect(vote.findings == [])
    #expect(try state(story).motions["1"]?.ballot?.isCarried == true)
    #expect(
      try step(&story, "putMotion", #""motion":"1","text":"T""#, as: "REPORTED").findings == [])
    #expect(try state(story).motions["1"]?.ballot != nil)
  }

  @Test func `is called off before it is held, not after`() throws {
    var story = try told()
    refused(.malformedValue) { () throws(Rejection) in try step(&story, "cancelMeeting") }
    try step(&story, "cancelMeeting", #""reason":"no quorum expected""#)
    #expect(try state(story).phase == .cancelled)
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "recordQuorum", #""members":50,"present":48"#)
    }
    var held = try told()
    try step(&held, "recordQuorum", #""members":50,"present":48"#)
    refused(.wrongState) { () throws(Rejection) in
      try step(&held, "cancelMeeting", #""reason":"late""#)
    }
  }

  @Test(arguments: [
    (50, 51, #""inFavour":51,"against":0"#, false),  // more present than members
    (50, 48, #""inFavour":40,"against":9"#, false),  // 49 votes of 48 present
    (50, 48, #""inFavour":40,"against":8"#, true),
    (50, 48, #""inFavour":20,"against":20,"carried":true"#, false),
    (50, 48, #""inFavour":21,"against":20,"carried":false"#, false),
    (50, 48, #""inFavour":20,"against":28,"carried":false"#, true),
    (50, 25, #""inFavour":25,"against":0,"carried":true"#, false),  // no quorum
    (50, 26, #""inFavour":26,"against":0,"carried":true"#, true),
    (50, 25, #""inFavour":5,"against":20,"carried":false"#, true),  // what fails needs none
    (50, 48, "", false),  // no result
    (50, 51, #""inFavour":0,"against":51,"carried":false"#, false),  // one vote above the members
    (50, 50, #""inFavour":0,"against":50,"carried":false"#, true),
  ])
  func `takes a vote whose numbers add up`(
    members: Int, present: Int, vote: String, isSound: Bool
  ) throws {
    for standing in ["DECIDED", "REPORTED"] {
      var story = try told()
      let count = #""members":\#(members),"present":\#(present)"#
      try step(&story, "recordQuorum", count, as: "REPORTED")
      try step(&story, "putMotion", #""motion":"1""#)
      let details = #""motion":"1""# + (vote.isEmpty ? "" : "," + vote)
      if isSound {
        #expect(try step(&story, "recordVote", details, as: standing).findings == [])
      } else if standing == "DECIDED" {
        let no = refused(.rule) { () throws(Rejection) in
          try step(&story, "recordVote", details, as: standing)
        }
        #expect(no?.rule == "VOTE")
      } else {
        let findings = try step(&story, "recordVote", details, as: standing).findings
        #expect(findings == (vote.isEmpty ? [] : ["VOTE"]))
      }
    }
  }

  @Test func `takes no vote of ours while its quorum isn't recorded`() throws {
    var story = try told()
    try step(&story, "putMotion", #""motion":"1""#)
    let vote = #""motion":"1","inFavour":40,"against":8,"carried":true"#
    let no = refused(.rule) { () throws(Rejection) in
      try step(&story, "recordVote", vote, as: "DECIDED")
    }
    #expect(no?.rule == "VOTE")
    #expect(no?.reason.contains("quorum") == true)
    #expect(try step(&story, "recordVote", vote, as: "REPORTED").findings == [])
  }

  @Test func `is voted at by members, each once`() throws {
    func roll(_ member: String, _ more: String = "") -> String {
      #""motion":"1","inFavour":1,"against":0,"rollCall":[{"member":"organisation-\#(member)","choice":"IN_FAVOUR"}\#(more)]"#
    }
    var story = try told()
    try step(&story, "recordQuorum", #""members":1,"present":1"#)
    try step(&story, "putMotion", #""motion":"1""#)
    let no = refused(.rule) { () throws(Rejection) in
      try step(&story, "recordVote", roll("school"))
    }
    #expect(no?.rule == "VOTERS")
    refused(.malformedValue, field: "recordVote.details.rollCall") { () throws(Rejection) in
      try step(
        &story, "recordVote",
        roll("host", #",{"member":"organisation-host","choice":"AGAINST"}"#))
    }
    refused(.unknownStream) { () throws(Rejection) in
      try step(&story, "recordVote", roll("nobody"))
    }
    #expect(try step(&story, "recordVote", roll("host")).findings == [])
    var reported = try told()
    #expect(
      try step(&reported, "recordVote", roll("school"), as: "REPORTED").findings == ["VOTERS"])
    try reported.tell(
      #"{"admitMember":{"alliance":"alliance-c","organisation":"organisation-school","details":{"founding":true}}}"#
    )
    #expect(
      Rejudging.judgedAgain(after: EventType("membership.admitted"))
        .contains(EventType("meeting.motion-voted")))
    #expect(
      try reported.rejudge("meeting-m", "meeting.motion-voted") == ["finding.withdrawn"])
    // At the founding nobody is a member yet.
    var founding = try told("FOUNDING")
    #expect(try step(&founding, "recordVote", roll("school"), as: "REPORTED").findings == [])
  }

  @Test func `names no more voters than there were votes`() throws {
    var story = try told("FOUNDING")
    let vote =
      #""motion":"1","inFavour":0,"against":3,"carried":false,"rollCall":[{"member":"organisation-host","choice":"IN_FAVOUR"}]"#
    #expect(try step(&story, "recordVote", vote, as: "REPORTED").findings == ["VOTE"])
  }

  @Test func `votes on what was put, once`() throws {
    var story = try told()
    try step(&story, "recordQuorum", #""members":50,"present":48"#)
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "recordVote", #""motion":"1","carried":true"#)
    }
    try step(&story, "putMotion", #""motion":"1""#)
    refused(.alreadyExists) { () throws(Rejection) in
      try step(&story, "putMotion", #""motion":"1","text":"Another""#)
    }
    try step(&story, "recordVote", #""motion":"1","carried":true"#)
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "recordVote", #""motion":"1","carried":false"#)
    }
  }

  @Test func `is refused where a field is malformed`() throws {
    var story = try Story.world()
    refused(.malformedValue) { () throws(Rejection) in try step(&story, "conveneMeeting") }
    refused(.unknownStream) { () throws(Rejection) in
      try step(&story, "conveneMeeting", #""alliance":"alliance-none""#)
    }
    refused(.unknownStream) { () throws(Rejection) in try step(&story, "closeMeeting") }
    story = try told()
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "recordQuorum", #""members":50"#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "recordQuorum", #""members":-1,"present":1"#, as: "REPORTED")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "recordVote", #""motion":"1","against":-1"#, as: "REPORTED")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "putMotion", #""motion":"no spaces""#, as: "REPORTED")
    }
  }
}

@Suite struct `What an alliance decides` {
  private static let charter =
    #""version":"1","decidedBy":{"meeting":"meeting-m","motion":"1"}"#

  private func told(_ vote: String, subject: String = "CHARTER", quorum: Int? = 48) throws -> Story
  {
    var story = try Story.world()
    try story.alliance()
    try story.act(
      "conveneMeeting", "meeting", "meeting-m", #""kind":"FOUNDING","alliance":"alliance-c""#)
    if let quorum {
      try story.act(
        "recordQuorum", "meeting", "meeting-m", #""members":50,"present":\#(quorum)"#)
    }
    try story.act("putMotion", "meeting", "meeting-m", #""motion":"1","subject":"\#(subject)""#)
    try story.act("recordVote", "meeting", "meeting-m", #""motion":"1"\#(vote)"#)
    return story
  }

  @Test func `rests on a carried motion of a quorate meeting`() throws {
    var story = try told(#","inFavour":47,"against":1"#)
    let adopted = try story.act(
      "adoptCharter", "alliance", "alliance-c", Self.charter, as: "DECIDED")
    #expect(adopted.types == ["alliance.charter-adopted"])
    #expect(adopted.recorded[0].event.about.map(\.stream.text).contains("meeting-m"))
  }

  @Test(arguments: [
    (#","carried":false"#, "CHARTER", 48 as Int?), (#","carried":true"#, "GOVERNING_UNITS", 48),
    (#","carried":true"#, "CHARTER", 25), (#","carried":true"#, "CHARTER", nil),
    ("", "CHARTER", 48),
    // As many for it as against it.
    (#","inFavour":24,"against":24"#, "CHARTER", 48),
  ])
  func `does not rest on another`(vote: String, subject: String, quorum: Int?) throws {
    var story = try told(vote, subject: subject, quorum: quorum)
    let no = refused(.rule) { () throws(Rejection) in
      try story.act("adoptCharter", "alliance", "alliance-c", Self.charter, as: "DECIDED")
    }
    #expect(no?.rule == "VOTE")
    let isUnknown = quorum == nil || vote.isEmpty
    #expect(
      try story.act("adoptCharter", "alliance", "alliance-c", Self.charter).findings
        == (isUnknown ? [] : ["VOTE"]))
  }

  @Test func `names a motion that there is, of its own meeting`() throws {
    var story = try told(#","carried":true"#)
    refused(.rule, field: "adoptCharter.details.decidedBy.motion") { () throws(Rejection) in
      try story.act(
        "adoptCharter", "alliance", "alliance-c",
        #""decidedBy":{"meeting":"meeting-m","motion":"2"}"#, as: "DECIDED")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try story.act(
        "adoptCharter", "alliance", "alliance-c", Self.charter + #","vote":{"carried":true}"#)
    }
    refused(.unknownStream) { () throws(Rejection) in
      try story.act(
        "amendCharter", "alliance", "alliance-c",
        #""decidedBy":{"meeting":"meeting-none","motion":"1"}"#)
    }
    try story.alliance("alliance-d")
    #expect(
      try story.act("adoptCharter", "alliance", "alliance-d", Self.charter).findings == ["VOTE"])
  }

  @Test func `is judged again when the vote is learnt`() throws {
    var story = try told(#","carried":false"#)
    try story.act("adoptCharter", "alliance", "alliance-c", Self.charter)
    #expect(try story.openFindings() == ["VOTE"])
    #expect(
      Rejudging.judgedAgain(after: EventType("meeting.motion-voted"))
        .contains(EventType("alliance.charter-adopted")))
    try story.act("recordVote", "meeting", "meeting-m", #""motion":"1","carried":true"#)
    #expect(
      try story.rejudge("alliance-c", "alliance.charter-adopted") == ["finding.withdrawn"])
  }

  @Test func `elects governing units by a motion about them`() throws {
    var story = try told(#","carried":true"#, subject: "GOVERNING_UNITS")
    let no = refused(.rule) { () throws(Rejection) in
      try story.act(
        "electGoverningUnits", "alliance", "alliance-c",
        #""units":[{"organisation":"organisation-host"}],"decidedBy":{"meeting":"meeting-m","motion":"1"}"#,
        as: "DECIDED")
    }
    #expect(no?.rule == "GOVERNING-MEMBER", "the vote itself is fine")
  }
}
