@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

@Suite struct `Data that are only stored` {
  private static let recommendation = "recommendation-1"

  /// A student at work, whose processing is restricted from a day.
  private func told(from day: String? = "2023-01-10", started: String = "2022-07-01") throws
    -> Story
  {
    var story = try Story.world()
    try story.student()
    try story.act(
      "startPlacement", "placement", "placement-p",
      #""parties":{"student":"person-student","school":"organisation-school","host":"organisation-host"}"#,
      on: started)
    try story.act(
      "publishVacancy", "vacancy", "vacancy-v",
      #""employer":"organisation-host","terms":{"title":"Welder"}"#, on: "2022-07-01")
    if let day { try restrict(&story, day) }
    return story
  }

  private func restrict(_ story: inout Story, _ day: String) throws(Rejection) {
    try story.act(
      "restrictProcessing", "person", "person-student", #""reason":"SUBJECT_REQUEST""#, on: day,
      as: "DECIDED")
  }

  private func pay(
    _ story: inout Story, on day: String, as standing: String = "REPORTED",
    corrects: String? = nil
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "recordPayment", "placement", "placement-p", #""method":"BANK""#, on: day, as: standing,
      corrects: corrects, more: #""personal":{"amount":"320000"}"#)
  }

  private func recommend(
    _ story: inout Story, on day: String, as standing: String
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "giveRecommendation", "recommendation", Self.recommendation,
      #""to":"person-student","recommended":"vacancy-v""#, on: day, as: standing)
  }

  private func disclose(
    _ story: inout Story, on day: String, as standing: String
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "recordDisclosure", "record", "privacy.record-d",
      #""recipient":"organisation-bureau","purpose":"statistics","persons":["person-student"],"kinds":["STUDY"],"ground":"STATUTORY_DUTY""#,
      on: day, as: standing)
  }

  @Test func `take in no new part from the day of the restriction`() throws {
    var story = try told()
    #expect(try pay(&story, on: "2023-01-09").findings == [])
    #expect(try pay(&story, on: "2023-01-10").findings == ["P06-RESTRICTED"])
    let no = refused(.rule) { () throws(Rejection) in
      try pay(&story, on: "2023-01-11", as: "DECIDED")
    }
    #expect(no?.rule == "P06-RESTRICTED")
    _ = try pay(&story, on: "2023-01-09", as: "DECIDED")
    // What holds no part is no processing of theirs.
    #expect(
      try story.act(
        "recordSchoolVisit", "placement", "placement-p", on: "2023-01-12", as: "DECIDED"
      ).findings == [])
  }

  @Test func `are so since the law is in force`() throws {
    var story = try told(from: "2021-10-20", started: "2021-09-01")
    #expect(try pay(&story, on: "2021-10-31").findings == [])
    #expect(try pay(&story, on: "2021-11-01").findings == ["P06-RESTRICTED"])
  }

  @Test func `are corrected, and used for what the person asks for`() throws {
    var story = try told(from: nil)
    let paid = try pay(&story, on: "2023-01-05")
    try restrict(&story, "2023-01-10")
    #expect(
      try story.act(
        "recordPayment", "placement", "placement-p", #""method":"CASH""#, on: "2023-01-12",
        corrects: paid.id, more: #""personal":{"amount":"330000"}"#
      ).findings == [])
    #expect(
      try story.tell(
        #"{"standing":"DECIDED","changeContact":{"person":"person-student","personal":{"phone":"1"}}}"#,
        "2023-01-12"
      ).findings == [])
    #expect(
      try story.act(
        "reportStudentComplaint", "placement", "placement-p", on: "2023-01-12",
        more: #""sensitive":{"grounds":["PAY"]}"#
      ).findings == [])
    #expect(
      try story.act(
        "receivePrivacyRequest", "request", "privacy.request-r",
        #""person":"person-student","kind":"ACCESS""#, on: "2023-01-12", as: nil,
        more: #""personal":{"wording":"please"}"#
      ).findings == [])
  }

  @Test func `bring no recommendation and go to nobody`() throws {
    let acts = [recommend, disclose]
    for act in acts {
      var story = try told()
      let no = refused(.rule) { () throws(Rejection) in
        try act(&story, "2023-01-10", "DECIDED")
      }
      #expect(no?.rule == "P06-RESTRICTED")
      var reported = story
      #expect(try act(&reported, "2023-01-10", "REPORTED").findings == ["P06-RESTRICTED"])
      #expect(try act(&story, "2023-01-09", "DECIDED").findings == [])
    }
  }

  @Test func `were used where the restriction is told later`() throws {
    var story = try told(from: nil)
    _ = try recommend(&story, on: "2023-04-02", as: "DECIDED")
    _ = try disclose(&story, on: "2023-04-02", as: "DECIDED")
    #expect(try story.rejudge(Self.recommendation, "recommendation.given") == [])
    try restrict(&story, "2023-04-01")
    #expect(try story.rejudge(Self.recommendation, "recommendation.given") == ["finding.opened"])
    #expect(
      try story.rejudge("privacy.record-d", "privacy-record.data-disclosed") == ["finding.opened"])
    let open = try story.openFindings()
    #expect(open.filter { $0 == "P06-RESTRICTED" }.count == 2, "\(open)")
    let triggers: [EventType] = [
      "person.processing-restricted", "person.merged", "person.unmerged",
    ]
    for type in triggers {
      let again = Rejudging.judgedAgain(after: type)
      #expect(
        again.isSuperset(of: [
          "recommendation.given", "privacy-record.data-disclosed", "placement.payment-recorded",
        ]), "\(type)")
    }
  }

  @Test func `took in a part that is judged again as the restriction is told, or taken back`()
    throws
  {
    var story = try told(from: nil)
    let paid = try pay(&story, on: "2023-04-02", as: "DECIDED")
    #expect(paid.findings == [])
    try restrict(&story, "2023-04-01")
    let restriction = story.past.history(try StreamName(validating: "person-student")).recorded
      .last?.event.id.description
    func rejudged() throws -> [String] {
      try story.rejudge("placement-p", "placement.payment-recorded")
    }
    #expect(try rejudged() == ["finding.opened"])
    #expect(try story.openFindings().contains("P06-RESTRICTED"))
    // By what it says now: it was before the restriction.
    for (day, types) in [
      ("2023-03-31", ["finding.withdrawn"]), ("2023-04-03", ["finding.opened"]),
    ] {
      _ = try pay(&story, on: day, corrects: paid.id)
      #expect(try rejudged() == types, "\(day)")
    }
    try story.void("person-student", try #require(restriction))
    #expect(try rejudged() == ["finding.withdrawn"])
  }

  @Test func `took in a part that counts for nothing once its fact was voided`() throws {
    var story = try told()
    let paid = try pay(&story, on: "2023-01-11")
    #expect(paid.findings == ["P06-RESTRICTED"])
    try story.void("placement-p", paid.id)
    #expect(
      try story.rejudge("placement-p", "placement.payment-recorded") == ["finding.withdrawn"])
  }

  @Test func `take in what the person says of their own work, and nobody else's word`() throws {
    for (name, who, more) in [
      ("recordAssessment", #""assessor":"STUDENT""#, #""personal":{"note":"n"}"#),
      ("recordAssessment", #""assessor":"HOST_SIDE""#, #""personal":{"note":"n"}"#),
      ("reportIncident", #""reportedBy":"STUDENT""#, #""sensitive":{"kind":"INJURY"}"#),
      ("reportIncident", #""reportedBy":"SCHOOL_SIDE""#, #""sensitive":{"kind":"INJURY"}"#),
    ] {
      var story = try told()
      let reported = try story.act(
        name, "placement", "placement-p", who, on: "2023-01-12", more: more)
      let isOwn = who.contains("STUDENT")
      #expect(reported.findings == (isOwn ? [] : ["P06-RESTRICTED"]), "\(who)")
      #expect(
        try story.rejudge("placement-p", reported.types[0]).isEmpty, "\(who): it is so already")
      #expect(try story.openFindings().contains("P06-RESTRICTED") != isOwn, "\(who)")
    }
    var story = try told()
    #expect(
      try story.act(
        "recordAssessment", "placement", "placement-p", #""assessor":"STUDENT""#,
        on: "2023-01-12", as: "DECIDED", more: #""personal":{"note":"n"}"#
      ).types == ["placement.assessment-recorded"])
  }
}

@Suite struct `Data that are only stored, of who has two records` {
  private func told() throws -> Story {
    var story = try Story.world()
    try story.student()
    try story.person("other")
    try story.act(
      "startPlacement", "placement", "placement-p",
      #""parties":{"student":"person-student","school":"organisation-school","host":"organisation-host"}"#,
      on: "2022-07-01")
    try story.act(
      "publishVacancy", "vacancy", "vacancy-v",
      #""employer":"organisation-host","terms":{"title":"Welder"}"#, on: "2022-07-01")
    return story
  }

  @discardableResult
  private func restrict(
    _ story: inout Story, _ person: String, _ day: String
  ) throws(Rejection) -> [String] {
    try story.act(
      "restrictProcessing", "person", person, #""reason":"DISPUTE""#, on: day, as: "DECIDED"
    ).recorded.map { "\($0.stream.text) \($0.event.type.text)" }
  }

  @discardableResult
  private func merge(
    _ story: inout Story, _ person: String = "person-student", into other: String = "person-other",
    on day: String
  ) throws(Rejection) -> [String] {
    try story.act(
      "mergePerson", "person", person, #""into":"\#(other)""#, on: day, as: "DECIDED"
    ).recorded.map { "\($0.stream.text) \($0.event.type.text)" }
  }

  private func pay(_ story: inout Story, _ day: String) throws(Rejection) -> [String] {
    try story.act(
      "recordPayment", "placement", "placement-p", #""method":"BANK""#, on: day,
      more: #""personal":{"amount":"320000"}"#
    ).findings
  }

  /// A recommendation to a person, as our own act; `nil` where it is refused.
  private func recommend(
    _ story: inout Story, to person: String, _ day: String
  ) throws -> [String]? {
    do throws(Rejection) {
      return try story.act(
        "giveRecommendation", "recommendation", "recommendation-\(day)",
        #""to":"\#(person)","recommended":"vacancy-v""#, on: day, as: "DECIDED"
      ).types
    } catch {
      #expect(error.rule == "P06-RESTRICTED", "\(error)")
      return nil
    }
  }

  @Test func `are used through the absorbed record no more than through the survivor`() throws {
    var story = try told()
    try merge(&story, on: "2023-01-05")
    try restrict(&story, "person-other", "2023-01-10")
    #expect(try pay(&story, "2023-01-09") == [])
    #expect(try pay(&story, "2023-01-10") == ["P06-RESTRICTED"])
    #expect(try recommend(&story, to: "person-student", "2023-01-09") != nil)
    for person in ["person-student", "person-other"] {
      #expect(try recommend(&story, to: person, "2023-01-11") == nil, "\(person)")
    }
    #expect(
      try story.act(
        "recordDisclosure", "record", "privacy.record-d",
        #""recipient":"organisation-bureau","purpose":"statistics","persons":["person-student"],"kinds":["STUDY"],"ground":"STATUTORY_DUTY""#,
        on: "2023-01-11"
      ).findings == ["P06-RESTRICTED"])
  }

  @Test func `are restricted with the absorbed record, whichever came first`() throws {
    let both = [
      "person-student person.processing-restricted", "person-other person.processing-restricted",
    ]
    for isMergedFirst in [false, true] {
      var story = try told()
      if isMergedFirst {
        try merge(&story, on: "2023-01-05")
        #expect(try restrict(&story, "person-student", "2023-01-10") == both)
      } else {
        try restrict(&story, "person-student", "2023-01-05")
        #expect(
          try merge(&story, on: "2023-01-10") == ["person-student person.merged", both[1]])
      }
      #expect(try recommend(&story, to: "person-other", "2023-01-09") != nil)
      #expect(try recommend(&story, to: "person-other", "2023-01-11") == nil)
      #expect(try restrict(&story, "person-student", "2023-01-12") == [])
      // The reason goes along.
      let other = try #require(try story.state(Person.self, "person-other"))
      #expect(other.restriction?.reason == .dispute)
    }
  }

  @Test func `are not restricted for a day before the restriction`() throws {
    var story = try told()
    try restrict(&story, "person-student", "2023-01-05")
    let error = #expect(throws: Rejection.self) { try merge(&story, on: "2023-01-04") }
    #expect(error?.code == .wrongState)
    try restrict(&story, "person-other", "2023-01-05")
    #expect(try merge(&story, on: "2023-01-04") == ["person-student person.merged"])
  }

  @Test func `are so along a chain of mergers, and no longer than the chain`() throws {
    var story = try told()
    try story.person("third")
    try merge(&story, on: "2023-01-05")
    try merge(&story, "person-other", into: "person-third", on: "2023-01-06")
    try restrict(&story, "person-third", "2023-01-10")
    #expect(try recommend(&story, to: "person-student", "2023-01-11") == nil)
    #expect(
      try restrict(&story, "person-student", "2023-01-12")
        == ["person-student", "person-other"].map { "\($0) person.processing-restricted" })
    var ended = try told()
    try merge(&ended, on: "2023-01-05")
    try restrict(&ended, "person-other", "2023-01-10")
    let merger = try #require(
      try ended.past.history(StreamName(validating: "person-student")).recorded.last)
    _ = try ended.together("UNMERGE", on: merger.event.id.description, in: "person-student") {
      (story) throws(Rejection) in
      try story.act(
        "unmergePerson", "person", "person-student", #""reason":"two people""#, on: "2023-02-01",
        as: nil)
    }
    #expect(try recommend(&ended, to: "person-student", "2023-01-31") == nil)
    #expect(try recommend(&ended, to: "person-student", "2023-02-02") != nil)
  }

  @Test func `were used where the merger is told later`() throws {
    var story = try told()
    try restrict(&story, "person-other", "2023-01-10")
    #expect(try pay(&story, "2023-01-12") == [])
    try merge(&story, on: "2023-01-11")
    #expect(
      try story.rejudge("placement-p", "placement.payment-recorded") == ["finding.opened"])
  }
}
