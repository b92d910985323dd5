@testable import Cooperation
import Deciding
import EventModel
import SwiftProtobuf
import Testing

@Suite struct `A placement` {
  static let stream = "placement-1"
  static let parties =
    #""kind":"POST","student":"person-student","enrolment":"enrolment-student","school":"organisation-school","host":"organisation-host","region":"510112""#

  private let step = Acts("placement", Self.stream, on: "2022-07-01", as: "REPORTED")

  private func told() throws -> Story {
    var story = try Story.world()
    try story.student()
    try story.act(
      "reportInternshipAgreementSigned", "internshipAgreement", "internship.agreement-1",
      #""kind":"POST","student":"person-student","school":"organisation-school","host":"organisation-host""#
    )
    return story
  }

  private func arranged() throws -> Story {
    var story = try told()
    _ = try step(
      &story, "arrangePlacement",
      #""parties":{\#(Self.parties),"internshipAgreement":"internship.agreement-1"},"plannedFrom":"2022-07-01","plannedTo":"2022-12-31""#,
      on: "2022-06-30", as: "DECIDED")
    return story
  }

  private func started() throws -> Story {
    var story = try arranged()
    _ = try step(&story, "startPlacement", as: "DECIDED")
    return story
  }

  private func state(_ story: Story) throws -> Placement {
    try #require(try story.state(Placement.self, Self.stream))
  }

  @Test func `is arranged, started and completed`() throws {
    var story = try arranged()
    #expect(try state(story).plannedTo?.description == "2022-12-31")
    _ = try step(&story, "completeSafetyTraining", #""hours":8"#, on: "2022-06-30", as: "DECIDED")
    let start = try step(&story, "startPlacement", as: "DECIDED")
    #expect(start.findings == [])
    let payload = try PBPlacementStarted(serializedBytes: start.recorded[0].event.payload)
    #expect(payload.parties.student == "person-student")
    #expect(payload.parties.internshipAgreement == "internship.agreement-1")
    #expect(payload.ageBand == .adult)
    #expect(payload.gradeYear == 3)
    #expect(payload.schoolLevel == .higherVocational)
    _ = try step(&story, "completePlacement", on: "2022-12-31", as: "DECIDED")
    let placement = try state(story)
    #expect(placement.phase == .completed)
    #expect(placement.outOfOrder == [])
    #expect(try step(&story, "completePlacement", on: "2022-12-31", as: "DECIDED").types == [])
  }

  @Test func `may be known by its start alone, if somebody saw it`() throws {
    var story = try told()
    let start = #""parties":{\#(Self.parties)}"#
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "startPlacement", start, as: "DECIDED")
    }
    #expect(try step(&story, "startPlacement", start).findings == ["R01"])
    #expect(try state(story).phase == .started)
    #expect(try step(&story, "startPlacement", start).types == [])
    #expect(try step(&story, "startPlacement", start, on: "2022-07-02").findings.contains("ORDER"))
  }

  @Test func `has a student, a school and another host`() throws {
    var story = try told()
    for (parties, field) in [
      (#""school":"organisation-school","host":"organisation-host""#, "student"),
      (#""student":"person-student","host":"organisation-host""#, "school"),
      (#""student":"person-student","school":"organisation-school""#, "host"),
      (
        #""student":"person-student","school":"organisation-school","host":"organisation-school""#,
        "host"
      ),
    ] {
      for name in ["arrangePlacement", "startPlacement"] {
        refused(.malformedValue, field: "\(name).details.parties.\(field)") {
          () throws(Rejection) in
          try step(&story, name, #""parties":{\#(parties)}"#)
        }
      }
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "startPlacement", #""parties":{\#(Self.parties)},"gradeYear":2"#)
    }
    refused(.unknownStream) { () throws(Rejection) in
      try step(
        &story, "startPlacement",
        #""parties":{\#(Self.parties.replacing("organisation-host", with: "organisation-x"))}"#)
    }
  }

  @Test func `fits the internship agreement it rests on`() throws {
    var story = try told()
    let other =
      #""parties":{\#(Self.parties.replacing("organisation-host", with: "organisation-host2")),"internshipAgreement":"internship.agreement-1"}"#
    #expect(
      refused(.rule) { () throws(Rejection) in
        try step(&story, "arrangePlacement", other, as: "DECIDED")
      }?.rule == "FITTING-AGREEMENT")
    #expect(try step(&story, "arrangePlacement", other).findings == ["FITTING-AGREEMENT"])
  }

  @Test func `is paused, moved, supervised and visited`() throws {
    var story = try started()
    try story.person("master")
    _ = try step(
      &story, "changeSupervisor", #""side":"HOST_SIDE","supervisor":"person-master""#,
      on: "2022-07-02")
    #expect(
      try step(
        &story, "changeSupervisor", #""side":"HOST_SIDE","supervisor":"person-master""#,
        on: "2022-07-03", as: "DECIDED"
      ).types == [])
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "changeSupervisor", #""side":"STUDENT","supervisor":"person-master""#)
    }
    _ = try step(&story, "movePlacement", #""post":"painter","region":"510100""#, on: "2022-07-03")
    refused(.malformedValue) { () throws(Rejection) in try step(&story, "movePlacement") }
    _ = try step(
      &story, "recordSchoolVisit", #""visitor":"person-master","mode":"ON_SITE""#, on: "2022-07-04")
    _ = try step(&story, "pausePlacement", on: "2022-07-05", as: "DECIDED")
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "movePlacement", #""post":"x""#, on: "2022-07-06", as: "DECIDED")
    }
    _ = try step(&story, "resumePlacement", on: "2022-07-07", as: "DECIDED")
    let placement = try state(story)
    #expect(placement.phase == .started)
    #expect(placement.parties.post == "painter" && placement.parties.region == "510100")
    #expect(placement.supervisors[.hostSide]?.text == "person-master")
    #expect(placement.schoolVisitCount == 1)
    #expect(placement.outOfOrder == [])
  }

  @Test func `is paid by the host in money`() throws {
    var story = try started()
    let paid = try step(
      &story, "recordPayment",
      #""method":"BANK","periodFrom":"2022-07-01","periodTo":"2022-07-31""#,
      on: "2022-08-05", more: #""personal":{"amount":"320000"}"#)
    #expect(paid.findings == [])
    #expect(paid.recorded[0].event.personal.map(\.part) == ["student.personal"])
    #expect(
      try step(
        &story, "recordPayment", #""payer":"organisation-host","method":"CASH""#, on: "2022-08-05"
      ).findings == [])
    let third = try step(
      &story, "recordPayment", #""payer":"organisation-agency""#, on: "2022-08-06")
    #expect(third.findings == ["R08"])
    #expect(
      try step(&story, "recordPayment", #""method":"GOODS""#, on: "2022-08-07").findings == ["R08"])
    #expect(try state(story).paymentCount == 4)
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "recordPayment", more: #""personal":{"amount":"-1"}"#)
    }
    // Of money that a host pays to the student, one month and no later than a month after it.
    for (period, day, isKept) in [
      (#""periodFrom":"2022-07-01","periodTo":"2022-07-31""#, "2022-08-31", true),
      (#""periodFrom":"2022-07-01","periodTo":"2022-07-31""#, "2022-09-01", false),
      (#""periodFrom":"2022-07-01","periodTo":"2022-08-01""#, "2022-08-05", false),
      (#""periodTo":"2022-07-31""#, "2022-12", false),
      (#""periodTo":"2022-07-31""#, "<=2022-12-31", true),
    ] {
      var story = try started()
      #expect(
        try step(&story, "recordPayment", #""method":"BANK",\#(period)"#, on: day).findings
          == (isKept ? [] : ["R08"]), "\(period) \(day)")
    }
    // The rule's text is of the end of 2021.
    var before = try told()
    _ = try step(&before, "startPlacement", #""parties":{\#(Self.parties)}"#, on: "2021-12-01")
    #expect(
      try step(&before, "recordPayment", #""method":"GOODS""#, on: "2021-12-30").findings == [])
    #expect(
      try step(&before, "recordPayment", #""method":"GOODS""#, on: "2021-12-31").findings
        == ["R08"])
  }

  @Test func `keeps what happened to a student out of the log`() throws {
    var story = try started()
    let incident = try step(
      &story, "reportIncident", #""reportedBy":"STUDENT""#, on: "2022-08-01",
      more:
        #""sensitive":{"kind":"INJURY","severity":"SERIOUS","description":"Cut a finger"}"#)
    let event = incident.recorded[0].event
    #expect(event.personal.map(\.part) == ["student.sensitive"])
    #expect(event.personal.map(\.subject.text) == ["person-student"])
    #expect(!String(decoding: event.payload, as: UTF8.self).contains("finger"))
    #expect(try state(story).incidentCount == 1)
    let parsed = try ParsedCommand(
      CommandJSON.command(
        Array(
          #"{"occurred":"2022-08-01","reportIncident":{"placement":"placement-1","details":{"reportedBy":"STUDENT"},"sensitive":{"kind":"INJURY"}}}"#
            .utf8)))
    let other = try ParsedCommand(
      CommandJSON.command(
        Array(
          #"{"occurred":"2022-08-01","reportIncident":{"placement":"placement-1","details":{"reportedBy":"STUDENT"},"sensitive":{"kind":"ILLNESS"}}}"#
            .utf8)))
    #expect(parsed.digest == other.digest)
  }

  @Test func `is complained of by its student, whenever and in words that no log holds`() throws {
    let complaint = #""sensitive":{"grounds":["PAY","HOURS"],"statement":"Ten hours a day"}"#
    var story = try started()
    let told = try step(
      &story, "reportStudentComplaint", #""toldTo":"SCHOOL_SIDE""#, on: "2022-08-01",
      more: complaint)
    let event = told.recorded[0].event
    #expect(event.type.text == "placement.student-complained")
    #expect(event.personal.map(\.part) == ["student.sensitive"])
    #expect(event.personal.map(\.subject.text) == ["person-student"])
    #expect(!String(decoding: event.payload, as: UTF8.self).contains("hours"))
    #expect(told.findings == [])
    #expect(try state(story).complaintCount == 1)
    // Who complains after the end breaks no order, nor who is told of nothing more than that.
    _ = try step(&story, "completePlacement", on: "2022-12-31")
    #expect(try step(&story, "reportStudentComplaint", on: "2023-01-05").findings == [])
    #expect(try state(story).complaintCount == 2)
    #expect(try state(story).outOfOrder == [])
    // A dispute may be about it, which somebody hears and decides.
    let raised = try story.act(
      "raiseDispute", "dispute", "dispute-d",
      #""raisedBy":"organisation-school","facts":[{"stream":"\#(Self.stream)","event":"\#(told.id)"}]"#,
      on: "2023-01-06")
    #expect(raised.types.first == "dispute.raised")
    for bad in [#""toldTo":"STUDENT""#] {
      refused(.malformedValue, field: "reportStudentComplaint.details.toldTo") {
        () throws(Rejection) in try step(&story, "reportStudentComplaint", bad)
      }
    }
    refused(.malformedValue, field: "reportStudentComplaint.sensitive.grounds") {
      () throws(Rejection) in
      try step(
        &story, "reportStudentComplaint", more: #""sensitive":{"grounds":["PAY","PAY"]}"#)
    }
  }

  @Test func `is assessed by each side in four abilities`() throws {
    var story = try started()
    let grades = #""practical":5,"analytical":4,"independentWork":4,"emergencies":3"#
    let outcome = try step(
      &story, "recordAssessment", #""assessor":"HOST_SIDE",\#(grades)"#, on: "2022-12-30",
      more: #""personal":{"note":"good"}"#)
    #expect(outcome.recorded[0].event.personal.count == 1)
    _ = try step(&story, "recordAssessment", #""assessor":"STUDENT",\#(grades)"#, on: "2022-12-31")
    #expect(try state(story).assessors == [.hostSide, .student])
    for bad in [#""practical":6"#, #""practical":0"#, ""] {
      refused(.malformedValue) { () throws(Rejection) in
        try step(
          &story, "recordAssessment", #""assessor":"STUDENT""# + (bad.isEmpty ? "" : "," + bad))
      }
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "recordAssessment", grades)
    }
  }

  @Test func `ends early, or never begins, or leads to a job`() throws {
    var early = try started()
    refused(.malformedValue) { () throws(Rejection) in
      try step(&early, "endPlacementEarly", #""by":"STUDENT""#, on: "2022-08-01", as: "DECIDED")
    }
    _ = try step(
      &early, "endPlacementEarly", #""by":"STUDENT","reason":"UNSUITED""#, on: "2022-08-01",
      as: "DECIDED")
    #expect(try state(early).phase == .endedEarly)
    refused(.wrongState) { () throws(Rejection) in
      try step(&early, "completePlacement", on: "2022-12-31", as: "DECIDED")
    }
    var never = try arranged()
    _ = try step(&never, "recordNoShow", as: "DECIDED")
    #expect(try state(never).phase == .noShow)
    refused(.wrongState) { () throws(Rejection) in
      try step(&never, "startPlacement", on: "2022-07-02", as: "DECIDED")
    }
    var job = try started()
    _ = try step(&job, "completePlacement", on: "2022-12-31")
    _ = try step(&job, "convertToEmployment", on: "2023-01-01")
    #expect(try state(job).employer?.text == "organisation-host")
  }

  @Test func `does not end before it began`() throws {
    var story = try started()
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "completePlacement", on: "2022-06-30", as: "DECIDED")
    }
    #expect(try step(&story, "completePlacement", on: "2022-07-01", as: "DECIDED").findings == [])
    var reported = try started()
    #expect(
      try step(&reported, "completePlacement", on: "2022-06-30").findings == ["ORDER"])
  }

  @Test func `that was reported in the wrong order is put right by the late report`() throws {
    var story = try arranged()
    #expect(try step(&story, "completePlacement", on: "2022-12-31").findings == ["ORDER"])
    #expect(try story.openFindings() == ["ORDER"])
    #expect(try step(&story, "startPlacement", on: "2022-07-01").findings == [])
    #expect(try state(story).phase == .completed)
    #expect(Rejudging.judgesItsStreamWhenLate(EventType("placement.started")))
    #expect(try story.rejudge(Self.stream, "placement.completed") == ["finding.withdrawn"])
    #expect(try story.openFindings() == [])
  }

  @Test func `that is reported is corrected without a finding of its order`() throws {
    var story = try arranged()
    let start = try step(&story, "startPlacement")
    _ = try step(&story, "completePlacement", on: "2022-12-31")
    let corrected = try story.act(
      "startPlacement", "placement", Self.stream, on: "2022-07-04", corrects: start.id)
    #expect(corrected.findings == [])
    #expect(try state(story).phase == .completed)
  }

  @Test func `is corrected and voided`() throws {
    var story = try arranged()
    let start = try step(&story, "startPlacement", as: "DECIDED")
    try story.act(
      "startPlacement", "placement", Self.stream, on: "2022-07-04", as: "DECIDED",
      corrects: start.id)
    #expect(try state(story).started?.description == "2022-07-04")
    #expect(try state(story).outOfOrder == [])
    try story.void(Self.stream, start.id)
    #expect(try state(story).phase == .arranged)
  }
}
