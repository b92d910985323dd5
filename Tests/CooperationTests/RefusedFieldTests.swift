@testable import Cooperation
import Deciding
import EventModel
import Testing

/// Which field a rule's no names: that of the one thing which breaks the rule, where the command states it.
@Suite struct `A command that a rule refuses` {
  private func told() throws -> Story {
    var story = try Story.world()
    try story.agreement()
    try story.alliance()
    try story.person("p")
    try story.register("gone")
    try story.act(
      "deregisterOrganisation", "organisation", "organisation-gone", on: "2021-06-30")
    return story
  }

  /// What is decided in the world, which rule refuses it, and the field that it names.
  static let refusals: [(command: String, rule: String, field: String?)] = [
    (
      #""requestTraining":{"training":"training-t","details":{"enterprise":"organisation-school"}}"#,
      "ROLE", "requestTraining.details.enterprise"
    ),
    (
      #""draftAgreement":{"agreement":"agreement-b","details":{"parties":["organisation-school","organisation-gone"]}}"#,
      "LIVING-PARTIES", "draftAgreement.details.parties[1]"
    ),
    (
      #""draftAgreement":{"agreement":"agreement-b","details":{"kind":"SCHOOL_SCHOOL","parties":["organisation-school","organisation-host"]}}"#,
      "PARTIES", "draftAgreement.details.parties"
    ),
    (
      #""openProgramme":{"programme":"programme-p","details":{"school":"organisation-host","major":"460701"}}"#,
      "SCHOOLS-TEACH", "openProgramme.details.school"
    ),
    (
      #""arrangePlacement":{"placement":"placement-p","details":{"parties":{"kind":"POST","student":"person-p","school":"organisation-school","host":"organisation-host","organiser":"organisation-agency"}}}"#,
      "R05", "arrangePlacement.details.parties.organiser"
    ),
    (
      #""adoptCharter":{"alliance":"alliance-c","details":{"vote":{"eligible":50,"present":48,"carried":false}}}"#,
      "VOTE", "adoptCharter.details.vote.carried"
    ),
    (
      #""adoptCharter":{"alliance":"alliance-c","details":{"vote":{"eligible":50,"carried":true}}}"#,
      "VOTE", "adoptCharter.details.vote.present"
    ),
    // Numbers that contradict each other are several.
    (
      #""adoptCharter":{"alliance":"alliance-c","details":{"vote":{"eligible":50,"present":20,"carried":true}}}"#,
      "VOTE", nil
    ),
    // Nothing that is stated is wrong: something is missing, or stands elsewhere.
    (
      #""planOrderClass":{"orderClass":"order.class-c","details":{"school":"organisation-school","enterprise":"organisation-host"}}"#,
      "R17", nil
    ),
  ]

  @Test(arguments: refusals.indices)
  func `is told which field is to blame`(number: Int) throws {
    let (command, rule, field) = Self.refusals[number]
    var story = try told()
    let no = refused(.rule) { () throws(Rejection) in
      try story.tell(#"{"standing":"DECIDED",\#(command)}"#, "2022-07-01")
    }
    #expect(no?.rule == rule)
    #expect(no?.field == field)
  }

  @Test func `is told so of values, and of what it rests on`() throws {
    var tale = try GrantTale()
    let application = GrantTale.application
    refused(.rule, field: "applyForGrant.details.applicant") { () throws(Rejection) in
      try tale.act(
        "applyForGrant", application.replacing("organisation-school", with: "organisation-trade"))
    }
    refused(.rule, field: "applyForGrant.details.agreement") { () throws(Rejection) in
      try tale.act("applyForGrant", application, on: "2022-06-29")
    }
    try tale.approve()
    let no = refused(.rule, field: "payGrant.details.amountFen") { () throws(Rejection) in
      try tale.act("payGrant", #""tranche":"1","amountFen":"501""#, on: "2022-08-01")
    }
    #expect(no?.stream == nil)
  }

  @Test func `is told so of the day on which it is too early`() throws {
    var tale = try GrantTale()
    try tale.publish()
    let no = refused(.rule, field: "occurred") { () throws(Rejection) in
      try tale.act("approveGrant", #""amountFen":"500""#, on: "2022-07-08")
    }
    #expect(no?.rule == "R22")
  }

  @Test func `is told of no field where two name what is to blame`() throws {
    var story = try told()
    let no = refused(.rule) { () throws(Rejection) in
      try story.act(
        "planTraining", "training", "training-t",
        #""provider":"organisation-school","enterprise":"organisation-school","entrusted":false"#,
        on: "2022-07-01", as: "DECIDED")
    }
    #expect(no?.rule == "ROLE")
    #expect(no?.field == nil && no?.stream?.text == "organisation-school")
  }
}
