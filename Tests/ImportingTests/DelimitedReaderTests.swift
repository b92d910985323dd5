import Testing

@testable import Importing

@Suite struct `Delimited text` {
  private func rows(_ text: String, cutAt size: Int = .max) -> [SheetRow] {
    var reader = DelimitedReader()
    var rows: [SheetRow] = []
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let end = size == .max ? bytes.count : min(start + size, bytes.count)
      rows += reader.read(bytes[start..<end])
      start = end
    }
    return rows + reader.finish()
  }

  @Test(arguments: [
    "a,b\r\n1,2\r\n", "a,b\n1,2", "a,b\r1,2\r", "a;b\n1;2\n", "a\tb\n1\t2\n", "sep=;\r\na;b\n1;2\n",
    "\"sep=|\"\na|b\n1|2\n", "a,b,,\n1,2,,,,\n,,,\n\n\n", "\"a\",\"b\"\r\n\"1\",\"2\"\r\n",
    "\n\na,b\n1,2\n",
  ])
  func `is the same rows however it is separated, ended and cut`(text: String) {
    for size in [Int.max, 1, 2, 3, 7] {
      #expect(rows(text, cutAt: size).map(\.cells) == [["a", "b"], ["1", "2"]], "\(size)")
    }
  }

  @Test func `knows the line that each row begins on, past breaks in quotes`() {
    let text = "a,b\r\n\"one\r\ntwo\nthree\",2\r\n\r\nx,y\r\n"
    for size in [Int.max, 1, 2, 5] {
      let rows = rows(text, cutAt: size)
      #expect(rows.map(\.line) == [1, 2, 6])
      #expect(rows[1].cells == ["one\r\ntwo\nthree", "2"])
    }
    #expect(rows("sep=,\na,b\nc,d\n").map(\.line) == [2, 3])
  }

  @Test func `takes quotes as spreadsheets do`() {
    #expect(rows("h,i\n\"a \"\"b\"\" c\",2\n")[1].cells == ["a \"b\" c", "2"])
    #expect(rows("h,i\na \"b\" c,2\n")[1].cells == ["a \"b\" c", "2"])
    #expect(rows("h,i\n\"a\"b,2\n")[1].cells == ["ab", "2"])
    #expect(rows("h,i\n=\"00123\",2\n")[1].cells == ["=\"00123\"", "2"])
    #expect(rows("h,i\n\"a,b\",\"\"\n")[1].cells == ["a,b"])
    #expect(rows("h,i\n\"\",x\n")[1].cells == ["", "x"])
  }

  @Test func `finds its separator past a title and past commas in quotes`() {
    #expect(rows("Students 2022\n\"a,b\";c\n1;2\n").last?.cells == ["1", "2"])
    #expect(rows("one\n2\n").map(\.cells) == [["one"], ["2"]])
    #expect(rows("").isEmpty)
  }

  @Test func `ends with the row whose quote is never closed, and says so`() {
    let rows = rows("a,b\n1,2\n3,\"open\n4,5\n")
    #expect(rows.count == 3)
    #expect(rows[2].line == 3)
    #expect(rows[2].damage?.contains("line 3 is never closed") == true)
    var small = DelimitedReader(cellByteLimit: 8)
    let long = small.read(Array("a,b\n1,\"234567890\n5,6\n".utf8)) + small.finish()
    #expect(long.last?.damage?.contains("not closed within 8 bytes") == true)
    #expect(small.isGivenUp)
  }

  @Test func `has a bound on its columns`() {
    let wide = String(repeating: "x,", count: ImportLimits.columnCount + 1)
    #expect(rows("a,b\n\(wide)\n1,2\n").last?.damage?.contains("at most 500 cells") == true)
  }

  @Test func `as a written sheet is read back cell by cell`() {
    let cells = [
      ["a", "b\"c", "d,e", "f;g", "h\ti"], ["line\nbreak", "\r\n", "'1", "=x", "中文"],
      ["", "", "", "", "z"],
    ]
    var text = DelimitedText(byteOrderMark: false)
    for row in cells { text.row(row) }
    #expect(rows(String(decoding: text.bytes, as: UTF8.self)).map(\.cells) == cells)
  }
}

@Suite struct `NDJSON rows` {
  private func read(_ text: String) throws -> [SheetReader.Placed] {
    let kind = try #require(ImportKind.named("organisations"))
    var reader = SheetReader(kind, mapping: .none, isJSON: true)
    var rows: [SheetReader.Placed] = []
    for byte in text.utf8 { rows += try reader.read([byte]) }
    return rows + (try reader.finish())
  }

  @Test func `have their names as headers, whatever their order`() throws {
    let rows = try read(
      """
      {"name":"甲","kind":"企业","staffOnPost":12}

      {"kind":"SCHOOL","名称":"乙","creditCode":null}
      [1,2]
      {"name":{"zh":"丙"}}
      """)
    #expect(rows.map(\.row.line) == [1, 3, 4, 5])
    #expect(rows.map(\.row.number) == [1, 2, 3, 4])
    #expect(rows[0].row.cells.contains("12"))
    #expect(rows[2].row.damage != nil)
    #expect(rows[3].row.damage != nil)
  }
}
