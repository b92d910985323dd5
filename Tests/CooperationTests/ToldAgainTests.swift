@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

@Suite struct `What is told again` {
  /// A fact, and the past that it needs: commands, each with its day.
  struct Telling: Sendable, CustomTestStringConvertible {
    let past: [(json: String, day: String)]
    /// Without its standing.
    let fact: String

    var testDescription: String { String(fact.prefix { $0 != ":" }) }

    init(_ fact: String, after past: (String, String)...) {
      self.fact = fact
      self.past = past.map { (json: $0.0, day: $0.1) }
    }

    func told(_ standing: String) -> String { #"{"standing":"\#(standing)",\#(fact)}"# }
  }

  private static let agreement =
    #"{"prepareInternshipAgreement":{"internshipAgreement":"internship.agreement-1","details":{\#(`An internship agreement`.whole)}}}"#

  private static func internship(_ name: String, _ details: String = "") -> Telling {
    Telling(
      #""\#(name)":{"internshipAgreement":"internship.agreement-1","details":{\#(details)}}"#,
      after: (agreement, "2022-06-01"))
  }

  private static func session(_ name: String) -> Telling {
    Telling(
      #""\#(name)":{"session":"session-1","details":{"organisation":"organisation-host"}}"#,
      after: (
        #"{"scheduleSession":{"session":"session-1","details":{"name":"S"}}}"#, "2022-06-01"
      ))
  }

  private static func person(_ name: String, _ details: String) -> Telling {
    Telling(#""\#(name)":{"person":"person-student","details":{\#(details)}}"#)
  }

  private static func claim(_ name: String, _ details: String = "") -> Telling {
    Telling(
      #""\#(name)":{"claim":"claim-c","details":{\#(details)}}"#,
      after: (
        #"{"source":{"document":"d"},"publishClaim":{"claim":"claim-c","details":{"text":"143 interns","figure":"143","unit":"persons","bound":"EXACT","nature":"PLANNED"}}}"#,
        "2022-06-01"
      ))
  }

  static let all: [Telling] = [
    Telling(
      #""changeMemberRole":{"alliance":"alliance-c","organisation":"organisation-host","details":{"role":"unit"}}"#,
      after: (#"{"foundAlliance":{"alliance":"alliance-c","details":{"name":"A"}}}"#, "2022-06-01"),
      (
        #"{"admitMember":{"alliance":"alliance-c","organisation":"organisation-host","details":{}}}"#,
        "2022-06-02"
      )),
    internship("giveInformedConsent"),
    internship("giveGuardianConsent"),
    internship(
      "signInternshipAgreement", #""party":"HOST_SIDE","documentSha256":"\#(Story.text)""#),
    session("inviteParty"), session("recordPartyArrival"),
    Telling(
      #""signAgreement":{"agreement":"agreement-d","details":{"party":"organisation-host","documentSha256":"\#(Story.text)"}}"#,
      after: (
        #"{"standing":"REPORTED","draftAgreement":{"agreement":"agreement-d","details":{"parties":["organisation-school","organisation-host"],"documentSha256":"\#(Story.text)"}}}"#,
        "2022-06-01"
      ), (#"{"submitAgreement":{"agreement":"agreement-d","details":{}}}"#, "2022-06-02"),
      (#"{"approveAgreement":{"agreement":"agreement-d","details":{}}}"#, "2022-06-03")),
    person("recordLegalBasis", #""purpose":"p","ground":"CONTRACT""#),
    person("verifyIdentity", #""method":"DOCUMENT_SEEN""#),
    person("linkGuardian", #""guardian":"person-other""#),
    Telling(
      #""mergeOrganisation":{"organisation":"organisation-host2","details":{"into":"organisation-host","reason":"LEGAL_MERGER"}}"#
    ),
    Telling(
      #""confirmSuccessor":{"agreement":"agreement-a","details":{"party":"organisation-host","successor":"organisation-host2"}}"#,
      after: (
        #"{"reportAgreementSigned":{"agreement":"agreement-a","details":{"parties":["organisation-school","organisation-host"]}}}"#,
        "2022-06-01"
      )),
    claim("explainClaim", #""explanation":"planned""#), claim("retractClaim"),
    Telling(
      #""changeSupervisor":{"placement":"placement-p","details":{"side":"HOST_SIDE","supervisor":"person-other"}}"#,
      after: (
        #"{"startPlacement":{"placement":"placement-p","details":{"parties":{"student":"person-student","school":"organisation-school","host":"organisation-host"}}}}"#,
        "2022-06-01"
      )),
    Telling(
      #""dropTrainee":{"training":"training-t","details":{"trainee":"person-other"}}"#,
      after: (
        #"{"planTraining":{"training":"training-t","details":{"provider":"organisation-school","entrusted":false,"seats":2}}}"#,
        "2022-06-01"
      ),
      (
        #"{"enrolTrainee":{"training":"training-t","details":{"trainee":"person-other"}}}"#,
        "2022-06-02"
      )),
    Telling(
      #""joinCampaign":{"campaign":"campaign-1","details":{"organisation":"organisation-host"}}"#,
      after: (
        #"{"launchCampaign":{"campaign":"campaign-1","details":{"name":"W","kind":"PROMOTION_WEEK"}}}"#,
        "2022-06-01"
      )),
    Telling(
      #""fillVacancy":{"vacancy":"vacancy-v","details":{}}"#,
      after: (
        #"{"publishVacancy":{"vacancy":"vacancy-v","details":{"employer":"organisation-host","terms":{"title":"Welder"}}}}"#,
        "2022-06-01"
      )),
  ]

  private func past(_ telling: Telling) throws -> Story {
    var story = try Story.world()
    try story.student()
    try story.person("other")
    for (json, day) in telling.past { try story.tell(json, day) }
    try story.tell(telling.told("REPORTED"), "2022-06-20")
    return story
  }

  @Test(arguments: all)
  func `is so already as our own act, and as a report where it is the same fact`(
    _ telling: Telling
  ) throws {
    var story = try past(telling)
    #expect(try story.tell(telling.told("REPORTED"), "2022-06-20").types == [])
    #expect(try story.tell(telling.told("DECIDED"), "2022-06-25").types == [])
  }

  @Test(arguments: all)
  func `of another day is another report`(_ telling: Telling) throws {
    for day in ["2022-06-10", "2022-06-25"] {
      var story = try past(telling)
      let again = try story.tell(telling.told("REPORTED"), day)
      #expect(again.recorded.count == 1 + again.findings.count, "\(day): \(again.types)")
      #expect(!again.findings.contains("ORDER"), "\(day)")
      // And that one is known from then on.
      #expect(try story.tell(telling.told("REPORTED"), day).types == [])
    }
  }

  @Test func `of another source is the same fact, unless it corrects what was told`() throws {
    var story = try Story.world()
    try story.student()
    let start =
      #""startPlacement":{"placement":"placement-p","details":{"parties":{"student":"person-student","school":"organisation-school","host":"organisation-host"}}}"#
    try story.tell("{\(start)}", "2022-06-01")
    // Recorded twice it would be counted twice, and an end would come after the end.
    let documented = #""source":{"evidence":"DOCUMENTED","document":"a list of supervisors"}"#
    let supervised =
      #""changeSupervisor":{"placement":"placement-p","details":{"side":"HOST_SIDE","supervisor":"person-student"}}"#
    let told = try story.tell(#"{"source":{"evidence":"SYNTHETIC"},\#(supervised)}"#, "2022-06-02")
    #expect(try story.tell("{\(documented),\(supervised)}", "2022-06-02").types == [])
    #expect(
      try story.tell(#"{"corrects":"\#(told.id)",\#(documented),\#(supervised)}"#, "2022-06-02")
        .types == ["placement.supervisor-changed"])
    let fact = story.past.history(told.recorded[0].stream).effective(told.recorded[0].event.id)
    #expect(fact?.source.evidence == .documented)
  }

  /// What ends the entity of a fact, by a word of the fact.
  static let ends: [(word: String, end: String)] = [
    ("dropTrainee", #""completeTraining":{"training":"training-t","details":{}}"#),
    ("enrolTrainee", #""completeTraining":{"training":"training-t","details":{}}"#),
    (
      "confirmSuccessor",
      #""terminateAgreement":{"agreement":"agreement-a","details":{"reason":"r"}}"#
    ),
    ("joinCampaign", #""closeCampaign":{"campaign":"campaign-1","details":{"reason":"ENDED"}}"#),
    ("inviteParty", #""closeSession":{"session":"session-1","details":{}}"#),
    ("recordPartyArrival", #""closeSession":{"session":"session-1","details":{}}"#),
    ("confirmCoApplication", #""rejectGrant":{"grant":"grant-g","details":{"reason":"r"}}"#),
    (
      "assignCaseOwner",
      #""closeAssistanceCase":{"assistanceCase":"assistance-s","details":{"reason":"LEFT"}}"#
    ),
    (
      "linkCaseOutcome",
      #""closeAssistanceCase":{"assistanceCase":"assistance-s","details":{"reason":"LEFT"}}"#
    ),
    (
      "changeMemberRole",
      #""withdrawMember":{"alliance":"alliance-c","organisation":"organisation-host","details":{}}"#
    ),
    ("changeSupervisor", #""completePlacement":{"placement":"placement-p","details":{}}"#),
  ]

  private static let assistance =
    #"{"standing":"REPORTED","openAssistanceCase":{"assistanceCase":"assistance-s","details":{"graduate":"person-student","enrolment":"enrolment-student"}}}"#

  /// Further facts that only change something once.
  static let others: [Telling] = [
    Telling(
      #""enrolTrainee":{"training":"training-t","details":{"trainee":"person-other"}}"#,
      after: (
        #"{"planTraining":{"training":"training-t","details":{"provider":"organisation-school","entrusted":false,"seats":2}}}"#,
        "2022-06-01"
      )),
    Telling(
      #""confirmCoApplication":{"grant":"grant-g","details":{"applicant":"organisation-host"}}"#,
      after: (
        #"{"standing":"REPORTED","applyForGrant":{"grant":"grant-g","details":{"applicant":"organisation-school"}}}"#,
        "2022-06-01"
      )),
    Telling(
      #""assignCaseOwner":{"assistanceCase":"assistance-s","details":{"owner":"person-other"}}"#,
      after: (assistance, "2022-06-01")),
    Telling(
      #""linkCaseOutcome":{"assistanceCase":"assistance-s","details":{"outcome":"outcome-o"}}"#,
      after: (assistance, "2022-06-01"),
      (
        #"{"standing":"REPORTED","declareOutcome":{"outcome":"outcome-o","details":{"graduate":"person-student","facts":{"category":"10"}}}}"#,
        "2022-06-02"
      )),
  ]

  @Test(arguments: ends) func `is no step out of order after the end`(
    _ word: String, _ end: String
  ) throws {
    let telling = try #require((Self.all + Self.others).first { $0.fact.hasPrefix("\"\(word)\"") })
    var story = try past(telling)
    try story.tell(#"{"standing":"REPORTED",\#(end)}"#, "2022-06-30")
    let again = try story.tell(telling.told("REPORTED"), "2022-07-02")
    #expect(again.recorded.count == 1 + again.findings.count, "\(again.types)")
    #expect(!again.findings.contains("ORDER"))
    // What was never so before the end comes too late.
    guard word == "joinCampaign" else { return }
    let late = telling.told("REPORTED").replacing("organisation-host", with: "organisation-school")
    #expect(try story.tell(late, "2022-07-02").findings.contains("ORDER"))
  }

  private static func commands(before word: String) -> [String] {
    all.first { $0.fact.contains(word) }?.past.map(\.json) ?? []
  }

  /// Facts that take each other back: one, another, and what comes before both.
  static let turns: [(first: String, second: String, past: [String])] = [
    (
      #""changeMemberRole":{"alliance":"alliance-c","organisation":"organisation-host","details":{"role":"unit"}}"#,
      #""changeMemberRole":{"alliance":"alliance-c","organisation":"organisation-host","details":{"role":"member"}}"#,
      commands(before: "changeMemberRole")
    ),
    (
      #""changeSupervisor":{"placement":"placement-p","details":{"side":"HOST_SIDE","supervisor":"person-other"}}"#,
      #""changeSupervisor":{"placement":"placement-p","details":{"side":"HOST_SIDE","supervisor":"person-third"}}"#,
      commands(before: "changeSupervisor")
    ),
    (
      #""assignCaseOwner":{"assistanceCase":"assistance-s","details":{"owner":"person-other"}}"#,
      #""assignCaseOwner":{"assistanceCase":"assistance-s","details":{"owner":"person-third"}}"#,
      [assistance]
    ),
    (
      #""linkCaseOutcome":{"assistanceCase":"assistance-s","details":{"outcome":"outcome-o"}}"#,
      #""linkCaseOutcome":{"assistanceCase":"assistance-s","details":{"outcome":"outcome-p"}}"#,
      [assistance]
        + ["o", "p"].map {
          #"{"standing":"REPORTED","declareOutcome":{"outcome":"outcome-\#($0)","details":{"graduate":"person-student","facts":{"category":"10"}}}}"#
        }
    ),
    (
      #""explainClaim":{"claim":"claim-c","details":{"explanation":"planned"}}"#,
      #""explainClaim":{"claim":"claim-c","details":{"explanation":"counted twice"}}"#,
      commands(before: "explainClaim")
    ),
    (
      #""joinCampaign":{"campaign":"campaign-1","details":{"organisation":"organisation-host"}}"#,
      #""leaveCampaign":{"campaign":"campaign-1","details":{"organisation":"organisation-host"}}"#,
      commands(before: "joinCampaign")
    ),
    (
      #""mergeOrganisation":{"organisation":"organisation-host2","details":{"into":"organisation-host","reason":"LEGAL_MERGER"}}"#,
      #""mergeOrganisation":{"organisation":"organisation-host2","details":{"into":"organisation-school","reason":"LEGAL_MERGER"}}"#,
      []
    ),
    (
      #""confirmSuccessor":{"agreement":"agreement-a","details":{"party":"organisation-host","successor":"organisation-host2"}}"#,
      #""confirmSuccessor":{"agreement":"agreement-a","details":{"party":"organisation-host","successor":"organisation-school"}}"#,
      commands(before: "confirmSuccessor")
    ),
    (
      #""changeRegion":{"organisation":"organisation-host","details":{"region":"510100"}}"#,
      #""changeRegion":{"organisation":"organisation-host","details":{"region":"330200"}}"#, []
    ),
    (
      #""enterBlacklist":{"organisation":"organisation-host","details":{"list":"wages","reason":"r"}}"#,
      #""liftBlacklist":{"organisation":"organisation-host","details":{"list":"wages"}}"#, []
    ),
    (
      #""switchRecommendationsOff":{"person":"person-other","details":{}}"#,
      #""switchRecommendationsOn":{"person":"person-other","details":{}}"#, []
    ),
  ]

  @Test(arguments: turns) func `of one moment tells what holds at its end`(
    _ first: String, _ second: String, _ past: [String]
  ) throws {
    var story = try Story.world()
    try story.student()
    for id in ["other", "third"] { try story.person(id) }
    for json in past { try story.tell(json, "2022-01-01") }
    // Of a year nobody knows more than the order in which it was told.
    for (number, fact) in [first, second, first, second, first].enumerated() {
      let told = try story.tell(#"{"standing":"REPORTED",\#(fact)}"#, "2022")
      #expect(told.types != [], "telling \(number)")
      #expect(
        try story.tell(#"{"standing":"REPORTED",\#(fact)}"#, "2022").types == [],
        "telling \(number) again")
    }
  }

  @Test func `of one moment leaves a member the role that was told last`() throws {
    var story = try Story.world()
    let turn = Self.turns[0]
    for json in turn.past { try story.tell(json, "2022-01-01") }
    for fact in [turn.first, turn.second, turn.first] {
      try story.tell(#"{"standing":"REPORTED",\#(fact)}"#, "2022")
    }
    #expect(try story.state(Membership.self, "membership-c.host")?.role == "unit")
  }

  @Test func `of a role holds as of its own day`() throws {
    let telling = Self.all[0]
    var story = try past(telling)
    func role(_ role: String, _ day: String) throws(Rejection) -> Story.Outcome {
      try story.tell(
        #"{"standing":"REPORTED","changeMemberRole":{"alliance":"alliance-c","organisation":"organisation-host","details":{"role":"\#(role)"}}}"#,
        day)
    }
    _ = try role("member", "2023-01-01")
    // By now it is a member, and was one once before.
    #expect(try role("member", "2022-06-10").types == ["membership.role-changed"])
    let history = try story.past.history(StreamName(validating: "membership-c.host"))
    for (day, expected) in [
      ("2022-06-15", "member"), ("2022-12-31", "unit"), ("2023-01-01", "member"),
    ] {
      let then = try history.state(Membership.self, asOf: Moment(validating: day))
      #expect(then?.role == expected, "\(day)")
    }
  }

  @Test func `counts from the first day on which it was so`() throws {
    var story = try past(Self.internship("giveInformedConsent"))
    try story.tell(Self.internship("giveInformedConsent").told("REPORTED"), "2022-06-10")
    try story.tell(Self.internship("giveInformedConsent").told("REPORTED"), "2022-06-25")
    let sign = Self.internship(
      "signInternshipAgreement", #""party":"HOST_SIDE","documentSha256":"\#(Story.text)""#)
    for day in ["2022-06-22", "2022-06-21", "2022-06-28"] {
      try story.tell(sign.told("REPORTED"), day)
    }
    let agreement = try #require(
      try story.state(InternshipAgreement.self, "internship.agreement-1"))
    #expect(agreement.consented?.description == "2022-06-10")
    #expect(agreement.signatures[.hostSide]?.description == "2022-06-21")
    #expect(agreement.outOfOrder == [])

    var merged = try past(Self.all.first { $0.fact.contains("mergeOrganisation") }!)
    for day in ["2022-06-10", "2022-06-25"] {
      try merged.tell(
        Self.all.first { $0.fact.contains("mergeOrganisation") }!.told("REPORTED"), day)
    }
    let organisation = try merged.state(Organisation.self, "organisation-host2")
    #expect(organisation?.merger?.from?.description == "2022-06-10")

    var dropped = try past(Self.all.first { $0.fact.contains("dropTrainee") }!)
    try dropped.tell(
      Self.all.first { $0.fact.contains("dropTrainee") }!.told("REPORTED"), "2022-06-25")
    let training = try dropped.state(StaffTraining.self, "training-t")
    #expect(
      training?.trainees[try StreamName(validating: "person-other")]?.dropped?.description
        == "2022-06-20")
  }

  @Test func `of another text is no second signature of the same one`() throws {
    let telling = Self.all.first { $0.fact.contains("signAgreement") }!
    var story = try past(telling)
    let other = telling.told("REPORTED").replacing(Story.text, with: Story.otherText)
    #expect(try story.tell(other, "2022-06-21").findings.contains("ONE-TEXT"))
  }
}
