@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `An application` {
  static let stream = "application-1.student"
  private static let vacancy =
    #""employer":"organisation-host","terms":{\#(`A vacancy`.terms),"from":"2022-06-01","to":"2022-07-31""#

  private func step(
    _ story: inout Story, _ name: String, _ details: String = "", on day: String = "2022-06-10",
    as standing: String = "REPORTED", person: String = "student", more: String = "",
    corrects: String? = nil
  ) throws(Rejection) -> Story.Outcome {
    let tail = more.isEmpty ? "" : "," + more
    let head = corrects.map { #""corrects":"\#($0)","# } ?? ""
    return try story.tell(
      #"{\#(head)"standing":"\#(standing)","\#(name)":{"vacancy":"vacancy-1","person":"person-\#(person)","details":{\#(details)}\#(tail)}}"#,
      day)
  }

  private func told(_ asked: String = "", on published: String? = "2022-06-01") throws -> Story {
    var story = try Story.world()
    try story.person("student", #""name":"N","birthDate":"2001-05-05""#)
    try story.tell(
      #"{"enrolStudent":{"enrolment":"enrolment-student","details":{"person":"person-student","school":"organisation-school","mode":"FULL_TIME","major":"460701","classYear":2022}}}"#,
      "2020-09-01")
    if let published {
      try story.act(
        "publishVacancy", "vacancy", "vacancy-1", Self.vacancy + asked + "}", on: published)
    }
    return story
  }

  private func state(_ story: Story) throws -> Application {
    try #require(try story.state(Application.self, Self.stream))
  }

  private static let enrolment = #""enrolment":"enrolment-student""#

  @Test func `is handed in, looked at, answered and accepted`() throws {
    var story = try told()
    let outcome = try step(
      &story, "submitApplication", Self.enrolment, as: "DECIDED",
      more: #""personal":{"curriculumVitae":"drawer 7"}"#)
    #expect(outcome.findings == [])
    #expect(outcome.recorded[0].stream.text == Self.stream)
    #expect(outcome.recorded[0].event.personal.map(\.part) == ["applicant.personal"])
    #expect(!String(decoding: outcome.recorded[0].event.payload, as: UTF8.self).contains("drawer"))
    _ = try step(&story, "beginApplicationReview", on: "2022-06-11", as: "DECIDED")
    refused(.malformedValue, field: "offerJob.details.to") { () throws(Rejection) in
      try step(&story, "offerJob", #""to":"2022-06-11""#, on: "2022-06-12", as: "DECIDED")
    }
    _ = try step(&story, "offerJob", #""to":"2022-06-20""#, on: "2022-06-12", as: "DECIDED")
    #expect(try state(story).phase == .offered)
    #expect(try state(story).offerEnds?.description == "2022-06-20")
    _ = try step(&story, "acceptJobOffer", on: "2022-06-20", as: "DECIDED")
    #expect(try state(story).phase == .accepted && state(story).outOfOrder == [])
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "withdrawApplication", on: "2022-06-21", as: "DECIDED")
    }
  }

  @Test func `may go to a vacancy all the month in which that was published, if no day is known`()
    throws
  {
    func drafted() throws -> Story {
      var story = try told(on: nil)
      try story.act("draftVacancy", "vacancy", "vacancy-1", Self.vacancy + "}", on: "2022-05-20")
      try story.act("submitVacancy", "vacancy", "vacancy-1", on: "2022-05-21")
      try story.act("approveVacancy", "vacancy", "vacancy-1", on: "2022-05-22")
      try story.act("publishVacancy", "vacancy", "vacancy-1", on: "2022-06")
      return story
    }
    func findings(_ story: Story, on day: String) throws -> [String] {
      var story = story
      return try step(&story, "submitApplication", Self.enrolment, on: day).findings
    }
    var story = try drafted()
    for day in ["2022-06-01", "2022-06-10", "2022-06-30", "2022-06"] {
      #expect(try findings(story, on: day) == [], "\(day)")
    }
    #expect(try findings(story, on: "2022-05-31") == ["OPEN-VACANCY"])
    // Of one that was closed by a day it is known.
    try story.act(
      "closeVacancy", "vacancy", "vacancy-1", #""reason":"BY_EMPLOYER""#, on: "2022-07-10")
    #expect(try findings(story, on: "2022-07-11") == ["OPEN-VACANCY"])
    #expect(try findings(story, on: "2022-06-10") == [])
  }

  @Test func `is accepted while its offer stands`() throws {
    for (standing, code) in [("DECIDED", true), ("REPORTED", false)] {
      var story = try told()
      _ = try step(&story, "submitApplication", Self.enrolment)
      _ = try step(&story, "offerJob", #""to":"2022-06-20""#, on: "2022-06-12")
      if code {
        #expect(
          refused(.rule) { () throws(Rejection) in
            try step(&story, "acceptJobOffer", on: "2022-06-21", as: standing)
          }?.rule == "STANDING-OFFER")
      } else {
        #expect(
          try step(&story, "acceptJobOffer", on: "2022-06-21", as: standing).findings
            == ["STANDING-OFFER"])
      }
    }
  }

  @Test func `goes to a vacancy that is open`() throws {
    for (day, isOpen) in [
      ("2022-06-01", true), ("2022-07-31", true), ("2022-08-01", false),
    ] {
      var story = try told()
      if isOpen {
        #expect(
          try step(&story, "submitApplication", Self.enrolment, on: day, as: "DECIDED").findings
            == [])
      } else {
        #expect(
          refused(.rule) { () throws(Rejection) in
            try step(&story, "submitApplication", Self.enrolment, on: day, as: "DECIDED")
          }?.rule == "OPEN-VACANCY")
        #expect(
          try step(&story, "submitApplication", Self.enrolment, on: day).findings
            == ["OPEN-VACANCY"])
      }
    }
    var closed = try told()
    try closed.act("closeVacancy", "vacancy", "vacancy-1", on: "2022-06-05")
    #expect(
      refused(.rule) { () throws(Rejection) in
        try step(&closed, "submitApplication", Self.enrolment, as: "DECIDED")
      }?.rule == "OPEN-VACANCY")
    #expect(
      try step(&closed, "submitApplication", Self.enrolment, on: "2022-06-04").findings == [],
      "before it was closed")
  }

  @Test func `goes to a vacancy on the day on which that ends, by the hour where hours are told`()
    throws
  {
    func findings(closed: String, applied: String, _ standing: String) throws -> [String] {
      var story = try told()
      try story.act("closeVacancy", "vacancy", "vacancy-1", on: closed)
      return try step(&story, "submitApplication", Self.enrolment, on: applied, as: standing)
        .findings
    }
    for standing in ["DECIDED", "REPORTED"] {
      #expect(try findings(closed: "2022-06-05", applied: "2022-06-05", standing) == [])
      #expect(
        try findings(
          closed: "2022-06-05T09:00:00+08:00", applied: "2022-06-05T08:00:00+08:00", standing) == []
      )
    }
    #expect(
      try findings(
        closed: "2022-06-05T09:00:00+08:00", applied: "2022-06-05T10:00:00+08:00", "REPORTED")
        == ["OPEN-VACANCY"])
    // Nor does an end that is told later make a breach of what was right that day.
    var story = try told()
    _ = try step(&story, "submitApplication", Self.enrolment, on: "2022-06-05", as: "DECIDED")
    try story.act("closeVacancy", "vacancy", "vacancy-1", on: "2022-06-05")
    #expect(try story.rejudge(Self.stream, "application.submitted") == [])
  }

  @Test func `goes to no vacancy before it was published`() throws {
    // Without a first day of its own, a vacancy opens when it is published.
    let vacancy = #""employer":"organisation-host","terms":{\#(`A vacancy`.terms)}"#
    for (published, day, isOpen) in [
      ("2022-06-10", "2022-06-10", true), ("2022-06-10", "2022-06-09", false),
      ("2022-06-10", "2020-01-01", false), ("2022-06", "2022-06-01", true),
      ("2022-06", "2022-05-31", false), ("<=2022-06-10", "2022-06-01", true),
    ] {
      var story = try Story.world()
      try story.person("student")
      try story.act("publishVacancy", "vacancy", "vacancy-1", vacancy, on: published)
      var decided = story
      let findings = try step(&story, "submitApplication", on: day).findings
      #expect(findings == (isOpen ? [] : ["OPEN-VACANCY"]), "\(published) \(day)")
      if !isOpen {
        let no = refused(.rule) { () throws(Rejection) in
          try step(&decided, "submitApplication", on: day, as: "DECIDED")
        }
        #expect(no?.rule == "OPEN-VACANCY")
      }
    }
  }

  @Test func `names the conditions that are not met`() throws {
    func failed(_ asked: String, enrolment: String = Self.enrolment) throws -> String? {
      var story = try told(asked)
      do throws(Rejection) {
        _ = try step(&story, "submitApplication", enrolment, as: "DECIDED")
        return nil
      } catch {
        return error.reason
      }
    }
    #expect(try failed(#","majors":["460302"]"#) == nil, "of the same category")
    #expect(try failed(#","majors":["510201"]"#)?.hasSuffix(": major") == true)
    #expect(try failed(#","classYears":[2023]"#)?.hasSuffix(": class-year") == true)
    #expect(try failed(#","classYears":[2022,2023]"#) == nil)
    #expect(try failed(#","schoolLevels":["HIGHER_VOCATIONAL"]"#) == nil)
    #expect(try failed(#","keyGroupsOnly":true"#)?.hasSuffix(": key-group") == true)
    #expect(
      try failed(#","majors":["510201"],"classYears":[2023],"schoolLevels":["UNDERGRADUATE"]"#)?
        .hasSuffix(": major, class-year, school-level") == true)
    // Without an enrolment nothing is known, which is not as good as met.
    var story = try told(#","majors":["460701"]"#)
    refused(.cannotBeAssessed) { () throws(Rejection) in
      try step(&story, "submitApplication", as: "DECIDED")
    }
    #expect(try step(&story, "submitApplication").findings == ["ELIGIBLE"])
  }

  @Test func `is judged by the school that the applicant was at then, whatever came later`() throws
  {
    let level = #","schoolLevels":["HIGHER_VOCATIONAL"]"#
    func transfer(_ story: inout Story) throws {
      try story.tell(
        #"{"transferStudent":{"enrolment":"enrolment-student","details":{"school":"organisation-school2"}}}"#,
        "2022-07-01")
    }
    for standing in ["DECIDED", "REPORTED"] {
      var told = try told(level)
      try transfer(&told)
      #expect(
        try step(&told, "submitApplication", Self.enrolment, as: standing).findings == [],
        "told after the transfer")
    }
    var late = try told(level)
    try transfer(&late)
    #expect(
      try step(&late, "submitApplication", Self.enrolment, on: "2022-07-02").findings
        == ["ELIGIBLE"])
    var again = try told(level)
    _ = try step(&again, "submitApplication", Self.enrolment)
    try transfer(&again)
    #expect(try again.rejudge(Self.stream, "application.submitted") == [])
  }

  @Test func `uses the applicant's own enrolment`() throws {
    var story = try told()
    try story.person("other")
    #expect(
      try step(&story, "submitApplication", Self.enrolment, person: "other").findings
        == ["ELIGIBLE"])
  }

  @Test func `is one for each vacancy, unless it was withdrawn`() throws {
    var story = try told()
    _ = try step(&story, "submitApplication", Self.enrolment, as: "DECIDED")
    #expect(try step(&story, "submitApplication", Self.enrolment, as: "DECIDED").types == [])
    refused(.alreadyExists) { () throws(Rejection) in
      try step(&story, "submitApplication", Self.enrolment, on: "2022-06-11", as: "DECIDED")
    }
    #expect(
      try step(&story, "submitApplication", Self.enrolment, on: "2022-06-11").findings
        == ["ORDER"])
    _ = try step(&story, "withdrawApplication", on: "2022-06-12", as: "DECIDED")
    _ = try step(&story, "submitApplication", Self.enrolment, on: "2022-06-13", as: "DECIDED")
    #expect(try state(story).phase == .submitted)
    _ = try step(&story, "rejectApplication", #""reason":"UNSUITED""#, on: "2022-06-14")
    #expect(try state(story).phase == .rejected)
  }

  @Test func `is judged again when its vacancy is told closed late`() throws {
    var story = try told()
    #expect(try step(&story, "submitApplication", Self.enrolment).findings == [])
    try story.act("closeVacancy", "vacancy", "vacancy-1", on: "2022-06-05")
    #expect(
      Rejudging.judgedAgain(after: EventType("vacancy.closed"))
        .contains(EventType("application.submitted")))
    #expect(try story.rejudge(Self.stream, "application.submitted") == ["finding.opened"])
    #expect(try story.openFindings() == ["OPEN-VACANCY"])
  }

  @Test func `is corrected and voided`() throws {
    var story = try told()
    let told = try step(&story, "submitApplication")
    _ = try step(&story, "submitApplication", Self.enrolment, corrects: told.id)
    #expect(try state(story).enrolment?.text == "enrolment-student")
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "submitApplication", #""person":"person-other""#)
    }
    try story.void(Self.stream, told.id)
    #expect(try story.state(Application.self, Self.stream) == nil)
  }
}
