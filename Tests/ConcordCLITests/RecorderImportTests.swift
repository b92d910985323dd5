import Foundation
import Testing

@Suite struct `A recorder's sheet through a server` {
  private static let student = "990200200403150027"
  private static let mentor = "330203200403150023"

  /// A school with a student and a host, and a mentor whom somebody else registered.
  private func made() throws -> Place {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let school = Lines.organisation(1, on: "2012").replacing("ENTERPRISE", with: "SCHOOL")
    let lines = [
      school, Lines.organisation(2, on: "2012"),
      #"{"occurred":"2019","registerPerson":{"person":"person-s","personal":{"name":"张三","idNumber":"\#(Self.student)"}}}"#,
      #"{"occurred":"2019-09-01","enrolStudent":{"enrolment":"enrolment-s","details":{"person":"person-s","school":"organisation-1","mode":"FULL_TIME"}}}"#,
      #"{"occurred":"2019","registerPerson":{"person":"person-m","personal":{"name":"李师傅","idNumber":"\#(Self.mentor)"}}}"#,
    ]
    let recorded = try Program.run(place, "record", "-", input: lines.joined(separator: "\n"))
    #expect(recorded.status == 0, "\(recorded.output)\(recorded.errors)")
    return place
  }

  private func key(
    in place: Place, of organisation: String = "organisation-1"
  ) throws -> String {
    let added = try Program.run(
      place, "keys", "add", "--organisation", organisation, "--user", "u1", "--role",
      "recorder", "--json")
    return try place.file("secret-" + organisation, try #require(try added.field("secret")) + "\n")
  }

  @Test func `names mentors of others by number and name, and is told so where the name lacks`()
    throws
  {
    let place = try made()
    let key = try key(in: place)
    try Program.serving(place) { server, address in
      func run(_ header: String, _ cells: String) throws -> Outcome {
        let sheet = try place.file(
          UUID().uuidString + ".csv",
          "身份证号,姓名,学校,实习单位,签订日期,企业指导人员\(header)\n"
            + "\(Self.student),张三,organisation-1,organisation-2,2022-02-10,\(cells)\n")
        return try Program.run(
          place, "import", "internship-agreements", sheet, "--url", address, "--api-key-file", key)
      }
      let nameless = try run("", Self.mentor)
      #expect(nameless.status == 1, "\(nameless.output)\(nameless.errors)")
      #expect(nameless.output.contains("企业指导人员"), "\(nameless.output)")
      #expect(nameless.output.contains("fill in the column of the name"), "\(nameless.output)")
      let other = try run(",企业指导人员姓名", "\(Self.mentor),王师傅")
      #expect(other.status == 1, "\(other.output)\(other.errors)")
      #expect(other.output.contains("with this ID number under this name"), "\(other.output)")
      let named = try run(",企业指导人员姓名", "\(Self.mentor),李师傅")
      #expect(named.status == 0, "\(named.output)\(named.errors)")
      #expect(server.end() == 0)
    }
    let recorded = try Program.run(
      place, "replay", "--type", "internship-agreement.reported-signed", "--json")
    #expect(recorded.output.split(separator: "\n").count == 1, "\(recorded.output)")
    #expect(recorded.output.contains("person-m"), "\(recorded.output)")
    #expect(!recorded.output.contains("李师傅"), "\(recorded.output)")
    let template = try Program.run(place, "import", "template", "internship-agreements").output
    #expect(template.contains("校内指导教师姓名") && template.contains("企业指导人员姓名"))
  }

  @Test func `is taken for its own rows also where another school handed the same file in`() throws
  {
    let place = try made()
    let other = Lines.organisation(3, on: "2012").replacing("ENTERPRISE", with: "SCHOOL")
    #expect(try Program.run(place, "record", "-", input: other + "\n").status == 0)
    let keys = try [key(in: place), key(in: place, of: "organisation-3")]
    let sheet = try place.file(
      "visits.csv",
      "学校,用人单位,走访日期\norganisation-1,organisation-2,2022-04-12\n"
        + "organisation-3,organisation-2,2022-04-13\n")
    try Program.serving(place) { server, address in
      func run(_ key: String, _ more: String...) throws -> Outcome {
        try Program.run(
          place, ["import", "visits", sheet, "--url", address, "--api-key-file", key] + more)
      }
      let first = try run(keys[0])
      #expect(first.output.contains("2 rows: 1 recorded"), "\(first.output)\(first.errors)")
      let rehearsed = try run(keys[1], "--dry-run")
      #expect(rehearsed.output.contains("1 would be recorded"), "\(rehearsed.output)")
      let second = try run(keys[1])
      #expect(second.output.contains("2 rows: 1 recorded"), "\(second.output)\(second.errors)")
      #expect(second.output.contains("line 2: NotPermitted"), "\(second.output)")
      #expect(second.errors.contains("Somebody else has handed this file in"))
      for key in keys {
        let again = try run(key)
        #expect(again.output.contains("0 recorded, 1 recorded before"), "\(again.output)")
      }
      #expect(server.end() == 0)
    }
    #expect(try place.count("visit.held") == 2)
    // What the first was told stands.
    #expect(try place.count("import.completed") == 1)
  }

  @Test func `tells the events of each row, by which a wrong one is corrected`() throws {
    let place = try made()
    let key = try key(in: place)
    let sheet = try place.file(
      "visits.csv", "学校,用人单位,走访日期,提供岗位数\norganisation-1,organisation-2,2023-04-12,20\n")
    try Program.serving(place) { server, address in
      func events(_ more: String...) throws -> [[String: String]] {
        let outcome = try Program.run(
          place,
          ["import", "visits", sheet, "--json", "--url", address, "--api-key-file", key] + more)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        let row = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        return try #require((row as? [String: Any])?["events"] as? [[String: String]])
      }
      let foreseen = try events("--dry-run")
      let told = try events()
      #expect(told.map { $0["type"] } == ["visit.held", "visit.outcome-noted"], "\(told)")
      #expect(foreseen == told)
      #expect(try events() == told)
      let noted = try #require(told.last)
      let (id, visit) = (try #require(noted["id"]), try #require(noted["stream"]))
      let correction =
        #"{"occurred":"2023-04-12","source":{"evidence":"DOCUMENTED"},"corrects":"\#(id)","#
        + #""noteVisitOutcome":{"visit":"\#(visit)","details":{"posts":25}}}"#
      let corrected = try Program.run(
        place, "record", "-", "--url", address, "--api-key-file", key, input: correction)
      #expect(corrected.status == 0, "\(corrected.output)\(corrected.errors)")
      #expect(server.end() == 0)
    }
    let visits = try Program.run(place, "views", "show", "Visits", "--json")
    #expect(visits.output.contains(#""posts":25"#), "\(visits.output)")
  }
}
