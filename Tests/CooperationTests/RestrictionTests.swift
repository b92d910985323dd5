import Cooperation
import Deciding
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
    let rule = CrossStreamRule.all.first { $0.triggers == ["person.processing-restricted"] }
    #expect(rule?.judgedAgain == ["recommendation.given", "privacy-record.data-disclosed"])
  }
}
