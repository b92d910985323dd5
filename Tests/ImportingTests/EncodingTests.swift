import EventModel
import Glibc
import Testing

@testable import Importing

@Suite struct `A file's encoding` {
  static let text = "机构类型,名称\r\n企业,“示例”汽车（宁波）有限公司\r\n学校,𠮷野家职业学校\r\n"

  private func decoded(_ bytes: [UInt8], _ encoding: TextEncoding, cutAt size: Int) throws -> String
  {
    let decoder = try TextDecoder(encoding)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      result += decoder.decode(bytes[start..<min(start + size, bytes.count)])
    }
    return String(decoding: result + decoder.finish(), as: UTF8.self)
  }

  private func survey(_ bytes: [UInt8], cutAt size: Int = 5, said: TextEncoding? = nil) throws
    -> FileSurvey.Findings
  {
    var survey = FileSurvey()
    for start in stride(from: 0, to: bytes.count, by: size) {
      survey.look(at: bytes[start..<min(start + size, bytes.count)])
    }
    return try survey.findings(said: said)
  }

  @Test(arguments: TextEncoding.allCases)
  func `is read back whole, however it is cut`(encoding: TextEncoding) throws {
    let bytes = encoded(Self.text, as: encoding)
    for size in [1, 2, 3, 4, 1_000] {
      #expect(try decoded(bytes, encoding, cutAt: size) == Self.text)
    }
  }

  @Test func `is found out by its mark, or by what it can't be`() throws {
    let gb = encoded(Self.text, as: .gb18030)
    #expect(try survey(gb).encoding == .gb18030)
    #expect(try survey(Array(Self.text.utf8)).encoding == .utf8)
    #expect(try survey([0xEF, 0xBB, 0xBF] + Array(Self.text.utf8)).encoding == .utf8)
    #expect(
      try survey([0xFF, 0xFE] + encoded(Self.text, as: .utf16LittleEndian)).encoding
        == .utf16LittleEndian)
    #expect(
      try survey([0xFE, 0xFF] + encoded(Self.text, as: .utf16BigEndian)).encoding == .utf16BigEndian
    )
    #expect(try survey(Array("plain,ascii\n".utf8)).encoding == .utf8)
    for size in 1...7 { #expect(try survey(Array(Self.text.utf8), cutAt: size).encoding == .utf8) }
  }

  @Test func `stays UTF-8 where a few bytes of many are none, and that is said`() throws {
    let text: [UInt8] = Array("ENTERPRISE,东方汽车有限公司,EN0\nENTERPRISE,北方厂".utf8)
    let spoilt: [[UInt8]] = [text + [0xA0, 0x2C], text + [0xE4, 0xBD], [0xFF] + text]
    for bytes in spoilt {
      for size in [1, 2, 3, 1_000] {
        let found = try survey(bytes, cutAt: size)
        #expect(found.encoding == .utf8)
        #expect(found.doubt?.contains("at 1 of its places") == true)
      }
      // Who says it has no doubt.
      let said = try survey(bytes, said: .gb18030)
      #expect(said.encoding == .gb18030)
      #expect(said.doubt == nil)
      #expect(try survey([0xEF, 0xBB, 0xBF] + bytes).doubt == nil)
    }
    #expect(try survey(text).doubt == nil)
  }

  @Test(
    arguments: [[0xED, 0xA0, 0x80], [0xE0, 0x80, 0xAF], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
  func `is not taken for UTF-8 by a sequence that stands for no character`(bytes: [UInt8]) throws {
    let text = String(repeating: "ENTERPRISE,东方汽车有限公司\n", count: 3)
    let found = try survey(Array(text.utf8) + bytes)
    #expect(found.encoding == .utf8 && found.doubt?.contains("of its places") == true)
    #expect(try survey(bytes).encoding == .gb18030)
  }

  @Test func `is GB18030 at any length`() throws {
    for text in ["中", "联通", "企业,名称", Self.text] {
      let found = try survey(encoded(text, as: .gb18030))
      #expect(found.encoding == .gb18030, "\(text)")
      #expect(found.doubt == nil, "\(text)")
    }
    // A third of one that looks like the other, as where two files were put together.
    let mixed: [UInt8] = Array("东方汽车".utf8) + encoded("北方汽车有限公司", as: .gb18030)
    let found = try survey(mixed)
    #expect(found.encoding == .gb18030)
    #expect(found.doubt?.contains("look like UTF-8") == true)
    // Every byte of it is UTF-8 too.
    let both = try survey(encoded("学校", as: .gb18030))
    #expect(both.encoding == .utf8)
    #expect(both.doubt?.contains("may as well be GB18030") == true)
  }

  @Test func `with one bad byte refuses the row that holds it and no other`() throws {
    let bytes: [UInt8] =
      Array("kind,name,occurred\n企业,东方汽车有限公司,2020\n企业,北方厂".utf8) + [0xA0]
      + Array(",2020\n".utf8)
    let found = try survey(bytes)
    #expect(found.encoding == .utf8)
    let sheet = try Sheet("organisations")
    var reader = SheetReader(sheet.kind, mapping: .none, isJSON: found.isJSON)
    let rows = try reader.read(TextDecoder(found.encoding).decode(bytes)) + reader.finish()
    #expect(rows.map { $0.row.cells.contains { $0.contains("\u{FFFD}") } } == [false, true])
    let problems = try sheet.problems(
      "kind,name,occurred\n企业,\(rows[1].row.cells[1]),2020\n")
    #expect(problems.first?.reason.contains("holds bytes that are no text") == true)
    let object: [UInt8] = Array("{\"name\":\"A".utf8) + [0xA0] + Array("\"}".utf8)
    let line = JSONRows.row(object, line: 1)
    #expect(line?.row.damage?.contains("bytes that are no text") == true)
  }

  @Test func `may be said, but not against its mark`() throws {
    #expect(try survey(Array("ascii".utf8), said: .gb18030).encoding == .gb18030)
    #expect(throws: SheetProblem.self) {
      _ = try survey([0xEF, 0xBB, 0xBF, 0x61], said: .gb18030)
    }
  }

  @Test func `is GB18030 by its own mark, whatever follows`() throws {
    let mark: [UInt8] = [0x84, 0x31, 0x95, 0x33]
    for rest in [encoded(Self.text, as: .gb18030), Array("kind,name\n东方,A\n".utf8)] {
      let found = try survey(mark + rest)
      #expect(found.encoding == .gb18030)
      #expect(found.doubt == nil)
    }
    #expect(throws: SheetProblem.self) { _ = try survey(mark + [0x61], said: .utf8) }
    let marked = mark + encoded(Self.text, as: .gb18030)
    for size in [1, 3, 4, 1_000] {
      #expect(try decoded(marked, .gb18030, cutAt: size) == Self.text)
    }
  }

  @Test func `loses no mark to the first cell`() throws {
    let marked = [0xEF, 0xBB, 0xBF] + Array(Self.text.utf8)
    for size in [1, 2, 3, 1_000] {
      #expect(try decoded(marked, .utf8, cutAt: size) == Self.text)
    }
    let wide = [0xFF, 0xFE] + encoded(Self.text, as: .utf16LittleEndian)
    #expect(try decoded(wide, .utf16LittleEndian, cutAt: 3) == Self.text)
  }

  @Test func `replaces bytes that are no text, and goes on`() throws {
    let broken = encoded("甲", as: .gb18030) + [0xFF] + encoded("乙", as: .gb18030) + [0x81]
    #expect(try decoded(broken, .gb18030, cutAt: 1) == "甲\u{FFFD}乙\u{FFFD}")
  }

  @Test func `tells NDJSON from a table, and files by their digest`() throws {
    #expect(try survey(Array("\n {\"a\":1}\n".utf8)).isJSON)
    #expect(try !survey(Array("a,b\n".utf8)).isJSON)
    let one = try survey(Array(Self.text.utf8), cutAt: 1)
    #expect(try survey(Array(Self.text.utf8), cutAt: 1_000) == one)
    #expect(one.byteCount == Self.text.utf8.count)
    #expect(
      try survey(Array("abc".utf8)).sha256.description
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}

/// The bytes of a text in an encoding, as the system makes them.
func encoded(_ text: String, as encoding: TextEncoding) -> [UInt8] {
  let converter = iconv_open(encoding.systemName, "UTF-8")
  defer { iconv_close(converter) }
  var input = Array(text.utf8)
  var output = [UInt8](repeating: 0, count: input.count * 4 + 16)
  let produced = input.withUnsafeMutableBytes { from in
    output.withUnsafeMutableBytes { into in
      var inPointer = from.baseAddress?.assumingMemoryBound(to: CChar.self)
      var inLeft = from.count
      var outPointer = into.baseAddress?.assumingMemoryBound(to: CChar.self)
      var outLeft = into.count
      precondition(iconv(converter, &inPointer, &inLeft, &outPointer, &outLeft) == 0)
      return into.count - outLeft
    }
  }
  return Array(output.prefix(produced))
}

@Suite struct `A workbook` {
  @Test(arguments: [[0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0]] as [[UInt8]])
  func `is told from a text, and how to make one of it`(mark: [UInt8]) throws {
    var survey = FileSurvey()
    survey.look(at: mark + [0x14, 0x00, 0x06, 0x00])
    let problem = try #require(throws: SheetProblem.self) { try survey.findings(said: nil) }
    #expect(problem.reason.contains("Excel workbook: save it as CSV"))
    var text = FileSurvey()
    text.look(at: Array("PK,name\n".utf8))
    #expect(try text.findings(said: nil).encoding == .utf8)
  }
}
