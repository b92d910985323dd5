import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A vacancy` {
  static let stream = "vacancy-1"
  static let terms =
    #""title":"Welder","headcount":2,"conditions":"a certificate","content":"welding","place":"Hall 3","payMinFen":"450000","payMaxFen":"600000""#

  private func step(
    _ story: inout Story, _ name: String, _ details: String = "", on day: String = "2022-06-01",
    as standing: String? = "DECIDED", corrects: String? = nil
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      name, "vacancy", Self.stream, details, on: day, as: standing, corrects: corrects)
  }

  private func drafted(_ terms: String = Self.terms) throws -> Story {
    var story = try Story.world()
    _ = try step(
      &story, "draftVacancy", #""employer":"organisation-host","terms":{\#(terms)}"#)
    return story
  }

  private func approved(_ terms: String = Self.terms) throws -> Story {
    var story = try drafted(terms)
    _ = try step(&story, "submitVacancy", on: "2022-06-02")
    _ = try step(&story, "approveVacancy", on: "2022-06-03")
    return story
  }

  private func published(_ terms: String = Self.terms) throws -> Story {
    var story = try approved(terms)
    _ = try step(&story, "publishVacancy", #""channels":["PLATFORM"]"#, on: "2022-06-04")
    return story
  }

  private func state(_ story: Story) throws -> Vacancy {
    try #require(try story.state(Vacancy.self, Self.stream))
  }

  @Test func `is drafted, approved, published, paused, filled and closed`() throws {
    var story = try published()
    #expect(try state(story).employer?.text == "organisation-host")
    #expect(try state(story).channels == [.platform])
    _ = try step(&story, "pauseVacancy", on: "2022-06-05")
    let day = try CivilDate(validating: "2022-06-06")
    #expect(try !state(story).isOpen(on: day))
    _ = try step(&story, "resumeVacancy", on: "2022-06-06")
    #expect(try state(story).isOpen(on: day))
    _ = try step(&story, "fillVacancy", #""filled":1"#, on: "2022-06-07")
    #expect(try state(story).openPlaces == 1 && state(story).phase == .published)
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "fillVacancy", #""filled":3"#, on: "2022-06-08")
    }
    _ = try step(&story, "fillVacancy", #""filled":2"#, on: "2022-06-08")
    #expect(try state(story).phase == .filled && !state(story).isOpen(on: day))
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "closeVacancy", on: "2022-06-09")
    }
    _ = try step(&story, "closeVacancy", #""reason":"AUTOMATIC""#, on: "2022-06-09")
    #expect(try state(story).phase == .closed && state(story).closeReason == .automatic)
    #expect(try state(story).outOfOrder == [])
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "publishVacancy", on: "2022-06-10")
    }
  }

  @Test func `is rejected, revised and submitted again`() throws {
    var story = try drafted()
    _ = try step(&story, "submitVacancy", on: "2022-06-02")
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "reviseVacancy", #""terms":{"headcount":1}"#, on: "2022-06-03")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "rejectVacancy", on: "2022-06-03")
    }
    _ = try step(&story, "rejectVacancy", #""reason":"INCOMPLETE""#, on: "2022-06-03")
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "publishVacancy", on: "2022-06-04")
    }
    _ = try step(
      &story, "reviseVacancy", #""terms":{"headcount":1,"majors":["460701"]}"#, on: "2022-06-04")
    _ = try step(&story, "submitVacancy", on: "2022-06-05")
    #expect(try step(&story, "submitVacancy", on: "2022-06-06").types == [])
    #expect(try state(story).phase == .submitted && state(story).terms.headcount == 1)
  }

  @Test func `is open between its days`() throws {
    let story = try published(Self.terms + #","from":"2022-06-10","to":"2022-06-20""#)
    for (day, isOpen) in [
      ("2022-06-09", false), ("2022-06-10", true), ("2022-06-20", true), ("2022-06-21", false),
    ] {
      #expect(try state(story).isOpen(on: CivilDate(validating: day)) == isOpen, "\(day)")
    }
  }

  @Test func `is refused when it is badly described`() throws {
    var story = try Story.world()
    for bad in [
      #""employer":"organisation-host","terms":{"title":"T","headcount":1}"#,
      #""employer":"organisation-host","terms":{"title":" ","payMinFen":"1","payMaxFen":"2"}"#,
      #""employer":"organisation-host","terms":{"title":"T","payMinFen":"2","payMaxFen":"1"}"#,
      #""employer":"organisation-host","terms":{"title":"T","payMinFen":"1","payMaxFen":"2","headcount":0}"#,
      #""employer":"organisation-host","terms":{"title":"T","payMinFen":"1","payMaxFen":"2","classYears":[23]}"#,
      #""terms":{"title":"T","payMinFen":"1","payMaxFen":"2"}"#,
    ] {
      refused(.malformedValue) { () throws(Rejection) in try step(&story, "draftVacancy", bad) }
    }
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "publishVacancy", #""employer":"organisation-host""#)
    }
    refused(.malformedValue, field: "publishVacancy.details.employer") { () throws(Rejection) in
      try step(&story, "publishVacancy", as: "REPORTED")
    }
    refused(.unknownStream) { () throws(Rejection) in try step(&story, "pauseVacancy") }
  }

  @Test func `may be known by its publication alone`() throws {
    var story = try Story.world()
    let details = #""employer":"organisation-host","terms":{\#(Self.terms)}"#
    #expect(try step(&story, "publishVacancy", details, as: "REPORTED").findings == [])
    #expect(try state(story).phase == .published)
    #expect(try step(&story, "publishVacancy", details, as: "REPORTED").types == [])
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "publishVacancy", #""employer":"organisation-host2""#, on: "2022-06-02",
        as: "REPORTED")
    }
  }

  @Test func `R25 states what matters`() throws {
    for (field, name) in [
      ("headcount", "the number"), ("conditions", "the conditions"), ("content", "the work"),
      ("place", "the place"),
    ] {
      let terms = try Self.terms.replacing(
        Regex(#""\#(field)":("[^"]*"|[0-9]+),"#), with: "")
      #expect(terms != Self.terms)
      var story = try approved(terms)
      let no = refused(.rule) { () throws(Rejection) in
        try step(&story, "publishVacancy", on: "2022-06-04")
      }
      #expect(no?.rule == "R25" && no?.reason.contains(name) == true)
      // A report need not tell all that the text said.
      let reported = try step(&story, "publishVacancy", on: "2022-06-04", as: "REPORTED")
      #expect(reported.findings == ["R25"])
      #expect(reported.decision.findings[0].severity == .advisory)
    }
    var inTime = try approved(Self.terms.replacing(#""place":"Hall 3","#, with: ""))
    _ = try step(
      &inTime, "publishVacancy", #""terms":{"region":"510112"}"#, on: "2022-06-04")
    #expect(try inTime.openFindings() == [])
  }

  @Test func `R25 bars nobody, and holds from its dates`() throws {
    func findings(_ restriction: String, on day: String) throws -> [String] {
      var story = try Story.world()
      return try step(
        &story, "publishVacancy",
        #""employer":"organisation-host","terms":{\#(Self.terms),"restrictions":["\#(restriction)"]}"#,
        on: day, as: "REPORTED"
      ).findings
    }
    #expect(try findings("SEX", on: "2018-10-01") == ["R25"])
    #expect(try findings("SEX", on: "2018-09-30") == [])
    #expect(try findings("NO_VOCATIONAL_GRADUATES", on: "2022-05-01") == ["R25-VE"])
    #expect(try findings("NO_VOCATIONAL_GRADUATES", on: "2022-04-30") == [])
    var story = try approved(Self.terms + #","restrictions":["RELIGION"]"#)
    #expect(
      refused(.rule) { () throws(Rejection) in
        try step(&story, "publishVacancy", on: "2022-06-04")
      }?.rule == "R25")
  }

  @Test func `R25 looks at a published text again when it is revised`() throws {
    var story = try published()
    #expect(
      refused(.rule) { () throws(Rejection) in
        try step(
          &story, "reviseVacancy", #""terms":{"restrictions":["SEX"]}"#, on: "2022-06-05")
      }?.rule == "R25")
    var draft = try drafted()
    #expect(
      try step(
        &draft, "reviseVacancy", #""terms":{"restrictions":["SEX"]}"#, on: "2022-06-05"
      ).findings == [], "a draft is nobody's business")
  }

  @Test func `R24 is published by an HR institution with a licence`() throws {
    func publish(_ licence: String?, on day: String, as standing: String = "DECIDED") throws
      -> String
    {
      var story = try Story.world()
      if let licence {
        try story.act(
          "recordLicence", "organisation", "organisation-agency",
          #""kind":"JOB_BROKING","number":"1"\#(licence)"#, on: "2017-01-01")
      }
      if standing == "DECIDED" {
        _ = try step(
          &story, "draftVacancy", #""employer":"organisation-host","terms":{\#(Self.terms)}"#,
          on: "2018-01-01")
        _ = try step(&story, "submitVacancy", on: "2018-01-01")
        _ = try step(&story, "approveVacancy", on: "2018-01-01")
      }
      do throws(Rejection) {
        return try step(
          &story, "publishVacancy",
          #""employer":"organisation-host","publisher":"organisation-agency","terms":{\#(Self.terms)}"#,
          on: day, as: standing
        ).findings.joined()
      } catch {
        return "refused by \(error.rule ?? error.reason)"
      }
    }
    #expect(try publish("", on: "2022-06-04") == "")
    #expect(try publish(nil, on: "2022-06-04") == "refused by R24")
    #expect(try publish(nil, on: "2022-06-04", as: "REPORTED") == "R24")
    #expect(try publish(nil, on: "2018-10-01") == "refused by R24")
    #expect(try publish(nil, on: "2018-09-30") == "")
    let dated = #","validFrom":"2020-01-01","validTo":"2022-06-30""#
    for (day, outcome) in [
      ("2019-12-31", "refused by R24"), ("2020-01-01", ""), ("2022-06-30", ""),
      ("2022-07-01", "refused by R24"),
    ] {
      #expect(try publish(dated, on: day) == outcome, "\(day)")
    }
  }

  @Test func `R24 is judged again when a licence is told late`() throws {
    var story = try Story.world()
    #expect(
      try step(
        &story, "publishVacancy",
        #""employer":"organisation-agency","terms":{\#(Self.terms)}"#, as: "REPORTED"
      ).findings == ["R24"])
    try story.act(
      "recordLicence", "organisation", "organisation-agency",
      #""kind":"JOB_BROKING","number":"1","validFrom":"2020-01-01""#, on: "2022-08-01")
    #expect(
      CrossStreamRule.judgedAgain(after: EventType("organisation.licence-recorded"))
        .contains(EventType("vacancy.published")))
    #expect(try story.rejudge(Self.stream, "vacancy.published") == ["finding.withdrawn"])
  }

  @Test func `is complained about`() throws {
    var story = try published()
    try story.person("reader")
    _ = try step(
      &story, "complainAboutVacancy", #""complainant":"person-reader","ground":"FRAUD""#,
      on: "2022-06-05", as: "REPORTED")
    #expect(try state(story).complaints == [.fraud])
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "complainAboutVacancy", on: "2022-06-05", as: "REPORTED")
    }
  }

  @Test func `is corrected and voided`() throws {
    var story = try Story.world()
    let details = #""employer":"organisation-host","terms":{\#(Self.terms)}"#
    let told = try step(&story, "publishVacancy", details, as: "REPORTED")
    _ = try step(
      &story, "publishVacancy", details.replacing(#""headcount":2"#, with: #""headcount":3"#),
      as: "REPORTED", corrects: told.id)
    #expect(try state(story).terms.headcount == 3)
    try story.void(Self.stream, told.id)
    #expect(try story.state(Vacancy.self, Self.stream) == nil)
  }
}

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

  private func told(_ asked: String = "") throws -> Story {
    var story = try Story.world()
    try story.person("student", #""name":"N","birthDate":"2001-05-05""#)
    try story.tell(
      #"{"enrolStudent":{"enrolment":"enrolment-student","details":{"person":"person-student","school":"organisation-school","mode":"FULL_TIME","major":"460701","classYear":2022}}}"#,
      "2020-09-01")
    try story.act(
      "publishVacancy", "vacancy", "vacancy-1", Self.vacancy + asked + "}", on: "2022-06-01")
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
    _ = try step(&story, "offerJob", #""to":"2022-06-20""#, on: "2022-06-12", as: "DECIDED")
    #expect(try state(story).hasOffer(on: CivilDate(validating: "2022-06-20")))
    #expect(try !state(story).hasOffer(on: CivilDate(validating: "2022-06-21")))
    _ = try step(&story, "acceptJobOffer", on: "2022-06-20", as: "DECIDED")
    #expect(try state(story).phase == .accepted && state(story).outOfOrder == [])
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "withdrawApplication", on: "2022-06-21", as: "DECIDED")
    }
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
      CrossStreamRule.judgedAgain(after: EventType("vacancy.closed"))
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
