@testable import Cooperation
import Deciding
import EventModel
import Testing

extension `An organisation` {
  @Test func `is blacklisted, suspended, resumed and deregistered`() throws {
    var story = Story()
    try story.register("a")
    let steps = [
      ("enterBlacklist", #""list":"labour","reason":"wages""#, "organisation.blacklist-entered"),
      ("liftBlacklist", #""list":"labour""#, "organisation.blacklist-lifted"),
      ("suspendOrganisation", "", "organisation.suspended"),
      ("resumeOrganisation", "", "organisation.resumed"),
      ("deregisterOrganisation", "", "organisation.deregistered"),
    ]
    for (name, details, type) in steps {
      #expect(try story.tell(command(name, details)).types == [type])
      #expect(try story.tell(command(name, details)).types == [], "\(name) again")
    }
    // What happened before it ended may still be told.
    try story.tell(command("changeRegion", #""region":"510112""#), "2022-06-01")
    for (name, details) in [
      ("suspendOrganisation", ""), ("resumeOrganisation", ""),
      ("grantDesignation", #""designation":"KEY""#),
    ] {
      refused(.wrongState) { () throws(Rejection) in
        try story.tell(command(name, details, #""standing":"DECIDED","#), "2022-07-02")
      }
      var reported = story
      #expect(
        try reported.tell(command(name, details), "2022-07-02").findings == ["LIVING"], "\(name)")
      #expect(
        try reported.tell(command(name, details), "2022-07-02").types == [], "\(name) again")
    }
    // On the last day, and as early as it may have been, nothing is said against it.
    for day in ["2022-06-30", "2022-06", "2022"] {
      let outcome = try story.tell(command("changeIndustry", #""industry":"P83""#), day)
      #expect(
        outcome.types == ["organisation.industry-changed"] && outcome.findings == [], "\(day)")
    }
  }

  @Test func `ends once, and on the first day that is told`() throws {
    for days in [["2023-01-01", "2023-03-01"], ["2023-03-01", "2023-01-01"]] {
      var story = Story()
      try story.register("a")
      #expect(try story.tell(command("deregisterOrganisation", ""), days[0]).findings == [])
      #expect(
        try story.tell(command("deregisterOrganisation", "", #""standing":"DECIDED","#), days[1])
          .types == [])
      let again = try story.tell(command("deregisterOrganisation", ""), days[1])
      #expect(again.findings == ["ORDER"])
      #expect(
        try story.state(Organisation.self, "organisation-a")?.deregistered
          == Moment(validating: "2023-01-01"))
      #expect(
        try story.tell(command("changeRegion", #""region":"510112""#), "2023-02-01").findings
          == ["LIVING"])
    }
  }

  @Test func `that ends before what is told of it is found`() throws {
    var story = Story()
    try story.register("a")
    try story.tell(command("changeRegion", #""region":"510112""#), "2023-02-01")
    #expect(
      try story.tell(command("deregisterOrganisation", ""), "2023-01-31").findings == ["LIVING"])
    // The end was a day later: nothing came after it.
    var corrected = Story()
    try corrected.register("a")
    let end = try corrected.tell(command("deregisterOrganisation", ""), "2023-01-31")
    try corrected.tell(command("changeRegion", #""region":"510112""#), "2023-02-01")
    #expect(try corrected.openFindings() == ["LIVING"])
    try corrected.tell(
      command("deregisterOrganisation", "", #""corrects":"\#(end.id)","#), "2023-02-01")
    try corrected.rejudge("organisation-a", "organisation.region-changed")
    #expect(try corrected.openFindings() == [])
  }
}
