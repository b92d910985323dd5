import Foundation
import TestSupport
import Testing

@Suite struct `The same file, imported twice,` {
  private func made() throws -> Place {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let school = try place.file(
      "school.csv", "kind,name,schoolCode,occurred\nSCHOOL,School,3633000001,2012\n")
    #expect(try Program.run(place, "import", "organisations", school).status == 0)
    return place
  }

  @Test func `refuses what it refused first, also once the log has what was missing`() throws {
    let place = try made()
    let sheet = try place.file(
      "agreements.csv",
      "甲方,乙方,签订日期\n3633000001,91330206MA2TE5T1XN,2022-06-30\n3633000001,3633000001,2022-06-30\n")
    let first = try Program.run(place, "import", "agreements", sheet)
    #expect(first.status == 1)
    #expect(
      first.output.contains("line 2, column 2 (乙方): UnknownRef: no organisation holds"),
      "\(first.output)")
    #expect(first.output.contains("2 refused"), "\(first.output)")

    let host = try place.file(
      "host.csv", "kind,name,creditCode,occurred\nENTERPRISE,Works,91330206MA2TE5T1XN,2012\n")
    #expect(try Program.run(place, "import", "organisations", host).status == 0)
    for dryRun in [["--dry-run"], []] {
      let again = try Program.run(place, ["import", "agreements", sheet] + dryRun)
      #expect(again.status == 1)
      #expect(
        again.output.contains(
          "line 2, column 2 (乙方): UnknownRef: refused when this file first came"),
        "\(again.output)")
    }
    #expect(try place.count("agreement.reported-signed") == 0)

    // Its reject file is another file, and so is the same file with another mapping.
    let rejects = place.path + "/rejects.csv"
    let kept = try Program.run(place, "import", "agreements", sheet, "--reject-file", rejects)
    #expect(kept.output.contains("2 refused"), "\(kept.output)")
    let mended = try Program.run(place, "import", "agreements", rejects)
    #expect(mended.output.contains("2 rows: 1 recorded"), "\(mended.output)")
    #expect(try place.count("agreement.reported-signed") == 1)
    let mapping = try place.file("mapping.csv", "field,value\ntitle,Framework\n")
    let mapped = try Program.run(
      place, "import", "agreements", sheet, "--mapping", mapping, "--dry-run")
    #expect(mapped.output.contains("1 would be recorded"), "\(mapped.output)")
  }

  @Test func `says of a recorded row that is read otherwise now that it is recorded`() throws {
    let place = try made()
    let sheet = try place.file("works.csv", "kind,name,occurred\nENTERPRISE,Works,2012\n")
    #expect(try Program.run(place, "import", "organisations", sheet).status == 0)
    let mapping = try place.file("mapping.csv", "field,value\nregion,33020\n")
    let again = try Program.run(place, "import", "organisations", sheet, "--mapping", mapping)
    #expect(again.status == 1)
    #expect(
      again.output.contains("line 2: Duplicate: this row, or a part of it, is recorded"),
      "\(again.output)")
    #expect(again.output.contains("BadLength"), "\(again.output)")
  }

  @Test func `doesn't enrol under somebody else whom it refused to register`() throws {
    let place = try made()
    let row = ",990200200403150027,3633000001,2019-09-01\n"
    let sheet = try place.file(
      "e.csv", "姓名,身份证号,学校,入学日期\n赵六" + row + "钱七" + row + "赵六" + row)
    for round in 1...3 {
      let outcome = try Program.run(place, "import", "enrolments", sheet)
      #expect(outcome.status == 1)
      #expect(
        outcome.output.contains("line 3, column 2 (身份证号): Duplicate: "), "\(outcome.output)")
      #expect(
        outcome.output.contains("line 4, column 2 (身份证号): Duplicate: "), "\(outcome.output)")
      #expect(
        outcome.output.contains(
          round == 1 ? "1 recorded, 0 recorded before" : "0 recorded, 1 recorded before"),
        "\(outcome.output)")
      #expect(!outcome.output.contains("赵六"))
      #expect(!outcome.output.contains("look-up"), "\(outcome.output)")
    }
    #expect(try place.count("enrolment.enrolled") == 1)
    // In another file the same number with another name is refused, with the same name it isn't.
    let other = try place.file(
      "other.csv", "姓名,身份证号,学校,入学日期\n完全另一人" + row + "赵 六" + row)
    let outcome = try Program.run(place, "import", "enrolments", other)
    #expect(
      outcome.output.contains(
        "line 2, column 2 (身份证号): Duplicate: this ID number is recorded with another name: "),
      "\(outcome.output)")
    #expect(outcome.output.contains("2 rows: 1 recorded"), "\(outcome.output)")
    #expect(!outcome.output.contains("赵六"))
    let outcomes = try place.file(
      "outcomes.csv", "姓名,身份证号,学校,毕业去向类别代码,登记日期\n钱七,990200200403150027,3633000001,10,2022\n")
    let counted = try Program.run(place, "import", "outcomes", outcomes)
    #expect(counted.status == 1)
    #expect(counted.output.contains("recorded with another name"), "\(counted.output)")
    #expect(try place.count("outcome.declared") == 0)
  }

  @Test func `finds nobody to compare where the person was erased`() throws {
    let place = try made()
    let row = ",990200200403150027,3633000001,2019-09-01\n"
    let sheet = try place.file("e.csv", "姓名,身份证号,学校,入学日期\n赵六" + row)
    let first = try Program.run(place, "import", "enrolments", sheet, "--json")
    let line = try JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any]
    let streams = try #require(line?["streams"] as? [String])
    let person = try #require(streams.first { $0.hasPrefix("person-") })
    let erased = try Program.run(place, "erase", person, "--reason", "subject-request")
    #expect(erased.status == 0, "\(erased.output)\(erased.errors)")
    let other = try place.file("other.csv", "姓名,身份证号,学校,入学日期\n钱七" + row)
    let outcome = try Program.run(place, "import", "enrolments", other)
    #expect(outcome.output.contains("1 row: 1 recorded"), "\(outcome.output)")
    #expect(try place.count("person.registered") == 2)
  }
}
