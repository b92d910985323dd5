@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A case of assistance` {
  private func told(group: Bool = true) throws -> Story {
    var story = try Story.world()
    try story.student()
    for id in ["owner", "other"] { try story.person(id) }
    if group {
      try story.tell(
        #"{"confirmKeyGroup":{"enrolment":"enrolment-student","details":{"#
          + #""confirmedBy":"organisation-bureau","validTo":"2023-09-30"},"#
          + #""sensitive":{"group":"POVERTY"}}}"#, "2023-01-10")
    }
    return story
  }

  static let opening =
    #""graduate":"person-student","enrolment":"enrolment-student","owner":"person-owner""#

  private let step = Acts("assistanceCase", "assistance-s", on: "2023-02-10", as: "DECIDED")

  private func opened() throws -> Story {
    var story = try told()
    try step(&story, "openAssistanceCase", Self.opening, on: "2023-02-01")
    return story
  }

  private func state(_ story: Story) throws -> AssistanceCase {
    try #require(try story.state(AssistanceCase.self, "assistance-s"))
  }

  @Test func `goes from its opening to its end, with one responsible person`() throws {
    var story = try opened()
    try step(&story, "assignCaseOwner", #""owner":"person-other""#, on: "2023-02-02")
    #expect(
      try step(&story, "assignCaseOwner", #""owner":"person-other""#, on: "2023-02-03").types == [])
    try step(&story, "recordDiagnosis", on: "2023-02-04")
    #expect(try state(story).phase == .diagnosed)
    try step(&story, "giveGuidance", #""mode":"ONLINE""#, on: "2023-02-05")
    try step(&story, "recommendJob", #""employer":"organisation-host""#, on: "2023-02-06")
    try step(&story, "guideSubsidy", on: "2023-02-07")
    try step(&story, "resolveAssistanceCase", on: "2023-03-01")
    let ended = try state(story)
    #expect(ended.phase == .resolved)
    #expect(ended.owner?.text == "person-other")
    #expect(ended.firstContact?.description == "2023-02-04")
    #expect(ended.guidanceCount == 1)
    #expect(ended.recommendationCount == 1)
    #expect(ended.subsidyCount == 1)
    #expect(ended.outOfOrder == [])
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "giveGuidance", on: "2023-03-02")
    }
    try step(&story, "reopenAssistanceCase", on: "2023-03-05")
    #expect(try state(story).isOpen)
    refused(.malformedValue, field: "closeAssistanceCase.details.reason") {
      () throws(Rejection) in try step(&story, "closeAssistanceCase", on: "2023-03-06")
    }
    try step(&story, "closeAssistanceCase", #""reason":"LEFT""#, on: "2023-03-06")
    #expect(try state(story).closingReason == .left)
  }

  @Test func `has each difficulty once in a diagnosis`() throws {
    var story = try told()
    try step(&story, "openAssistanceCase", Self.opening, on: "2023-02-01")
    refused(.malformedValue, field: "recordDiagnosis.sensitive.difficulties") {
      () throws(Rejection) in
      try step(
        &story, "recordDiagnosis", on: "2023-02-04",
        more: #""sensitive":{"difficulties":["HEALTH","HEALTH"]}"#)
    }
  }

  @Test func `keeps what is sensitive out of the log`() throws {
    var story = try told()
    let opened = try step(
      &story, "openAssistanceCase", Self.opening, on: "2023-02-01",
      more: #""sensitive":{"group":"POVERTY","situation":"lives far away"}"#)
    let diagnosis = try step(
      &story, "recordDiagnosis", on: "2023-02-04",
      more: #""sensitive":{"difficulties":["HEALTH"],"note":"bad back"}"#)
    let guidance = try step(
      &story, "giveGuidance", on: "2023-02-05", more: #""sensitive":{"note":"to the doctor"}"#)
    let subsidy = try step(
      &story, "guideSubsidy", on: "2023-02-06", more: #""sensitive":{"subsidy":"for the poor"}"#)
    for outcome in [opened, diagnosis, guidance, subsidy] {
      let event = outcome.recorded[0].event
      #expect(event.personal.map(\.part) == ["graduate.sensitive"])
      #expect(event.personal.map(\.subject.text) == ["person-student"])
      let payload = String(decoding: event.payload, as: UTF8.self)
      for word in ["far", "back", "doctor", "poor"] { #expect(!payload.contains(word)) }
    }
    #expect(diagnosis.recorded[0].event.payload == [])
  }

  @Test func `counts help once that is told again`() throws {
    var story = try opened()
    let notes = [
      "", #""sensitive":{"note":"to the doctor"}"#, #""sensitive":{"note":"to a firm"}"#,
    ]
    for note in notes {
      for times in 1...2 {
        let told = try step(
          &story, "giveGuidance", on: "2023-02-05", as: "REPORTED", more: note)
        #expect((told.types == []) == (times == 2), "\(note)")
      }
    }
    #expect(try state(story).guidanceCount == notes.count)
    // What we do ourselves we may do twice a day.
    for _ in 1...2 { try step(&story, "giveGuidance", on: "2023-02-06") }
    #expect(try state(story).guidanceCount == notes.count + 2)
    for name in ["recordDiagnosis", "guideSubsidy"] {
      for _ in 1...2 { try step(&story, name, on: "2023-02-07", as: "REPORTED") }
    }
    #expect(try state(story).diagnosisCount == 1 && state(story).subsidyCount == 1)
  }

  @Test func `has a responsible person`() throws {
    let nobody = #""graduate":"person-student","enrolment":"enrolment-student""#
    var story = try told()
    let no = refused(.rule) { () throws(Rejection) in
      try step(&story, "openAssistanceCase", nobody)
    }
    #expect(no?.rule == "ONE-OWNER")
    #expect(
      try step(&story, "openAssistanceCase", nobody, as: "REPORTED").findings == ["ONE-OWNER"])
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "assignCaseOwner", #""owner":"person-student""#)
    }
  }

  @Test func `is opened for a confirmed key group`() throws {
    var without = try told(group: false)
    let no = refused(.rule) { () throws(Rejection) in
      try step(&without, "openAssistanceCase", Self.opening)
    }
    #expect(no?.rule == "CONFIRMED-GROUP")
    #expect(
      try step(&without, "openAssistanceCase", Self.opening, as: "REPORTED").findings
        == ["CONFIRMED-GROUP"])
    // The status holds from its confirmation to its last day.
    for (day, findings) in [
      ("2023-01-09", ["CONFIRMED-GROUP"]), ("2023-01-10", []), ("2023-09-29", []),
      ("2023-10-01", ["CONFIRMED-GROUP"]),
    ] {
      var story = try told()
      #expect(
        try step(&story, "openAssistanceCase", Self.opening, on: day, as: "REPORTED").findings
          == findings, "\(day)")
    }
    var unnamed = try told(group: false)
    let bare = #""graduate":"person-student","owner":"person-owner""#
    refused(.rule) { () throws(Rejection) in try step(&unnamed, "openAssistanceCase", bare) }
    #expect(try step(&unnamed, "openAssistanceCase", bare, as: "REPORTED").findings == [])
  }

  @Test func `is the person's only open one`() throws {
    var story = try opened()
    // A second one that is reported waits for a steward; we open none.
    var twice = story
    #expect(
      try step(&twice, "openAssistanceCase", Self.opening, as: "REPORTED", stream: "assistance-t")
        .reviews == ["CASE-ONCE"])
    var again = story
    let reasons = try step(
      &again, "openAssistanceCase", Self.opening, as: "REPORTED", stream: "assistance-t"
    ).decision.events.flatMap(\.reviews).map(\.reason)
    #expect(reasons.count == 1 && reasons[0].contains("at a time; assistance-"), "\(reasons)")
    let no = refused(.rule) { () throws(Rejection) in
      try step(&story, "openAssistanceCase", Self.opening, as: "DECIDED", stream: "assistance-t")
    }
    #expect(no?.rule == "CASE-ONCE")
    try step(&story, "closeAssistanceCase", #""reason":"REFUSED""#, on: "2023-02-20")
    try step(
      &story, "openAssistanceCase", Self.opening, on: "2023-02-21", stream: "assistance-t")
    refused(.rule) { () throws(Rejection) in
      try step(&story, "reopenAssistanceCase", on: "2023-02-22")
    }
  }

  @Test func `leads to the graduate's own outcome`() throws {
    var story = try opened()
    try story.person("stranger")
    for (id, graduate) in [("o", "person-student"), ("p", "person-stranger")] {
      try story.act(
        "declareOutcome", "outcome", "outcome-\(id)",
        #""graduate":"\#(graduate)","facts":{"category":"10"}"#, on: "2023-02-20")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "linkCaseOutcome", #""outcome":"outcome-p""#, on: "2023-02-21")
    }
    try step(&story, "linkCaseOutcome", #""outcome":"outcome-o""#, on: "2023-02-21")
    #expect(try state(story).outcome?.text == "outcome-o")
    #expect(try step(&story, "linkCaseOutcome", #""outcome":"outcome-o""#).types == [])
  }

  @Test func `is not recommended a job that nobody offers`() throws {
    var story = try opened()
    refused(.malformedValue) { () throws(Rejection) in try step(&story, "recommendJob") }
    refused(.unknownStream) { () throws(Rejection) in
      try step(&story, "recommendJob", #""vacancy":"vacancy-none""#)
    }
  }

  @Test func `is recommended a vacancy while it takes applications`() throws {
    func recommend(on day: String, as standing: String) throws -> Story {
      var story = try opened()
      try story.act(
        "publishVacancy", "vacancy", "vacancy-v",
        #""employer":"organisation-host","terms":{"title":"Fitter","from":"2023-02-03","#
          + #""to":"2023-02-20"}"#, on: "2023-02-03")
      try step(&story, "recommendJob", #""vacancy":"vacancy-v""#, on: day, as: standing)
      return story
    }
    for day in ["2023-02-03", "2023-02-20"] {
      #expect(
        try recommend(on: day, as: "DECIDED").openFindings().contains("OPEN-VACANCY") == false)
    }
    for day in ["2023-02-02", "2023-02-21"] {
      #expect(try recommend(on: day, as: "REPORTED").openFindings().contains("OPEN-VACANCY"))
      #expect(throws: Rejection.self) { try recommend(on: day, as: "DECIDED") }
    }
  }

  @Test func `that was both resolved and closed on one day is a finding`() throws {
    var story = try opened()
    try step(&story, "resolveAssistanceCase", on: "2023-03-01", as: "REPORTED")
    #expect(
      try step(&story, "closeAssistanceCase", on: "2023-03-01", as: "REPORTED").findings.sorted()
        == ["ENDS", "ORDER"])
  }

  @Test func `frees the person's place when its opening is voided`() throws {
    var story = try told()
    let opened = try step(&story, "openAssistanceCase", Self.opening, on: "2023-02-01")
    try story.void("assistance-s", opened.id)
    try step(&story, "openAssistanceCase", Self.opening, stream: "assistance-t")
  }
}
