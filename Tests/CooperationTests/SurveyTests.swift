@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A survey` {
  static let questions =
    #""questions":[{"key":"q1","text":"How well?","scaleMin":1,"scaleMax":5},"#
    + #"{"key":"q2","text":"Interns?","choices":["yes","no"]}]"#

  private func designed() throws -> Story {
    var story = try Story.world()
    try step(
      &story, "designSurvey",
      #""title":"Demand","respondents":["EMPLOYER_RESPONDENT"],"# + Self.questions,
      on: "2023-01-01")
    return story
  }

  private func opened() throws -> Story {
    var story = try designed()
    try step(&story, "openSurvey", on: "2023-02-01")
    return story
  }

  private let step = Acts("survey", "survey-d", on: "2023-02-10", as: "DECIDED")

  @discardableResult
  private func respond(
    _ story: inout Story, _ answers: String = #"{"question":"q1","value":4}"#,
    token: String = "survey.response-d.t1", on day: String = "2023-02-05",
    role: String = "EMPLOYER_RESPONDENT", corrects: String? = nil
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "respondToSurvey", "response", token,
      #""survey":"survey-d","role":"\#(role)","answers":[\#(answers)]"#, on: day,
      corrects: corrects)
  }

  private func state(_ story: Story) throws -> Survey {
    try #require(try story.state(Survey.self, "survey-d"))
  }

  @Test func `goes from its design to an improvement`() throws {
    var story = try opened()
    #expect(try respond(&story).types == ["survey-response.received"])
    try step(
      &story, "receiveSurveyFeedback",
      #""organisation":"organisation-host","topic":"curriculum","summary":"More practice""#,
      as: "REPORTED")
    try step(&story, "closeSurvey", on: "2023-02-28")
    #expect(try step(&story, "closeSurvey", on: "2023-02-28").types == [])
    try step(
      &story, "publishSurvey",
      #""cells":[{"question":"q1","respondentCount":5,"meanHundredths":410}],"responseCount":5"#,
      on: "2023-03-10")
    try step(
      &story, "decideSurveyImprovement",
      #""school":"organisation-school","change":"A new workshop""#, on: "2023-03-20")
    let survey = try state(story)
    #expect(survey.phase == .published)
    #expect(survey.opened?.description == "2023-02-01")
    #expect(survey.closed?.description == "2023-02-28")
    #expect(survey.feedbackCount == 1)
    #expect(survey.improvements.map(\.change) == ["A new workshop"])
    #expect(survey.results?.responseCount == 5)
    #expect(survey.outOfOrder == [])
  }

  @Test func `needs questions that can be answered`() throws {
    var story = try Story.world()
    for bad in [
      #""questions":[]"#,
      #""questions":[{"key":"q1","text":"?"}]"#,
      #""questions":[{"key":"q1","text":"?","scaleMin":5,"scaleMax":1}]"#,
      #""questions":[{"key":"q1","text":"?","scaleMin":5}]"#,
      #""questions":[{"key":"q1","text":"?","scaleMin":1,"scaleMax":5,"choices":["a"]}]"#,
      #""questions":[{"key":"q1","text":"?","choices":["a","a"]}]"#,
      #""questions":[{"key":"q1","choices":["a"]},{"key":"q1","choices":["b"]}]"#,
    ] {
      refused(.malformedValue) { () throws(Rejection) in
        try step(&story, "designSurvey", #""title":"T","# + bad)
      }
    }
    #expect(
      try step(&story, "designSurvey", #""title":"T""#, as: "REPORTED").types
        == ["survey.designed"])
  }

  @Test func `takes each token once`() throws {
    var story = try opened()
    try respond(&story)
    refused(.alreadyExists) { () throws(Rejection) in
      try respond(&story, #"{"question":"q1","value":2}"#)
    }
    try respond(&story, token: "survey.response-d.t2")
  }

  @Test func `takes answers on its scale and among its choices only`() throws {
    var story = try opened()
    for bad in [
      #"{"question":"q1","value":0}"#, #"{"question":"q1","value":6}"#, #"{"question":"q1"}"#,
      #"{"question":"q1","choice":"yes"}"#, #"{"question":"q2","choice":"perhaps"}"#,
      #"{"question":"q2","value":1}"#, #"{"question":"q3","value":1}"#,
      #"{"question":"q1","value":1},{"question":"q1","value":2}"#, "",
    ] {
      refused(.malformedValue) { () throws(Rejection) in try respond(&story, bad) }
    }
    for (number, good) in [
      #"{"question":"q1","value":1}"#, #"{"question":"q1","value":5}"#,
      #"{"question":"q2","choice":"no"}"#,
    ].enumerated() {
      #expect(
        try respond(&story, good, token: "survey.response-d.g\(number)").reviews == [])
    }
    refused(.malformedValue, field: "respondToSurvey.details.role") { () throws(Rejection) in
      try respond(&story, token: "survey.response-d.t9", role: "GRADUATE_RESPONDENT")
    }
    refused(.malformedValue, field: "respondToSurvey.response") { () throws(Rejection) in
      try respond(&story, token: "survey.response-other.t9")
    }
  }

  @Test func `holds a response for review that comes before it opens or after it closes`() throws {
    var story = try opened()
    #expect(
      try respond(&story, token: "survey.response-d.early", on: "2023-01-31").reviews
        == ["SURVEY-OPEN"])
    #expect(
      try respond(&story, token: "survey.response-d.first", on: "2023-02-01").reviews == [])
    try step(&story, "closeSurvey", on: "2023-02-28")
    #expect(
      try respond(&story, token: "survey.response-d.last", on: "2023-02-27").reviews == [])
    #expect(
      try respond(&story, token: "survey.response-d.late", on: "2023-03-01").reviews
        == ["SURVEY-OPEN"])
  }

  @Test func `shows no cell of fewer than five`() throws {
    var story = try opened()
    try step(&story, "closeSurvey", on: "2023-02-28")
    let small = #""cells":[{"question":"q1","respondentCount":4}]"#
    let no = refused(.rule) { () throws(Rejection) in
      try step(&story, "publishSurvey", small, on: "2023-03-01")
    }
    #expect(no?.rule == "P09")
    #expect(
      try step(&story, "publishSurvey", small, on: "2023-03-01", as: "REPORTED").findings
        == ["P09"])
    #expect(
      try step(
        &story, "publishSurvey", #""cells":[{"question":"q1","respondentCount":5}]"#,
        on: "2023-03-02"
      ).findings == [])
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "publishSurvey", #""cells":[{"question":"q7","respondentCount":5}]"#,
        on: "2023-03-02")
    }
  }

  @Test func `that speaks of more respondents than answered is found`() throws {
    for (responses, told, isFound) in [(1, 100, true), (6, 6, false), (6, 7, true), (0, 9, false)] {
      var story = try opened()
      for number in 0..<responses {
        try respond(&story, token: "survey.response-d.t\(number)")
      }
      try step(&story, "closeSurvey", on: "2023-02-28")
      try step(
        &story, "publishSurvey", #""cells":[{"question":"q1","respondentCount":\#(told)}]"#,
        on: "2023-03-01")
      #expect(
        try story.react("survey.published", "survey-d") == (isFound ? ["finding.opened"] : nil))
      #expect(try story.openFindings() == (isFound ? ["RESPONDENTS"] : []))
    }
  }

  @Test func `is counted by what is on record when it is asked`() throws {
    func found(
      _ told: Int, corrected: Int? = nil, voided: Int = 0, late: Int = 0
    ) throws -> Bool {
      var story = try opened()
      var responses: [String] = []
      for number in 0..<6 {
        responses.append(try respond(&story, token: "survey.response-d.t\(number)").id)
      }
      try step(&story, "closeSurvey", on: "2023-02-28")
      func cells(_ count: Int) -> String {
        #""cells":[{"question":"q1","respondentCount":\#(count)}]"#
      }
      let published = try step(&story, "publishSurvey", cells(told), on: "2023-03-01")
      if let corrected {
        try step(
          &story, "publishSurvey", cells(corrected), on: "2023-03-01", corrects: published.id)
      }
      for number in 0..<voided {
        try story.void("survey.response-d.t\(number)", responses[number])
      }
      for number in 0..<late {
        try respond(&story, token: "survey.response-d.late\(number)", on: "2023-02-27")
      }
      return try !story.following(published.recorded[0], before: nil).isEmpty
    }
    #expect(try !found(6))
    #expect(try found(6, corrected: 100))
    #expect(try !found(100, corrected: 6))
    #expect(try found(6, voided: 1))
    #expect(try !found(5, voided: 1))
    #expect(try !found(100, voided: 6), "it was on paper")
    #expect(try !found(7, late: 1))
    #expect(try found(8, late: 1))
  }

  @Test func `is not opened twice, nor published while open`() throws {
    var story = try designed()
    refused(.wrongState) { () throws(Rejection) in try step(&story, "closeSurvey") }
    try step(&story, "openSurvey", on: "2023-02-01")
    refused(.wrongState) { () throws(Rejection) in try step(&story, "publishSurvey") }
    #expect(try step(&story, "publishSurvey", as: "REPORTED").findings == ["ORDER"])
  }

  @Test func `is corrected, and its responses are voided`() throws {
    var story = try opened()
    let closed = try step(&story, "closeSurvey", on: "2023-02-28")
    try step(&story, "closeSurvey", on: "2023-02-26", corrects: closed.id)
    #expect(try state(story).closed?.description == "2023-02-26")
    let response = try respond(&story)
    try story.void("survey.response-d.t1", response.id)
    #expect(try story.state(SurveyResponse.self, "survey.response-d.t1") == nil)
  }
}
