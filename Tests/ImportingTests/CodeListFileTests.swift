import Cooperation
import EventModel
import Foundation
import Testing

@testable import Importing

@Suite struct `The file of a code list` {
  private func read(_ bytes: [UInt8], _ name: String = "industries") throws -> CodeListImport {
    try CodeListImport(
      name, file: bytes, document: "list.csv", edition: "2023", isComplete: true)
  }

  private func entries(_ bytes: [UInt8]) throws -> [PBCodeListEntryAdded] {
    try read(bytes).entries.map(\.addCodeListEntry.details)
  }

  @Test(arguments: CodeListName.allCases)
  func `is the list that Concord brings`(name: CodeListName) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let path = root + "/Schemas/codelists/\(name.rawValue).csv"
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let file = try entries(bytes)
    #expect(!file.isEmpty)
    let list = CodeLists().list(name)
    #expect(list.entries.values.joined().count == file.count)
    for entry in file {
      let known = try #require(list.entries[entry.code]?.first, "\(entry.code)")
      #expect((known.nameZh ?? "") == entry.nameZh)
      #expect((known.nameEn ?? "") == entry.nameEn)
      #expect((known.parent ?? "") == entry.parent)
      #expect((known.validFrom?.description ?? "") == entry.validFrom)
      #expect((known.validTo?.description ?? "") == entry.validTo)
      #expect((known.successor ?? "") == entry.successor)
    }
  }

  @Test func `is read as every other sheet is`() throws {
    let text =
      "\u{FEFF}name_en,Code \r\n\"Supply of \"\"heat\"\", gas\",D44\r\n\r\n\"two\nlines\",D45"
    let table = try read(Array(text.utf8))
    #expect(table.entries.map(\.addCodeListEntry.details.code) == ["D44", "D45"])
    #expect(
      table.entries.map(\.addCodeListEntry.details.nameEn)
        == ["Supply of \"heat\", gas", "two\nlines"])
    #expect(table.lines == [2, 4])
    for sheet in [
      "code;name_zh\n'01;汽车\n", "code\tname_zh\n=\"01\"\t汽车\n", "sep=;\ncode;name_zh\n01;汽车",
    ] {
      for encoding in [TextEncoding.utf8, .gb18030] {
        let details = try entries(encoded(sheet, as: encoding))
        #expect(details.map(\.code) == ["01"], "\(sheet)")
        #expect(details.map(\.nameZh) == ["汽车"], "\(sheet)")
      }
    }
  }

  @Test func `has its days as spreadsheets write them`() throws {
    let text = "code,name_zh,valid_from,valid_to\n330204,江东区,1993-01-01,2016/9/13\n"
    let entry = try #require(try entries(Array(text.utf8)).first)
    #expect(entry.validFrom == "1993-01-01" && entry.validTo == "2016-09-13")
    #expect(try entries(Array("code,name_zh\n３３０,a\n".utf8)).map(\.code) == ["330"])
  }

  @Test(arguments: [
    "3.30204E+05,a,,", "1,3.30204E+05,,", "#####,a,,", "1,#N/A,,", "1,a,3.3E+05,", "1,a,,#####",
  ])
  func `is refused where a spreadsheet has spoilt a cell`(row: String) throws {
    #expect {
      try read(Array("code,name_zh,parent,valid_to\n0,b,,\n\(row)\n".utf8))
    } throws: { error in
      (error as? CodeListTable.Malformed)?.line == 3
    }
  }

  @Test(arguments: [
    ("", 1), ("code,colour\n", 1), ("code,name_zh\n1,a,b", 2), ("code,name_zh\n,a", 2),
    ("code,name_zh\n1,a\n2,\"b", 3), ("{\"code\":\"1\"}\n", 1),
  ])
  func `is refused with its line`(text: String, line: Int) throws {
    #expect {
      try read(Array(text.utf8))
    } throws: { error in
      (error as? CodeListTable.Malformed)?.line == line
    }
  }

  @Test func `is named in what it leads to`() throws {
    let table = try read(Array("code,name_zh\nC36,汽车\n".utf8), "industries")
    #expect(table.stream.text == "code.list-industries")
    #expect(table.entries[0].source.document == "list.csv")
    #expect(table.edition.publishCodeListVersion.details.fileSha256.count == 64)
    #expect(table.edition.publishCodeListVersion.details.complete)
    #expect(throws: CodeListTable.Malformed.self) { try read([], "no name") }
  }
}
