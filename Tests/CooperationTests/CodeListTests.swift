@testable import Cooperation
import Deciding
import EventModel
import SwiftProtobuf
import Testing

@Suite struct `A code list` {
  @discardableResult
  private func add(
    _ story: inout Story, _ details: String, list: String = "code.list-regions",
    corrects: String? = nil
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "addCodeListEntry", "codeList", list, details, on: "2023-08-20", as: nil, corrects: corrects)
  }

  @discardableResult
  private func publish(
    _ story: inout Story, _ details: String = #""version":"2023","complete":true"#,
    list: String = "code.list-regions"
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      "publishCodeListVersion", "codeList", list, details, on: "2023-08-21", as: nil)
  }

  private func state(_ story: Story) throws -> CodeList {
    try #require(try story.state(CodeList.self, "code.list-regions"))
  }

  private func day(_ text: String) throws -> CivilDate { try CivilDate(validating: text) }

  @Test func `tells what a code means on a day`() throws {
    var story = Story()
    try add(&story, #""code":"330283","nameZh":"奉化市","validTo":"2016-09-13""#)
    try add(
      &story, #""code":"330283","nameEn":"something else","validFrom":"2030-01-01""#)
    let list = try state(story)
    #expect(list.entry("330283", on: try day("2016-09-13"))?.nameZh == "奉化市")
    #expect(list.entry("330283", on: try day("2016-09-14")) == nil)
    #expect(list.entry("330283", on: try day("2029-12-31")) == nil)
    #expect(list.entry("330283", on: try day("2030-01-01"))?.nameEn == "something else")
    #expect(!list.isInUse)
  }

  @Test func `takes no code that facts can't have, as one whose zero a spreadsheet dropped`() throws
  {
    var story = Story()
    for (list, code, isTaken) in [
      ("industries", "C361", true), ("industries", "C", true), ("industries", "361", false),
      ("industries", "c361", false), ("majors", "01", true), ("majors", "051001", true),
      ("majors", "1", false), ("majors", "51001", false), ("majors", "080901T", true),
    ] {
      let entry = #""code":"\#(code)","nameZh":"名""#
      if isTaken {
        let types = try add(&story, entry, list: "code.list-\(list)").types
        #expect(types == ["code-list.entry-added"], "\(list) \(code)")
      } else {
        refused(.malformedValue, field: "addCodeListEntry.details.code") {
          () throws(Rejection) in
          try add(&story, entry, list: "code.list-\(list)")
        }
      }
    }
  }

  @Test func `gives a code one meaning at a time`() throws {
    var story = Story()
    let first = #""code":"1","nameZh":"一","validFrom":"2000-01-01","validTo":"2010-12-31""#
    try add(&story, first)
    #expect(try add(&story, first).types == [])
    for overlapping in [
      #""code":"1","nameZh":"二""#, #""code":"1","nameZh":"二","validFrom":"2010-12-31""#,
      #""code":"1","nameZh":"二","validTo":"2000-01-01""#,
    ] {
      refused(.wrongState) { () throws(Rejection) in try add(&story, overlapping) }
    }
    try add(&story, #""code":"1","nameZh":"二","validFrom":"2011-01-01""#)
    try add(&story, #""code":"1","nameZh":"零","validTo":"1999-12-31""#)
    #expect(try state(story).entries["1"]?.map(\.nameZh) == ["零", "一", "二"])
    for bad in [
      #""nameZh":"x""#, #""code":"2""#, #""code":"2 3","nameZh":"x""#,
      #""code":"2","nameZh":"x","parent":"2""#,
      #""code":"2","nameZh":"x","validFrom":"2011-01-01","validTo":"2010-01-01""#,
    ] {
      refused(.malformedValue) { () throws(Rejection) in try add(&story, bad) }
    }
  }

  @Test func `ends a code, with the one that takes its place`() throws {
    var story = Story()
    func end(_ details: String) throws(Rejection) -> Story.Outcome {
      try story.act(
        "endCodeListEntry", "codeList", "code.list-regions", details, on: "2023-08-20", as: nil)
    }
    try add(&story, #""code":"330204","nameZh":"江东区""#)
    #expect(
      try end(#""code":"330204","validTo":"2016-09-13","successor":"330212""#).types
        == ["code-list.entry-ended"])
    #expect(try end(#""code":"330204","validTo":"2016-09-13","successor":"330212""#).types == [])
    refused(.wrongState) { () throws(Rejection) in
      try end(#""code":"330204","validTo":"2017-01-01""#)
    }
    refused(.wrongState) { () throws(Rejection) in
      try end(#""code":"999999","validTo":"2017-01-01""#)
    }
    #expect(try state(story).entries["330204"]?.first?.successor == "330212")
  }

  @Test func `ends a known code when a later file says so`() throws {
    var story = Story()
    try add(&story, #""code":"330204","nameZh":"江东区","nameEn":"Jiangdong""#)
    let later =
      #""code":"330204","nameZh":"江东区","nameEn":"Jiangdong","validTo":"2016-09-13","#
      + #""successor":"330212""#
    #expect(try add(&story, later).types == ["code-list.entry-ended"])
    #expect(try add(&story, later).types == [])
    #expect(try state(story).entries["330204"]?.map(\.successor) == ["330212"])
    refused(.wrongState) { () throws(Rejection) in
      try add(&story, #""code":"330204","nameZh":"江东","nameEn":"Jiangdong""#)
    }
  }

  @Test func `is in use from its first version on`() throws {
    var story = Story()
    try add(&story, #""code":"110000","nameZh":"北京市""#)
    // While it is being read in, the list that Concord brings holds.
    #expect(try story.register("a", #""region":"330203""#).reviews == [])
    try publish(&story)
    #expect(try publish(&story).types == [])
    #expect(try story.register("b", #""region":"330203""#).reviews == ["CODE"])
    #expect(try story.register("c", #""region":"110000""#).reviews == [])
    refused(.wrongState) { () throws(Rejection) in
      try publish(&story, #""version":"2023","complete":false"#)
    }
    // Of a list that is not complete a missing county says nothing, a missing province does.
    try publish(&story, #""version":"2023b","complete":false"#)
    #expect(try story.register("d", #""region":"110101""#).reviews == [])
    #expect(try story.register("e", #""region":"330203""#).reviews == ["CODE"])
    #expect(try story.register("f", #""industry":"C3610""#).reviews == [])
  }

  @Test func `is corrected and voided by entry`() throws {
    var story = Story()
    let added = try add(&story, #""code":"1","nameZh":"一""#)
    try add(&story, #""code":"2","nameZh":"二""#)
    try add(&story, #""code":"1","nameZh":"壹""#, corrects: added.id)
    #expect(try state(story).entries["1"]?.map(\.nameZh) == ["壹"])
    try story.void("code.list-regions", added.id)
    #expect(try state(story).entries["1"] == nil)
  }

  @Test func `that Concord brings holds where a log has none`() throws {
    var story = Story()
    func reviews(_ id: String, _ region: String, _ day: String) throws(Rejection) -> [String] {
      try story.tell(
        #"{"registerOrganisation":{"organisation":"organisation-\#(id)","details":{"#
          + #""kind":"ENTERPRISE","name":"X","region":"\#(region)"}}}"#, day
      ).reviews
    }
    #expect(try reviews("a", "330204", "2016-09-13") == [])
    #expect(try reviews("b", "330204", "2016-09-14") == ["CODE"])
    #expect(try reviews("c", "330213", "2016-09-13") == ["CODE"])
    #expect(try reviews("d", "330213", "2016-09-14") == [])
    #expect(try reviews("e", "420106", "2020-01-01") == [])
  }
}

@Suite struct `A coded field` {
  /// A log whose lists hold these codes alone, each from a day.
  private func told(_ lists: [String: [(code: String, from: String)]]) throws -> Story {
    var story = try Story.world()
    try story.student()
    for (list, codes) in lists.sorted(by: { $0.key < $1.key }) {
      let stream = "code.list-\(list)"
      for (code, from) in codes {
        try story.act(
          "addCodeListEntry", "codeList", stream,
          #""code":"\#(code)","nameEn":"N","validFrom":"\#(from)""#, on: "2019-01-01", as: nil)
      }
      try story.act(
        "publishCodeListVersion", "codeList", stream, #""version":"1","complete":true"#,
        on: "2019-01-02", as: nil)
    }
    return story
  }

  /// Commands with a place for a region.
  static let regional: [String] = [
    #""proposeAlliance":{"alliance":"alliance-c","details":{"name":"A","region":"%"}}"#,
    #""foundAlliance":{"alliance":"alliance-c","details":{"name":"A","region":"%"}}"#,
    #""prepareInternshipAgreement":{"internshipAgreement":"internship.agreement-1","details":{"kind":"POST","student":"person-student","enrolment":"enrolment-student","school":"organisation-school","host":"organisation-host","terms":{"region":"%"}}}"#,
    #""reportInternshipAgreementSigned":{"internshipAgreement":"internship.agreement-1","details":{"kind":"POST","student":"person-student","school":"organisation-school","host":"organisation-host","terms":{"region":"%"}}}"#,
    #""publishNeed":{"need":"need-n","details":{"organisation":"organisation-host","terms":{"side":"DEMAND","kind":"TALENT","title":"T","region":"%"}}}"#,
    #""issuePolicy":{"policy":"policy-p","details":{"title":"P","territory":"%"}}"#,
    #""establishFund":{"fund":"fund-f","details":{"name":"F","territory":"%"}}"#,
    #""grantServiceRole":{"organisation":"organisation-bureau","details":{"role":"SUPERVISOR","territory":"%"}}"#,
  ]

  private func reviews(
    _ story: Story, _ command: String, _ code: String = "", on day: String = "2022-06-30"
  ) throws -> [String] {
    var story = story
    return try story.tell("{" + command.replacing("%", with: code) + "}", day).reviews
      .filter { $0 == "CODE" }
  }

  @Test(arguments: regional)
  func `for a region is looked up as of the day`(_ command: String) throws {
    let story = try told([:])
    #expect(try reviews(story, command, "330213") == [])
    #expect(try reviews(story, command, "330283") == ["CODE"], "a district since 2016")
  }

  @Test(arguments: regional.suffix(4))
  func `for a territory takes a region's first digits`(_ command: String) throws {
    let story = try told(["regions": [("330200", "2000-01-01"), ("510000", "2000-01-01")]])
    #expect(try reviews(story, command, "3302") == [])
    #expect(try reviews(story, command, "51") == [])
    #expect(try reviews(story, command, "33") == [], "a part of it stands there")
    #expect(try reviews(story, command, "35") == ["CODE"])
    #expect(try reviews(story, command, "5101") == ["CODE"])
  }

  @Test func `for another region of an internship is looked up too`() throws {
    var story = try told([:])
    try story.tell(
      #"{"prepareInternshipAgreement":{"internshipAgreement":"internship.agreement-1","details":{"kind":"POST","student":"person-student","enrolment":"enrolment-student","school":"organisation-school","host":"organisation-host"}}}"#
    )
    let amend =
      #""amendInternshipAgreement":{"internshipAgreement":"internship.agreement-1","details":{"terms":{"region":"%"}}}"#
    #expect(try reviews(story, #""standing":"REPORTED","# + amend, "330213") == [])
    #expect(try reviews(story, #""standing":"REPORTED","# + amend, "330283") == ["CODE"])
  }

  @Test func `for a form or a topic is looked up by the list's own word`() throws {
    let agreement =
      #""reportAgreementSigned":{"agreement":"agreement-a","details":{"parties":["organisation-school","organisation-host"],%}}"#
    let planned =
      #""planOrderClass":{"orderClass":"order.class-o","details":{"school":"organisation-school",%}}"#
    let brought = try told([:])
    let own = try told([
      "cooperation-forms": [("school-enterprise", "2000-01-01"), ("order", "2022-07-01")],
      "cooperation-topics": [("graduate-recruitment", "2000-01-01")],
    ])
    for (command, details, isKnown) in [
      (agreement, #""kind":"SCHOOL_ENTERPRISE""#, true),
      (agreement, #""kind":"ENTRUSTED_TRAINING""#, false),
      (agreement, #""forms":["RECRUITMENT"]"#, true),
      (agreement, #""forms":["RECRUITMENT","INNOVATION"]"#, false),
      (planned, #""kind":"DIRECTED""#, false), (planned, #""kind":"ORDER""#, false),
    ] {
      #expect(try reviews(brought, command, details) == [], "\(details)")
      #expect(try reviews(own, command, details) == (isKnown ? [] : ["CODE"]), "\(details)")
    }
    #expect(try reviews(own, planned, #""kind":"ORDER""#, on: "2022-07-01") == [])
  }

  @Test func `for a form or a topic has every word in the lists that Concord brings`() throws {
    let lists = CodeLists()
    let day = try CivilDate(validating: "2022-06-30")
    var count = 0
    for kind in PBAgreementTerms.Kind.allCases where kind != .unspecified {
      let command = PBDraftAgreement.with { $0.details.kind = kind }
      for use in command.codes {
        count += 1
        #expect(lists.isKnown(use.code ?? "", in: use.list, on: day), "\(kind)")
      }
    }
    for form in PBAgreementTerms.Form.allCases where form != .unspecified {
      let command = PBDraftAgreement.with { $0.details.forms = [form] }
      for use in command.codes where use.list == .cooperationTopics {
        count += 1
        #expect(lists.isKnown(use.code ?? "", in: use.list, on: day), "\(form)")
      }
    }
    for kind in PBOrderClassPlanned.Kind.allCases where kind != .unspecified {
      let command = PBPlanOrderClass.with { $0.details.kind = kind }
      for use in command.codes where use.list == .cooperationForms {
        count += 1
        #expect(lists.isKnown(use.code ?? "", in: use.list, on: day), "\(kind)")
      }
    }
    #expect(count == 5 + 13 + 4)
  }

  @Test func `for a school's type is looked up by the code's first digits`() throws {
    let story = try told(["school-types": [("41", "2000-01-01"), ("21", "2022-07-01")]])
    let register =
      #""registerOrganisation":{"organisation":"organisation-n","details":{"kind":"SCHOOL","name":"N","schoolCode":"%51010001"}}"#
    let assign =
      #""assignSchoolCode":{"organisation":"organisation-school","details":{"schoolCode":"%51010001"}}"#
    for command in [register, assign] {
      #expect(try reviews(story, command, "41") == [])
      #expect(try reviews(story, command, "36") == ["CODE"])
      #expect(try reviews(story, command, "21") == ["CODE"])
      #expect(try reviews(story, command, "21", on: "2022-07-01") == [])
    }
  }

  @Test func `for a programme's major is looked up in the catalogue of its first year`() throws {
    let story = try told(["majors": [("460701", "2021-03-12")]])
    let open =
      #""openProgramme":{"programme":"programme-p","details":{"school":"organisation-school","major":"460701"%}}"#
    #expect(try reviews(story, open, on: "2020-06-01") == ["CODE"])
    #expect(try reviews(story, open, #","firstEntryYear":2020"#, on: "2022-06-01") == ["CODE"])
    #expect(try reviews(story, open, #","firstEntryYear":2021"#, on: "2020-06-01") == [])
    #expect(try reviews(story, open, on: "2022-06-01") == [])
  }
}

@Suite struct `Looking up codes` {
  private let lists = CodeLists()

  @Test func `follows successors to another day`() throws {
    let before = try CivilDate(validating: "2010-01-01")
    let now = try CivilDate(validating: "2023-01-01")
    #expect(lists.mapped("330204", in: .regions, to: now) == "330212")
    #expect(lists.mapped("330283", in: .regions, to: now) == "330213")
    #expect(lists.mapped("330204", in: .regions, to: before) == "330204")
    #expect(lists.mapped("330203", in: .regions, to: now) == "330203")
    #expect(lists.mapped("999999", in: .regions, to: now) == nil)
    #expect(lists.entry("330213", in: .regions, on: before) == nil)
    #expect(lists.entry("330213", in: .regions, on: now)?.nameZh == "奉化区")
    #expect(lists.isKnown("curriculum", in: .cooperationTopics, on: now))
    #expect(!lists.isKnown("curricula", in: .cooperationTopics, on: now))
    #expect(lists.isKnown("460799", in: .majors, on: now))
    #expect(!lists.isKnown("990799", in: .majors, on: now))
    #expect(!lists.isKnown("Z99", in: .industries, on: now))
    #expect(lists.isKnown("integrated-circuits", in: .keyIndustries, on: now))
    #expect(!lists.isKnown("chips", in: .keyIndustries, on: now))
  }
}

@Suite struct `The table of a code list` {
  @Test(arguments: CodeListName.allCases)
  func `that Concord brings can be recorded as it is`(name: CodeListName) throws {
    let list = CodeLists().list(name)
    #expect(!list.entries.isEmpty)
    for entry in list.entries.values.joined() {
      if let parent = entry.parent { #expect(list.entries[parent] != nil, "\(parent)") }
      if let successor = entry.successor { #expect(list.entries[successor] != nil) }
      var story = Story()
      var command = PBCommand()
      command.occurred = "2023-01-01"
      command.addCodeListEntry = .with {
        $0.codeList = "code.list-\(name.rawValue)"
        $0.details.code = entry.code
        if let name = entry.nameZh { $0.details.nameZh = name }
        if let name = entry.nameEn { $0.details.nameEn = name }
        if let parent = entry.parent { $0.details.parent = parent }
        if let day = entry.validFrom { $0.details.validFrom = day.description }
        if let day = entry.validTo { $0.details.validTo = day.description }
        if let successor = entry.successor { $0.details.successor = successor }
      }
      #expect(try story.tell(command).types == ["code-list.entry-added"])
    }
  }

  private func table(_ rows: [[String]]) throws -> CodeListTable {
    try CodeListTable(
      rows: rows.enumerated().map { CodeListTable.Row(line: $0 * 2 + 1, cells: $1) })
  }

  @Test func `has its columns in any order, and may leave out empty cells`() throws {
    let table = try table([["name_en", "code", "parent"], ["Gas", "D45"], ["Heat", "D44", "D"]])
    #expect(table.entries.map(\.code) == ["D45", "D44"])
    #expect(table.entries.map(\.parent) == ["", "D"])
    #expect(table.lines == [3, 5])
    #expect(!table.entries[0].hasNameZh && !table.entries[0].hasParent)
  }

  @Test(
    arguments: [
      ([], 1), ([["code", "colour"]], 1), ([["name_zh"], ["x"]], 1), ([["code", "code"]], 1),
      ([["code", "name_zh"], ["1", "a"], ["2", "b", "c"]], 5),
      ([["code", "name_zh"], ["", "a"]], 3),
    ] as [([[String]], Int)])
  func `is refused with its line`(rows: [[String]], line: Int) throws {
    #expect {
      try table(rows)
    } throws: { error in
      (error as? CodeListTable.Malformed)?.line == line
    }
  }
}
