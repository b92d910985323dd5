@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `Staff training` {
  private func told() throws -> Story {
    var story = try Story.world()
    for id in ["a", "b", "c"] { try story.person(id) }
    return story
  }

  private let step = Acts("training", "training-t", on: "2023-03-10", as: "DECIDED")

  private func planned(seats: Int = 2) throws -> Story {
    var story = try told()
    try step(
      &story, "requestTraining",
      #""enterprise":"organisation-host","heads":2,"programmes":["REEMPLOYMENT"]"#,
      on: "2023-03-01", as: "REPORTED")
    try step(
      &story, "planTraining",
      #""provider":"organisation-school","entrusted":false,"seats":\#(seats),"#
        + #""programmes":["SUNSHINE"]"#,
      on: "2023-03-02")
    return story
  }

  private func state(_ story: Story) throws -> StaffTraining {
    try #require(try story.state(StaffTraining.self, "training-t"))
  }

  private func person(_ id: String) throws -> StreamName {
    try StreamName(validating: "person-" + id)
  }

  @Test func `goes from the request to the certificate`() throws {
    var story = try planned()
    try step(&story, "enrolTrainee", #""trainee":"person-a""#, on: "2023-03-05")
    try step(&story, "enrolTrainee", #""trainee":"person-b""#, on: "2023-03-05")
    try step(&story, "holdTrainingSession", #""hours":8"#, on: "2023-03-06")
    try step(&story, "dropTrainee", #""trainee":"person-b","reason":"WORK""#, on: "2023-03-07")
    let certificate = try step(
      &story, "issueTrainingCertificate", #""trainee":"person-a""#, on: "2023-03-30",
      more: #""personal":{"level":"3","number":"C-1"}"#)
    #expect(certificate.recorded[0].event.personal.map(\.part) == ["trainee.personal"])
    #expect(certificate.recorded[0].event.personal.map(\.subject.text) == ["person-a"])
    #expect(
      !String(decoding: certificate.recorded[0].event.payload, as: UTF8.self).contains("C-1"))
    try step(&story, "completeTraining", on: "2023-03-31")
    let training = try state(story)
    #expect(training.phase == .completed)
    #expect(training.traineeCount == 1)
    #expect(training.certificateCount == 1)
    #expect(training.hours == 8)
    #expect(training.programmes == [.reemployment, .sunshine])
    #expect(training.enterprise?.text == "organisation-host")
    #expect(training.outOfOrder == [])
  }

  @Test func `has a seat for each trainee`() throws {
    var story = try planned(seats: 1)
    try step(&story, "enrolTrainee", #""trainee":"person-a""#)
    let no = refused(.rule) { () throws(Rejection) in
      try step(&story, "enrolTrainee", #""trainee":"person-b""#)
    }
    #expect(no?.rule == "SEATS")
    #expect(
      try step(&story, "enrolTrainee", #""trainee":"person-b""#, as: "REPORTED").findings
        == ["SEATS"])
    var other = try planned(seats: 1)
    try step(&other, "enrolTrainee", #""trainee":"person-a""#, on: "2023-03-05")
    try step(&other, "dropTrainee", #""trainee":"person-a""#, on: "2023-03-06")
    try step(&other, "enrolTrainee", #""trainee":"person-b""#, on: "2023-03-07")
    #expect(try state(other).traineeCount == 1)
  }

  @Test func `takes nobody twice`() throws {
    var story = try planned()
    try step(&story, "enrolTrainee", #""trainee":"person-a""#, on: "2023-03-05")
    #expect(
      try step(&story, "enrolTrainee", #""trainee":"person-a""#, on: "2023-03-05").types == [])
    let no = refused(.rule) { () throws(Rejection) in
      try step(&story, "enrolTrainee", #""trainee":"person-a""#, on: "2023-03-06")
    }
    #expect(no?.rule == "TRAINEE-ONCE")
    #expect(
      try step(
        &story, "enrolTrainee", #""trainee":"person-a""#, on: "2023-03-06", as: "REPORTED"
      ).findings == ["TRAINEE-ONCE"])
    #expect(try state(story).traineeCount == 1)
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "dropTrainee", #""trainee":"person-c""#)
    }
    refused(.unknownStream) { () throws(Rejection) in
      try step(&story, "enrolTrainee", #""trainee":"person-nobody""#)
    }
  }

  @Test func `certifies those who took part, after a session`() throws {
    var story = try planned()
    try step(&story, "enrolTrainee", #""trainee":"person-a""#, on: "2023-03-05")
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "issueTrainingCertificate", #""trainee":"person-a""#)
    }
    #expect(
      try step(
        &story, "issueTrainingCertificate", #""trainee":"person-a""#, as: "REPORTED"
      ).findings.sorted() == ["CERTIFICATE", "ORDER"])
    try step(&story, "holdTrainingSession", on: "2023-03-11")
    let no = refused(.rule) { () throws(Rejection) in
      try step(&story, "issueTrainingCertificate", #""trainee":"person-c""#, on: "2023-03-12")
    }
    #expect(no?.rule == "CERTIFICATE")
    #expect(
      try step(
        &story, "issueTrainingCertificate", #""trainee":"person-a""#, on: "2023-03-12"
      ).findings == [])
  }

  @Test func `certifies nobody who had left before the first session`() throws {
    var story = try planned()
    for trainee in ["a", "b"] {
      try step(&story, "enrolTrainee", #""trainee":"person-\#(trainee)""#, on: "2023-03-05")
    }
    try step(&story, "dropTrainee", #""trainee":"person-a""#, on: "2023-03-06")
    try step(&story, "holdTrainingSession", on: "2023-03-07")
    try step(&story, "dropTrainee", #""trainee":"person-b""#, on: "2023-03-08")
    func certify(_ trainee: String, as standing: String) throws(Rejection) -> [String] {
      var copy = story
      return try step(
        &copy, "issueTrainingCertificate", #""trainee":"person-\#(trainee)""#, on: "2023-03-12",
        as: standing
      ).findings
    }
    let no = refused(.rule, field: "issueTrainingCertificate.details.trainee") {
      () throws(Rejection) in try certify("a", as: "DECIDED")
    }
    #expect(no?.rule == "CERTIFICATE")
    #expect(try certify("a", as: "REPORTED") == ["CERTIFICATE"])
    #expect(try certify("b", as: "DECIDED") == [], "who left later had been taught")
    // Who comes back takes part.
    try step(&story, "enrolTrainee", #""trainee":"person-a""#, on: "2023-03-09")
    #expect(try certify("a", as: "DECIDED") == [])
  }

  @Test func `for another rests on a contract of whoever trains`() throws {
    func plan(
      _ story: inout Story, on day: String = "2023-03-02", as standing: String
    ) throws(Rejection) -> [String] {
      try step(
        &story, "planTraining",
        #""provider":"organisation-school2","enterprise":"organisation-host","agreement":"agreement-e""#,
        on: day, as: standing
      ).findings
    }
    var story = try told()
    try story.agreement("agreement-e", on: "2022-04-01")
    var decided = story
    let no = refused(.rule, field: "planTraining.details.provider") { () throws(Rejection) in
      try plan(&decided, as: "DECIDED")
    }
    #expect(no?.rule == "R17")
    var own = story
    #expect(
      try step(
        &own, "planTraining",
        #""provider":"organisation-school2","enterprise":"organisation-school2","agreement":"agreement-e""#,
        on: "2023-03-02", as: "REPORTED"
      ).findings.contains("R17") == false, "who trains the own staff needs no contract of the own")
    var before = story
    #expect(try plan(&before, on: "2022-04-30", as: "REPORTED") == [], "the law is of May 2022")
    #expect(try plan(&story, as: "REPORTED") == ["R17"])
    // Who took a party's place by then is one, also where that is told later.
    try story.act(
      "confirmSuccessor", "agreement", "agreement-e",
      #""party":"organisation-school","successor":"organisation-school2""#, on: "2023-01-01")
    #expect(
      Rejudging.judgedAgain(after: EventType("agreement.successor-confirmed"))
        .contains(EventType("training.planned")))
    #expect(try story.rejudge("training-t", "training.planned") == ["finding.withdrawn"])
  }

  @Test func `for another needs a contract`() throws {
    func plan(
      _ story: inout Story, _ more: String, on day: String = "2023-03-02",
      as standing: String = "DECIDED"
    ) throws(Rejection) -> Story.Outcome {
      try step(
        &story, "planTraining",
        #""provider":"organisation-school","enterprise":"organisation-host""# + more, on: day,
        as: standing)
    }
    var story = try told()
    try story.agreement("agreement-e", on: "2022-06-30")
    let no = refused(.rule) { () throws(Rejection) in try plan(&story, "") }
    #expect(no?.rule == "R17")
    // The law is in force from May 2022.
    #expect(try plan(&story, "", on: "2022-04-30").findings == [])
    var from = try told()
    refused(.rule) { () throws(Rejection) in try plan(&from, "", on: "2022-05-01") }
    var with = story
    with = try told()
    try with.agreement("agreement-e", on: "2022-06-30")
    #expect(try plan(&with, #","agreement":"agreement-e""#).findings == [])
    var before = try told()
    try before.agreement("agreement-e", on: "2023-06-30")
    refused(.rule) { () throws(Rejection) in
      try plan(&before, #","agreement":"agreement-e""#)
    }
    // Of a report, only what it says counts.
    var reported = try told()
    #expect(try plan(&reported, "", as: "REPORTED").findings == [])
    var entrusted = try told()
    #expect(
      try plan(&entrusted, #","entrusted":true"#, as: "REPORTED").findings == ["R17"])
  }

  @Test func `ends once a day`() throws {
    var story = try planned()
    try step(&story, "holdTrainingSession", on: "2023-03-06")
    try step(&story, "completeTraining", on: "2023-03-31", as: "REPORTED")
    #expect(
      try step(&story, "cancelTraining", on: "2023-04-01", as: "REPORTED").findings == ["ORDER"])
    var same = try planned()
    try step(&same, "holdTrainingSession", on: "2023-03-06")
    let completed = try step(&same, "completeTraining", on: "2023-03-31", as: "REPORTED")
    #expect(completed.findings == [])
    #expect(
      try step(&same, "cancelTraining", on: "2023-03-31", as: "REPORTED").findings.sorted()
        == ["ENDS", "ORDER"])
    // Whichever of the two is asked again, the answer is the same.
    for type in ["training.completed", "training.cancelled"] {
      try same.rejudge("training-t", type)
      #expect(try same.openFindings().contains("ENDS"), "\(type)")
    }
    try same.void("training-t", completed.id)
    #expect(
      try same.rejudge("training-t", "training.cancelled").contains("finding.withdrawn"))
    #expect(!(try same.openFindings().contains("ENDS")))
  }

  @Test func `is cancelled with a reason, and corrected`() throws {
    var story = try planned()
    refused(.malformedValue) { () throws(Rejection) in try step(&story, "cancelTraining") }
    let cancelled = try step(&story, "cancelTraining", #""reason":"TOO_FEW""#)
    #expect(try state(story).phase == .cancelled)
    try story.void("training-t", cancelled.id)
    #expect(try state(story).phase == .planned)
    refused(.wrongState) { () throws(Rejection) in try step(&story, "completeTraining") }
  }
}
