import Foundation
import TestSupport
import Testing

@Suite struct `Importing a code list` {
  private static let table = """
    code,name_zh,name_en,parent,valid_from,valid_to,successor
    330000,浙江省,Zhejiang,,,,
    330200,宁波市,Ningbo,330000,,,
    330204,江东区,Jiangdong,330200,,2016-09-13,330212
    330212,鄞州区,Yinzhou,330200,,,

    """

  private func made() throws -> Place {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/lists").status == 0)
    return place
  }

  @Test func `records each entry once and puts the list in use`() throws {
    let place = try made()
    let file = try place.file("regions.csv", Self.table)

    let first = try Program.run(place, "codelists", "import", file, "--edition", "2023")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("5 lines: 5 recorded (5 events)"))
    let again = try Program.run(place, "codelists", "import", file, "--edition", "2023")
    #expect(again.status == 0)
    #expect(again.output.contains("0 recorded (0 events), 0 recorded before, 5 already so"))

    let events = try Program.run(place, "replay", "--stream", "code.list-regions", "--json")
    #expect(events.output.split(separator: "\n").count == 5)
    #expect(events.output.contains("regions.csv"))

    // Now a code that the list lacks is held for review, one that it has is not.
    func register(_ id: String, _ region: String) throws -> String {
      let line =
        #"{"occurred":"2022-06-30","registerOrganisation":{"organisation":"organisation-\#(id)","#
        + #""details":{"kind":"ENTERPRISE","name":"X","region":"\#(region)"}}}"#
      return try Program.run(place, "record", "-", input: line + "\n").output
    }
    #expect(try register("a", "330212").contains("review") == false)
    #expect(try register("b", "330203").contains("1 review was opened"))
  }

  @Test func `takes what a spreadsheet saves: GB 18030, semicolons, quotes, text marks`() throws {
    let place = try made()
    let file = try place.file(
      "regions.csv",
      gb18030: "Code;NAME_ZH;valid_to\r\n=\"330204\";\"江东区\";2016-09-13\r\n'330212;鄞州区\r\n")

    let outcome = try Program.run(
      place, "codelists", "import", file, "--edition", "2016", "--partial")

    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("3 lines: 3 recorded (3 events)"))
    let events = try Program.run(place, "replay", "--stream", "code.list-regions", "--json")
    #expect(events.output.contains("江东区") && events.output.contains(#""330212""#))
  }

  @Test func `ends what a later file ends, and takes a part as a part`() throws {
    let place = try made()
    let open = Self.table.replacingOccurrences(of: "2016-09-13,330212", with: ",")
    let first = try place.file("early.csv", open)
    let later = try place.file("later.csv", Self.table)
    let before = try Program.run(
      place, "codelists", "import", first, "--list", "regions", "--edition", "2015", "--partial")
    #expect(before.status == 0, "\(before.errors)")
    let after = try Program.run(
      place, "codelists", "import", later, "--list", "regions", "--edition", "2016", "--partial")
    #expect(after.output.contains("2 recorded (2 events), 0 recorded before, 3 already so"))
    let types = try Program.run(
      place, "replay", "--type", "code-list.entry-ended", "--json")
    #expect(types.output.split(separator: "\n").count == 1)
  }

  @Test func `leaves a list out of use that was not taken whole`() throws {
    let place = try made()
    let file = try place.file(
      "regions.csv", "code,name_zh,valid_from\n330000,浙江省,\n330200,宁波市,soon\n")

    let outcome = try Program.run(place, "codelists", "import", file, "--edition", "2023")

    #expect(outcome.status == 1)
    #expect(outcome.output.contains("line 3: addCodeListEntry.details.validFrom"))
    #expect(outcome.output.contains("was not put in use"))
    let events = try Program.run(
      place, "replay", "--type", "code-list.version-published", "--json")
    #expect(events.output.isEmpty)
  }

  @Test func `opens nothing for a file that is none`() throws {
    let place = Place()
    let file = try place.file("regions.csv", "code,colour\n1,red\n")
    let outcome = try Program.run(place, "codelists", "import", file, "--edition", "2023")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("line 1: there is no column colour"))
    #expect(
      try Program.run(place, "codelists", "import", place.path + "/none.csv", "--edition", "1")
        .status == 74)
    #expect(!place.exists("data"))
  }
}
