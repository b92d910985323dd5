import Foundation
import TestSupport
import Testing

@Suite struct `Students of today` {
  /// The templates' own examples, moved to a year in which persons are kept on a lawful ground.
  private func sheet(_ kind: String, in place: Place) throws -> String {
    let template = try Program.run(place, "import", "template", kind).output
    return String(template.unicodeScalars.dropFirst())
      .replacingOccurrences(of: "#示例 ", with: "")
      .replacingOccurrences(of: "2022", with: "2024")
      .replacingOccurrences(of: "2019-09-01", with: "2023-09-01")
  }

  private func made() throws -> Place {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    return place
  }

  @Test func `are imported, placed and counted without a finding`() throws {
    let place = try made()
    let mentors = ["teacher", "master"].map { name in
      #"{"occurred":"2023-01-01","registerPerson":{"person":"person-\#(name)","details":"#
        + #"{"legalBasis":{"purpose":"mentors of interns","ground":"CONTRACT"}}}}"#
    }.joined(separator: "\n")
    #expect(
      try Program.run(place, "record", try place.file("m.ndjson", mentors)).status == 0)
    let mapping = try place.file(
      "mapping.csv", "field,value\nschoolMentor,person-teacher\nhostMentor,person-master\n")
    for kind in [
      "organisations", "enrolments", "agreements", "internship-agreements", "placements", "visits",
      "activities", "vacancies", "outcomes",
    ] {
      let file = try place.file(kind + ".csv", try sheet(kind, in: place))
      let more = kind == "internship-agreements" ? ["--mapping", mapping] : []
      let outcome = try Program.run(place, ["import", kind, file] + more)
      #expect(outcome.status == 0, "\(kind): \(outcome.output)\(outcome.errors)")
      #expect(outcome.output.contains(" 0 refused."), "\(kind): \(outcome.output)")
      #expect(!outcome.output.contains("finding"), "\(kind): \(outcome.output)")
    }
    #expect(try place.count("finding.opened") == 0)
    #expect(try place.count("placement.completed") == 1)
    #expect(try place.count("person.registered") == 3)
    #expect(
      try Program.run(place, "replay", "--type", "person.registered", "--json").output
        .contains("STATUTORY_DUTY"))
  }

  @Test func `of whom no ground is told open a finding each, until one is recorded`() throws {
    let place = try made()
    let school = try place.file("organisations.csv", try sheet("organisations", in: place))
    #expect(try Program.run(place, "import", "organisations", school).status == 0)
    let header = "姓名,学校,学号,入学日期\n"
    let rows = "赵一,3633000001,1,2023-09-01\n钱二,3633000001,2,2023-09-01\n"
    let bare = try place.file("bare.csv", header + rows)
    let first = try Program.run(place, "import", "enrolments", bare)
    #expect(first.output.contains("2 findings were opened."), "\(first.output)")

    // The same for all rows, by a mapping: of those who are known the ground is recorded.
    let mapping = try place.file("mapping.csv", "字段,固定值\n处理依据,法定职责\n处理目的,就业统计\n")
    let outcomes = try place.file(
      "outcomes.csv", "学号,姓名,学校,毕业去向类别代码,月薪(元),登记日期\n1,赵一,3633000001,升学,1,2024-07-15\n")
    let second = try Program.run(
      place, "import", "outcomes", outcomes, "--mapping", mapping)
    #expect(second.status == 0, "\(second.output)\(second.errors)")
    #expect(!second.output.contains("finding"), "\(second.output)")
    #expect(try place.count("person.legal-basis-recorded") == 1)
    let again = try Program.run(
      place, "import", "outcomes", outcomes, "--mapping", mapping)
    #expect(again.output.contains("1 recorded before"), "\(again.output)")
    let unlawful = try place.file(
      "unlawful.csv", "学号,学校,毕业去向类别代码,月薪(元),登记日期\n2,3633000001,80,1,2024-07-15\n")
    let third = try Program.run(place, "import", "outcomes", unlawful)
    #expect(third.output.contains("1 recorded"), "\(third.output)")
    #expect(try place.count("finding.opened") == 2, "the one of that person stands")
  }
}
