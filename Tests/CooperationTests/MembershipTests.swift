@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A membership` {
  static let stream = "membership-c.host"

  private func json(_ name: String, _ details: String = "", _ standing: String) -> String {
    #"{"standing":"\#(standing)","\#(name)":{"alliance":"alliance-c","organisation":"organisation-host","details":{\#(details)}}}"#
  }

  private func told() throws -> Story {
    var story = try Story.world()
    try story.alliance()
    return story
  }

  @Test func `is applied for, granted, changed and left`() throws {
    var story = try told()
    try story.tell(json("applyForMembership", "", "DECIDED"), "2022-07-01")
    #expect(try story.state(Membership.self, Self.stream)?.phase == .applied)
    try story.tell(json("admitMember", "", "DECIDED"), "2022-07-02")
    var member = try #require(try story.state(Membership.self, Self.stream))
    #expect(member.isActive && !member.isFounding)
    #expect(member.role == "member")
    #expect(member.alliance?.text == "alliance-c")
    #expect(member.organisation?.text == "organisation-host")
    try story.tell(json("changeMemberRole", #""role":"governing unit""#, "DECIDED"), "2022-07-03")
    #expect(
      try story.tell(json("changeMemberRole", #""role":"governing unit""#, "DECIDED"), "2022-07-04")
        .types == [])
    try story.tell(json("withdrawMember", "", "DECIDED"), "2022-07-05")
    member = try #require(try story.state(Membership.self, Self.stream))
    #expect(member.phase == .withdrawn)
    #expect(member.left?.description == "2022-07-05")
    #expect(member.outOfOrder == [])
  }

  @Test func `may be applied for again after it ended`() throws {
    var story = try told()
    try story.tell(json("admitMember", #""founding":true"#, "DECIDED"))
    try story.tell(json("expelMember", #""reason":"no dues""#, "DECIDED"), "2023-01-01")
    try story.tell(json("applyForMembership", "", "DECIDED"), "2023-02-01")
    try story.tell(json("admitMember", "", "DECIDED"), "2023-03-01")
    let member = try #require(try story.state(Membership.self, Self.stream))
    #expect(member.isActive && !member.isFounding)
    #expect(member.left == nil)
  }

  @Test func `is not granted twice`() throws {
    var story = try told()
    try story.tell(json("admitMember", #""founding":true"#, "DECIDED"))
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(json("admitMember", "", "DECIDED"), "2022-07-01")
    }
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(json("applyForMembership", "", "DECIDED"), "2022-07-01")
    }
    #expect(
      try story.tell(json("admitMember", "", "REPORTED"), "2022-07-01").findings == ["ORDER"])
  }

  @Test func `needs an application unless it is of the founding or reported`() throws {
    var story = try told()
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(json("admitMember", "", "DECIDED"), "2022-07-01")
    }
    #expect(try story.tell(json("admitMember", "", "REPORTED"), "2022-07-01").findings == [])
  }

  @Test func `of the founding begins on the founding day`() throws {
    var story = try told()
    for day in ["2022-06-29", "2022-07-01"] {
      let no = refused(.rule) { () throws(Rejection) in
        try story.tell(json("admitMember", #""founding":true"#, "DECIDED"), day)
      }
      #expect(["FOUNDING-DAY", "ADMITTING"].contains(no?.rule))
    }
    #expect(
      try story.tell(json("admitMember", #""founding":true"#, "REPORTED"), "2022-07-01").findings
        == ["FOUNDING-DAY"])
    var onTheDay = try told()
    #expect(
      try onTheDay.tell(json("admitMember", #""founding":true"#, "REPORTED")).findings == [])
    var roughly = try told()
    #expect(
      try roughly.tell(json("admitMember", #""founding":true"#, "REPORTED"), "2022").findings == [])
  }

  @Test func `is judged again when the founding turns out to have been on its day`() throws {
    var story = try Story.world()
    let founded = try story.act("foundAlliance", "alliance", "alliance-c", #""name":"A""#)
    try story.tell(json("admitMember", #""founding":true"#, "REPORTED"), "2022-07-01")
    #expect(try story.openFindings() == ["FOUNDING-DAY"])
    try story.act(
      "foundAlliance", "alliance", "alliance-c", #""name":"A""#, on: "2022-07-01",
      corrects: founded.id)
    #expect(
      Rejudging.judgedAgain(after: EventType("alliance.founded"))
        .contains(EventType("membership.admitted")))
    #expect(try story.rejudge(Self.stream, "membership.admitted") == ["finding.withdrawn"])
    #expect(try story.openFindings() == [])
  }

  @Test func `is granted by an alliance that is founded and active`() throws {
    var story = try Story.world()
    try story.act("proposeAlliance", "alliance", "alliance-c", #""name":"A""#, on: "2022-01-01")
    try story.tell(json("applyForMembership", "", "DECIDED"), "2022-02-01")
    let no = refused(.rule) { () throws(Rejection) in
      try story.tell(json("admitMember", "", "DECIDED"), "2022-03-01")
    }
    #expect(no?.rule == "ADMITTING")
    #expect(
      try story.tell(json("admitMember", "", "REPORTED"), "2022-03-01").findings == ["ADMITTING"])
  }

  @Test func `is refused where it names nobody`() throws {
    var story = try Story.world()
    refused(.unknownStream) { () throws(Rejection) in
      try story.tell(json("admitMember", "", "REPORTED"))
    }
    try story.alliance()
    refused(.malformedValue) { () throws(Rejection) in
      try story.tell(
        #"{"admitMember":{"alliance":"alliance-c","organisation":"person-a","details":{}}}"#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try story.tell(json("admitMember", #""alliance":"alliance-d""#, "REPORTED"))
    }
    refused(.unknownStream) { () throws(Rejection) in
      try story.tell(json("withdrawMember", "", "REPORTED"))
    }
    try story.tell(json("admitMember", "", "REPORTED"))
    refused(.malformedValue) { () throws(Rejection) in
      try story.tell(json("expelMember", "", "DECIDED"))
    }
  }

  @Test func `is corrected and voided`() throws {
    var story = try told()
    let admitted = try story.tell(json("admitMember", #""founding":true"#, "REPORTED"))
    let left = try story.tell(json("withdrawMember", "", "REPORTED"), "2023-01-01")
    try story.void(Self.stream, left.id)
    #expect(try story.state(Membership.self, Self.stream)?.isActive == true)
    try story.correct(
      json("admitMember", #""founding":true,"role":"chair""#, "REPORTED"), corrects: admitted.id)
    #expect(try story.state(Membership.self, Self.stream)?.role == "chair")
    try story.void(Self.stream, admitted.id)
    #expect(try story.state(Membership.self, Self.stream) == nil)
    // Who was admitted by mistake may still be admitted.
    #expect(
      try story.tell(json("admitMember", #""founding":true"#, "REPORTED")).types
        == ["membership.admitted"])
  }
}

extension Story {
  /// Tells a command that corrects an event.
  @discardableResult
  mutating func correct(
    _ json: String, corrects: String, on day: String = "2022-06-30"
  ) throws(Rejection) -> Outcome {
    var command = try CommandJSON.command(Array(json.utf8))
    command.occurred = day
    command.corrects = corrects
    return try tell(command)
  }
}
