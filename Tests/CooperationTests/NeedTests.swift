@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A need` {
  static let stream = "need-1"
  static let terms =
    #""side":"DEMAND","kind":"INTERNSHIP","quantity":6,"region":"3302","majors":["460701"],"from":"2023-03-01","to":"2023-06-30""#

  private let step = Acts("need", Self.stream, on: "2023-03-02", as: "DECIDED")

  private func published() throws -> Story {
    var story = try Story.world()
    _ = try step(
      &story, "publishNeed", #""organisation":"organisation-host","terms":{\#(Self.terms)}"#,
      on: "2023-03-01")
    return story
  }

  private func state(_ story: Story) throws -> Need {
    try #require(try story.state(Need.self, Self.stream))
  }

  @Test func `is published, revised, answered, matched in parts and closed`() throws {
    var story = try published()
    _ = try step(&story, "reviseNeed", #""terms":{"quantity":8}"#)
    _ = try step(&story, "answerNeed", #""by":"organisation-school","quantity":5"#)
    _ = try step(&story, "recordFailedMatch", #""with":"organisation-school2","reason":"TOO_FAR""#)
    _ = try step(&story, "matchNeed", #""with":"organisation-school","quantity":5"#)
    #expect(try state(story).openQuantity == 3 && state(story).phase == .open)
    #expect(try state(story).failures == [.tooFar])
    _ = try step(
      &story, "matchNeed", #""with":"organisation-university","quantity":3"#, on: "2023-03-03")
    #expect(try state(story).phase == .matched && state(story).openQuantity == 0)
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "answerNeed", #""by":"organisation-school""#, on: "2023-03-04")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "closeNeed", on: "2023-03-05")
    }
    _ = try step(&story, "closeNeed", #""reason":"FULFILLED""#, on: "2023-03-05")
    #expect(try state(story).closeReason == .fulfilled && state(story).outOfOrder == [])
  }

  @Test func `is open between its days`() throws {
    let story = try published()
    for (day, isOpen) in [
      ("2023-02-28", false), ("2023-03-01", true), ("2023-06-30", true), ("2023-07-01", false),
    ] {
      #expect(try state(story).isOpen(on: CivilDate(validating: day)) == isOpen, "\(day)")
    }
  }

  @Test func `is matched by no more than is open`() throws {
    var story = try published()
    let tooMuch = #""with":"organisation-school","quantity":7"#
    #expect(
      refused(.rule) { () throws(Rejection) in try step(&story, "matchNeed", tooMuch) }?.rule
        == "QUANTITY")
    #expect(try step(&story, "matchNeed", tooMuch, as: "REPORTED").findings == ["QUANTITY"])
    var exact = try published()
    #expect(
      try step(&exact, "matchNeed", #""with":"organisation-school","quantity":6"#).findings == [])
    var all = try published()
    _ = try step(&all, "matchNeed", #""with":"organisation-school""#)
    #expect(try state(all).phase == .matched)
  }

  @Test func `with a code that stands in no list is held for review`() throws {
    for (more, isHeld) in [
      (#","topic":"internship""#, false), (#","topic":"astrology""#, true),
      (#","industries":["C36"]"#, false), (#","industries":["Z36"]"#, true),
    ] {
      var story = try Story.world()
      let outcome = try step(
        &story, "publishNeed",
        #""organisation":"organisation-host","terms":{\#(Self.terms + more)}"#)
      #expect(outcome.reviews == (isHeld ? ["CODE"] : []), "\(more)")
    }
  }

  @Test func `is refused when it is badly described`() throws {
    var story = try Story.world()
    for bad in [
      #""side":"SUPPLY""#, #""kind":"RESEARCH""#, Self.terms.replacing("3302", with: "330"),
      Self.terms.replacing(":6,", with: ":0,"), Self.terms.replacing("460701", with: "46"),
      Self.terms.replacing("2023-06-30", with: "2023-02-28"),
    ] {
      refused(.malformedValue) { () throws(Rejection) in
        try step(
          &story, "publishNeed", #""organisation":"organisation-host","terms":{\#(bad)}"#,
          as: "REPORTED")
      }
    }
    var need = try published()
    for (name, details) in [
      ("reviseNeed", #""terms":{}"#), ("reviseNeed", #""terms":{"side":"SUPPLY"}"#),
      ("reviseNeed", #""terms":{"kind":"TALENT"}"#),
      ("reviseNeed", #""terms":{"to":"2023-02-28"}"#),
      ("answerNeed", #""by":"organisation-host""#),
      ("matchNeed", #""with":"organisation-host""#),
      ("matchNeed", #""with":"organisation-school","need":"need-1""#),
      ("matchNeed", #""with":"organisation-school","quantity":0"#),
      ("recordFailedMatch", #""with":"organisation-school""#),
    ] {
      refused(.malformedValue) { () throws(Rejection) in try step(&need, name, details) }
    }
    // Told out of order, it may belong to a first day that was told since.
    _ = try step(&need, "reviseNeed", #""terms":{"to":"2023-02-28"}"#, as: "REPORTED")
  }

  @Test func `is corrected and voided`() throws {
    var story = try published()
    let match = try step(&story, "matchNeed", #""with":"organisation-school","quantity":6"#)
    _ = try step(
      &story, "matchNeed", #""with":"organisation-school","quantity":2"#, corrects: match.id)
    #expect(try state(story).openQuantity == 4 && state(story).phase == .open)
    try story.void(Self.stream, match.id)
    #expect(try state(story).openQuantity == 6)
  }
}

@Suite struct `A recommendation` {
  static let stream = "recommendation-1"
  static let given =
    #""to":"person-student","recommended":"organisation-host","algorithm":"weighted-sum","algorithmVersion":"1","score":70,"reasons":[{"criterion":"major-same","points":40},{"criterion":"region-same-city","points":30}]"#

  private let step = Acts("recommendation", Self.stream, on: "2023-04-02", as: "DECIDED")

  private func told() throws -> Story {
    var story = try Story.world()
    try story.person("student")
    return story
  }

  private func switched(_ word: String, _ story: inout Story, on day: String) throws(Rejection) {
    try story.act("switchRecommendations\(word)", "person", "person-student", on: day)
  }

  @Test func `is given with its reasons, and accepted or declined`() throws {
    var story = try told()
    #expect(try step(&story, "giveRecommendation", Self.given).findings == [])
    _ = try step(&story, "acceptRecommendation", on: "2023-04-03", as: "REPORTED")
    #expect(try story.state(Recommendation.self, Self.stream)?.phase == .accepted)
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "declineRecommendation", on: "2023-04-04", as: "DECIDED")
    }
    var declined = try told()
    _ = try step(&declined, "giveRecommendation", Self.given)
    _ = try step(
      &declined, "declineRecommendation", #""reason":"NOT_WANTED""#, on: "2023-04-03",
      as: "REPORTED")
    #expect(
      try declined.state(Recommendation.self, Self.stream)?.declineReason == .notWanted)
  }

  @Test func `that nothing was found for is recorded with its reason`() throws {
    var story = try told()
    let nothing =
      #""to":"person-student","reason":"TOO_FAR","algorithm":"a","algorithmVersion":"1""#
    for bad in [
      #""to":"person-student""#, #""to":"person-student","reason":"REASON_UNSPECIFIED""#,
      nothing.replacing(#","algorithmVersion":"1""#, with: ""), nothing + #","lookedAt":-1"#,
      nothing + #","weightsSha256":"abc""#,
    ] {
      refused(.malformedValue) { () throws(Rejection) in
        try step(&story, "recordNothingFound", bad)
      }
    }
    #expect(
      try step(&story, "recordNothingFound", nothing).types == ["recommendation.nothing-found"])
    let state = try #require(try story.state(Recommendation.self, Self.stream))
    #expect(state.phase == .nothingFound)
    #expect(state.nothingFound?.reason == .tooFar)
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "acceptRecommendation", on: "2023-04-03", as: "DECIDED")
    }
  }

  @Test func `of an algorithm names its version and its reasons, which add up`() throws {
    var story = try told()
    for bad in [
      Self.given.replacing(#""algorithmVersion":"1","#, with: ""),
      #""to":"person-student","recommended":"organisation-host","algorithm":"a","algorithmVersion":"1""#,
      Self.given.replacing(":70,", with: ":71,"),
      Self.given.replacing("organisation-host", with: "person-student"),
      Self.given.replacing("major-same", with: "major same"),
      Self.given + #","rank":0"#,
      Self.given + #","weightsSha256":"abc""#,
    ] {
      #expect(bad != Self.given)
      refused(.malformedValue) { () throws(Rejection) in
        try step(&story, "giveRecommendation", bad)
      }
    }
    // A human needs none of that.
    #expect(
      try step(
        &story, "giveRecommendation",
        #""to":"organisation-school","recommended":"organisation-host""#
      ).findings == [])
  }

  @Test func `is not given to whoever has switched them off`() throws {
    var story = try told()
    try switched("Off", &story, on: "2023-04-02")
    #expect(try story.state(Person.self, "person-student")?.hasRecommendationsOff == true)
    #expect(
      refused(.rule) { () throws(Rejection) in
        try step(&story, "giveRecommendation", Self.given)
      }?.rule == "SWITCHED-OFF")
    #expect(
      try step(&story, "giveRecommendation", Self.given, on: "2023-04-01").findings == [],
      "the day before")
    var reported = try told()
    try switched("Off", &reported, on: "2023-04-02")
    #expect(
      try step(&reported, "giveRecommendation", Self.given, as: "REPORTED").findings
        == ["SWITCHED-OFF"])
    try switched("On", &reported, on: "2023-04-03")
    #expect(try reported.state(Person.self, "person-student")?.hasRecommendationsOff == false)
    #expect(
      Rejudging.judgedAgain(after: EventType("person.recommendations-switched-off"))
        .contains(EventType("recommendation.given")))
    // What was off that day stays off that day.
    #expect(try reported.rejudge(Self.stream, "recommendation.given") == [])
  }

  @Test func `is not given under a record whose survivor has switched them off`() throws {
    var story = try told()
    try story.person("other")
    try story.act(
      "mergePerson", "person", "person-student", #""into":"person-other""#, on: "2023-04-01",
      as: "DECIDED")
    try story.act("switchRecommendationsOff", "person", "person-other", on: "2023-04-02")
    #expect(
      refused(.rule) { () throws(Rejection) in
        try step(&story, "giveRecommendation", Self.given)
      }?.rule == "SWITCHED-OFF")
    #expect(
      try step(&story, "giveRecommendation", Self.given, on: "2023-04-01").findings == [],
      "the day before")
  }

  @Test func `of a job is given while it takes applications`() throws {
    let given = #""to":"person-student","recommended":"vacancy-v""#
    var story = try told()
    try story.act(
      "publishVacancy", "vacancy", "vacancy-v",
      #""employer":"organisation-host","terms":{\#(`A vacancy`.terms)}"#, on: "2023-04-02")
    #expect(
      refused(.rule) { () throws(Rejection) in
        try step(&story, "giveRecommendation", given, on: "2023-04-01")
      }?.rule == "OPEN-VACANCY")
    var taken = story
    #expect(try step(&taken, "giveRecommendation", given, on: "2023-04-02").findings == [])
    try taken.act("closeVacancy", "vacancy", "vacancy-v", on: "2023-04-03")
    #expect(try taken.rejudge(Self.stream, "recommendation.given") == [], "it was open that day")
    try story.act("closeVacancy", "vacancy", "vacancy-v", on: "2023-04-03")
    #expect(
      try step(&story, "giveRecommendation", given, on: "2023-04-04", as: "REPORTED").findings
        == ["OPEN-VACANCY"])
  }

  @Test func `switch is the same when it is used twice`() throws {
    var story = try told()
    func use(_ name: String, on day: String, as standing: String) throws -> [String] {
      try story.act(name, "person", "person-student", on: day, as: standing).types
    }
    #expect(try use("switchRecommendationsOn", on: "2023-04-01", as: "DECIDED") == [])
    try switched("Off", &story, on: "2023-04-02")
    #expect(try use("switchRecommendationsOff", on: "2023-04-02", as: "REPORTED") == [])
    #expect(try use("switchRecommendationsOff", on: "2023-04-03", as: "DECIDED") == [])
    // What is told of another day holds for that day, whatever is told later of the time between.
    #expect(
      try use("switchRecommendationsOff", on: "2023-04-03", as: "REPORTED")
        == ["person.recommendations-switched-off"])
  }

  @Test func `is corrected and voided`() throws {
    var story = try told()
    let given = try step(&story, "giveRecommendation", Self.given)
    _ = try step(&story, "giveRecommendation", Self.given + #","rank":2"#, corrects: given.id)
    #expect(try story.state(Recommendation.self, Self.stream)?.details.rank == 2)
    try story.void(Self.stream, given.id)
    #expect(try story.state(Recommendation.self, Self.stream) == nil)
  }
}
