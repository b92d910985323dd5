@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A vacancy` {
  static let stream = "vacancy-1"
  static let terms =
    #""title":"Welder","headcount":2,"conditions":"a certificate","content":"welding","place":"Hall 3","payMinFen":"450000","payMaxFen":"600000""#

  private let step = Acts("vacancy", Self.stream, on: "2022-06-01", as: "DECIDED")

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
      #expect(no?.field == "publishVacancy.details.terms.\(field)")
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
    let drafted = refused(.rule) { () throws(Rejection) in
      try step(&story, "publishVacancy", on: "2022-06-04")
    }
    #expect(drafted?.rule == "R25")
    #expect(drafted?.field == nil, "the draft states it, the command doesn't")
    for restriction in ["SEX", "NO_VOCATIONAL_GRADUATES"] {
      story = try approved()
      refused(.rule, field: "publishVacancy.details.terms.restrictions") {
        () throws(Rejection) in
        try step(
          &story, "publishVacancy", #""terms":{"restrictions":["\#(restriction)"]}"#,
          on: "2022-06-04")
      }
    }
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

  @Test func `R25 lets go of what was found in conditions that a revision replaced`() throws {
    func mended(_ revision: String) throws -> Story {
      var story = try drafted(Self.terms + #","restrictions":["SEX"]"#)
      _ = try step(&story, "submitVacancy", on: "2022-06-02")
      _ = try step(&story, "rejectVacancy", #""reason":"DISCRIMINATING""#, on: "2022-06-03")
      _ = try step(&story, "reviseVacancy", #""terms":{\#(revision)}"#, on: "2022-06-04")
      _ = try step(&story, "submitVacancy", on: "2022-06-05")
      _ = try step(&story, "approveVacancy", on: "2022-06-06")
      return story
    }
    var story = try mended(#""conditions":"a certificate of welding""#)
    _ = try step(&story, "publishVacancy", on: "2022-06-07")
    #expect(try state(story).terms.restrictions == [] && story.openFindings() == [])
    for revision in [
      #""headcount":3"#, #""conditions":"a certificate""#,
      #""conditions":"a certificate of welding","restrictions":["SEX"]"#,
    ] {
      var story = try mended(revision)
      let refusal = refused(.rule) { () throws(Rejection) in
        try step(&story, "publishVacancy", on: "2022-06-07")
      }
      #expect(refusal?.rule == "R25", "\(revision)")
    }
  }

  @Test func `R25 lets go of what was found in conditions that a publication replaced`() throws {
    for (terms, restrictions) in [
      (#""conditions":"a certificate of welding""#, []),
      (#""conditions":"a certificate""#, ["SEX"]),
      (#""headcount":3"#, ["SEX"]),
    ] {
      var story = try approved(Self.terms + #","restrictions":["SEX"]"#)
      let published = try step(
        &story, "publishVacancy", #""terms":{\#(terms)}"#, on: "2022-06-07", as: "REPORTED")
      #expect(published.findings == (restrictions.isEmpty ? [] : ["R25"]), "\(terms)")
      #expect(try state(story).terms.restrictions.count == restrictions.count, "\(terms)")
    }
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
      Rejudging.judgedAgain(after: EventType("organisation.licence-recorded"))
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

  @Test func `is not revised into what contradicts itself`() throws {
    var story = try published(Self.terms + #","from":"2022-07-01","to":"2022-12-31""#)
    func revise(_ terms: String) throws(Rejection) -> [String] {
      try step(&story, "reviseVacancy", #""terms":{\#(terms)}"#, on: "2022-06-10").types
    }
    for (terms, field) in [
      (#""to":"2022-06-30""#, "to"), (#""from":"2023-01-01""#, "from"),
      (#""payMinFen":"600001""#, "payMinFen"), (#""payMaxFen":"449999""#, "payMaxFen"),
    ] {
      refused(.malformedValue, field: "reviseVacancy.details.terms." + field) {
        () throws(Rejection) in try revise(terms)
      }
    }
    for terms in [
      #""to":"2022-07-01""#, #""payMinFen":"600000""#, #""payMinFen":"1","payMaxFen":"2""#,
      #""from":"2023-01-01","to":"2023-06-30""#,
    ] {
      #expect(try revise(terms).first == "vacancy.revised", "\(terms)")
    }
  }
}
