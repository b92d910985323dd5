@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

@Suite struct `Two internships of one student` {
  func world() throws -> Story {
    var story = try Story.world()
    try story.student()
    try story.student("other")
    return story
  }

  @discardableResult
  func agree(
    _ story: inout Story, _ id: String, _ days: String, host: String = "host",
    student: String = "student", kind: String = "POST", as standing: String = "REPORTED",
    corrects: String? = nil, supersedes: String? = nil
  ) throws(Rejection) -> Story.Outcome {
    let more = supersedes.map { #","supersedes":"internship.agreement-\#($0)""# } ?? ""
    let parties =
      #""kind":"\#(kind)","student":"person-\#(student)","enrolment":"enrolment-\#(student)","school":"organisation-school","host":"organisation-\#(host)","terms":{\#(days)}\#(more)"#
    return try story.act(
      standing == "DECIDED" ? "prepareInternshipAgreement" : "reportInternshipAgreementSigned",
      "internshipAgreement", "internship.agreement-\(id)", parties, on: "2022-06-01", as: standing,
      corrects: corrects)
  }

  @discardableResult
  private func start(
    _ story: inout Story, _ id: String, on day: String, to last: String? = nil,
    host: String = "host", kind: String = "POST"
  ) throws(Rejection) -> Story.Outcome {
    let parties =
      #""parties":{"kind":"\#(kind)","student":"person-student","school":"organisation-school","host":"organisation-\#(host)"}"#
    if let last {
      try story.act(
        "arrangePlacement", "placement", "placement-\(id)",
        parties + #","plannedFrom":"2022-07-01","plannedTo":"\#(last)""#, on: "2022-06-01")
    }
    return try story.act(
      "startPlacement", "placement", "placement-\(id)", last == nil ? parties : "", on: day)
  }

  private func days(_ from: String, _ to: String) -> String {
    #""from":"\#(from)","to":"\#(to)""#
  }

  func about(_ outcome: Story.Outcome) -> [FindingProposal] {
    outcome.decision.findings.filter { $0.rule.hasPrefix("INTERNSHIP-") }
  }

  /// The rules that a second agreement breaks beside one of July to December.
  private func second(
    _ days: String, host: String = "host2", student: String = "student", kind: String = "POST",
    as standing: String = "REPORTED"
  ) throws -> [String] {
    var story = try world()
    try agree(&story, "1", self.days("2022-07-01", "2022-12-31"))
    do throws(Rejection) {
      return about(
        try agree(
          &story, "2", days, host: host, student: student, kind: kind, as: standing)
      ).map(\.rule)
    } catch {
      return ["refused by \(error.rule ?? error.reason)"]
    }
  }

  @Test func `overlap where they share more than the day of the change`() throws {
    #expect(try second(days("2022-12-30", "2023-06-30")) == ["INTERNSHIP-OVERLAP"])
    #expect(try second(days("2022-12-31", "2023-06-30")) == [])
    #expect(try second(days("2023-01-01", "2023-06-30")) == [])
    #expect(try second(days("2022-01-01", "2022-07-02")) == ["INTERNSHIP-OVERLAP"])
    #expect(try second(days("2022-01-01", "2022-07-01")) == [])
    #expect(try second(days("2022-08-01", "2022-08-01")) == ["INTERNSHIP-OVERLAP"])
    #expect(try second(days("2022-07-01", "2023-06-30")) == ["INTERNSHIP-OVERLAP"])
    // Our own act too: it may be what the student does.
    #expect(
      try second(days("2022-12-30", "2023-06-30"), as: "DECIDED") == ["INTERNSHIP-OVERLAP"])
  }

  @Test func `are two posts of one student`() throws {
    let within = days("2022-08-01", "2022-10-31")
    #expect(try second(within) == ["INTERNSHIP-OVERLAP"])
    #expect(try second(within, host: "host") == ["INTERNSHIP-OVERLAP"])
    #expect(try second(within, student: "other") == [])
    #expect(try second(within, kind: "COGNITION") == [])
    #expect(try second("") == [], "nobody said when")
  }

  @Test func `at one host for the same days are one`() throws {
    let same = days("2022-07-01", "2022-12-31")
    #expect(try second(same, host: "host", as: "DECIDED") == ["refused by INTERNSHIP-TWICE"])
    #expect(try second(same, host: "host") == ["INTERNSHIP-TWICE"])
    #expect(try second(same, host: "host2", as: "DECIDED") == ["INTERNSHIP-OVERLAP"])
    #expect(
      try second(days("2022-07-01", "2022-12-30"), host: "host", as: "DECIDED")
        == ["INTERNSHIP-OVERLAP"])
    var story = try world()
    try agree(&story, "1", same)
    let no = refused(.rule) { () throws(Rejection) in
      try agree(&story, "2", same, host: "host", as: "DECIDED")
    }
    #expect(no?.stream?.text == "internship.agreement-1", "no one field is wrong")
  }

  @Test func `are found in both streams, and named`() throws {
    var story = try world()
    try agree(&story, "2", days("2022-07-01", "2022-12-31"))
    let found = about(
      try agree(&story, "1", days("2022-10-01", "2022-11-30"), host: "host2"))
    #expect(
      found.first?.subjects.map(\.text) == ["internship.agreement-1", "internship.agreement-2"])
    #expect(
      found.first?.reason
        == "internship.agreement-1 and internship.agreement-2 overlap from 2022-10-01 to 2022-11-30"
    )
  }

  @Test func `overlap no more once the first was annulled, superseded or changed`() throws {
    for (name, details) in [
      ("annulInternshipAgreement", #""reason":"MISTAKE""#),
      ("supersedeInternshipAgreement", #""successor":"internship.agreement-2""#),
      ("amendInternshipAgreement", #""terms":{"to":"2022-09-01"}"#),
    ] {
      var story = try world()
      try agree(&story, "1", days("2022-07-01", "2022-12-31"))
      try agree(&story, "2", days("2022-09-01", "2022-12-31"), host: "host2")
      #expect(try story.openFindings().contains("INTERNSHIP-OVERLAP"))
      try story.act(
        name, "internshipAgreement", "internship.agreement-1", details, on: "2022-09-01")
      try story.rejudge("internship.agreement-1", "internship-agreement.reported-signed")
      #expect(try !story.openFindings().contains("INTERNSHIP-OVERLAP"), "\(name)")
    }
  }

  @Test func `overlap by an amendment of the days`() throws {
    var story = try world()
    try agree(&story, "1", days("2022-07-01", "2022-08-31"))
    try agree(&story, "2", days("2022-09-01", "2022-12-31"), host: "host2")
    func amend(_ terms: String) throws(Rejection) -> [String] {
      about(
        try story.act(
          "amendInternshipAgreement", "internshipAgreement", "internship.agreement-1",
          #""terms":{\#(terms)}"#, on: "2022-08-01")
      ).map(\.rule)
    }
    #expect(try amend(#""weeklyHours":40"#) == [])
    #expect(try amend(#""to":"2022-09-30""#) == ["INTERNSHIP-OVERLAP"])
  }

  @Test func `are told apart by when work began and ended`() throws {
    var story = try world()
    try start(&story, "1", on: "2022-07-01", to: "2022-12-31")
    let second = try start(&story, "2", on: "2022-10-01", host: "host2")
    #expect(about(second).map(\.rule) == ["INTERNSHIP-OVERLAP"])
    #expect(about(second).first?.severity == .breach)
    // An end that is told later was before the other began.
    try story.act(
      "endPlacementEarly", "placement", "placement-1", #""reason":"UNSUITED""#, on: "2022-10-01")
    try story.rejudge("placement-1", "placement.started")
    #expect(try !story.openFindings().contains("INTERNSHIP-OVERLAP"))
  }

  @Test func `can't be told apart while the first has no end`() throws {
    var story = try world()
    try start(&story, "1", on: "2022-07-01")
    let second = try start(&story, "2", on: "2022-10-01", host: "host2")
    let found = about(second)
    #expect(found.map(\.severity) == [.advisory])
    #expect(found.first?.reason.hasPrefix("cannot be assessed") == true)
    try story.act("completePlacement", "placement", "placement-1", on: "2022-09-30")
    try story.rejudge("placement-1", "placement.started")
    #expect(try !story.openFindings().contains("INTERNSHIP-OVERLAP"))
  }

  @Test func `of which one never took place are one`() throws {
    var story = try world()
    try story.act(
      "arrangePlacement", "placement", "placement-1",
      #""parties":{"kind":"POST","student":"person-student","school":"organisation-school","host":"organisation-host"},"plannedFrom":"2022-07-01","plannedTo":"2022-12-31""#,
      on: "2022-06-01")
    try story.act("recordNoShow", "placement", "placement-1", on: "2022-07-01")
    let second = try start(&story, "2", on: "2022-08-01", host: "host2")
    #expect(about(second) == [])
    #expect(
      try story.types("code.internship-student")
        == ["code.claimed", "code.released", "code.claimed"])
  }

  @Test func `stand alone again when one is voided or corrected`() throws {
    var story = try world()
    let first = try agree(&story, "1", days("2022-07-01", "2022-12-31"))
    try agree(&story, "2", days("2022-08-01", "2022-12-31"), host: "host2")
    #expect(try story.openFindings().contains("INTERNSHIP-OVERLAP"))
    var corrected = story
    try agree(
      &corrected, "1", days("2022-01-01", "2022-07-31"), corrects: first.id)
    try corrected.rejudge("internship.agreement-1", "internship-agreement.reported-signed")
    #expect(try !corrected.openFindings().contains("INTERNSHIP-OVERLAP"))
    try story.void("internship.agreement-1", first.id)
    try story.rejudge("internship.agreement-1", "internship-agreement.reported-signed")
    #expect(try !story.openFindings().contains("INTERNSHIP-OVERLAP"))
    #expect(
      try story.types("code.internship-student")
        == ["code.claimed", "code.claimed", "code.released"])
  }

  @Test func `are none where one was corrected to another student`() throws {
    let half = days("2022-07-01", "2022-12-31")
    var story = try world()
    let first = try agree(&story, "1", half)
    try agree(&story, "1", half, student: "other", corrects: first.id)
    #expect(about(try agree(&story, "2", half, as: "DECIDED")) == [])
    // What was found before goes, whichever of the two it is.
    for id in ["1", "2"] {
      var story = try world()
      var events: [String: String] = [:]
      events["1"] = try agree(&story, "1", half).id
      events["2"] = try agree(&story, "2", half, host: "host2").id
      #expect(try story.openFindings().contains("INTERNSHIP-OVERLAP"))
      try agree(
        &story, id, half, host: id == "1" ? "host" : "host2", student: "other",
        corrects: events[id])
      try story.rejudge("internship.agreement-\(id)", "internship-agreement.reported-signed")
      #expect(try !story.openFindings().contains("INTERNSHIP-OVERLAP"), "\(id)")
    }
  }

  @Test func `that began by one day are a breach only where one was not over by then`() throws {
    func severities(_ first: String, _ firstEnd: String?, _ second: String, _ secondEnd: String?)
      throws -> [FindingProposal.Severity]
    {
      var story = try world()
      try start(&story, "1", on: first, to: firstEnd)
      return about(try start(&story, "2", on: second, to: secondEnd, host: "host2"))
        .map(\.severity)
    }
    #expect(try severities("2022", nil, "2022", nil) == [.advisory])
    #expect(try severities("2022", nil, "2022-12-31", nil) == [.advisory])
    #expect(try severities("<=2022-12-31", nil, "2022-12-31", nil) == [.advisory])
    #expect(try severities("2022", "2023-03-31", "2022", nil) == [.advisory])
    #expect(try severities("2022", "2023-03-31", "2022", "2023-06-30") == [.breach])
    #expect(try severities("2022-12-31", nil, "2022-12-31", nil) == [.breach])
    #expect(try severities("2022", "2022-12-31", "2022", nil) == [], "one ends there")
  }

  @Test func `that ended at the latest by a day can't be told apart by that`() throws {
    var story = try world()
    try start(&story, "1", on: "2022-07-01")
    try story.act("completePlacement", "placement", "placement-1", on: "<=2022-12-31")
    let second = about(try start(&story, "2", on: "2022-10-01", host: "host2"))
    #expect(second.map(\.severity) == [.advisory])
  }

  @Test func `that ended in some month or year are compared by what is certain`() throws {
    for ended in ["2022", "2022-07"] {
      var story = try world()
      try start(&story, "1", on: "2022-07-01")
      try story.act("completePlacement", "placement", "placement-1", on: ended)
      let second = about(
        try start(&story, "2", on: "2022-06-01", to: "2022-08-31", host: "host2"))
      #expect(second.map(\.severity) == [.breach], "\(ended)")
    }
  }

  @Test func `of which one was superseded by a day can't be told apart, west of Greenwich too`()
    throws
  {
    for minutes in [480, -300] {
      var story = try world()
      story.past.zone = LogZone(name: "Here", utcOffsetMinutes: minutes)
      try agree(&story, "1", days("2022-07-01", "2022-12-31"))
      try agree(&story, "2", days("2022-07-15", "2022-12-31"), host: "host2")
      try story.act(
        "supersedeInternshipAgreement", "internshipAgreement", "internship.agreement-1",
        #""successor":"internship.agreement-2""#, on: "<=2022-08-01")
      try story.rejudge("internship.agreement-1", "internship-agreement.reported-signed")
      #expect(try story.openFindings().contains("INTERNSHIP-OVERLAP"), "\(minutes)")
    }
  }

  @Test func `are compared by all that is known when one is corrected`() throws {
    let half = days("2022-07-01", "2022-12-31")
    var story = try world()
    let first = try agree(&story, "1", half, as: "DECIDED")
    try story.act(
      "amendInternshipAgreement", "internshipAgreement", "internship.agreement-1",
      #""terms":{"to":"2022-08-31"}"#, on: "2022-06-02")
    try agree(&story, "2", half, host: "host")
    // With its text alone it would be the other once more, and our own act refused.
    let corrected = try agree(&story, "1", half, as: "DECIDED", corrects: first.id)
    #expect(about(corrected).map(\.rule) == ["INTERNSHIP-OVERLAP"])
  }

  @Test func `that nobody could see when the first was recorded are seen once it is corrected`()
    throws
  {
    let half = days("2022-07-01", "2022-12-31")
    var told = try world()
    let first = try agree(&told, "1", half).recorded[0]
    // As a log has it that is older than the claims.
    var story = try world()
    let context = DecisionContext(
      now: story.past.now, zone: story.past.zone, occurred: first.event.occurred,
      actor: first.event.actor, standing: .reported, source: first.event.source)
    let event = DecidedEvent(first.event.type, to: first.stream, payload: first.event.payload)
    let id = story.past.record(
      Decision(events: [event]), context, CommandID(high: 3, low: 1))[0].event.id.description
    #expect(about(try agree(&story, "2", half)) == [])
    let corrected = try agree(&story, "1", half, corrects: id)
    #expect(corrected.types.contains("code.claimed"))
    #expect(about(corrected).map(\.rule) == ["INTERNSHIP-TWICE"])
    #expect(try !agree(&story, "1", half, corrects: id).types.contains("code.claimed"))
  }
}
