import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `An order class` {
  private func plan(
    _ story: inout Story, _ details: String, on day: String = "2022-06-30",
    as standing: String = "REPORTED", _ id: String = "order.class-1"
  ) throws(Rejection) -> Story.Outcome {
    try story.act("planOrderClass", "orderClass", id, details, on: day, as: standing)
  }

  @Test func `may be planned by an alliance, its size unknown`() throws {
    var story = try Story.world()
    try story.alliance()
    #expect(try plan(&story, #""alliance":"alliance-c""#).findings == [])
    let planned = try #require(try story.state(OrderClass.self, "order.class-1"))
    #expect(planned.alliance?.text == "alliance-c")
    #expect(planned.plannedSize == nil)
    refused(.alreadyExists) { () throws(Rejection) in
      try plan(&story, #""alliance":"alliance-c""#)
    }
    refused(.malformedValue) { () throws(Rejection) in try plan(&story, "", "order.class-2") }
    refused(.malformedValue) { () throws(Rejection) in
      try plan(&story, #""alliance":"alliance-c","plannedSize":0"#, "order.class-2")
    }
    refused(.malformedValue) { () throws(Rejection) in
      try plan(&story, #""alliance":"alliance-c","major":"12345""#, "order.class-2")
    }
  }

  @Test func `rests on an agreement in force with its school and enterprise`() throws {
    let details =
      #""agreement":"agreement-a","school":"organisation-school","enterprise":"organisation-host","plannedSize":40"#
    var story = try Story.world()
    try story.agreement(on: "2022-06-30", #","to":"2023-06-30""#)
    for day in ["2022-06-29", "2023-07-01"] {
      let no = refused(.rule) { () throws(Rejection) in
        try plan(&story, details, on: day, as: "DECIDED")
      }
      #expect(no?.rule == "R17")
    }
    #expect(try plan(&story, details, on: "2023-07-01").findings == ["R17"])
    for (id, day) in [("order.class-2", "2022-06-30"), ("order.class-3", "2023-06-30")] {
      #expect(try plan(&story, details, on: day, as: "DECIDED", id).findings == [])
    }
    let other = details.replacing("organisation-host", with: "organisation-host2")
    let no = refused(.rule) { () throws(Rejection) in
      try plan(&story, other, as: "DECIDED", "order.class-4")
    }
    #expect(no?.rule == "FITTING-AGREEMENT")
    #expect(try plan(&story, other, "order.class-4").findings == ["FITTING-AGREEMENT"])
  }

  @Test func `of apprentices needs a training agreement, also in a report`() throws {
    var story = try Story.world()
    let school = #""school":"organisation-school""#
    #expect(try plan(&story, school + #","kind":"ORDER""#, "order.class-1").findings == [])
    #expect(
      try plan(&story, school + #","kind":"MODERN_APPRENTICESHIP""#, "order.class-2").findings
        == ["R17"])
    // Before the law of 2022 took effect.
    #expect(
      try plan(
        &story, school + #","kind":"NEW_APPRENTICESHIP""#, on: "2022-04-30", "order.class-3"
      ).findings == [])
    #expect(
      refused(.rule) { () throws(Rejection) in
        try plan(&story, school + #","kind":"ORDER""#, as: "DECIDED", "order.class-4")
      }?.rule == "R17")
  }

  @Test func `is judged again when its agreement is annulled`() throws {
    var story = try Story.world()
    try story.agreement()
    _ = try plan(&story, #""agreement":"agreement-a","school":"organisation-school""#)
    #expect(try story.openFindings() == [])
    let annulled = try story.act(
      "annulAgreement", "agreement", "agreement-a", #""reason":"fraud""#, on: "2022-06-30")
    #expect(
      CrossStreamRule.judgedAgain(after: EventType("agreement.annulled"))
        .contains(EventType("order-class.planned")))
    #expect(try story.rejudge("order.class-1", "order-class.planned") == ["finding.opened"])
    #expect(try story.openFindings() == ["R17"])
    #expect(try story.rejudge("order.class-1", "order-class.planned") == [])
    try story.void("agreement-a", annulled.id)
    #expect(try story.rejudge("order.class-1", "order-class.planned") == ["finding.withdrawn"])
  }

  @Test func `is corrected and voided`() throws {
    var story = try Story.world()
    try story.alliance()
    let planned = try plan(&story, #""alliance":"alliance-c","plannedSize":40"#)
    try story.act(
      "planOrderClass", "orderClass", "order.class-1", #""alliance":"alliance-c","plannedSize":60"#,
      corrects: planned.id)
    #expect(try story.state(OrderClass.self, "order.class-1")?.plannedSize == 60)
    try story.void("order.class-1", planned.id)
    #expect(try story.state(OrderClass.self, "order.class-1") == nil)
  }
}
