@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import SwiftProtobuf
import Testing

@Suite struct `A person` {
  private func command(_ name: String, _ details: String, _ more: String = "") -> String {
    #"{\#(more)"\#(name)":{"person":"person-p","details":{\#(details)}}}"#
  }

  @Test func `is registered with nothing of them in the log`() throws {
    var story = Story()
    let outcome = try story.person(
      "p", #""name":"Zhang Wei","idNumber":"99020020040229001X","sex":"FEMALE","phone":"138""#)
    let event = outcome.recorded[0].event
    #expect(outcome.types == ["person.registered"])
    #expect(event.personal.map(\.part) == ["person.personal"])
    let payload = try PBPersonRegistered(serializedBytes: event.payload)
    #expect(payload.ageBand == .from16To17)
    #expect(payload.hasIDNumber_p)
    let proposed = try #require(outcome.decision.events.first?.personal.first)
    #expect(proposed.lookUp == "99020020040229001X")
    let part = try PBPersonPersonal(serializedBytes: proposed.plaintext)
    #expect(part.birthDate == "2004-02-29")
    for text in ["Zhang", "9902", "2004-02"] {
      #expect(!String(decoding: event.payload, as: UTF8.self).contains(text))
    }
    let person = try #require(try story.state(Person.self, "person-p"))
    #expect(person.identity == event.personal.first)
    #expect(person.hasIDNumber)
  }

  @Test func `may be registered without saying who it is`() throws {
    var story = Story()
    #expect(try story.person("p").recorded[0].event.personal == [])
    #expect(try story.state(Person.self, "person-p")?.identity == nil)
    refused(.alreadyExists) { () throws(Rejection) in try story.person("p") }
  }

  @Test(arguments: [
    (#""idNumber":"990200200602290014""#, "personal.idNumber"),
    (#""idNumber":"990200200402290011""#, "personal.idNumber"),
    (#""idNumber":"99020020040229001X","birthDate":"2004-02-28""#, "personal.birthDate"),
    (#""birthDate":"2004""#, "personal.birthDate"),
    (#""birthDate":"2004-02-30""#, "personal.birthDate"),
    (#""birthDate":"2199-01-01""#, "personal.birthDate"),
    (#""name":" ""#, "personal.name"),
  ])
  func `is refused where the data can't be right, without repeating them`(
    personal: String, field: String
  ) {
    var story = Story()
    let no = refused(.malformedValue, field: "registerPerson." + field) { () throws(Rejection) in
      try story.person("p", personal)
    }
    #expect(no?.reason.contains("2004-02") == false)
    #expect(no?.reason.contains("9902") == false)
  }

  @Test func `under 14 is reported without a guardian, which is found`() throws {
    func register(
      _ born: String, on day: String, _ guardian: String = ""
    ) throws(Rejection) -> [String] {
      var story = Story()
      try story.person("g")
      return try story.tell(
        #"{"registerPerson":{"person":"person-p","details":{"legalBasis":{"purpose":"p","ground":"STATUTORY_DUTY"}\#(guardian)},"personal":{"birthDate":"\#(born)"}}}"#,
        day
      ).findings
    }
    #expect(try register("2008-07-01", on: "2022-06-30") == ["P03"])
    #expect(try register("2008-06-30", on: "2022-06-30") == [], "14 that day")
    #expect(
      try register("2008-07-01", on: "2022-06-30", #","guardian":"person-g""#) == [])
    #expect(try register("2008-07-01", on: "2021-11-01") == ["P03"])
    #expect(try register("2008-07-01", on: "2021-10-31") == [], "not in force yet")
  }

  @Test func `is a child as long as it is one, whenever it was registered`() throws {
    // Born on 30 June 2009, and 14 since 30 June 2023.
    func contact(
      registered: String, told day: String, guardian: String = ""
    ) throws(Rejection) -> [String] {
      var story = Story()
      try story.person("g")
      try story.tell(
        #"{"registerPerson":{"person":"person-p","details":{"legalBasis":{"purpose":"p","ground":"STATUTORY_DUTY"}\#(guardian)},"personal":{"birthDate":"2009-06-30"}}}"#,
        registered)
      return try story.tell(
        #"{"changeContact":{"person":"person-p","personal":{"phone":"1"}}}"#, day
      ).findings
    }
    #expect(try contact(registered: "2021-06-30", told: "2021-10-31") == [], "not in force yet")
    #expect(try contact(registered: "2021-06-30", told: "2021-11-01") == ["P03"])
    #expect(try contact(registered: "2021-06-30", told: "2023-06-29") == ["P03"])
    #expect(try contact(registered: "2021-06-30", told: "2023-06-30") == [], "14 that day")
    #expect(
      try contact(
        registered: "2021-06-30", told: "2023-06-29", guardian: #","guardian":"person-g""#) == [])
    // Who was registered at 14 was a child before.
    #expect(try contact(registered: "2023-07-01", told: "2023-06-29") == ["P03"])
    #expect(try contact(registered: "2023-07-01", told: "2023-06-30") == [])
  }

  @Test func `that is no child any more may have sensitive data kept without a guardian`() throws {
    func confirm(on day: String) throws(Rejection) -> [String] {
      var story = try Story.world()
      try story.tell(
        #"{"registerPerson":{"person":"person-p","details":{"legalBasis":{"purpose":"p","ground":"STATUTORY_DUTY"}},"personal":{"birthDate":"2009-06-30"}}}"#,
        "2021-06-30")
      try story.tell(
        #"{"enrolStudent":{"enrolment":"enrolment-p","details":{"person":"person-p","school":"organisation-school"}}}"#,
        "2021-09-01")
      return try story.tell(
        #"{"confirmKeyGroup":{"enrolment":"enrolment-p","details":{"confirmedBy":"organisation-bureau"},"sensitive":{"group":"POVERTY"}}}"#,
        day
      ).findings
    }
    #expect(try confirm(on: "2023-06-29") == ["P03"])
    #expect(try confirm(on: "2023-06-30") == [])
  }

  @Test func `under 14 needs a guardian`() throws {
    var story = Story()
    try story.person("g", #""birthDate":"1980-01-01""#)
    try story.tell(
      """
      {"registerPerson":{"person":"person-p","details":{"guardian":"person-g"},
       "personal":{"birthDate":"2010-01-01"}}}
      """)
    #expect(try story.state(Person.self, "person-p")?.ageBand == .under14)
    #expect(try story.state(Person.self, "person-p")?.guardians == ["person-g"])
    refused(.malformedValue, field: "registerPerson.details.guardian") { () throws(Rejection) in
      try story.tell(
        #"{"standing":"DECIDED","registerPerson":{"person":"person-q","details":{},"personal":{"birthDate":"2010-01-01"}}}"#
      )
    }
    refused(.malformedValue, field: "registerPerson.details") { () throws(Rejection) in
      try story.tell(
        #"{"registerPerson":{"person":"person-q","details":{"ageBand":"ADULT"}}}"#)
    }
  }

  @Test(arguments: [
    ("2008-06-30", "2022-06-29", PBAgeBand.under14), ("2008-06-30", "2022-06-30", .from14To15),
    ("2006-06-30", "2022-06-29", .from14To15), ("2006-06-30", "2022-06-30", .from16To17),
    ("2004-06-30", "2022-06-29", .from16To17), ("2004-06-30", "2022-06-30", .adult),
  ])
  func `has an age band that turns on the birthday`(
    born: String, on: String, band: PBAgeBand
  ) throws {
    #expect(
      PBAgeBand(
        born: try CivilDate(validating: born), at: try Moment(validating: on), in: .shanghai)
        == band)
  }

  @Test func `gives consent, withdraws it, is verified and has a legal basis`() throws {
    var story = Story()
    try story.person("p")
    let basis = #""purpose":"employment","ground":"STATUTORY_DUTY""#
    for (name, details, type) in [
      ("recordLegalBasis", basis, "person.legal-basis-recorded"),
      ("giveConsent", #""scope":"matching""#, "person.consent-given"),
      ("withdrawConsent", #""scope":"matching""#, "person.consent-withdrawn"),
      ("verifyIdentity", #""method":"DOCUMENT_SEEN""#, "person.identity-verified"),
      ("restrictProcessing", #""reason":"DISPUTE""#, "person.processing-restricted"),
    ] {
      #expect(try story.tell(command(name, details)).types == [type])
      #expect(try story.tell(command(name, details)).types == [], "\(name) again")
    }
    let person = try #require(try story.state(Person.self, "person-p"))
    #expect(person.consents == [])
    #expect(person.isVerified && person.isRestricted)
    for (name, field) in [
      ("recordLegalBasis", "purpose"), ("giveConsent", "scope"), ("withdrawConsent", "scope"),
      ("verifyIdentity", "method"), ("restrictProcessing", "reason"),
      ("erasePersonalData", "ground"),
    ] {
      refused(.malformedValue, field: "\(name).details.\(field)") { () throws(Rejection) in
        try story.tell(command(name, ""))
      }
    }
    refused(.malformedValue, field: "standing") { () throws(Rejection) in
      try story.tell(command("giveConsent", #""scope":"m""#, #""standing":"DECIDED","#))
    }
  }

  @Test func `says no for ever, also where it is told before the yes that it takes back`() throws {
    var story = Story()
    try story.person("p")
    let scope = #""scope":"matching""#
    try story.tell(command("withdrawConsent", scope), "2022-06-02")
    try story.tell(command("giveConsent", scope), "2022-06-01")
    #expect(try story.state(Person.self, "person-p")?.consents == [])
    try story.tell(command("giveConsent", scope), "2022-06-05")
    #expect(try story.state(Person.self, "person-p")?.consents == ["matching"])
    try story.tell(command("switchRecommendationsOn", ""), "2022-06-02")
    try story.tell(command("switchRecommendationsOff", ""), "2022-06-01")
    #expect(try story.state(Person.self, "person-p")?.hasRecommendationsOff == false)
    try story.tell(command("switchRecommendationsOff", ""), "2022-06-03")
    #expect(try story.state(Person.self, "person-p")?.hasRecommendationsOff == true)
  }

  @Test func `is not registered before the day of birth`() throws {
    func register(_ born: String, on day: String) throws(Rejection) -> [String] {
      var story = Story()
      return try story.tell(
        #"{"registerPerson":{"person":"person-p","details":{},"personal":{"birthDate":"\#(born)"}}}"#,
        day
      ).types
    }
    refused(.malformedValue, field: "registerPerson.personal.birthDate") { () throws(Rejection) in
      try register("2022-07-01", on: "2022-06-30")
    }
    #expect(try register("2022-06-30", on: "2022-06-30").first == "person.registered")
    // Some day of that year.
    #expect(try register("2022-12-31", on: "2022").first == "person.registered")
    let no = refused(.malformedValue) { () throws(Rejection) in
      try register("1850-01-01", on: "2022-06-30")
    }
    #expect(no?.reason.contains("from 1900 on") == true)
  }

  @Test func `changes contact and guardian`() throws {
    var story = Story()
    try story.person("p")
    try story.person("g")
    let outcome = try story.tell(
      #"{"changeContact":{"person":"person-p","personal":{"phone":"139"}}}"#)
    #expect(outcome.recorded[0].event.personal.map(\.part) == ["contact.personal"])
    refused(.malformedValue, field: "changeContact.personal") { () throws(Rejection) in
      try story.tell(#"{"changeContact":{"person":"person-p"}}"#)
    }
    refused(.malformedValue, field: "changeContact.personal") { () throws(Rejection) in
      try story.tell(#"{"changeContact":{"person":"person-p","personal":{}}}"#)
    }
    let link = #""guardian":"person-g","relation":"PARENT""#
    #expect(try story.tell(command("linkGuardian", link)).types == ["person.guardian-linked"])
    #expect(try story.tell(command("linkGuardian", link)).types == [])
    refused(.malformedValue, field: "linkGuardian.details.guardian") { () throws(Rejection) in
      try story.tell(command("linkGuardian", #""guardian":"person-p""#))
    }
    refused(.unknownStream, field: "linkGuardian.details.guardian") { () throws(Rejection) in
      try story.tell(command("linkGuardian", #""guardian":"person-x""#))
    }
  }

  @Test func `once erased takes nothing more, and stays erased`() throws {
    var story = Story()
    try story.person("p", #""name":"Zhang Wei""#)
    try story.register("a")
    let erased = try story.tell(command("erasePersonalData", #""ground":"SUBJECT_REQUEST""#))
    #expect(erased.types == ["person.personal-data-erased"])
    #expect(
      try story.tell(command("erasePersonalData", #""ground":"SUBJECT_REQUEST""#)).types == [])
    #expect(try story.state(Person.self, "person-p")?.isErased == true)
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(#"{"changeContact":{"person":"person-p","personal":{"phone":"139"}}}"#)
    }
    refused(.wrongState) { () throws(Rejection) in
      try story.tell(
        """
        {"appointContact":{"organisation":"organisation-a","details":{"person":"person-p"},
         "personal":{"phone":"139"}}}
        """)
    }
    refused(.notAmendable) { () throws(Rejection) in
      try story.tell(
        #"{"voidEvent":{"stream":"person-p","event":"\#(erased.id)","reason":"no"}}"#)
    }
    let parsed = try ParsedCommand(
      CommandJSON.command(
        Array(command("erasePersonalData", #""ground":"SUBJECT_REQUEST""#).utf8)))
    #expect(parsed.erases?.text == "person-p")
  }

  @Test func `can be erased though the registration was voided, and stays so`() throws {
    var story = Story()
    let registered = try story.person("p", #""name":"Zhang Wei""#)
    try story.void("person-p", registered.id)
    let erase = command("erasePersonalData", #""ground":"SUBJECT_REQUEST""#)
    #expect(try story.tell(erase).types == ["person.personal-data-erased"])
    #expect(try story.tell(erase).types == [])
    // A correction would put the registration back, but nothing personal.
    let again =
      #"{"corrects":"\#(registered.id)","registerPerson":{"person":"person-p","personal":{"name":"Zhang Wei"}}}"#
    refused(.wrongState) { () throws(Rejection) in try story.tell(again) }
    refused(.unknownStream) { () throws(Rejection) in
      try story.tell(
        #"{"erasePersonalData":{"person":"person-nobody","details":{"ground":"SUBJECT_REQUEST"}}}"#)
    }
  }
}
