@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `A day of effect` {
  private func told() throws -> Story {
    var story = try Story.world()
    try story.alliance()
    for fact in [
      #""admitMember":{"alliance":"alliance-c","organisation":"organisation-host","details":{}}"#,
      #""grantDesignation":{"organisation":"organisation-host","details":{"designation":"KEY"}}"#,
    ] {
      try story.tell(#"{"standing":"REPORTED",\#(fact)}"#, "2022-06-30")
    }
    return story
  }

  @Test(arguments: [
    #""withdrawMember":{"alliance":"alliance-c","organisation":"organisation-host","details":{}}"#,
    #""changeRegion":{"organisation":"organisation-host","details":{"region":"510104"}}"#,
    #""deregisterOrganisation":{"organisation":"organisation-host","details":{}}"#,
    #""mergeOrganisation":{"organisation":"organisation-host","details":{"into":"organisation-host2","reason":"DUPLICATE"}}"#,
  ])
  func `is refused where it would be dropped`(fact: String) throws {
    var story = try told()
    for field in ["effectiveFrom", "effectiveTo"] {
      refused(.malformedValue, field: field) { () throws(Rejection) in
        try story.tell(#"{"standing":"REPORTED","\#(field)":"2022-08-01",\#(fact)}"#, "2022-07-01")
      }
    }
    // The day on which it occurred says nothing new.
    let plain = #"{"standing":"REPORTED","effectiveFrom":"2022-07-01",\#(fact)}"#
    #expect(try story.tell(plain, "2022-07-01").types != [])
  }

  @Test(arguments: [
    (
      #""grantDesignation":{"organisation":"organisation-host2","details":{"designation":"KEY"}}"#,
      true
    ),
    (
      #""endDesignation":{"organisation":"organisation-host","details":{"designation":"KEY"}}"#,
      false
    ),
    (
      #""mergeOrganisation":{"organisation":"organisation-host","details":{"into":"organisation-host2","reason":"LEGAL_MERGER"}}"#,
      false
    ),
  ])
  func `is taken where it counts`(fact: String, mayEnd: Bool) throws {
    var story = try told()
    if !mayEnd {
      refused(.malformedValue, field: "effectiveTo") { () throws(Rejection) in
        try story.tell(
          #"{"standing":"REPORTED","effectiveTo":"2022-08-01",\#(fact)}"#, "2022-07-01")
      }
    }
    let end = mayEnd ? #""effectiveTo":"2022-12-31","# : ""
    let told = try story.tell(
      #"{"standing":"REPORTED","effectiveFrom":"2022-08-01",\#(end)\#(fact)}"#, "2022-07-01")
    #expect(told.types != [])
  }
}
