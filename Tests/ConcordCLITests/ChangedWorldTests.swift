import Foundation
import TestSupport
import Testing

@Suite struct `A recorded row, imported again,` {
  private let schools = """
    机构类型,名称,学校标识码,机构编号,登记日期
    学校,示例学校,3633000001,,2012
    企业,示例公司,,E1,2012

    """

  private func made() throws -> Place {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let first = try Program.run(
      place, "import", "organisations", try place.file("organisations.csv", schools))
    #expect(first.status == 0, "\(first.output)\(first.errors)")
    return place
  }

  private func record(_ place: Place, _ json: String) throws {
    let outcome = try Program.run(place, "record", "-", input: json + "\n")
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  /// Imports a sheet again, for trial and in earnest: all rows are known.
  private func expectFirstResults(
    _ place: Place, _ kind: String, _ sheet: String, rows: Int, _ comment: String
  ) throws {
    for dryRun in [["--dry-run"], []] {
      let again = try Program.run(place, ["import", kind, sheet] + dryRun)
      #expect(again.status == 0, "\(comment): \(again.output)\(again.errors)")
      #expect(again.output.contains(" \(rows) recorded before"), "\(comment): \(again.output)")
    }
  }

  @Test func `gives its receipt once a second organisation has the name`() throws {
    let place = try made()
    let sheet = try place.file("a.csv", "甲方,乙方,签订日期\n示例学校,示例公司,2022-06-30\n")
    #expect(try Program.run(place, "import", "agreements", sheet).status == 0)
    let twin = try place.file("t.csv", "机构类型,名称,机构编号,登记日期\n企业,示例公司,E2,2013\n")
    #expect(try Program.run(place, "import", "organisations", twin).status == 0)

    try expectFirstResults(place, "agreements", sheet, rows: 1, "two have the name")
    #expect(try place.count("agreement.reported-signed") == 1)
    // The same cells in another file are of today.
    let other = try place.file("b.csv", "甲方,乙方,签订日期\n示例学校,示例公司,2022-07-01\n")
    let refused = try Program.run(place, "import", "agreements", other)
    #expect(refused.output.contains("2 organisations have or had this name"), "\(refused.output)")
    // With another moment for all rows it would be another row.
    let undated = try place.file("u.csv", "甲方,乙方\n示例学校,organisation-E1\n")
    let day = ["import", "agreements", undated, "--occurred"]
    #expect(try Program.run(place, day + ["2022-08-01"]).status == 0)
    let moved = try Program.run(place, day + ["2022-08-02"])
    #expect(
      moved.output.contains("Duplicate: this row of this file was recorded before with other"),
      "\(moved.output)")
  }

  @Test func `gives its receipt once the organisation is another's record`() throws {
    let place = try made()
    let sheet = try place.file("a.csv", "甲方,乙方,签订日期\n示例学校,示例公司,2022-06-30\n")
    #expect(try Program.run(place, "import", "agreements", sheet).status == 0)
    let twin = try place.file("t.csv", "机构类型,名称,机构编号,登记日期\n企业,大公司,E2,2013\n")
    #expect(try Program.run(place, "import", "organisations", twin).status == 0)
    try record(
      place,
      #"{"occurred":"2023","mergeOrganisation":{"organisation":"organisation-E1","#
        + #""details":{"into":"organisation-E2","reason":"DUPLICATE"}}}"#)

    try expectFirstResults(place, "agreements", sheet, rows: 1, "the name leads elsewhere")
    #expect(try place.count("agreement.reported-signed") == 1)
  }

  @Test func `gives its receipts once the person has another name`() throws {
    let place = try made()
    let number = "990200200403150027"
    let people = try place.file(
      "e.csv", "姓名,身份证号,学号,学校,入学日期\n赵六,\(number),20190001,3633000001,2019-09-01\n")
    let outcomes = try place.file(
      "o.csv", "姓名,学号,学校,毕业去向类别代码,登记日期\n赵六,20190001,3633000001,10,2022\n")
    let placements = try place.file(
      "p.csv", "姓名,身份证号,学校,实习单位,开始日期\n赵六,\(number),示例学校,示例公司,2022-02-21\n")
    let sheets = [("enrolments", people), ("outcomes", outcomes), ("placements", placements)]
    for (kind, sheet) in sheets {
      let first = try Program.run(place, "import", kind, sheet)
      #expect(first.status == 0, "\(kind): \(first.output)\(first.errors)")
    }
    let registered = try Program.run(place, "replay", "--type", "person.registered", "--json")
    let event = try #require(try registered.field("id"))
    let person = try #require(try registered.field("stream"))
    try record(
      place,
      #"{"corrects":"\#(event)","occurred":"2019-09-01","registerPerson":{"person":"\#(person)","#
        + #""personal":{"name":"赵柳","idNumber":"\#(number)"}}}"#)

    for (kind, sheet) in sheets {
      try expectFirstResults(place, kind, sheet, rows: 1, kind)
    }
    // The same cells in another file name somebody else.
    let other = try place.file(
      "q.csv", "姓名,学号,学校,毕业去向类别代码,登记日期\n赵六,20190001,3633000001,10,2023\n")
    let refused = try Program.run(place, "import", "outcomes", other)
    #expect(refused.output.contains("recorded with another name"), "\(refused.output)")
  }

  @Test func `is already so again, whatever became of what it said`() throws {
    let place = try made()
    let row = "XY-1,3633000001,示例公司,2022-06-30\n"
    let first = try place.file("a.csv", "协议编号,甲方,乙方,签订日期\n" + row)
    #expect(try Program.run(place, "import", "agreements", first).status == 0)
    let same = try place.file("b.csv", "协议编号,甲方,乙方,签订日期\n\n" + row)
    let so = try Program.run(place, "import", "agreements", same)
    #expect(so.output.contains("1 already so"), "\(so.output)")
    let signed = try Program.run(
      place, "replay", "--type", "agreement.reported-signed", "--json")
    let event = try #require(try signed.field("id"))
    try record(
      place,
      #"{"occurred":"2023","voidEvent":{"stream":"agreement-XY-1","event":"\#(event)","#
        + #""reason":"entered by mistake"}}"#)

    let again = try Program.run(place, "import", "agreements", same)
    #expect(again.output.contains("0 recorded, 0 recorded before, 1 already so"), "\(again.output)")
    let repeated = try Program.run(place, "import", "agreements", first)
    #expect(repeated.output.contains("1 recorded before"), "\(repeated.output)")
  }

  @Test func `is decided again where another moment makes it another fact`() throws {
    let place = try made()
    let row = "XY-1,3633000001,示例公司\n"
    let first = try place.file("a.csv", "协议编号,甲方,乙方\n" + row)
    func imported(_ sheet: String, _ moment: String) throws -> Outcome {
      try Program.run(place, "import", "agreements", sheet, "--occurred", moment)
    }
    #expect(try imported(first, "2021").status == 0)
    let same = try place.file("b.csv", "协议编号,甲方,乙方\n\n" + row)
    for _ in 1...2 {
      let so = try imported(same, "2021")
      #expect(so.output.contains("1 already so"), "\(so.output)\(so.errors)")
    }

    let moved = try imported(same, "2022")
    #expect(!moved.output.contains("1 already so"), "\(moved.output)\(moved.errors)")
    #expect(moved.output.contains(" 0 already so"), "\(moved.output)\(moved.errors)")
  }

  @Test func `that was refused is refused for what it was first refused for`() throws {
    let place = try made()
    // A company is no school: the domain's no, once the name is found.
    let sheet = try place.file("e.csv", "姓名,学校,入学日期\n赵六,示例公司,2019-09-01\n")
    let first = try Program.run(place, "import", "enrolments", sheet, "--json")
    #expect(first.status == 1)
    let code = self.code(of: first)
    let twin = try place.file("t.csv", "机构类型,名称,机构编号,登记日期\n学校,示例公司,E2,2013\n")
    #expect(try Program.run(place, "import", "organisations", twin).status == 0)

    let again = try Program.run(place, "import", "enrolments", sheet, "--json")
    #expect(again.status == 1)
    #expect(self.code(of: again) == code, "\(again.output)")
    #expect(code != nil && code != "UnknownRef", "\(first.output)")
  }

  private func code(of outcome: Outcome) -> String? {
    guard let found = outcome.output.firstRange(of: "\"code\":\"") else { return nil }
    return String(outcome.output[found.upperBound...].prefix { $0 != "\"" })
  }
}
