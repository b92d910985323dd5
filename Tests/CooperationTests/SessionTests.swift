@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A matchmaking session` {
  static let stream = "session-1"

  private let step = Acts("session", Self.stream, on: "2023-05-26", as: "DECIDED")

  private func scheduled() throws -> Story {
    var story = try Story.world()
    _ = try step(
      &story, "scheduleSession",
      #""name":"Face to face","organisers":["organisation-bureau"],"fields":["energy-power","integrated-circuits"],"from":"2023-05-26","to":"2023-05-26""#,
      on: "2023-05-20")
    return story
  }

  private func arrive(
    _ story: inout Story, _ organisation: String, as standing: String = "DECIDED"
  ) throws(Rejection) -> Story.Outcome {
    try step(
      &story, "recordPartyArrival",
      #""organisation":"organisation-\#(organisation)","industry":"energy-power""#, as: standing)
  }

  private func state(_ story: Story) throws -> MatchmakingSession {
    try #require(try story.state(MatchmakingSession.self, Self.stream))
  }

  private static let pair = #""first":"organisation-host","second":"organisation-school""#

  @Test func `invites, opens with the first arrival, brings pairs together and closes`() throws {
    var story = try scheduled()
    _ = try step(&story, "inviteParty", #""organisation":"organisation-host""#, on: "2023-05-21")
    #expect(
      try step(&story, "inviteParty", #""organisation":"organisation-host""#, on: "2023-05-22")
        .types == [])
    refused(.wrongState) { () throws(Rejection) in try step(&story, "recordPairMet", Self.pair) }
    _ = try arrive(&story, "host")
    _ = try arrive(&story, "school")
    #expect(try arrive(&story, "school").types == [])
    #expect(try state(story).phase == .open)
    _ = try step(&story, "recordPairMet", Self.pair + #","topics":["joint-training"]"#)
    // The same two the other way round are the same pair.
    _ = try step(
      &story, "recordPairMet", #""first":"organisation-school","second":"organisation-host""#)
    _ = try step(&story, "recordNoMatch", Self.pair + #","reason":"PAY_GAP""#)
    _ = try step(&story, "recordNoMatch", #""first":"organisation-host","reason":"NO_SUITABLE""#)
    #expect(
      try step(&story, "closeSession", #""announcedParties":2,"announcedIntentions":1"#).findings
        == [])
    let session = try state(story)
    #expect(session.phase == .closed && session.outOfOrder == [])
    #expect(session.partyCount == 2 && session.pairs.count == 1)
    #expect(session.failures == [.payGap, .noSuitable])
    #expect(session.announcedIntentions == 1)
    refused(.wrongState) { () throws(Rejection) in try arrive(&story, "host2") }
  }

  @Test func `says when a step is possible that is not possible now`() throws {
    var story = try scheduled()
    let no = refused(.wrongState) { () throws(Rejection) in
      try step(&story, "recordPairMet", Self.pair)
    }
    #expect(
      no?.reason
        == "session-1 is scheduled: meeting is not possible then, only while it is open")
  }

  @Test func `has each organiser once`() throws {
    var story = try Story.world()
    refused(.malformedValue, field: "scheduleSession.details.organisers") { () throws(Rejection) in
      try step(
        &story, "scheduleSession",
        #""organisers":["organisation-bureau","organisation-bureau"]"#)
    }
  }

  @Test func `holds a party that is known by its name alone`() throws {
    var story = try scheduled()
    let outcome = try step(
      &story, "recordPartyArrival", #""unregisteredName":"Some Works","industry":"C3973""#,
      as: "REPORTED")
    #expect(outcome.reviews == ["KNOWN-PARTY"])
    #expect(try state(story).partyCount == 1)
    for bad in [
      "", #""unregisteredName":" ""#,
      #""unregisteredName":"X","organisation":"organisation-host""#,
    ] {
      refused(.malformedValue) { () throws(Rejection) in
        try step(&story, "recordPartyArrival", bad, as: "REPORTED")
      }
    }
    // Once it is registered, a correction says who it was.
    _ = try step(
      &story, "recordPartyArrival", #""organisation":"organisation-host2""#, as: "REPORTED",
      corrects: outcome.id)
    #expect(try state(story).unregistered.isEmpty && state(story).arrived.count == 1)
  }

  @Test func `lets only those meet who are there`() throws {
    var story = try scheduled()
    _ = try arrive(&story, "host")
    #expect(
      refused(.rule) { () throws(Rejection) in try step(&story, "recordPairMet", Self.pair) }?.rule
        == "ATTENDED")
    #expect(
      try step(&story, "recordPairMet", Self.pair, as: "REPORTED").findings == ["ATTENDED"])
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "recordPairMet", #""first":"organisation-host","second":"organisation-host""#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "recordNoMatch", Self.pair)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "recordPairMet", Self.pair + #","topics":["x","x"]"#)
    }
    // Told of a session that had not begun, it is out of order too.
    var early = try scheduled()
    #expect(
      try step(&early, "recordPairMet", Self.pair, as: "REPORTED").findings.sorted()
        == ["ATTENDED", "ORDER"])
    // The late arrival puts it right.
    _ = try arrive(&story, "school", as: "REPORTED")
    #expect(try story.rejudge(Self.stream, "session.pair-met") == [])
    #expect(try story.openFindings() == ["ATTENDED"], "they were not there when they met")
  }

  @Test func `is for industries that stand in their lists`() throws {
    func reviews(_ industry: String) throws -> [[String]] {
      var story = try Story.world()
      let planned = try step(
        &story, "scheduleSession", #""name":"S","fields":["\#(industry)"]"#, on: "2023-05-20")
      let invited = try step(
        &story, "inviteParty",
        #""organisation":"organisation-host","industry":"\#(industry)""#, on: "2023-05-21")
      let arrived = try step(
        &story, "recordPartyArrival",
        #""organisation":"organisation-host","industry":"\#(industry)""#, as: "REPORTED")
      return [planned.reviews, invited.reviews, arrived.reviews]
    }
    for known in ["integrated-circuits", "C3973", "C", "unnamed-15"] {
      #expect(try reviews(known) == [[], [], []], "\(known)")
    }
    for unknown in ["chips", "Z99", "unnamed-16"] {
      #expect(try reviews(unknown) == [["CODE"], ["CODE"], ["CODE"]], "\(unknown)")
    }
  }

  @Test func `compares what was announced with who arrived`() throws {
    var story = try scheduled()
    _ = try arrive(&story, "host")
    _ = try step(
      &story, "recordPartyArrival", #""unregisteredName":"Some Works""#, as: "REPORTED")
    let outcome = try step(&story, "closeSession", #""announcedParties":60"#)
    #expect(outcome.findings == ["COUNTS"])
    #expect(outcome.decision.findings[0].severity == .advisory)
    var exact = try scheduled()
    _ = try arrive(&exact, "host")
    #expect(try step(&exact, "closeSession", #""announcedParties":1"#).findings == [])
    var silent = try scheduled()
    #expect(try step(&silent, "closeSession").findings == [])
  }

  @Test func `takes announced numbers as exactly as they are meant`() throws {
    func close(_ details: String) throws -> [String] {
      var story = try scheduled()
      for index in 0..<9 {
        _ = try step(
          &story, "recordPartyArrival", #""unregisteredName":"W\#(index)""#, as: "REPORTED")
      }
      return try step(&story, "closeSession", details).findings
    }
    #expect(try close(#""announcedParties":10,"announcedPartiesBound":"NEARLY""#) == [])
    #expect(try close(#""announcedParties":10,"announcedPartiesBound":"EXACT""#) == ["COUNTS"])
    #expect(try close(#""announcedParties":10"#) == ["COUNTS"])
    #expect(try close(#""announcedParties":9,"announcedPartiesBound":"NEARLY""#) == ["COUNTS"])
    #expect(try close(#""announcedParties":8,"announcedPartiesBound":"MORE_THAN""#) == [])
    #expect(try close(#""announcedParties":9,"announcedPartiesBound":"MORE_THAN""#) == ["COUNTS"])
    #expect(try close(#""announcedParties":10,"announcedPartiesBound":"UNKNOWN""#) == [])
    var story = try scheduled()
    for field in ["announcedParties", "announcedIntentions"] {
      refused(.malformedValue, field: "closeSession.details.\(field)Bound") {
        () throws(Rejection) in
        try step(&story, "closeSession", #""\#(field)Bound":"NEARLY""#)
      }
    }
    _ = try arrive(&story, "host")
    _ = try step(
      &story, "closeSession", #""announcedIntentions":100,"announcedIntentionsBound":"NEARLY""#)
    let announced = try #require(try state(story).intentionsAnnounced)
    #expect(announced.isBorneOut(by: 98) == true)
    #expect(announced.isBorneOut(by: 90) == true && announced.isBorneOut(by: 99) == true)
    #expect(announced.isBorneOut(by: 89) == false && announced.isBorneOut(by: 100) == false)
  }

  @Test func `is corrected and voided`() throws {
    var story = try scheduled()
    let arrival = try arrive(&story, "host")
    _ = try step(
      &story, "recordPartyArrival", #""organisation":"organisation-host2""#, corrects: arrival.id)
    #expect(try state(story).arrived.keys.map(\.text) == ["organisation-host2"])
    try story.void(Self.stream, arrival.id)
    #expect(try state(story).phase == .scheduled)
  }
}
