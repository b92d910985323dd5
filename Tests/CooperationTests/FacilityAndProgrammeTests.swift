@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A facility` {
  private let act = Acts("facility", "facility-f", on: "2022-07-01", as: "DECIDED")

  private static let base =
    #""kind":"TRAINING_BASE","name":"Hall","owner":"organisation-host","region":"510112","places":40,"majors":["460701"]"#

  private func told() throws -> Story {
    var story = try Story.world()
    try story.agreement()
    try act(&story, "registerFacility", Self.base)
    return story
  }

  @Test func `is registered, shared, visited and retired`() throws {
    var story = try told()
    let shared = try act(
      &story, "shareFacility",
      #""partner":"organisation-school","agreement":"agreement-a","from":"2022-07-01""#)
    #expect(shared.findings == [])
    try act(&story, "visitFacility", #""visitor":"organisation-university""#, as: nil)
    try act(
      &story, "visitFacility", #""visitor":"organisation-university""#, on: "2022-08-01", as: nil)
    try act(&story, "retireFacility", #""reason":"moved""#, on: "2023-01-01")
    let facility = try #require(try story.state(Facility.self, "facility-f"))
    #expect(facility.phase == .retired && facility.retired?.description == "2023-01-01")
    #expect(facility.shares.map(\.partner.text) == ["organisation-school"])
    #expect(facility.visitCount == 2 && facility.visitors.count == 1 && facility.places == 40)
    refused(.wrongState) { () throws(Rejection) in
      try act(&story, "shareFacility", #""partner":"organisation-school2""#, on: "2023-02-01")
    }
    #expect(
      try act(
        &story, "visitFacility", #""visitor":"organisation-school2""#, on: "2023-02-01", as: nil
      ).findings == ["ORDER"])
  }

  @Test func `is shared by an agreement of owner and partner`() throws {
    var story = try told()
    let stranger = #""partner":"organisation-school2","agreement":"agreement-a""#
    let no = refused(.rule) { () throws(Rejection) in try act(&story, "shareFacility", stranger) }
    #expect(no?.rule == "SHARED-BY-AGREEMENT")
    #expect(
      try act(&story, "shareFacility", stranger, as: "REPORTED").findings
        == ["SHARED-BY-AGREEMENT"])
    let early = #""partner":"organisation-school","agreement":"agreement-a""#
    #expect(
      refused(.rule) { () throws(Rejection) in
        try act(&story, "shareFacility", early, on: "2022-06-29")
      }?.rule == "SHARED-BY-AGREEMENT")
    #expect(try act(&story, "shareFacility", early, on: "2022-06-30").findings == [])
    refused(.malformedValue) { () throws(Rejection) in
      try act(&story, "shareFacility", #""partner":"organisation-host""#)
    }
  }

  @Test(arguments: [
    #""kind":"CENTRE","owner":"organisation-host""#, #""kind":"CENTRE","name":"C""#,
    #""name":"C","owner":"organisation-host""#,
    #""kind":"CENTRE","name":"C","owner":"organisation-host","places":-1"#,
    #""kind":"CENTRE","name":"C","owner":"organisation-host","majors":["46"]"#,
    #""kind":"CENTRE","name":"C","owner":"organisation-host","region":"51""#,
  ])
  func `of our own register is whole`(details: String) throws {
    var story = try Story.world()
    refused(.malformedValue) { () throws(Rejection) in
      try act(&story, "registerFacility", details)
    }
  }

  @Test func `may be reported by its name`() throws {
    var story = try Story.world()
    #expect(
      try act(&story, "registerFacility", #""name":"Centre""#, as: "REPORTED").findings == [])
  }
}

@Suite struct `A programme` {
  private let act = Acts("programme", "programme-p", on: "2022-07-01", as: "DECIDED")

  private static let opened =
    #""school":"organisation-school","major":"460701","name":"Motor","level":"HIGHER_VOCATIONAL","durationMonths":36,"firstEntryYear":2022"#

  @Test func `is opened, planned, suspended, resumed and closed`() throws {
    var story = try Story.world()
    try act(&story, "openProgramme", Self.opened)
    try act(&story, "publishProgrammePlan", #""entryYear":2022,"internshipWeeks":24"#)
    try act(&story, "publishProgrammePlan", #""entryYear":2022,"internshipWeeks":26"#)
    try act(&story, "suspendProgramme", #""reason":"few""#, on: "2023-01-01")
    refused(.alreadyExists) { () throws(Rejection) in
      try act(&story, "openProgramme", Self.opened, on: "2023-01-02")
    }
    try act(&story, "resumeProgramme", on: "2023-02-01")
    try act(&story, "closeProgramme", on: "2023-10-01")
    let programme = try #require(try story.state(Programme.self, "programme-p"))
    #expect(programme.phase == .closed && programme.durationMonths == 36)
    #expect(programme.plans[2022]?.internshipWeeks == 26 && programme.outOfOrder == [])
    refused(.wrongState) { () throws(Rejection) in
      try act(&story, "publishProgrammePlan", #""entryYear":2024"#, on: "2023-11-01")
    }
  }

  @Test func `is a school's`() throws {
    var story = try Story.world()
    let firm = Self.opened.replacing("organisation-school", with: "organisation-host")
    let no = refused(.rule) { () throws(Rejection) in try act(&story, "openProgramme", firm) }
    #expect(no?.rule == "SCHOOLS-TEACH")
    #expect(
      try act(&story, "openProgramme", firm, as: "REPORTED").findings == ["SCHOOLS-TEACH"])
  }

  @Test(arguments: [
    #""school":"organisation-school""#, #""major":"460701""#,
    #""school":"organisation-school","major":"46070""#,
    #""school":"organisation-school","major":"460701","durationMonths":0"#,
    #""school":"organisation-school","major":"460701","firstEntryYear":22000"#,
  ])
  func `is refused where a field is missing or malformed`(details: String) throws {
    var story = try Story.world()
    refused(.malformedValue) { () throws(Rejection) in try act(&story, "openProgramme", details) }
  }
}
