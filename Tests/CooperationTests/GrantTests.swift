@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A grant` {
  @Test func `is applied for together, published, reviewed, approved and paid`() throws {
    var tale = try GrantTale()
    try tale.publish()
    try tale.act(
      "reviewGrant", #""recommended":true,"scores":[{"criterion":"need","points":8}]"#,
      on: "2022-07-08")
    let approved = try tale.act("approveGrant", #""amountFen":"400""#, on: "2022-07-09")
    #expect(approved.types == ["grant.approved", "fund.commitment-changed"])
    try tale.act("payGrant", #""tranche":"1","amountFen":"300""#, on: "2022-08-01")
    try tale.act("payGrant", #""tranche":"2","amountFen":"100""#, on: "2022-09-01")
    try tale.act("acceptGrantMilestone", #""title":"Workshop opened""#, on: "2022-10-01")
    try tale.act("reportGrantExpenditure", #""amountFen":"390""#, on: "2022-12-31", as: "REPORTED")
    try tale.act("evaluateGrant", #""result":"GOOD","publishedOn":"2023-02-01""#, on: "2023-01-15")
    let grant = try tale.grant()
    #expect(grant.phase == .approved && grant.outOfOrder == [])
    #expect(
      grant.applicants.map(\.text) == ["organisation-school", "organisation-host"])
    #expect(grant.paidFen == 400 && grant.spentFen == 390 && grant.evaluation == .good)
    #expect(grant.isRecommended == true && grant.milestoneCount == 1)
    #expect(try tale.fund().committedFen == 400)
  }

  @Test func `is whole when applied for with us, and may be reported with less`() throws {
    var tale = try GrantTale()
    for field in ["fund", "agreement", "purpose", "year", "amountFen"] {
      let details = GrantTale.application.split(separator: ",").filter {
        !$0.contains("\"\(field)\"")
      }
      refused(.malformedValue, field: "applyForGrant.details.\(field)") { () throws(Rejection) in
        try tale.act("applyForGrant", details.joined(separator: ","))
      }
    }
    refused(.malformedValue) { () throws(Rejection) in
      try tale.act("applyForGrant", GrantTale.application.replacing("500", with: "0"))
    }
    refused(.malformedValue) { () throws(Rejection) in
      try tale.act(
        "applyForGrant", GrantTale.application.replacing("500", with: "-5"), as: "REPORTED")
    }
    let told = try tale.act(
      "applyForGrant", #""applicant":"organisation-school""#, as: "REPORTED")
    #expect(told.findings == [])
    let approved = try tale.act("approveGrant", "", as: "REPORTED")
    #expect(approved.types == ["grant.approved", "finding.opened"])
    // Of which fund, nobody told: it may be Ningbo's.
    #expect(approved.findings == ["R22"])
    #expect(approved.decision.findings.map(\.severity) == [.advisory])
  }

  @Test func `is applied for by parties of an agreement in force`() throws {
    var tale = try GrantTale()
    let stranger = GrantTale.application.replacing(
      "organisation-school", with: "organisation-trade")
    let no = refused(.rule) { () throws(Rejection) in try tale.act("applyForGrant", stranger) }
    #expect(no?.rule == "APPLICANTS")
    #expect(
      try tale.act("applyForGrant", stranger, as: "REPORTED").findings == ["APPLICANTS"])
    var early = try GrantTale()
    let before = refused(.rule) { () throws(Rejection) in
      try early.act("applyForGrant", GrantTale.application, on: "2022-06-29")
    }
    #expect(before?.rule == "APPLICANTS")
    try early.act("applyForGrant", GrantTale.application, on: "2022-06-30")
    #expect(
      refused(.rule) { () throws(Rejection) in
        try early.act("confirmCoApplication", #""applicant":"organisation-trade""#)
      }?.rule == "APPLICANTS")
    #expect(
      try early.act("confirmCoApplication", #""applicant":"organisation-school""#).types == [])
  }

  @Test func `in Ningbo needs both parties and a publication that is over`() throws {
    let period = #""from":"2022-07-02","to":"2022-07-08""#
    var alone = try GrantTale()
    try alone.act("applyForGrant", GrantTale.application)
    #expect(
      refused(.rule) { () throws(Rejection) in
        try alone.act("publishGrantApplication", period)
      }?.rule == "R22")
    #expect(
      try alone.act("publishGrantApplication", period, as: "REPORTED").findings == ["R22"])

    var tale = try GrantTale()
    try tale.publish()
    for (day, isLate) in [("2022-07-08", false), ("2022-07-09", true)] {
      if isLate {
        #expect(try tale.act("approveGrant", #""amountFen":"1""#, on: day).findings == [])
      } else {
        let no = refused(.rule) { () throws(Rejection) in
          try tale.act("approveGrant", #""amountFen":"1""#, on: day)
        }
        #expect(no?.rule == "R22")
      }
    }
    var silent = try GrantTale()
    try silent.apply()
    #expect(
      try silent.act("approveGrant", #""amountFen":"1""#, as: "REPORTED").findings == ["R22"])

    // Elsewhere, also where the fund is the province's, R22 says nothing.
    for territory in ["51", "33"] {
      var elsewhere = try GrantTale(territory: territory)
      try elsewhere.act("applyForGrant", GrantTale.application)
      #expect(try elsewhere.act("publishGrantApplication", period).findings == [])
    }
  }

  /// What is found when one party's application is published.
  private func alone(
    on day: String, territory: String? = "3302", as standing: String = "REPORTED"
  ) throws -> [String] {
    var tale = try GrantTale(territory: territory)
    try tale.act("applyForGrant", GrantTale.application, on: "2009-01-01", as: "REPORTED")
    do throws(Rejection) {
      let published = try tale.act(
        "publishGrantApplication", #""from":"2022-07-02","to":"2022-07-08""#, on: day, as: standing)
      return published.decision.findings.map { "\($0.rule) \($0.severity)" }
    } catch {
      return ["\(error.code) \(error.rule ?? "")"]
    }
  }

  @Test func `is judged in Ningbo by the text of its day`() throws {
    for (day, findings) in [
      ("2009-02-28", []), ("2009-03-01", ["R22-2009 advisory"]),
      ("2019-12-31", ["R22-2009 advisory"]), ("2020-01-01", ["R22 breach"]),
    ] {
      #expect(try alone(on: day) == findings, "\(day)")
      #expect(try alone(on: day, territory: "51") == [], "\(day)")
    }
    #expect(try alone(on: "2013-07-01", as: "DECIDED") == ["rule R22-2009"])
    #expect(try alone(on: "2009-02-28", as: "DECIDED") == [])
  }

  @Test func `of a fund whose territory nobody told is not taken for lawful`() throws {
    #expect(try alone(on: "2022-07-01", territory: nil) == ["R22 advisory"])
    #expect(
      try alone(on: "2022-07-01", territory: nil, as: "DECIDED") == ["cannotBeAssessed R22"])
    #expect(try alone(on: "2019-12-31", territory: nil) == ["R22-2009 advisory"])
    #expect(try alone(on: "2009-02-28", territory: nil) == [])
    // What keeps the rule keeps it wherever the fund is.
    var tale = try GrantTale(territory: nil)
    try tale.publish()
    let early = refused(.cannotBeAssessed) { () throws(Rejection) in
      try tale.act("approveGrant", #""amountFen":"1""#, on: "2022-07-08")
    }
    #expect(early?.rule == "R22")
    #expect(try tale.act("approveGrant", #""amountFen":"1""#, on: "2022-07-09").findings == [])
  }

  @Test func `is open to objections as long as its fund says`() throws {
    for (days, isEnough) in [(7, true), (8, false)] {
      var tale = try GrantTale(days: days)
      try tale.apply()
      let published = try tale.act(
        "publishGrantApplication", #""from":"2022-07-02","to":"2022-07-08""#)
      #expect(published.findings == (isEnough ? [] : ["R22-TERM"]))
    }
    var tale = try GrantTale()
    try tale.apply()
    refused(.malformedValue) { () throws(Rejection) in try tale.act("publishGrantApplication") }
  }

  @Test func `waits until every objection is settled`() throws {
    var tale = try GrantTale()
    try tale.publish()
    try tale.act(
      "receiveGrantObjection",
      #""objection":"1","objector":"organisation-trade","reason":"no need""#, on: "2022-07-05")
    refused(.alreadyExists) { () throws(Rejection) in
      try tale.act("receiveGrantObjection", #""objection":"1","reason":"again""#, on: "2022-07-06")
    }
    refused(.wrongState) { () throws(Rejection) in
      try tale.act("approveGrant", #""amountFen":"1""#, on: "2022-07-09")
    }
    refused(.unknownStream) { () throws(Rejection) in
      try tale.act("settleGrantObjection", #""objection":"2","upheld":false,"reason":"r""#)
    }
    let settled = #""objection":"1","upheld":false,"reason":"there is""#
    try tale.act("settleGrantObjection", settled, on: "2022-07-09")
    refused(.wrongState) { () throws(Rejection) in
      try tale.act("settleGrantObjection", settled, on: "2022-07-10")
    }
    try tale.act("approveGrant", #""amountFen":"1""#, on: "2022-07-10")
  }

  @Test func `is no more than the fund has left`() throws {
    var tale = try GrantTale(budget: 600)
    try tale.approve(500)
    try tale.apply("grant-h", year: 2023)
    let period = #""from":"2022-07-02","to":"2022-07-08""#
    try tale.act("publishGrantApplication", period, "grant-h")
    let no = refused(.rule) { () throws(Rejection) in
      try tale.act("approveGrant", #""amountFen":"101""#, on: "2022-07-10", "grant-h")
    }
    #expect(no?.rule == "BUDGET")
    try tale.act("approveGrant", #""amountFen":"100""#, on: "2022-07-10", "grant-h")
    #expect(try tale.fund().committedFen == 600)
    #expect(
      refused(.rule) { () throws(Rejection) in
        try tale.story.act(
          "setFundBudget", "fund", "fund-f", #""amountFen":"599""#, on: "2022-08-01",
          as: "DECIDED")
      }?.rule == "BUDGET")
  }

  @Test func `of an unknown budget is not refused, and is judged again once it is known`() throws {
    var tale = try GrantTale(budget: nil)
    try tale.approve(500)
    try tale.story.act("setFundBudget", "fund", "fund-f", #""amountFen":"400""#, on: "2022-01-02")
    #expect(
      Rejudging.judgedAgain(after: EventType("fund.budget-set"))
        .contains(EventType("grant.approved")))
    #expect(try tale.story.rejudge("grant-g", "grant.approved") == ["finding.opened"])
  }

  @Test func `is paid up to what was approved, each tranche once`() throws {
    var tale = try GrantTale()
    try tale.approve(500)
    try tale.act("payGrant", #""tranche":"1","amountFen":"300""#, on: "2022-08-01")
    refused(.alreadyExists) { () throws(Rejection) in
      try tale.act("payGrant", #""tranche":"1","amountFen":"100""#, on: "2022-08-02")
    }
    let no = refused(.rule) { () throws(Rejection) in
      try tale.act("payGrant", #""tranche":"2","amountFen":"201""#, on: "2022-08-02")
    }
    #expect(no?.rule == "GRANT-SUMS")
    #expect(
      try tale.act("payGrant", #""tranche":"2","amountFen":"200""#, on: "2022-08-02").findings
        == [])
    #expect(
      try tale.act("payGrant", #""tranche":"3","amountFen":"1""#, on: "2022-08-03", as: "REPORTED")
        .findings == ["GRANT-SUMS"])
  }

  @Test func `is claimed back and repaid, no more than there is`() throws {
    var tale = try GrantTale()
    try tale.approve(500)
    try tale.act("payGrant", #""tranche":"1","amountFen":"300""#, on: "2022-08-01")
    refused(.rule) { () throws(Rejection) in
      try tale.act("orderClawback", #""amountFen":"301","reason":"FRAUD""#, on: "2022-09-01")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try tale.act("orderClawback", #""amountFen":"300""#, on: "2022-09-01")
    }
    try tale.act(
      "orderClawback", #""amountFen":"300","reason":"FRAUD","dueOn":"2022-12-31""#,
      on: "2022-09-01")
    refused(.rule) { () throws(Rejection) in
      try tale.act("recordRepayment", #""amountFen":"301""#, on: "2022-10-01")
    }
    try tale.act("recordRepayment", #""amountFen":"300""#, on: "2022-10-01")
    let grant = try tale.grant()
    #expect(grant.clawbackFen == 300 && grant.repaidFen == 300)
  }

  @Test func `is rejected or withdrawn before it is approved`() throws {
    var tale = try GrantTale()
    try tale.apply()
    refused(.malformedValue) { () throws(Rejection) in try tale.act("rejectGrant") }
    try tale.act("rejectGrant", #""reason":"no need""#)
    #expect(try tale.grant().phase == .rejected)
    var other = try GrantTale()
    try other.approve()
    refused(.wrongState) { () throws(Rejection) in
      try other.act("withdrawGrantApplication", #""reason":"r""#, on: "2022-08-01")
    }
    refused(.wrongState) { () throws(Rejection) in
      try tale.act("payGrant", #""tranche":"1","amountFen":"1""#)
    }
  }

  @Test func `is one for agreement, purpose and year, while it lives`() throws {
    var tale = try GrantTale()
    try tale.act("applyForGrant", GrantTale.application)
    #expect(
      try tale.act("applyForGrant", GrantTale.application, "grant-h").reviews == ["GRANT-TWICE"])
    #expect(
      try tale.act(
        "applyForGrant", GrantTale.application.replacing("2022", with: "2023"), "grant-i"
      ).reviews == [])
    var free = try GrantTale()
    try free.act("applyForGrant", GrantTale.application)
    try free.act("withdrawGrantApplication", #""reason":"later""#)
    #expect(try free.act("applyForGrant", GrantTale.application, "grant-h").reviews == [])
  }

  @Test func `gives its promise back when its approval is voided by two persons`() throws {
    var tale = try GrantTale()
    try tale.publish()
    let approved = try tale.act("approveGrant", #""amountFen":"400""#, on: "2022-07-09")
    let asked = try tale.story.tell(
      #"{"requestApproval":{"stream":"grant-g","event":"\#(approved.id)","act":"VOID","reason":"r"}}"#,
      nil)
    tale.story.user = "u2"
    try tale.story.tell(
      #"{"giveApproval":{"stream":"grant-g","request":"\#(asked.id)"}}"#, nil)
    let voided = try tale.story.void("grant-g", approved.id)
    #expect(voided.types == ["event.voided", "fund.commitment-changed"])
    #expect(try tale.fund().committedFen == 0)
    #expect(try tale.fund().outOfOrder == [])
    // What follows from facts is not amended by itself.
    let change = try #require(voided.recorded.last)
    refused(.notAmendable) { () throws(Rejection) in
      try tale.story.tell(
        #"{"requestApproval":{"stream":"fund-f","event":"\#(change.event.id)","act":"VOID","reason":"r"}}"#
      )
    }
  }

  @Test func `that was paid on an approval which was voided is found`() throws {
    var tale = try GrantTale()
    try tale.publish()
    let approved = try tale.act("approveGrant", #""amountFen":"400""#, on: "2022-07-09")
    try tale.act("payGrant", #""tranche":"1","amountFen":"100""#, on: "2022-07-20")
    #expect(try tale.story.openFindings() == [])
    try tale.story.together("VOID", on: approved.id, in: "grant-g") {
      story throws(Rejection) in try story.void("grant-g", approved.id)
    }
    #expect(try tale.story.rejudge("grant-g", "grant.paid") == ["finding.opened"])
    #expect(try tale.story.openFindings() == ["ORDER"])
  }

  @Test func `is approved with one amount: another is a correction of that`() throws {
    var tale = try GrantTale()
    try tale.approve(400)
    #expect(
      try tale.act("approveGrant", #""amountFen":"400""#, on: "2022-07-10").types == [])
    let no = refused(.wrongState) { () throws(Rejection) in
      try tale.act("approveGrant", #""amountFen":"300""#, on: "2022-07-10")
    }
    #expect(no?.reason.contains("approved with 400 fen") == true)
    #expect(try tale.grant().approvedFen == 400)
  }

  @Test func `that is answered in two ways on one day is found, whichever is told first`() throws {
    for (first, last) in [
      ("approveGrant", "rejectGrant"), ("rejectGrant", "withdrawGrantApplication"),
      ("withdrawGrantApplication", "approveGrant"),
    ] {
      for (told, then) in [(first, last), (last, first)] {
        var tale = try GrantTale()
        try tale.publish()
        try tale.act(told, on: "2022-08-01", as: "REPORTED")
        let found = try tale.act(then, on: "2022-08-01", as: "REPORTED").findings
        #expect(Set(found).isSuperset(of: ["ENDS", "ORDER"]), "\(told), \(then)")
      }
    }
  }
}
