@testable import Cooperation
import Deciding
import EventModel
import Testing

extension `A grant` {
  private func pay(
    _ tale: inout GrantTale, to payee: String, as standing: String = "REPORTED"
  ) throws(Rejection) -> [String] {
    try tale.act(
      "payGrant", #""tranche":"1","amountFen":"100","payee":"organisation-\#(payee)""#,
      on: "2022-08-01", as: standing
    ).findings
  }

  @Test func `is paid to who applied for it`() throws {
    var tale = try GrantTale()
    try tale.approve()
    for (payee, found) in [("school", []), ("host", []), ("trade", ["PAYEE"])] {
      for standing in ["DECIDED", "REPORTED"] {
        var copy = tale
        #expect(try pay(&copy, to: payee, as: standing) == found, "\(payee) \(standing)")
      }
    }
  }

  @Test func `is paid to who took an applicant's place, also where that is told later`() throws {
    for trigger in [
      EventType("organisation.merged"), EventType("agreement.successor-confirmed"),
    ] {
      #expect(
        Rejudging.judgedAgain(after: trigger).contains(EventType("grant.paid")), "\(trigger)")
    }
    var merged = try GrantTale()
    try merged.approve()
    #expect(try pay(&merged, to: "host2") == ["PAYEE"])
    try merged.story.act(
      "mergeOrganisation", "organisation", "organisation-host",
      #""into":"organisation-host2","reason":"DUPLICATE""#, on: "2022-07-10", as: "DECIDED")
    #expect(try merged.story.rejudge("grant-g", "grant.paid") == ["finding.withdrawn"])

    var followed = try GrantTale()
    try followed.approve()
    #expect(try pay(&followed, to: "host2") == ["PAYEE"])
    try followed.story.act(
      "confirmSuccessor", "agreement", "agreement-a",
      #""party":"organisation-host","successor":"organisation-host2""#, on: "2022-07-10")
    #expect(try followed.story.rejudge("grant-g", "grant.paid") == ["finding.withdrawn"])
  }

  @Test func `that was paid on an application which was voided is found`() throws {
    var tale = try GrantTale()
    let applied = try tale.act("applyForGrant", GrantTale.application)
    try tale.act("confirmCoApplication", #""applicant":"organisation-host""#)
    try tale.act("publishGrantApplication", #""from":"2022-07-02","to":"2022-07-08""#)
    try tale.act("approveGrant", #""amountFen":"500""#, on: "2022-07-09")
    #expect(try pay(&tale, to: "school") == [])
    try tale.story.together("VOID", on: applied.id, in: "grant-g") {
      story throws(Rejection) in try story.void("grant-g", applied.id)
    }
    #expect(try tale.story.rejudge("grant-g", "grant.paid").contains("finding.opened"))
    #expect(try tale.story.openFindings().contains("PAYEE"))
  }
}
