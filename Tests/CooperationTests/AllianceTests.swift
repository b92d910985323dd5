@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `An alliance` {
  @Test func `is proposed, then founded`() throws {
    var story = try Story.world()
    try story.act(
      "proposeAlliance", "alliance", "alliance-c",
      #""name":"C","zone":"Zone","region":"510112","guidedBy":"organisation-bureau""#,
      on: "2022-05-01")
    var alliance = try #require(try story.state(Alliance.self, "alliance-c"))
    #expect(alliance.phase == .proposed)
    try story.act("foundAlliance", "alliance", "alliance-c", #""focus":"manufacturing""#)
    alliance = try #require(try story.state(Alliance.self, "alliance-c"))
    #expect(alliance.phase == .founded)
    #expect(alliance.name == "C")
    #expect(alliance.region == "510112")
    #expect(alliance.focus == "manufacturing")
    #expect(alliance.guidedBy?.text == "organisation-bureau")
    #expect(alliance.founded?.description == "2022-06-30")
  }

  @Test func `may be known by its founding alone, once`() throws {
    var story = try Story.world()
    try story.alliance()
    let again = try story.act("foundAlliance", "alliance", "alliance-c", #""name":"The alliance""#)
    #expect(again.types == [])
    refused(.wrongState) { () throws(Rejection) in
      try story.act("foundAlliance", "alliance", "alliance-c", on: "2022-07-01", as: "DECIDED")
    }
    let reported = try story.act("foundAlliance", "alliance", "alliance-c", on: "2022-07-01")
    #expect(reported.findings == ["ORDER"])
  }

  @Test func `is refused with a malformed field, whoever says so`() throws {
    for standing in ["REPORTED", "DECIDED"] {
      var story = try Story.world()
      refused(.malformedValue, field: "foundAlliance.details.name") { () throws(Rejection) in
        try story.act("foundAlliance", "alliance", "alliance-c", as: standing)
      }
      refused(.malformedValue, field: "foundAlliance.alliance") { () throws(Rejection) in
        try story.act("foundAlliance", "alliance", "alliance-a.b", #""name":"C""#, as: standing)
      }
      refused(.malformedValue, field: "foundAlliance.details.region") { () throws(Rejection) in
        try story.act(
          "foundAlliance", "alliance", "alliance-c", #""name":"C","region":"51""#, as: standing)
      }
      refused(.unknownStream) { () throws(Rejection) in
        try story.act(
          "foundAlliance", "alliance", "alliance-c",
          #""name":"C","guidedBy":"organisation-nobody""#, as: standing)
      }
      refused(.unknownStream) { () throws(Rejection) in
        try story.act("unveilPlaque", "alliance", "alliance-c", as: standing)
      }
    }
  }

  @Test func `adopts and amends its charter by a carried vote`() throws {
    var story = try Story.world()
    try story.alliance()
    let vote = #""vote":{"eligible":50,"present":48,"inFavour":47,"against":1,"carried":true}"#
    let adopted = try story.act(
      "adoptCharter", "alliance", "alliance-c",
      #""version":"1","documentSha256":"\#(Story.text)",\#(vote)"#, as: "DECIDED")
    #expect(adopted.types == ["alliance.charter-adopted"])
    try story.act(
      "amendCharter", "alliance", "alliance-c", #""version":"2",\#(vote)"#, on: "2023-01-01",
      as: "DECIDED")
    #expect(try story.state(Alliance.self, "alliance-c")?.charterVersion == "2")
  }

  @Test func `amends no charter that it doesn't have`() throws {
    var story = try Story.world()
    try story.alliance()
    refused(.wrongState) { () throws(Rejection) in
      try story.act("amendCharter", "alliance", "alliance-c", as: "DECIDED")
    }
  }

  @Test(arguments: [
    "",
    #""vote":{"eligible":50,"present":25,"inFavour":25,"carried":true}"#,  // no quorum
    #""vote":{"eligible":50,"present":51,"inFavour":51,"carried":true}"#,
    #""vote":{"eligible":50,"present":48,"inFavour":40,"against":9,"carried":true}"#,
    #""vote":{"eligible":50,"present":48,"inFavour":20,"against":20}"#,
    #""vote":{"eligible":50,"present":48,"carried":false}"#,
    #""vote":{"eligible":50,"present":48}"#,
    // The quorum is not recorded.
    #""vote":{"carried":true}"#,
    #""vote":{"present":48,"inFavour":47,"against":1,"carried":true}"#,
    #""vote":{"eligible":50,"inFavour":47,"against":1,"carried":true}"#,
  ])
  func `decides no charter without a vote that carries`(_ vote: String) throws {
    var story = try Story.world()
    try story.alliance()
    let no = refused(.rule) { () throws(Rejection) in
      try story.act("adoptCharter", "alliance", "alliance-c", vote, as: "DECIDED")
    }
    #expect(no?.rule == "VOTE")
  }

  @Test func `may report a vote without its numbers, not one that doesn't add up`() throws {
    var story = try Story.world()
    try story.alliance()
    let silent = try story.act("adoptCharter", "alliance", "alliance-c", #""version":"1""#)
    #expect(silent.findings == [])
    let carried = try story.act(
      "adoptCharter", "alliance", "alliance-c", #""vote":{"carried":true}"#)
    #expect(carried.findings == [])
    let quorum = try story.act(
      "adoptCharter", "alliance", "alliance-c", #""vote":{"eligible":50,"present":26}"#)
    #expect(quorum.findings == [])
    let odd = try story.act(
      "adoptCharter", "alliance", "alliance-c", #""vote":{"eligible":50,"present":25}"#)
    #expect(odd.findings == ["VOTE"])
    refused(.malformedValue) { () throws(Rejection) in
      try story.act("adoptCharter", "alliance", "alliance-c", #""vote":{"against":-1}"#)
    }
  }

  @Test func `is governed by members`() throws {
    var story = try Story.world()
    try story.alliance()
    let unit = #""units":[{"organisation":"organisation-host","office":"chair"}]"#
    let vote = #","vote":{"eligible":50,"present":48,"inFavour":48,"carried":true}"#
    let no = refused(.rule) { () throws(Rejection) in
      try story.act("electGoverningUnits", "alliance", "alliance-c", unit + vote, as: "DECIDED")
    }
    #expect(no?.rule == "GOVERNING-MEMBER")
    var members = story
    try members.tell(
      #"{"admitMember":{"alliance":"alliance-c","organisation":"organisation-host","details":{"founding":true}}}"#
    )
    let unquorate = refused(.rule) { () throws(Rejection) in
      try members.act(
        "electGoverningUnits", "alliance", "alliance-c", unit + #","vote":{"carried":true}"#,
        as: "DECIDED")
    }
    #expect(unquorate?.rule == "VOTE")
    let reported = try story.act("electGoverningUnits", "alliance", "alliance-c", unit)
    #expect(reported.findings == ["GOVERNING-MEMBER"])
    try story.tell(
      #"{"admitMember":{"alliance":"alliance-c","organisation":"organisation-host","details":{"founding":true}}}"#
    )
    let elected = try story.act(
      "electGoverningUnits", "alliance", "alliance-c", unit + vote, as: "DECIDED")
    #expect(elected.types == ["alliance.governing-units-elected"])
    #expect(
      try story.state(Alliance.self, "alliance-c")?.governingUnits.map(\.office) == ["chair"])
    // The report's finding goes when it is judged again.
    #expect(try story.openFindings() == ["GOVERNING-MEMBER"])
    try story.rejudge("alliance-c", "alliance.governing-units-elected")
    #expect(try story.openFindings() == [])
  }

  @Test func `lets a report leave the units unnamed`() throws {
    var story = try Story.world()
    try story.alliance()
    #expect(try story.act("electGoverningUnits", "alliance", "alliance-c").findings == [])
    refused(.malformedValue) { () throws(Rejection) in
      try story.act("electGoverningUnits", "alliance", "alliance-c", as: "DECIDED")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try story.act(
        "electGoverningUnits", "alliance", "alliance-c",
        #""units":[{"organisation":"organisation-host"},{"organisation":"organisation-host"}]"#)
    }
  }

  @Test func `plans, honours, unveils and appoints`() throws {
    var story = try Story.world()
    try story.alliance()
    try story.act("releaseWorkPlan", "alliance", "alliance-c", #""year":2022,"title":"Key points""#)
    try story.act(
      "appointOperator", "alliance", "alliance-c", #""operator":"organisation-agency""#)
    try story.act("grantAward", "alliance", "alliance-c", #""recipients":["organisation-host"]"#)
    try story.act("unveilPlaque", "alliance", "alliance-c")
    let alliance = try #require(try story.state(Alliance.self, "alliance-c"))
    #expect(alliance.workPlanYears == [2022])
    #expect(alliance.operatedBy?.text == "organisation-agency")
    #expect(alliance.outOfOrder == [])
    #expect(
      try story.types("alliance-c") == [
        "alliance.founded", "alliance.work-plan-released", "alliance.operator-appointed",
        "alliance.award-granted", "alliance.plaque-unveiled",
      ])
    refused(.malformedValue) { () throws(Rejection) in
      try story.act("releaseWorkPlan", "alliance", "alliance-c", #""year":22"#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try story.act("grantAward", "alliance", "alliance-c", as: "DECIDED")
    }
  }

  @Test func `plans a batch of interns once under one key`() throws {
    var story = try Story.world()
    try story.alliance()
    try story.act(
      "planInternBatch", "planner", "alliance-c", #""batch":"1","plannedInterns":143"#)
    #expect(
      try story.state(Alliance.self, "alliance-c")?.internBatches["1"]?.planned == 143)
    refused(.alreadyExists) { () throws(Rejection) in
      try story.act(
        "planInternBatch", "planner", "alliance-c", #""batch":"1","plannedInterns":144"#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try story.act("planInternBatch", "planner", "alliance-c", #""batch":"2","plannedInterns":0"#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try story.act("planInternBatch", "planner", "alliance-c", #""batch":"a b""#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try story.act("planInternBatch", "planner", "alliance-c", #""batch":"2""#, as: "DECIDED")
    }
  }

  @Test func `rests, goes on and ends, and does nothing afterwards`() throws {
    var story = try Story.world()
    try story.alliance()
    try story.act("suspendAlliance", "alliance", "alliance-c", on: "2023-01-01", as: "DECIDED")
    #expect(
      try story.act("suspendAlliance", "alliance", "alliance-c", on: "2023-01-02", as: "DECIDED")
        .types
        == [])
    refused(.wrongState) { () throws(Rejection) in
      try story.act("unveilPlaque", "alliance", "alliance-c", on: "2023-01-03", as: "DECIDED")
    }
    try story.act("resumeAlliance", "alliance", "alliance-c", on: "2023-02-01", as: "DECIDED")
    try story.act("dissolveAlliance", "alliance", "alliance-c", on: "2023-03-01", as: "DECIDED")
    #expect(try story.state(Alliance.self, "alliance-c")?.phase == .dissolved)
    refused(.wrongState) { () throws(Rejection) in
      try story.act("resumeAlliance", "alliance", "alliance-c", on: "2023-04-01", as: "DECIDED")
    }
    let late = try story.act("unveilPlaque", "alliance", "alliance-c", on: "2023-05-01")
    #expect(late.findings == ["ORDER"])
  }

  @Test func `takes a late report where it belongs`() throws {
    var story = try Story.world()
    try story.alliance()
    try story.act("dissolveAlliance", "alliance", "alliance-c", on: "2023-03-01")
    let late = try story.act("unveilPlaque", "alliance", "alliance-c", on: "2022-06-30")
    #expect(late.findings == [])
    #expect(try story.state(Alliance.self, "alliance-c")?.outOfOrder == [])
  }

  @Test func `is corrected and voided`() throws {
    var story = try Story.world()
    let founded = try story.act("foundAlliance", "alliance", "alliance-c", #""name":"A""#)
    try story.act(
      "foundAlliance", "alliance", "alliance-c", #""name":"B""#, on: "2022-07-01",
      corrects: founded.id)
    var alliance = try #require(try story.state(Alliance.self, "alliance-c"))
    #expect(alliance.name == "B")
    #expect(alliance.founded?.description == "2022-07-01")
    #expect(alliance.outOfOrder == [])
    let suspended = try story.act("suspendAlliance", "alliance", "alliance-c", on: "2023-01-01")
    try story.void("alliance-c", suspended.id)
    alliance = try #require(try story.state(Alliance.self, "alliance-c"))
    #expect(alliance.phase == .founded)
    try story.void("alliance-c", founded.id)
    #expect(try story.state(Alliance.self, "alliance-c") == nil)
    refused(.wrongState) { () throws(Rejection) in
      try story.act("unveilPlaque", "alliance", "alliance-c", as: "DECIDED")
    }
  }
}
