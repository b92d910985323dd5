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
    for size in [Int.max, 1, 2, 6] {
      for end in ["\n", "\r\n"] {
        #expect(rows("sep=,\(end)a,b\(end)c,d\(end)", cutAt: size).map(\.line) == [2, 3])
      }
    }
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

  @Test func `goes on behind the line whose quote is never closed, and says so`() {
    let text = "a,b\n1,2\n3,\"open\n4,5\n6,7"
    for size in [Int.max, 1, 2, 3, 7] {
      let rows = rows(text, cutAt: size)
      #expect(rows.map(\.line) == [1, 2, 3, 4, 5])
      #expect(rows.map(\.damage).filter { $0 != nil }.count == 1)
      #expect(rows[2].damage == "the quote that opens on line 3 is never closed")
      #expect(rows[2].cells == ["3,\"open"])
      #expect(rows[4].cells == ["6", "7"])
    }
  }

  @Test func `goes on behind a row that breaks lines before its quote is never closed`() {
    let rows = rows("a,b,c\r\n1,\"x\r\ny\",\"open\r\n4,5,6\r\n")
    #expect(rows.map(\.line) == [1, 2, 4])
    #expect(rows[1].cells == ["1,\"x\r\ny\",\"open"])
    #expect(rows[1].damage?.contains("line 3 is never closed") == true)
    #expect(rows[2].cells == ["4", "5", "6"])
  }

  @Test func `goes on behind a cell that is too long`() {
    for (cell, damage) in [
      ("\"234567890", "not closed within 8 bytes"), ("234567890", "a cell has at most 8 bytes"),
    ] {
      let text = Array("a,b\n1,\(cell)\n5,6\n".utf8)
      for size in [text.count, 1] {
        var small = DelimitedReader(cellByteLimit: 8)
        var rows: [SheetRow] = []
        for start in stride(from: 0, to: text.count, by: size) {
          rows += small.read(text[start..<min(start + size, text.count)])
        }
        rows += small.finish()
        #expect(rows.map(\.line) == [1, 2, 3])
        #expect(rows[1].damage?.contains(damage) == true)
        #expect(rows[1].cells == ["1," + cell])
        #expect(rows[2].cells == ["5", "6"])
        #expect(!small.isGivenUp)
      }
    }
    var small = DelimitedReader(cellByteLimit: 8)
    let over = small.read(Array("a,b\n1,\"23\n4,5\n6,7\n8,9\n".utf8)) + small.finish()
    #expect(over.map(\.line) == [1, 2, 3, 4, 5])
    #expect(over.map { $0.damage == nil } == [true, false, true, true, true])
  }

  @Test func `is given up after many quotes that are never closed`() {
    let line = "1,\"" + String(repeating: "x", count: 20) + "\n"
    var reader = DelimitedReader(cellByteLimit: 16)
    let text = "a,b\n" + String(repeating: line + "2,3\n", count: 200)
    let rows = reader.read(Array(text.utf8)) + reader.finish()
    #expect(!reader.isGivenUp)
    #expect(rows.count == 401)
    // No quote comes for longer than a cell may be, again and again.
    let open = "1,\"x\n" + String(repeating: "2,3\n", count: 20)
    var hopeless = DelimitedReader(cellByteLimit: 64)
    let damaged =
      hopeless.read(Array(("a,b\n" + String(repeating: open, count: 200)).utf8))
      + hopeless.finish()
    #expect(hopeless.isGivenUp)
    #expect(damaged.count { $0.damage != nil } == ImportLimits.openQuoteCount)
    #expect(damaged.last?.damage?.contains("from there on nothing was read") == true)
  }

  @Test func `has a bound on its columns, and goes on behind it`() {
    let wide = String(repeating: "x,", count: ImportLimits.columnCount + 1)
    let rows = rows("a,b\n\(wide)\n1,2\n")
    #expect(rows.map { $0.damage == nil } == [true, false, true])
    #expect(rows[1].damage?.contains("at most 500 cells") == true)
    #expect(rows[2].line == 3)
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
    #expect(rows[2].row.cells == ["[1,2]"])
  }

  @Test func `that are too long spoil no other`() throws {
    let long = "{\"name\":\"" + String(repeating: "x", count: ImportLimits.lineByteCount) + "\"}"
    let kind = try #require(ImportKind.named("organisations"))
    let text = Array("{\"name\":\"A\"}\n\(long)\n{\"name\":\"B\"}".utf8)
    for size in [text.count, 100_000] {
      var reader = SheetReader(kind, mapping: .none, isJSON: true)
      var rows: [SheetReader.Placed] = []
      for start in stride(from: 0, to: text.count, by: size) {
        rows += try reader.read(Array(text[start..<min(start + size, text.count)]))
      }
      rows += try reader.finish()
      #expect(rows.map(\.row.line) == [1, 2, 3])
      #expect(rows.map { $0.row.damage == nil } == [true, false, true])
    }
  }
}
