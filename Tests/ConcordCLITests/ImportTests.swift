import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct `An import` {
  private func made() throws -> Place {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    return place
  }

  private func organisations(_ numbers: Range<Int>) -> String {
    "kind,name,organisation,occurred\n"
      + numbers.map { "ENTERPRISE,Works \($0),E\($0),2022/6/30\n" }.joined()
  }

  @Test func `that is a dry run says what would be, and records nothing`() throws {
    let place = try made()
    let sheet = try place.file("o.csv", organisations(1..<4) + "ENTERPRISE,Twice,E1,2022\n")
    let before = try Program.run(place, "verify", "--json").field("size")

    let outcome = try Program.run(place, "import", "organisations", sheet, "--dry-run")

    #expect(outcome.status == 1)
    #expect(outcome.output.contains("line 5: Duplicate: "), "\(outcome.output)")
    #expect(outcome.output.contains("4 rows: 3 would be recorded"))
    #expect(outcome.output.contains("1 would be refused"))
    #expect(try Program.run(place, "verify", "--json").field("size") == before)
    let really = try Program.run(place, "import", "organisations", sheet)
    #expect(really.status == 1)
    #expect(
      really.output.contains("4 rows: 3 recorded, 0 recorded before, 0 already so, 1 refused."))
    let after = try Program.run(place, "import", "organisations", sheet, "--dry-run")
    #expect(after.output.contains("3 recorded before"), "\(after.output)")
  }

  @Test func `in a dry run knows an ID number that another row has`() throws {
    let place = try made()
    let school = try place.file(
      "s.csv", "kind,name,schoolCode,occurred\nSCHOOL,School,3633000001,2012\n")
    #expect(try Program.run(place, "import", "organisations", school).status == 0)
    let row = ",330203200403150023,3633000001,2019-09-01\n"
    let sheet = try place.file("e.csv", "name,idNumber,school,occurred\nA" + row + "B" + row)

    let rehearsed = try Program.run(place, "import", "enrolments", sheet, "--dry-run")
    let recorded = try Program.run(place, "import", "enrolments", sheet)

    for outcome in [rehearsed, recorded] {
      #expect(outcome.status == 1)
      #expect(
        outcome.output.contains("line 3, column 2 (idNumber): Duplicate: "), "\(outcome.output)")
      #expect(!outcome.output.contains("330203200403150023"))
    }
    // The first row's person is known by now, and the second row is refused all the same.
    let again = try Program.run(place, "import", "enrolments", sheet)
    #expect(again.output.contains("1 recorded before, 0 already so, 1 refused"), "\(again.output)")
    #expect(try place.count("person.registered") == 1)
    #expect(try place.count("enrolment.enrolled") == 1)
  }

  @Test func `of UTF-8 with one bad byte refuses one row, and says what it took the file for`()
    throws
  {
    let place = try made()
    let sheet = try place.file("m.csv", "")
    let bytes: [UInt8] =
      Array("kind,name,organisation,occurred\nENTERPRISE,东方汽车有限公司,E0,2020\n".utf8)
      + Array("ENTERPRISE,北方厂".utf8) + [0xA0] + Array(",E1,2020\n".utf8)
    try Data(bytes).write(to: URL(filePath: sheet))

    let outcome = try Program.run(place, "import", "organisations", sheet)

    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("it is read as UTF-8, although"), "\(outcome.errors)")
    #expect(outcome.output.contains("line 3, column 2 (name): BadFormat: it holds bytes"))
    #expect(outcome.output.contains("1 recorded, 0 recorded before, 0 already so, 1 refused"))
    // Whoever says the encoding isn't contradicted.
    let said = try Program.run(
      place, "import", "organisations", sheet, "--encoding", "gb18030", "--dry-run")
    #expect(!said.errors.contains("it is read as"), "\(said.errors)")
  }

  @Test func `reads any headers with a mapping, and standard input`() throws {
    let place = try made()
    let mapping = try place.file(
      "mapping.csv", gb18030: "字段,表头,固定值\n名称,单位全称,\nkind,,企业\n登记日期,,2012-09-01\n")
    let outcome = try Program.run(
      place, "import", "run", "organisations", "-", "--mapping", mapping, "--json",
      input: "单位全称;备注\n甲公司;x\n;y\n")

    #expect(outcome.status == 1)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.contains("\"row\":1,\"line\":2,\"status\":\"recorded\"") == true)
    #expect(lines.last?.contains("\"status\":\"refused\"") == true)
    #expect(
      lines.last?.contains(
        "\"code\":\"Missing\",\"column\":1,\"header\":\"单位全称\",\"field\":\"name\"")
        == true, "\(outcome.output)")
    #expect(outcome.errors.contains("columns that were not read: 备注"))
  }

  @Test func `with another content in the same row is refused as a duplicate`() throws {
    let place = try made()
    let sheet = try place.file("o.csv", "kind,name,organisation\nENTERPRISE,A,E1\n")
    let day = ["import", "organisations", sheet, "--occurred"]
    #expect(try Program.run(place, day + ["2022"]).status == 0)
    let other = try Program.run(place, day + ["2021"])
    #expect(other.status == 1)
    #expect(
      other.output.contains("Duplicate: this row of this file was recorded before with other"))
    #expect(try Program.run(place, day + ["2022"]).output.contains("1 recorded before"))
  }

  @Test func `that is killed is finished by running it again`() throws {
    let place = try made()
    let sheet = try place.file("o.csv", organisations(1..<4_000))
    let process = Program.process(place, ["import", "organisations", sheet, "--json"])
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    // Killed once something is answered.
    #expect(!output.fileHandleForReading.availableData.isEmpty)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()

    let again = try Program.run(place, "import", "organisations", sheet)

    #expect(again.status == 0, "\(again.output)\(again.errors)")
    #expect(again.output.contains("3,999 rows: "))
    #expect(!again.output.contains(" 0 recorded before"), "\(again.output)")
    #expect(try place.count("organisation.registered") == 3_999)
    #expect(try Program.run(place, "verify").status == 0)
  }

  @Test func `that is interrupted says how to go on, and leaves no half reject file`() throws {
    let place = try made()
    let sheet = try place.file(
      "o.csv",
      "kind,name,occurred\n,X,2022\n"
        + organisations(1..<9_000).split(
          separator: "\n"
        ).dropFirst().map { line in
          let cells = line.split(separator: ",")
          return "\(cells[0]),\(cells[1]),\(cells[3])\n"
        }.joined())
    let rejects = place.path + "/rejects.csv"
    let process = Program.process(
      place, ["import", "organisations", sheet, "--json", "--reject-file", rejects])
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    #expect(!output.fileHandleForReading.availableData.isEmpty)
    kill(process.processIdentifier, SIGINT)
    _ = output.fileHandleForReading.readDataToEndOfFile()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()

    #expect(process.terminationStatus == 130)
    #expect(said.contains("run the same command again"), "\(said)")
    #expect(!place.exists("rejects.csv"))
    let again = try Program.run(
      place, "import", "organisations", sheet, "--reject-file", rejects)
    #expect(again.status == 1)
    #expect(again.output.contains("9,000 rows: "), "\(again.output)")
    #expect(place.exists("rejects.csv"))
    #expect(try place.count("organisation.registered") == 8_999)
  }

  @Test func `overwrites no file, and keeps what was refused to its owner`() throws {
    let place = try made()
    let sheet = try place.file("o.csv", "kind,name,occurred\nENTERPRISE,,2022\n")
    let rejects = place.path + "/rejects.csv"
    let arguments = ["import", "organisations", sheet, "--reject-file", rejects]
    #expect(try Program.run(place, arguments).status == 1)
    #expect(try #require(fileMode(rejects)) & 0o777 == 0o600)
    let second = try Program.run(place, arguments)
    #expect(second.status == 64)
    #expect(second.errors.contains("is there already"))
    let own = try Program.run(place, "import", "organisations", sheet, "--reject-file", sheet)
    #expect(own.status == 64)
    let good = try place.file("good.csv", organisations(1..<3))
    let none = try Program.run(
      place, "import", "organisations", good, "--reject-file", place.path + "/none.csv")
    #expect(none.status == 0)
    #expect(!place.exists("none.csv"))
  }

  @Test func `of a file that is none of its kind records nothing`() throws {
    let place = try made()
    let sheet = try place.file("o.csv", "colour,size\nred,7\n")
    let wrong = try Program.run(place, "import", "organisations", sheet)
    #expect(wrong.status == 1)
    #expect(
      wrong.errors.contains("the sheet has no column for 机构类型 (kind), 名称 (name)"), "\(wrong.errors)"
    )
    #expect(try Program.run(place, "import", "organisations", place.path + "/no.csv").status == 74)
    let empty = try place.file("empty.csv", "")
    #expect(try Program.run(place, "import", "organisations", empty).errors.contains("is empty"))
    let open = try place.file("open.csv", organisations(1..<3) + "ENTERPRISE,\"open,E9,2022\nx\n")
    let half = try Program.run(place, "import", "organisations", open)
    #expect(half.status == 1)
    #expect(
      half.output.contains("line 4: BadFormat: the quote that opens on line 4"), "\(half.output)")
    #expect(half.output.contains("4 rows: 2 recorded"))
    let workbook = try place.file("o.xlsx", "PK\u{03}\u{04}\u{14}")
    let refused = try Program.run(place, "import", "organisations", workbook)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("o.xlsx: this is an Excel workbook"), "\(refused.errors)")
  }

  @Test func `keeps in the reject file what can't be cut, and reads what stands behind it`() throws
  {
    let place = try made()
    let sheet = try place.file(
      "o.csv", "kind,name,organisation,occurred\nENTERPRISE,\"open,E1,2022\nENTERPRISE,B,E2,2022\n")
    let rejects = place.path + "/rejects.csv"
    let first = try Program.run(
      place, "import", "organisations", sheet, "--reject-file", rejects)
    #expect(first.output.contains("2 rows: 1 recorded"), "\(first.output)")
    let kept = try String(contentsOf: URL(filePath: rejects), encoding: .utf8)
    #expect(kept.contains("\"ENTERPRISE,\"\"open,E1,2022\",,,,2,,BadFormat"), "\(kept)")
    let mended = try place.file(
      "mended.csv",
      kept.replacingOccurrences(
        of: "\"ENTERPRISE,\"\"open,E1,2022\",,,,", with: "ENTERPRISE,A,E1,2022,")
    )
    let second = try Program.run(place, "import", "organisations", mended)
    #expect(second.output.contains("1 row: 1 recorded"), "\(second.output)")
    let lines = try place.file(
      "o.ndjson", "{\"kind\":\"SCHOOL\",\"name\":\"S\",\"occurred\":\"2012\"}\nnot json\n")
    let json = place.path + "/json.csv"
    let third = try Program.run(place, "import", "organisations", lines, "--reject-file", json)
    #expect(third.output.contains("2 rows: 1 recorded"), "\(third.output)")
    #expect(try String(contentsOf: URL(filePath: json), encoding: .utf8).contains("not json,"))
  }

  @Test func `says a refusal in the sheet's words, and warns of mending the whole file`() throws {
    let place = try made()
    let rows = "学校,甲,3633000001,2012\n学校,乙,3633000001,2012\n企业,\"丙\n丁\",,2012\n"
    let sheet = try place.file("o.csv", "机构类型,名称,学校标识码,登记日期\n" + rows)
    let outcome = try Program.run(place, "import", "organisations", sheet)
    #expect(
      outcome.output.contains(
        "line 3, column 3 (学校标识码): Duplicate: organisation-3633000001 exists already"),
      "\(outcome.output)")
    #expect(
      outcome.output.contains("line 4, column 2 (名称): BadFormat: “名称” holds a line break"),
      "\(outcome.output)")
    #expect(!outcome.output.contains("details"), "\(outcome.output)")
    #expect(outcome.output.contains("would be recorded twice"), "\(outcome.output)")
    let kept = try Program.run(
      place, "import", "organisations", sheet, "--reject-file", place.path + "/rejects.csv")
    #expect(!kept.output.contains("would be recorded twice"), "\(kept.output)")
  }

  @Test func `takes an organisation by its name where no other has it`() throws {
    let place = try made()
    let organisations = try place.file(
      "o.csv",
      "kind,name,creditCode,schoolCode,organisation,occurred\n"
        + "SCHOOL,示例学校,,3633000001,,2012\nENTERPRISE,示例（宁波）公司,91330206MA2TE5T1XN,,,2012\n"
        + "ENTERPRISE,重名公司,,,E1,2012\nENTERPRISE,重名公司,,,E2,2012\nENTERPRISE,旧名公司,,,E3,2012\n")
    #expect(try Program.run(place, "import", "organisations", organisations).status == 0)
    let renamed =
      #"{"occurred":"2020","changeOrganisationName":{"organisation":"organisation-E3","#
      + #""details":{"name":"新名公司"}}}"#
    let change = try Program.run(place, "record", try place.file("n.ndjson", renamed))
    #expect(change.status == 0, "\(change.output)\(change.errors)")
    let sheet = try place.file(
      "a.csv",
      "甲方,乙方,签订日期\n示例学校,示例(宁波)公司,2022\n示例学校,重名公司,2022\n示例学校,旧名公司,2022\n"
        + "示例学校,新名公司,2022\n示例学校,无此公司,2022\n")
    let outcome = try Program.run(place, "import", "agreements", sheet)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("5 rows: 3 recorded"), "\(outcome.output)")
    #expect(
      outcome.output.contains(
        "line 3, column 2 (乙方): UnknownRef: 2 organisations have or had this name: organisation-E1, "
          + "organisation-E2; give"), "\(outcome.output)")
    #expect(outcome.output.contains("line 6, column 2 (乙方): UnknownRef: no organisation is"))
    // Two records that are declared one organisation are one.
    let merged =
      #"{"occurred":"2021","mergeOrganisation":{"organisation":"organisation-E2","#
      + #""details":{"into":"organisation-E1","reason":"DUPLICATE"}}}"#
    let merge = try Program.run(place, "record", try place.file("m.ndjson", merged))
    #expect(merge.status == 0, "\(merge.output)\(merge.errors)")
    let twice = try place.file("b.csv", "甲方,乙方,签订日期\n示例学校,重名公司,2022\n")
    let found = try Program.run(place, "import", "agreements", twice)
    #expect(found.status == 0, "\(found.output)")
  }

  @Test func `goes through a server too`() throws {
    let place = try made()
    let server = Program.process(place, ["serve", "--port", "0", "--json"])
    let output = Pipe()
    server.standardOutput = output
    server.standardError = FileHandle.nullDevice
    try server.run()
    defer { if server.isRunning { server.terminate() } }
    let line = output.fileHandleForReading.availableData
    let object = try JSONSerialization.jsonObject(with: line) as? [String: Any]
    let address = try #require(object?["address"] as? String)
    func run(_ kind: String, _ text: String) throws -> Outcome {
      let sheet = try place.file(UUID().uuidString, gb18030: text)
      return try Program.run(place, "import", kind, sheet, "--url", address)
    }

    let organisations = """
      机构类型,名称,学校标识码,统一社会信用代码,登记日期
      学校,示例学校,3633000001,,2012
      企业,示例公司,,91330206MA2TE5T1XN,2012
      企业,,,,2012

      """
    let first = try run("organisations", organisations)
    #expect(first.status == 1)
    #expect(
      first.output.contains("line 4, column 2 (名称): Missing"), "\(first.output)\(first.errors)")
    #expect(
      first.output.contains("3 rows: 2 recorded, 0 recorded before, 0 already so, 1 refused."))
    #expect(try run("organisations", organisations).output.contains("2 recorded before"))
    // At once, whatever the read models know by now.
    let header = "甲方,乙方,签订日期\n"
    let agreements = try run("agreements", header + "3633000001,91330206MA2TE5T1XN,2022-06-30\n")
    #expect(agreements.status == 0, "\(agreements.output)\(agreements.errors)")
    let unknown = try run("agreements", header + "3633000002,91330206MA2TE5T1XN,2022-06-30\n")
    #expect(unknown.output.contains("line 2, column 1 (甲方): UnknownRef"), "\(unknown.output)")
    let named = try run("agreements", header + "示例学校,示例公司,2022-07-01\n")
    #expect(named.status == 0, "\(named.output)\(named.errors)")
    let person = try run(
      "placements", "身份证号,学校,实习单位,开始日期\n330203200403150023,3633000001,91330206MA2TE5T1XN,2022\n")
    #expect(person.output.contains("nobody is registered with this ID number"), "\(person.output)")
    let dry = try Program.run(
      place, "import", "agreements", "-", "--url", address, "--dry-run",
      input: header + "示例学校,示例公司,2022-08-01\n")
    #expect(dry.output.contains("1 row: 1 would be recorded"), "\(dry.output)\(dry.errors)")
    #expect(try place.count("agreement.reported-signed") == 2)
    server.terminate()
    server.waitUntilExit()
  }
}
