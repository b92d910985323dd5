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
    // A character cut short at the very end is no UTF-8.
    #expect(try survey(Array(Self.text.utf8) + [0xE4, 0xBD]).encoding == .gb18030)
    for size in 1...7 { #expect(try survey(Array(Self.text.utf8), cutAt: size).encoding == .utf8) }
  }

  @Test func `may be said, but not against its mark`() throws {
    #expect(try survey(Array("ascii".utf8), said: .gb18030).encoding == .gb18030)
    #expect(throws: SheetProblem.self) {
      _ = try survey([0xEF, 0xBB, 0xBF, 0x61], said: .gb18030)
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
