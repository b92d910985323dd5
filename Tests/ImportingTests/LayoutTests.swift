import Cooperation
import Testing

@testable import Importing

@Suite struct `The columns of a sheet` {
  private func mapping(_ text: String, _ kind: ImportKind) throws -> ColumnMapping {
    var reader = DelimitedReader()
    return try ColumnMapping(reader.read(Array(text.utf8)) + reader.finish(), for: kind)
  }

  @Test func `are found below titles, in any order, in either language`() throws {
    let sheet = try Sheet("organisations")
    let commands = try sheet.commands(
      "\u{3000}2022年机构名单,,,\n填表人：某,,\n\nName *, 机构 类型 ,DATE,备注\n示例,学校,2012,x\n")
    #expect(commands.map(\.registerOrganisation.details.name) == ["示例"])
  }

  @Test func `may be moved around a template's examples`() throws {
    let sheet = try Sheet("organisations")
    for text in [
      "序号,name,kind,occurred\n1,#示例 某校,学校,2012\n2,真校,学校,2012\n",
      "kind,occurred,name\n学校,2012, #example A\n学校,2012,真校\n",
      "name,kind,occurred\n#EXAMPLE A,学校,2012\n真校,学校,2012\n",
    ] {
      #expect(try sheet.commands(text).map(\.registerOrganisation.details.name) == ["真校"])
    }
  }

  @Test func `may hold what begins like a template's mark`() throws {
    let sheet = try Sheet("organisations")
    for name in ["#示例课#走进企业", "#示例课 走进企业", "#examples", "# 示例", "示例"] {
      let commands = try sheet.commands("name,kind,occurred\n\(name),学校,2012\n")
      #expect(commands.map(\.registerOrganisation.details.name) == [name])
    }
  }

  @Test func `that are missing are named`() throws {
    let sheet = try Sheet("organisations")
    let problem = try #require(throws: SheetProblem.self) { try sheet.placed("单位,类型\nA,学校\n") }
    #expect(problem.reason.contains("名称 (name)"))
    #expect(!problem.reason.contains("(kind)"))
    let empty = try #require(throws: SheetProblem.self) { try sheet.placed("\n\n") }
    #expect(empty.reason.contains("empty"))
  }

  @Test func `that are two for one field are refused, unless a mapping says which`() throws {
    var sheet = try Sheet("organisations")
    let text = "kind,名称,企业名称,occurred\nSCHOOL,A,B,2012\n"
    #expect(throws: SheetProblem.self) { try sheet.placed(text) }
    sheet.mapping = try mapping("field,header\nname,企业名称\n", sheet.kind)
    #expect(try sheet.commands(text).map(\.registerOrganisation.details.name) == ["B"])
  }

  @Test func `may be mapped from any header, and filled with fixed values`() throws {
    var sheet = try Sheet("organisations")
    sheet.mapping = try mapping(
      "字段,表头,固定值\nname,单位,\n登记日期,,2012-09-01\nkind,性质,企业\n", sheet.kind)
    let rows = try sheet.translations("单位,性质\nA,学校\nB,\n")
    let commands = rows.flatMap { row -> [TranslatedCommand] in
      if case .commands(let commands) = row { commands } else { [] }
    }.map(\.command.registerOrganisation.details)
    #expect(commands.map(\.name) == ["A", "B"])
    #expect(commands.map(\.kind) == [.school, .enterprise])
  }

  @Test(arguments: [
    "header,value\na,b\n", "field,header\nnothing,a\n", "field,header\nname,\n",
    "field,header\nname,a\nkind,A \n", "field,value\nname,a\nname,b\n", "",
  ])
  func `are not mapped by a mapping with a slip in it`(text: String) throws {
    let sheet = try Sheet("organisations")
    #expect(throws: SheetProblem.self) { _ = try mapping(text, sheet.kind) }
  }

  @Test func `that mean nothing are told, a reject file's own are not`() throws {
    let sheet = try Sheet("organisations")
    let rows = try sheet.placed("kind,name,备注,#line,#code\nSCHOOL,A,x,2,Missing\n")
    #expect(rows.first?.layout.ignored == ["备注"])
  }
}

@Suite struct `A row below the table` {
  @Test(arguments: [
    "合计,,,5000", ",合\u{3000}计,,5000", "Total,,,9", "注：以上为2022年数据", "填表人：某,审核人：某", "备注: 无",
  ])
  func `that sums up or is a note is refused, whatever an option fills in`(row: String) throws {
    var sheet = try Sheet("activities")
    sheet.options.occurred = "2022"
    let problem = try #require(
      try sheet.problems("活动名称,主办单位,日期,参加人数\n\(row)\n").first)
    #expect(problem.reason.contains("totals, and notes below a table"))
    #expect(problem.column == (row.hasPrefix(",") ? 2 : 1))
  }

  @Test(arguments: ["合计科技公司开放日", "备注", "注册会计师讲座", "说明会"])
  func `that only begins so is a fact`(name: String) throws {
    let sheet = try Sheet("activities")
    let commands = try sheet.commands("活动名称,日期\n\(name),2022\n")
    #expect(commands.map(\.holdActivity.details.plan.name) == [name])
  }
}

@Suite struct `The ledger` {
  private func ledger(_ rows: [Int]) throws -> (RowLedger, [SheetReader.Placed]) {
    let sheet = try Sheet("enrolments")
    let body = rows.map { "n\($0),S\($0),2019\n" }.joined()
    return (RowLedger(sheet.kind), try sheet.placed("name,school,occurred\n" + body))
  }

  private func commands(_ count: Int) -> [TranslatedCommand] {
    (0..<count).map {
      TranslatedCommand(
        command: .init(), done: $0 == 0 ? DoneCell(field: "person", text: "person-1") : nil)
    }
  }

  private let accepted = CommandOutcome.accepted(
    .recorded, events: [], findingCount: 1, reviewCount: 0)

  @Test func `gives results in the order of rows, once all their commands are answered`() throws {
    var (ledger, rows) = try ledger([1, 2, 3])
    ledger.enter(rows[0].row, rows[0].layout, commands: commands(2))
    ledger.enter(rows[1].row, rows[1].layout, problems: [RowProblem(.missing, "x")])
    ledger.enter(rows[2].row, rows[2].layout, commands: commands(1))
    ledger.answer(accepted)
    #expect(ledger.take().isEmpty)
    ledger.answer(accepted)
    let first = ledger.take()
    #expect(first.map(\.row.number) == [1, 2])
    #expect(first.map(\.status) == [.recorded, .refused])
    #expect(first.first?.findingCount == 2)
    ledger.answer(
      .accepted(.repeated, events: [], findingCount: 0, reviewCount: 0))
    #expect(ledger.take().map(\.status) == [.repeated])
  }

  @Test(
    arguments: [
      ([.repeated, .recorded], .recorded), ([.recorded, .repeated], .recorded),
      ([.alreadySo, .repeated], .repeated), ([.repeated, .alreadySo], .repeated),
      ([.alreadySo, .recorded, .alreadySo], .recorded), ([.alreadySo, .alreadySo], .alreadySo),
    ] as [([RowResult.Status], RowResult.Status)])
  func `says of a row the most that was done of it now`(
    statuses: [RowResult.Status], told: RowResult.Status
  ) throws {
    var (ledger, rows) = try ledger([1])
    ledger.enter(rows[0].row, rows[0].layout, commands: commands(statuses.count))
    for status in statuses {
      ledger.answer(.accepted(status, events: [], findingCount: 0, reviewCount: 0))
    }
    #expect(ledger.take().map(\.status) == [told])
  }

  // Each answer once cost a copy of all that wait.
  @Test(.timeLimit(.minutes(1)))
  func `takes answers one by one while many rows wait behind them`() throws {
    let count = 20_000
    var (ledger, rows) = try ledger([1])
    let command = commands(1)
    for number in 1...count {
      var row = rows[0].row
      row.number = number
      if number % 5 == 0 {
        ledger.enter(row, rows[0].layout, problems: [RowProblem(.missing, "x")])
      } else {
        ledger.enter(row, rows[0].layout, commands: command)
      }
    }
    #expect(ledger.take().isEmpty)
    var numbers: [Int] = []
    for number in 1...count where number % 5 != 0 {
      ledger.answer(accepted)
      let results = ledger.take()
      let told: [RowResult.Status] = number % 5 == 4 ? [.recorded, .refused] : [.recorded]
      #expect(results.map(\.status) == told)
      numbers += results.map(\.row.number)
    }
    #expect(numbers == Array(1...count))
    #expect(ledger.take().isEmpty)
  }

  @Test func `blames a row once, and remembers what of it is done`() throws {
    var (ledger, rows) = try ledger([1])
    ledger.enter(rows[0].row, rows[0].layout, commands: commands(3))
    ledger.answer(accepted)
    for reason in ["first", "second"] {
      ledger.answer(.refused(code: "unknown-stream", reason: reason, path: "x.school", rule: nil))
    }
    let result = try #require(ledger.take().first)
    #expect(result.problems.map(\.reason) == ["first"])
    #expect(result.problems.map(\.header) == ["school"])
    #expect(result.done == [DoneCell(field: "person", text: "person-1")])
  }

  @Test func `blames no row for what is not its own`() throws {
    var (ledger, rows) = try ledger([1])
    ledger.enter(rows[0].row, rows[0].layout, commands: commands(1))
    ledger.answer(.refused(code: "disk-full", reason: "full", path: nil, rule: nil))
    #expect(ledger.failure == "full")
    #expect(ledger.take().map(\.status) == [.unanswered])
    ledger.answer(accepted)
    #expect(ledger.failure == "full")
  }

  @Test func `tells no row for recorded of which something was not answered for`() throws {
    var (ledger, rows) = try ledger([1])
    ledger.enter(rows[0].row, rows[0].layout, commands: commands(2))
    ledger.answer(.refused(code: "disk-full", reason: "full", path: nil, rule: nil))
    ledger.answer(accepted)
    #expect(ledger.take().map(\.status) == [.unanswered])
  }
}

@Suite struct `A reject sheet` {
  private func refused(_ placed: SheetReader.Placed, done: [DoneCell] = []) -> RowResult {
    var result = RowResult(row: placed.row, layout: placed.layout, status: .refused)
    result.problems = [RowProblem(.missing, "a, \"b\"", field: "name")]
    result.done = done
    return result
  }

  @Test func `holds the row as it stood there, and what was wrong`() throws {
    let sheet = try Sheet("enrolments")
    let rows = try sheet.placed("备注,姓名,学校,日期\n\"x,1\",=\"0012\",S,2019\n")
    var rejects = RejectSheet(sheet.kind)
    let text = String(decoding: rejects.add(refused(rows[0])), as: UTF8.self)
    #expect(
      text == "\u{FEFF}备注,姓名,学校,日期,person,#line,#column,#code,#reason\r\n"
        + "\"x,1\",\"=\"\"0012\"\"\",S,2019,,2,,Missing,\"a, \"\"b\"\"\"\r\n")
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"), ("@SUM(1)", "'@SUM(1)"),
    ("+1+1", "'+1+1"), ("-2+3", "'-2+3"), (" =1+1", "'=1+1"),
    ("=\"0012\"", "=\"0012\""), ("-5", "-5"), ("+8657100000000", "+8657100000000"), ("A=1", "A=1"),
  ])
  func `runs nothing in a spreadsheet, and is read back as it was`(cell: String, kept: String)
    throws
  {
    let sheet = try Sheet("enrolments")
    let quoted = "\"" + cell.replacing("\"", with: "\"\"") + "\""
    let rows = try sheet.placed(
      "name,school,occurred,\(quoted)\n\(quoted),S,2019,\(quoted),\(quoted)\n")
    var rejects = RejectSheet(sheet.kind)
    let text = String(decoding: rejects.add(refused(rows[0])).dropFirst(3), as: UTF8.self)
    let again = try #require(try sheet.placed(text).first)
    #expect(again.layout.headers[3] == kept)
    #expect(again.row.cells.filter { $0 == kept }.count == 3, "\(text)")
    #expect(CellText.cleaned(again.row.cells[0]) == CellText.cleaned(cell))
    // A formula that only begins and ends as such a text does.
    #expect(CellText.inert("=\"a\"&b&\"c\"") == "'=\"a\"&b&\"c\"")
  }

  @Test func `says what is done, and can be read and refused again`() throws {
    let sheet = try Sheet("enrolments")
    let first = try sheet.placed("name,school,occurred\nA,S,2019\nB,S,2019\n")
    let done = [DoneCell(field: "person", text: "person-9")]
    var rejects = RejectSheet(sheet.kind)
    let text = rejects.add(refused(first[0], done: done)) + rejects.add(refused(first[1]))
    let again = try sheet.placed(String(decoding: text.dropFirst(3), as: UTF8.self))
    #expect(
      again.map(\.row.cells).map { Array($0.prefix(4)) } == [
        ["A", "S", "2019", "person-9"], ["B", "S", "2019", ""],
      ])
    var second = RejectSheet(sheet.kind)
    let twice = try sheet.placed(
      String(decoding: second.add(refused(again[0])).dropFirst(3), as: UTF8.self))
    #expect(twice.map(\.layout.headers) == again.prefix(1).map(\.layout.headers))
  }

  @Test func `is a table also for NDJSON`() throws {
    let sheet = try Sheet("enrolments")
    let rows = try sheet.placed("{\"name\":\"A\",\"school\":\"S\"}\n")
    var rejects = RejectSheet(sheet.kind)
    let text = rejects.add(refused(rows[0], done: [DoneCell(field: "person", text: "person-9")]))
    let again = try sheet.placed(String(decoding: text.dropFirst(3), as: UTF8.self))
    #expect(again.first?.row.cells.contains("person-9") == true)
    #expect(again.first?.row.cells.first == "A")
  }

  @Test func `keeps the cells that are too many, and is refused until they have their place`()
    throws
  {
    let sheet = try Sheet("enrolments")
    let rows = try sheet.placed("name,备注,school,occurred\nA,走出去,1,S,2019\nB,x,S,2019\n")
    let own = RejectSheet.ownHeaders
    var rejects = RejectSheet(sheet.kind)
    let text = String(
      decoding: (rejects.add(refused(rows[0])) + rejects.add(refused(rows[1]))).dropFirst(3),
      as: UTF8.self)
    let lines = text.split(separator: "\r\n")
    #expect(lines.first?.hasSuffix(own.joined(separator: ",")) == true)
    #expect(lines[1].hasPrefix("A,走出去,1,S,,2,,Missing,"))
    #expect(lines[1].hasSuffix("; the cells that are too many stand behind this one\",2019"))
    // Unmended it is refused as it was, and its own reject sheet keeps the cells too.
    #expect(try sheet.problems(text).first?.reason.contains("cells, the header") == true)
    let again = try sheet.placed(text)
    var second = RejectSheet(sheet.kind)
    let twice = String(decoding: second.add(refused(again[0])).dropFirst(3), as: UTF8.self)
    #expect(twice.contains("\r\nA,走出去,1,S,,2,"))
    #expect(twice.hasSuffix(",2019\r\n"))
    // Mended by what stands in the row alone: the text's comma put back, the others moved up.
    let mended = text.replacing("A,走出去,1,S,,", with: "A,\"走出去,1\",S,2019,,")
      .replacing("this one\",2019", with: "this one\"")
    #expect(try sheet.placed(mended).first?.row.cells.prefix(4) == ["A", "走出去,1", "S", "2019"])
    let problems = try sheet.problems(mended)
    #expect(!problems.contains { $0.reason.contains("cells, the header") })
  }

  @Test func `holds what can't be cut as it stood there`() throws {
    let sheet = try Sheet("organisations")
    let rows = try sheet.placed("kind,name,occurred\nSCHOOL,\"open,2012\nSCHOOL,B,2012\n")
    #expect(rows.count == 2)
    let json = try sheet.placed("{\"name\":\"A\"}\nnot json, \"but\" text\n")
    for (row, raw) in [(rows[0], "SCHOOL,\"open,2012"), (json[1], "not json, \"but\" text")] {
      var rejects = RejectSheet(sheet.kind)
      let text = String(decoding: rejects.add(refused(row)).dropFirst(3), as: UTF8.self)
      // What is read back is that text, in one cell; nothing of it is taken for a row.
      let again = try sheet.placed(text)
      #expect(again.map { $0.row.cells.first } == [raw])
      #expect(try sheet.code(text) != nil)
    }
  }
}
