@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import SwiftProtobuf
import Testing

@Suite struct `An organisation` {
  static let code = "91330203XXXX00019A"
  static let otherCode = "91330203XXXX000350"

  func command(_ name: String, _ details: String, _ more: String = "") -> String {
    """
    {\(more)"\(name)":{"organisation":"organisation-a","details":{\(details)}}}
    """
  }

  @Test func `is registered with all that is known`() throws {
    var story = Story()
    let outcome = try story.register(
      "a",
      """
      "creditCode":"\(Self.code)","region":"330203","industry":"C3610","ownership":"PRIVATE",
      "sizeClass":"MEDIUM","staffOnPost":120,"park":"Longquan","names":[{"language":"zh",
      "name":"神龙汽车"}]
      """)
    #expect(outcome.types == ["organisation.registered", "code.claimed"])
    let organisation = try #require(try story.state(Organisation.self, "organisation-a"))
    #expect(organisation.name == "The a")
    #expect(organisation.kind == .enterprise)
    #expect(organisation.creditCode == Self.code)
    #expect(organisation.staffOnPost == 120)
    #expect(organisation.details.names.map(\.name) == ["神龙汽车"])
    #expect(
      outcome.recorded[0].event.about
        == [About(role: "organisation", stream: try StreamName(validating: "organisation-a"))])
  }

  @Test func `is refused where a value is malformed, whoever says so`() {
    let cases: [(String, String)] = [
      (#""kind":"ENTERPRISE""#, "details.name"),
      (#""name":"A""#, "details.kind"),
      (#""kind":"ENTERPRISE","name":"   ""#, "details.name"),
      (#""kind":"ENTERPRISE","name":"A","region":"990200""#, "details.region"),
      (#""kind":"ENTERPRISE","name":"A","region":"33020""#, "details.region"),
      (#""kind":"ENTERPRISE","name":"A","industry":"36""#, "details.industry"),
      (#""kind":"ENTERPRISE","name":"A","industry":"U36""#, "details.industry"),
      (#""kind":"ENTERPRISE","name":"A","staffOnPost":-1"#, "details.staffOnPost"),
      (#""kind":"ENTERPRISE","name":"A","schoolCode":"361234""#, "details.schoolCode"),
      (#""kind":"ENTERPRISE","name":"A","creditCode":"91330203xxxx00019a""#, "details.creditCode"),
      (
        #""kind":"ENTERPRISE","name":"A","names":[{"language":"zh","name":"a"},{"language":"zh","name":"b"}]"#,
        "details.names[1].language"
      ),
    ]
    for standing in ["REPORTED", "DECIDED"] {
      for (details, field) in cases {
        var story = Story()
        refused(.malformedValue, field: "registerOrganisation." + field) { () throws(Rejection) in
          try story.tell(
            command("registerOrganisation", details, #""standing":"\#(standing)","#))
        }
      }
    }
  }

  @Test func `can't be registered twice, nor again after a void`() throws {
    var story = Story()
    let first = try story.register("a")
    let no = refused(.alreadyExists) { () throws(Rejection) in try story.register("a") }
    #expect(no?.stream?.text == "organisation-a")
    try story.tell(
      #"{"voidEvent":{"stream":"organisation-a","event":"\#(first.id)","reason":"twice"}}"#)
    let again = refused(.alreadyExists) { () throws(Rejection) in try story.register("a") }
    #expect(again?.reason.contains("voided") == true)
  }

  @Test func `holds its credit code alone, also against reports`() throws {
    var story = Story()
    try story.register("a", #""creditCode":"\#(Self.code)""#)
    for standing in ["REPORTED", "DECIDED"] {
      let no = refused(.codeTaken) { () throws(Rejection) in
        try story.register("b", #""creditCode":"\#(Self.code)""#, standing: standing)
      }
      #expect(no?.stream?.text == "organisation-a")
    }
    #expect(try story.state(Organisation.self, "organisation-b") == nil)
  }

  @Test func `lets its codes go when it ends`() throws {
    var story = Story()
    try story.register("a", #""creditCode":"\#(Self.code)""#)
    let ended = try story.tell(command("deregisterOrganisation", ""), "2021-01-01")
    #expect(ended.types == ["organisation.deregistered", "code.released"])
    #expect(
      try story.register("b", #""creditCode":"\#(Self.code)""#).types
        == ["organisation.registered", "code.claimed"])
    #expect(try story.tell(command("deregisterOrganisation", ""), "2021-01-01").types == [])
  }

  @Test func `changes its code by claiming the new and releasing the old`() throws {
    var story = Story()
    try story.register("a", #""creditCode":"\#(Self.code)""#)
    let assign = #""creditCode":"\#(Self.otherCode)""#
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(command("assignCreditCode", assign, #""standing":"DECIDED","#))
    }
    var reported = story
    #expect(try reported.tell(command("assignCreditCode", assign)).findings == ["ORDER"])
    let outcome = try story.tell(
      command("changeCreditCode", #""creditCode":"\#(Self.otherCode)","reason":"new register""#))
    #expect(
      outcome.types == [
        "organisation.credit-code-changed", "code.released", "code.claimed",
      ])
    #expect(
      try story.tell(
        command(
          "changeCreditCode", #""creditCode":"\#(Self.otherCode)""#, #""standing":"DECIDED","#)
      ).types == [])
    try story.register("b", #""creditCode":"\#(Self.code)""#)
  }

  @Test func `gets its first code later`() throws {
    var story = Story()
    try story.register("a")
    let change = #""creditCode":"\#(Self.code)""#
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(command("changeCreditCode", change, #""standing":"DECIDED","#))
    }
    var reported = story
    #expect(try reported.tell(command("changeCreditCode", change)).findings == ["ORDER"])
    #expect(
      try story.tell(command("assignCreditCode", #""creditCode":"\#(Self.code)""#)).types
        == ["organisation.credit-code-assigned", "code.claimed"])
    #expect(
      try story.tell(command("assignCreditCode", #""creditCode":"\#(Self.code)""#)).types == [])
  }

  @Test func `with a wrong check digit is recorded and held for review`() throws {
    var story = Story()
    let outcome = try story.register("a", #""creditCode":"91330203XXXX00019B""#)
    #expect(outcome.reviews == ["USCC"])
    #expect(outcome.types == ["organisation.registered", "review.opened", "code.claimed"])
    let history = story.past.history(try StreamName(validating: "organisation-a"))
    #expect(history.effective.first?.isConfirmed == false)
  }

  @Test(arguments: [
    ("SCHOOL", #""creditCode":"91330203XXXX00019A""#, [String]()),
    ("SCHOOL", #""creditCode":"51330200XXXX000193""#, ["USCC-KIND"]),
    ("GOVERNMENT_BODY", #""creditCode":"91330203XXXX00019A""#, ["USCC-KIND"]),
    ("OTHER", #""creditCode":"91330203XXXX00019A""#, []),
    ("SCHOOL", #""schoolCode":"4151010001""#, []),
    ("SCHOOL", #""schoolCode":"2151010001""#, ["CODE"]),
    ("SCHOOL", #""schoolCode":"4199010001""#, ["SCHOOL-CODE"]),
    ("ENTERPRISE", #""schoolCode":"4151010001""#, ["SCHOOL-CODE"]),
    ("ENTERPRISE", #""identityBasis":"FOREIGN_REGISTER""#, ["IDENTITY"]),
    ("ENTERPRISE", "", []),
  ])
  func `is reviewed where its identity is odd`(
    kind: String, details: String, rules: [String]
  ) throws {
    var story = Story()
    #expect(try story.register("a", kind: kind, details).reviews == rules)
  }

  @Test func `that we register ourselves without a code is reviewed`() throws {
    var story = Story()
    #expect(try story.register("a", standing: "DECIDED").reviews == ["IDENTITY"])
    #expect(
      try story.register("b", #""approvalNumber":"7""#, standing: "DECIDED").reviews == [])
  }

  @Test(arguments: [
    ("SCHOOL", #""creditCode":"12330200XXXX000194""#, "DECIDED", ["IDENTITY"]),
    ("SCHOOL", #""creditCode":"12330200XXXX000194""#, "REPORTED", []),
    ("SCHOOL", #""creditCode":"12330200XXXX000194","schoolCode":"4151010001""#, "DECIDED", []),
    ("SCHOOL", #""creditCode":"12330200XXXX000194","approvalNumber":"7""#, "DECIDED", []),
    ("SCHOOL", #""schoolCode":"4151010001""#, "DECIDED", []),
    ("ENTERPRISE", #""creditCode":"91330203XXXX00019A""#, "DECIDED", []),
  ])
  func `that we register as a school needs a school's code or an approval's number`(
    kind: String, details: String, standing: String, rules: [String]
  ) throws {
    var story = Story()
    #expect(try story.register("a", kind: kind, details, standing: standing).reviews == rules)
  }

  @Test func `changes name, region, industry and school code, once each`() throws {
    var story = Story()
    try story.register("a", kind: "SCHOOL")
    let changes = [
      ("changeOrganisationName", #""name":"New""#, "organisation.name-changed"),
      ("changeRegion", #""region":"510112""#, "organisation.region-changed"),
      ("changeIndustry", #""industry":"P83""#, "organisation.industry-changed"),
      ("assignSchoolCode", #""schoolCode":"4151010001""#, "organisation.school-code-assigned"),
    ]
    for (name, details, type) in changes {
      #expect(try story.tell(command(name, details)).types.first == type)
      #expect(try story.tell(command(name, details)).types == [], "\(name) again")
    }
    let organisation = try #require(try story.state(Organisation.self, "organisation-a"))
    #expect(organisation.name == "New")
    #expect(organisation.region == "510112")
    #expect(organisation.schoolCode == "4151010001")
    refused(.malformedValue, field: "changeRegion.details.region") { () throws(Rejection) in
      try story.tell(command("changeRegion", ""))
    }
    refused(.malformedValue, field: "changeIndustry.details.industry") { () throws(Rejection) in
      try story.tell(command("changeIndustry", #""industry":"c36""#))
    }
    refused(.malformedValue, field: "changeOrganisationName.details.name") {
      () throws(Rejection) in
      try story.tell(command("changeOrganisationName", ""))
    }
  }

  @Test func `is verified, or not`() throws {
    var story = Story()
    try story.register("a")
    let details = #""registry":"SAMR","checkedOn":"2022-06-30""#
    func verification(_ passed: String, _ more: String = "") -> String {
      """
      {"recordVerification":{"organisation":"organisation-a"\(passed),"details":{\(details)\(more)}}}
      """
    }
    #expect(
      try story.tell(verification(#","passed":true"#)).types
        == ["organisation.verification-passed"])
    #expect(try story.state(Organisation.self, "organisation-a")?.verification == .passed)
    refused(.malformedValue, field: "recordVerification.details.reason") { () throws(Rejection) in
      try story.tell(verification(#","passed":false"#))
    }
    refused(.malformedValue, field: "recordVerification.passed") { () throws(Rejection) in
      try story.tell(verification(""))
    }
    refused(.malformedValue, field: "recordVerification.details.checkedOn") {
      () throws(Rejection) in
      // Of the day before the check.
      try story.tell(verification(#","passed":true"#), "2022-06-29")
    }
    #expect(
      try story.tell(verification(#","passed":false"#, #","reason":"unknown there""#)).types
        == ["organisation.verification-failed"])
    #expect(try story.state(Organisation.self, "organisation-a")?.verification == .failed)
  }

  @Test func `reports its staff`() throws {
    var story = Story()
    try story.register("a")
    try story.tell(
      command(
        "reportStaffCount",
        #""total":50,"byPostKind":[{"postKind":"welder","count":20}],"countedOn":"2022-06-30""#))
    #expect(try story.state(Organisation.self, "organisation-a")?.staffOnPost == 50)
    for (details, field) in [
      ("", "total"), (#""total":-1"#, "total"),
      (#""total":1,"byPostKind":[{"postKind":"welder","count":2}]"#, "byPostKind"),
      (#""total":1,"countedOn":"2022-02-30""#, "countedOn"),
      (#""total":1,"countedOn":"2030-07-01""#, "countedOn"),
    ] {
      refused(.malformedValue, field: "reportStaffCount.details." + field) {
        () throws(Rejection) in
        try story.tell(command("reportStaffCount", details))
      }
    }
    refused(.malformedValue, field: "standing") { () throws(Rejection) in
      try story.tell(command("reportStaffCount", #""total":1"#, #""standing":"DECIDED","#))
    }
  }

  @Test func `appoints a contact whose data stand apart`() throws {
    var story = Story()
    try story.register("a")
    refused(.unknownStream, field: "appointContact.details.person") { () throws(Rejection) in
      try story.tell(command("appointContact", #""person":"person-p""#))
    }
    try story.person("p")
    let outcome = try story.tell(
      """
      {"appointContact":{"organisation":"organisation-a","details":{"person":"person-p",
       "post":"HR"},"personal":{"name":"Wu","phone":"1"}}}
      """)
    let event = outcome.recorded[0].event
    #expect(event.personal.map(\.part) == ["contact.personal"])
    #expect(event.personal.map(\.subject.text) == ["person-p"])
    #expect(!String(decoding: event.payload, as: UTF8.self).contains("Wu"))
    #expect(event.about.map(\.role) == ["organisation", "contact"])
    refused(.malformedValue, field: "appointContact.details.person") { () throws(Rejection) in
      try story.tell(command("appointContact", #""person":"organisation-a""#))
    }
  }

  @Test func `holds licences and parts in the service`() throws {
    var story = Story()
    try story.register("a", kind: "HR_INSTITUTION")
    let licence =
      #""kind":"JOB_BROKING","number":"1","validFrom":"2022-01-01","validTo":"2023-01-01""#
    #expect(
      try story.tell(command("recordLicence", licence)).types == ["organisation.licence-recorded"])
    #expect(try story.tell(command("recordLicence", licence)).types == [])
    refused(.malformedValue, field: "recordLicence.details.validTo") { () throws(Rejection) in
      try story.tell(
        command(
          "recordLicence",
          #""kind":"TRAINING","number":"1","validFrom":"2022-01-01","validTo":"2021-01-01""#))
    }
    let role = #""role":"SUPERVISOR","territory":"3302""#
    #expect(
      try story.tell(command("grantServiceRole", role), nil).types
        == ["organisation.service-role-granted"])
    #expect(try story.tell(command("grantServiceRole", role), nil).types == [])
    #expect(
      try story.tell(command("endServiceRole", role), nil).types
        == ["organisation.service-role-ended"])
    #expect(try story.tell(command("endServiceRole", role), nil).types == [])
    refused(.malformedValue, field: "grantServiceRole.details.territory") {
      () throws(Rejection) in
      try story.tell(command("grantServiceRole", #""role":"STEWARD","territory":"330""#), nil)
    }
    refused(.malformedValue, field: "standing") { () throws(Rejection) in
      try story.tell(command("grantServiceRole", role, #""standing":"REPORTED","#))
    }
  }

  @Test func `is designated for a time`() throws {
    var story = Story()
    try story.register("a")
    let key = #""designation":"KEY""#
    let decided = #""standing":"DECIDED","#
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(command("endDesignation", key, decided))
    }
    try story.tell(command("grantDesignation", key), "2021-05-01")
    #expect(try story.tell(command("grantDesignation", key, decided), "2022-06-30").types == [])
    // Told again by another source: one designation, which one end ends.
    #expect(try story.tell(command("grantDesignation", key), "2022-06-30").findings == [])
    try story.tell(command("endDesignation", key), "2022-12-31")
    #expect(try story.tell(command("endDesignation", key, decided), "2023-01-31").types == [])
    #expect(try story.tell(command("endDesignation", key), "2023-01-31").findings == ["ORDER"])
    let organisation = try #require(try story.state(Organisation.self, "organisation-a"))
    for (day, isKey) in [("2021-04-30", false), ("2022-06-30", true), ("2023-01-01", false)] {
      let moment = try Moment(validating: day)
      let periods = organisation.designations[.key, default: []]
      #expect(periods.contains { $0.holds(at: moment, in: .shanghai) } == isKey, "\(day)")
    }
  }

  @Test func `is unknown before it is registered, and gone once that is voided`() throws {
    var story = Story()
    refused(.unknownStream) { () throws(Rejection) in
      try story.tell(command("suspendOrganisation", ""))
    }
    let first = try story.register("a")
    try story.tell(
      #"{"voidEvent":{"stream":"organisation-a","event":"\#(first.id)","reason":"no such"}}"#)
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(command("suspendOrganisation", ""))
    }
  }
}
