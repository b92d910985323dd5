@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import SwiftProtobuf
import Testing

/// Internships that were drawn up anew, corrected, or are too many.
extension `Two internships of one student` {
  private static let half = #""from":"2022-07-01","to":"2022-12-31""#

  private func overlaps(_ story: Story) throws -> [String] {
    try story.openFindings().filter { $0.hasPrefix("INTERNSHIP-") }
  }

  private func supersede(_ story: inout Story, _ id: String, by other: String, on day: String)
    throws(Rejection)
  {
    try story.act(
      "supersedeInternshipAgreement", "internshipAgreement", "internship.agreement-\(id)",
      #""successor":"internship.agreement-\#(other)""#, on: day)
  }

  private func judgeAll(_ story: inout Story, _ ids: [String]) throws {
    for id in ids {
      try story.rejudge("internship.agreement-\(id)", "internship-agreement.reported-signed")
    }
  }

  @Test func `are one where a text was drawn up anew, and anew once more`() throws {
    for (host, found) in [("host", []), ("host2", ["INTERNSHIP-OVERLAP", "INTERNSHIP-OVERLAP"])]
      as [(String, [String])]
    {
      var story = try world()
      try agree(&story, "1", Self.half)
      try agree(&story, "2", Self.half, supersedes: "1")
      try supersede(&story, "1", by: "2", on: "2022-08-01")
      let third = try agree(&story, "3", Self.half, host: host, supersedes: "2")
      try supersede(&story, "2", by: "3", on: "2022-10-01")
      try judgeAll(&story, ["1", "2", "3"])
      // At another host the first two took place until the third did.
      #expect(about(third).map(\.rule) == found, "\(host)")
      #expect(try overlaps(story) == found, "\(host)")
    }
  }

  @Test func `are two where the text between was annulled before it held`() throws {
    var story = try world()
    try agree(&story, "1", Self.half)
    try agree(&story, "2", Self.half, as: "DECIDED", supersedes: "1")
    try story.act(
      "annulInternshipAgreement", "internshipAgreement", "internship.agreement-2",
      #""reason":"MISTAKE""#, on: "2022-06-02")
    let third = try agree(&story, "3", Self.half, supersedes: "2")
    #expect(about(third).map(\.subjects).map { $0.map(\.id) } == [["1", "3"]])
  }

  @Test func `are two again once both were corrected to the same other student`() throws {
    var story = try world()
    let first = try agree(&story, "1", Self.half)
    let second = try agree(&story, "2", Self.half, host: "host2")
    #expect(try overlaps(story) == ["INTERNSHIP-OVERLAP"])
    try agree(&story, "1", Self.half, student: "other", corrects: first.id)
    try judgeAll(&story, ["1", "2"])
    #expect(try overlaps(story) == [])
    try agree(&story, "2", Self.half, host: "host2", student: "other", corrects: second.id)
    #expect(try overlaps(story) == ["INTERNSHIP-OVERLAP"])
    // Each named both students, and is judged among the internships of both: once for each pair.
    for id in ["1", "2"] {
      let stream = try StreamName(validating: "internship.agreement-\(id)")
      let verdicts = try story.verdicts(on: story.past.history(stream).recorded[0]).verdicts
      #expect(Set(verdicts.map(\.stream)).count == verdicts.count)
    }
    try judgeAll(&story, ["1", "2"])
    #expect(try overlaps(story) == ["INTERNSHIP-OVERLAP"])
  }

  @Test func `are none where one turns out to be no post internship`() throws {
    for id in ["1", "2"] {
      var story = try world()
      var events: [String: String] = [:]
      events["1"] = try agree(&story, "1", Self.half).id
      events["2"] = try agree(&story, "2", Self.half, host: "host2").id
      #expect(try overlaps(story) == ["INTERNSHIP-OVERLAP"])
      try agree(
        &story, id, Self.half, host: id == "1" ? "host" : "host2", kind: "COGNITION",
        corrects: events[id])
      // Nobody else asks: the other one rests on nothing that changed.
      try story.rejudge("internship.agreement-\(id)", "internship-agreement.reported-signed")
      #expect(try overlaps(story) == [], "\(id)")
    }
  }

  @Test func `are none where a placement turns out to be no post internship`() throws {
    func start(_ kind: String, _ id: String, corrects: String? = nil, _ story: inout Story)
      throws(Rejection) -> String
    {
      try story.act(
        "startPlacement", "placement", "placement-\(id)",
        #""parties":{"kind":"\#(kind)","student":"person-student","school":"organisation-school","host":"organisation-host\#(id)"}"#,
        on: "2022-07-0\(id)", corrects: corrects
      ).id
    }
    var story = try world()
    try story.register("host1", #""region":"510112""#)
    _ = try start("POST", "1", &story)
    try story.act("completePlacement", "placement", "placement-1", on: "2022-12-31")
    let second = try start("POST", "2", &story)
    #expect(try overlaps(story) == ["INTERNSHIP-OVERLAP"])
    _ = try start("COGNITION", "2", corrects: second, &story)
    try story.rejudge("placement-2", "placement.started")
    #expect(try overlaps(story) == [])
  }

  /// A past in which so many others claim a student.
  private func crowd(_ count: Int, of student: String = "student") throws -> Story {
    var story = try world()
    let context = DecisionContext(
      now: story.past.now, zone: story.past.zone, occurred: try Moment(validating: "2022-06-01"),
      actor: Actor(user: "u1", role: "clerk", assurance: .local), standing: .reported,
      source: Source(channel: .api))
    let code = try StreamName(validating: "code.internship-\(student)")
    var claims: [DecidedEvent] = []
    for number in 0..<count {
      let claim = PBCodeClaimed.with { $0.holder = "internship.agreement-x\(number)" }
      claims.append(
        DecidedEvent(PBCodeClaimed.eventType, to: code, payload: try claim.serializedBytes()))
    }
    story.past.record(Decision(events: claims), context, CommandID(high: 4, low: 1))
    return story
  }

  @Test func `can't all be told apart where there are more than are compared`() throws {
    for (count, isTooMany) in [(256, false), (257, true)] {
      var story = try crowd(count)
      let found = about(try agree(&story, "1", Self.half))
      #expect(found.map(\.severity) == (isTooMany ? [.advisory] : []), "\(count)")
      #expect(found.map(\.subjects).map { $0.map(\.id) } == (isTooMany ? [["1"]] : []))
      #expect(found.first?.reason.contains("more than 256 others") != false)
    }
  }

  @Test func `are compared by one limit, however many students one of them named`() throws {
    var story = try crowd(200)
    let first = try agree(&story, "1", Self.half, student: "other")
    let corrected = try agree(&story, "1", Self.half, corrects: first.id)
    // Two students: 128 of each.
    let read = story.past.lastReadings.filter {
      if case .stream(let stream) = $0 { stream.text.contains("agreement-x") } else { false }
    }
    #expect(read.count == 128)
    #expect(about(corrected).map(\.severity) == [.advisory])
  }

  @Test func `are not judged by less than was said of them, where a newer Concord said it`() throws
  {
    for isAmendment in [false, true] {
      var story = try world()
      var original = try agree(&story, "1", Self.half)
      if isAmendment {
        original = try story.act(
          "amendInternshipAgreement", "internshipAgreement", "internship.agreement-1",
          #""terms":{"to":"2022-09-30"}"#, on: "2022-06-02")
      }
      let fact = original.recorded[0]
      // Corrected by a newer one, and then so that this one knows it again.
      for version in [1, 99, 1] {
        let context = DecisionContext(
          now: story.past.now, zone: story.past.zone, occurred: fact.event.occurred,
          actor: fact.event.actor, standing: .reported, source: fact.event.source)
        var event = DecidedEvent(
          fact.event.type, to: fact.stream, schemaVersion: version, payload: fact.event.payload)
        event.corrects = fact.event.id
        story.past.record(
          Decision(events: [event]), context, CommandID(high: 5, low: UInt64(version)))
        guard version == 1 else { continue }
        if story.past.history(fact.stream).recorded.contains(where: {
          $0.event.schemaVersion == 99
        }) {
          let error = #expect(throws: Rejection.self) { try story.verdicts(on: fact) }
          #expect(error?.code == .newerConcord, "\(isAmendment)")
        } else {
          #expect(try !story.verdicts(on: fact).verdicts.isEmpty)
        }
      }
    }
  }
}
