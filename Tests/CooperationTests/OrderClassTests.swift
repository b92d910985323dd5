@testable import Cooperation
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
      Rejudging.judgedAgain(after: EventType("agreement.annulled"))
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

@Suite struct `An order class that runs` {
  /// A class of school and host, and two students of the school.
  private func told(_ more: String = "") throws -> Story {
    var story = try Story.world()
    try story.agreement(on: "2022-06-30", #","to":"2023-06-30""#)
    try story.student("a")
    try story.student("b")
    try story.act(
      "planOrderClass", "orderClass", "order.class-1",
      #""agreement":"agreement-a","school":"organisation-school","enterprise":"organisation-host","kind":"ORDER"\#(more)"#
    )
    return story
  }

  @discardableResult
  private func act(
    _ story: inout Story, _ name: String, _ details: String = "", on day: String = "2022-09-01",
    as standing: String = "DECIDED", _ id: String = "order.class-1"
  ) throws(Rejection) -> Story.Outcome {
    try story.act(name, "orderClass", id, details, on: day, as: standing)
  }

  @discardableResult
  private func enter(
    _ story: inout Story, _ student: String, as standing: String = "DECIDED",
    _ id: String = "order.class-1"
  ) throws(Rejection) -> Story.Outcome {
    try act(
      &story, "enrolInClass",
      #""student":"person-\#(student)","enrolment":"enrolment-\#(student)""#, as: standing, id)
  }

  private func state(_ story: Story) throws -> OrderClass {
    try #require(try story.state(OrderClass.self, "order.class-1"))
  }

  @Test func `is opened, taught and completed by those who are in it`() throws {
    var story = try told()
    try act(&story, "openOrderClass", #""from":"2022-09-01","to":"2024-06-30""#)
    try act(
      &story, "agreeCurriculum",
      #""title":"Motor","documentSha256":"\#(Story.text)","schoolHours":800,"enterpriseHours":400"#)
    try enter(&story, "a")
    try enter(&story, "b")
    try story.person("mentor")
    try act(&story, "assignClassMentor", #""mentor":"person-mentor","side":"ENTERPRISE""#)
    try act(
      &story, "leaveClass", #""student":"person-b","reason":"OTHER_EMPLOYER""#, on: "2023-02-01")
    #expect(try state(story).graduates == [])
    try act(&story, "completeOrderClass", on: "2023-06-30")
    let orderClass = try state(story)
    #expect(orderClass.phase == .completed && orderClass.outOfOrder == [])
    #expect(orderClass.graduates.map(\.text) == ["person-a"])
    #expect(orderClass.students.count == 2 && orderClass.hasCurriculum)
    #expect(orderClass.mentors[.enterprise]?.map(\.text) == ["person-mentor"])
    #expect(orderClass.to?.description == "2024-06-30")
    refused(.wrongState) { () throws(Rejection) in try enter(&story, "b") }
  }

  @Test func `opens on an agreement in force, named by it or by its plan`() throws {
    for (day, isInForce) in [("2023-06-30", true), ("2023-07-01", false)] {
      var story = try told()
      if isInForce {
        #expect(try act(&story, "openOrderClass", on: day).findings == [])
      } else {
        let no = refused(.rule) { () throws(Rejection) in
          try act(&story, "openOrderClass", on: day)
        }
        #expect(no?.rule == "R17")
        #expect(
          try act(&story, "openOrderClass", on: day, as: "REPORTED").findings == ["R17"])
      }
    }
    var story = try told()
    try story.act(
      "planOrderClass", "orderClass", "order.class-2", #""school":"organisation-school2""#)
    #expect(
      refused(.rule) { () throws(Rejection) in
        try act(&story, "openOrderClass", "", "order.class-2")
      }?.rule == "R17")
    #expect(
      refused(.rule) { () throws(Rejection) in
        try act(&story, "openOrderClass", #""agreement":"agreement-a""#, "order.class-2")
      }?.rule == "FITTING-AGREEMENT")
  }

  @Test func `falls back on its plan's agreement when its opening is corrected`() throws {
    var story = try told()
    try story.agreement("agreement-b")
    let opened = try act(&story, "openOrderClass", #""agreement":"agreement-b""#)
    #expect(try state(story).agreement?.text == "agreement-b")
    try story.act(
      "openOrderClass", "orderClass", "order.class-1", on: "2022-09-01", as: "DECIDED",
      corrects: opened.id)
    #expect(try state(story).agreement?.text == "agreement-a")
  }

  @Test func `of apprentices needs a training agreement to open`() throws {
    var story = try told()
    try story.act(
      "planOrderClass", "orderClass", "order.class-2",
      #""school":"organisation-school","kind":"MODERN_APPRENTICESHIP""#, on: "2022-04-30")
    #expect(
      try act(&story, "openOrderClass", on: "2022-04-30", as: "REPORTED", "order.class-2").findings
        == [], "before the law of 2022 took effect")
    try story.act(
      "planOrderClass", "orderClass", "order.class-3",
      #""school":"organisation-school","kind":"MODERN_APPRENTICESHIP""#, on: "2022-04-30")
    #expect(
      try act(&story, "openOrderClass", on: "2022-05-01", as: "REPORTED", "order.class-3").findings
        == ["R17"])
  }

  @Test func `has students of its own school, who are in it once`() throws {
    var story = try told()
    try story.student("c", school: "organisation-school2")
    let no = refused(.rule) { () throws(Rejection) in try enter(&story, "c") }
    #expect(no?.rule == "FITTING-ENROLMENT")
    #expect(try enter(&story, "c", as: "REPORTED").findings == ["FITTING-ENROLMENT"])
    refused(.malformedValue) { () throws(Rejection) in
      try act(&story, "enrolInClass", #""student":"person-a""#)
    }
    try enter(&story, "a")
    #expect(try enter(&story, "a").types == [], "the very same fact")
    let twice = refused(.rule) { () throws(Rejection) in
      try act(
        &story, "enrolInClass", #""student":"person-a","enrolment":"enrolment-a""#,
        on: "2022-09-02")
    }
    #expect(twice?.rule == "CLASS-STUDENT")
    let stranger = refused(.rule) { () throws(Rejection) in
      try act(&story, "leaveClass", #""student":"person-b""#)
    }
    #expect(stranger?.rule == "CLASS-STUDENT")
    #expect(
      try act(&story, "leaveClass", #""student":"person-b""#, as: "REPORTED").findings
        == ["CLASS-STUDENT"])
  }

  @Test func `shares no student with another that runs, or a steward looks at it`() throws {
    var story = try told()
    try story.act(
      "planOrderClass", "orderClass", "order.class-2", #""school":"organisation-school""#)
    let first = try enter(&story, "a")
    #expect(first.types == ["order-class.student-enrolled", "code.claimed"])
    #expect(try enter(&story, "a", as: "REPORTED", "order.class-2").reviews == ["CLASS-TWICE"])
    #expect(try enter(&story, "b", as: "REPORTED", "order.class-2").reviews == [])
    // Who has left, or whose class has ended, is free.
    try act(
      &story, "leaveClass", #""student":"person-b""#, on: "2022-10-01", as: "REPORTED",
      "order.class-2")
    #expect(try enter(&story, "b").reviews == [])
    let cancelled = try act(
      &story, "cancelOrderClass", #""reason":"too few""#, on: "2022-11-01")
    #expect(cancelled.types == ["order-class.cancelled", "code.released", "code.released"])
  }

  @Test func `that ends in two ways on one day is found, whichever is told first`() throws {
    for (first, last) in [
      ("completeOrderClass", "cancelOrderClass"), ("cancelOrderClass", "completeOrderClass"),
    ] {
      var story = try told()
      try act(&story, "openOrderClass", on: "2022-09-01", as: "REPORTED")
      try act(&story, first, on: "2023-06-30", as: "REPORTED")
      #expect(
        try Set(act(&story, last, on: "2023-06-30", as: "REPORTED").findings)
          .isSuperset(of: ["ENDS", "ORDER"]), "\(first)")
    }
  }

  @Test func `is cancelled for a reason and completed after it opened`() throws {
    var story = try told()
    refused(.malformedValue) { () throws(Rejection) in try act(&story, "cancelOrderClass") }
    refused(.wrongState) { () throws(Rejection) in try act(&story, "completeOrderClass") }
    #expect(try act(&story, "completeOrderClass", as: "REPORTED").findings == ["ORDER"])
    refused(.malformedValue) { () throws(Rejection) in
      try act(&story, "openOrderClass", #""from":"2023-01-01","to":"2022-01-01""#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try act(&story, "agreeCurriculum", #""schoolHours":-1"#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try act(&story, "assignClassMentor", #""mentor":"person-a""#)
    }
  }
}
