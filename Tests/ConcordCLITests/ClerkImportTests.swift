import Foundation
import TestSupport
import Testing

@Suite struct `A clerk's first day` {
  /// What she enters by mistake, by kind: a cell of the example, and what she makes of it.
  static let slips: [(kind: String, right: String, wrong: String, code: String)] = [
    ("organisations", "12330203K12345677Y", "12330203K1234567", "BadLength"),
    ("enrolments", "990200200403150027", "990200200403150028", "BadFormat"),
    ("agreements", "2024-06-30", "6/30/2024", "BadFormat"),
    ("internship-agreements", "91330206MA2TE5T1XN", "某某公司", "UnknownRef"),
    ("placements", "2022-06-10", "6/10/2022", "BadFormat"),
    ("visits", "走出去", "出去", "BadFormat"),
    ("activities", "2022-04-20", "soon", "WrongDataType"),
    ("vacancies", "8000", "面议", "WrongDataType"),
    ("outcomes", "2022-07-15", "15.7.2022", "BadFormat"),
  ]

  @Test func `is done with sheets saved as GB18030, and their reject files mended`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    for slip in Self.slips {
      let template = try Program.run(place, "import", "template", slip.kind)
      #expect(template.status == 0)
      let example = String(template.output.unicodeScalars.dropFirst())
      let untouched = try place.file(slip.kind + "-template.csv", template.output)
      let passed = try Program.run(place, "import", slip.kind, untouched)
      #expect(passed.status == 0, "\(passed.errors)")
      #expect(passed.output.contains("0 rows: 0 recorded"), "\(passed.output)")
      #expect(passed.errors.contains(" passed over: a row that is meant"))
      let text = example.replacingOccurrences(of: "#示例 ", with: "")
      #expect(text.contains(slip.right), "\(slip.kind)")
      let sheet = try place.file(
        slip.kind + ".csv",
        gb18030: text.replacingOccurrences(of: slip.right, with: slip.wrong))
      let rejects = place.path + "/" + slip.kind + "-rejects.csv"

      let first = try Program.run(
        place, "import", slip.kind, sheet, "--reject-file", rejects)
      #expect(first.status == 1, "\(first.output)\(first.errors)")
      #expect(first.output.contains("line 2, column "), "\(first.output)")
      #expect(first.output.contains(": \(slip.code): "), "\(first.output)")
      #expect(first.output.contains("1 refused."), "\(first.output)")
      #expect(first.output.contains("The refused rows are in \(rejects)"))

      // Mended where it stands, and saved as the spreadsheet program saves it.
      let kept = try String(contentsOf: URL(filePath: rejects), encoding: .utf8)
      #expect(kept.contains(slip.wrong))
      #expect(kept.contains(slip.code))
      let mended = try place.file(
        slip.kind + "-mended.csv",
        gb18030: kept.replacingOccurrences(of: "\u{FEFF}", with: "")
          .replacingOccurrences(of: slip.wrong, with: slip.right))
      let second = try Program.run(place, "import", slip.kind, mended)
      #expect(second.status == 0, "\(slip.kind): \(second.output)\(second.errors)")
      #expect(second.output.contains("1 row: 1 recorded"), "\(second.output)")

      // Twice is once.
      let again = try Program.run(place, "import", slip.kind, mended, "--json")
      #expect(again.output.contains("\"status\":\"repeated\""))
    }
    let shown = try Program.run(
      place, "views", "show", "OrganisationRegister", "--columns", "name", "--json")
    #expect(shown.output.contains("示例职业技术学校"))
    #expect(shown.output.contains("示例汽车有限公司"))
    #expect(try place.count("placement.started") == 1)
    #expect(try place.count("person.registered") == 1)
    // Every file is on record, and what became of its rows; a file that came again is no other.
    #expect(try place.count("import.received") == 3 * Self.slips.count)
    #expect(try place.count("import.completed") == 3 * Self.slips.count)
    let runs = try Program.run(place, "replay", "--type", "import.rows-processed", "--json").output
    #expect(runs.split(separator: "\n").count == 2 * Self.slips.count)
    #expect(runs.contains("\"reason\":\"BAD_LENGTH\""))
    #expect(!runs.contains("990200200403150028"))
    #expect(try Program.run(place, "verify").status == 0)
  }

  @Test func `leaves a person whose enrolment is refused registered once`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let organisation = try place.file(
      "o.csv", "kind,name,creditCode,occurred\nENTERPRISE,Works,91330206MA2TE5T1XN,2012\n")
    #expect(try Program.run(place, "import", "organisations", organisation).status == 0)
    let sheet = try place.file(
      "e.csv", "name,school,occurred\nSomebody,91330206MA2TE5T1XN,2019-09-01\n")
    let rejects = place.path + "/rejects.csv"

    let first = try Program.run(place, "import", "enrolments", sheet, "--reject-file", rejects)

    #expect(first.status == 1)
    #expect(first.output.contains("is no school"), "\(first.output)")
    #expect(!first.output.contains("Somebody"))
    let kept = try String(contentsOf: URL(filePath: rejects), encoding: .utf8)
    #expect(kept.contains("Somebody,91330206MA2TE5T1XN,2019-09-01,person-"))
    let school = try place.file(
      "s.csv", "kind,name,schoolCode,occurred\nSCHOOL,School,3633000001,2012\n")
    #expect(try Program.run(place, "import", "organisations", school).status == 0)
    let mended = try place.file(
      "mended.csv", kept.replacingOccurrences(of: "91330206MA2TE5T1XN", with: "3633000001"))
    #expect(try Program.run(place, "import", "enrolments", mended).status == 0)
    #expect(try place.count("person.registered") == 1)
    #expect(try place.count("enrolment.enrolled") == 1)
  }
}
