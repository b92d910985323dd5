import Cooperation
import EventModel
import Testing

@testable import Importing

@Suite struct `A refusal` {
  private func problem(
    _ kind: String, _ text: String, _ refusal: Refusal
  ) throws -> RowProblem {
    let sheet = try Sheet(kind)
    let placed = try #require(try sheet.placed(text).first)
    return try #require(sheet.kind.problem(refusal, in: placed.row, placed.layout))
  }

  @Test(
    arguments: [
      (
        "registerOrganisation.details.name holds a line break, which only longer texts may",
        "“单位” holds a line break, which only longer texts may"
      ),
      ("details.names, and details.park.", "“英文名称”, and “所在园区”."),
      ("details.runBy takes a stream", "runBy takes a stream"),
      ("the code 1 is held by organisation-a.b, see Art. 9", nil),
    ] as [(String, String?)])
  func `speaks of the sheet's columns`(said: String, read: String?) throws {
    let sheet = try Sheet("organisations")
    let text = "kind,单位,occurred\nSCHOOL,A,2012\n"
    let mapping = try ColumnMapping(
      [
        SheetRow(line: 1, cells: ["field", "header"]), SheetRow(line: 2, cells: ["name", "单位"]),
      ], for: sheet.kind)
    var mapped = sheet
    mapped.mapping = mapping
    let placed = try #require(try mapped.placed(text).first)
    let problem = sheet.kind.problem(
      Refusal(code: "malformed-value", reason: said, path: nil, rule: nil), in: placed.row,
      placed.layout)
    #expect(problem?.reason == read ?? said)
  }

  @Test(arguments: ["\u{200B}", "\u{202D}", "\u{FEFF}", "\u{AD}"])
  func `names a character that nobody sees, in whatever cell`(invisible: String) throws {
    let sheet = try Sheet("organisations")
    for row in [
      "SCHOOL,A,\(invisible)2012,", "SCHOOL,\(invisible)A,2012,",
      "SCHOOL,A,2012,330203\(invisible)",
    ] {
      let problems = try sheet.problems("kind,name,occurred,region\n\(row)\n")
      #expect(problems.count == 1)
      #expect(problems.first?.reason.contains("which nobody sees") == true, "\(problems)")
    }
    // Blanks of any width are seen, and taken off.
    let wide = try sheet.commands("kind,name,occurred\n学校,\u{2003}某校\u{2009},\u{202F}2012\n")
    #expect(wide.map(\.registerOrganisation.details.name) == ["某校"])
  }

  @Test func `names a column in one line, whose header has several`() throws {
    let sheet = try Sheet("organisations")
    let text = "机构类型,名称,\"登记\r\n日期\",\"备\n注\"\r\nSCHOOL,A,soon,x\r\n"
    #expect(try sheet.problems(text).map(\.header) == ["登记日期"])
    #expect(try sheet.placed(text).first?.layout.ignored == ["备注"])
  }

  @Test func `of a number that somebody else has names its column`() throws {
    func taken(_ reason: String, _ unique: [String]) -> Refusal {
      Refusal(code: "code-taken", reason: reason, path: nil, rule: nil, unique: unique)
    }
    let organisations =
      "kind,name,creditCode,schoolCode,occurred\nSCHOOL,A,91330206MA2TE5T1XN,3633000001,2012\n"
    let codes = ["creditCode", "schoolCode"]
    let first = try problem(
      "organisations", organisations,
      taken("the code 3633000001 is held by organisation-3633000001", codes))
    #expect(first.header == "schoolCode")
    #expect(first.column == 4)
    let second = try problem(
      "organisations", organisations,
      taken("the code 91330206MA2TE5T1XN is held by organisation-z", codes))
    #expect(second.header == "creditCode")
    let person = try problem(
      "enrolments", "姓名,学校,身份证号,入学日期\nA,S,990200200403150027,2023\n",
      taken("this number belongs to person-1 already", ["idNumber"]))
    #expect(person.header == "身份证号")
    #expect(person.code == .duplicate)
  }

  private func first(
    _ code: ImportCode, _ reason: PBImportRowRejected.Reason, column: String? = nil
  ) throws -> RowProblem? {
    let sheet = try Sheet("organisations")
    let placed = try #require(try sheet.placed("kind,name,occurred\nSCHOOL,A,2012\n").first)
    var kept = PBImportRowRejected()
    kept.row = 1
    kept.code = code.rawValue
    kept.reason = reason
    if let column { kept.column = column }
    return RowProblem(first: kept, in: placed.layout)
  }

  @Test func `that what is recorded had its part in stands when the file comes again`() throws {
    for code in [ImportCode.unknownReference, .duplicate, .wrongState, .rule, .unconfirmed] {
      #expect(try first(code, .refused, column: "name")?.code == code)
    }
    let stands = try #require(try first(.duplicate, .duplicate, column: "name"))
    #expect(stands.column == 2)
    #expect(stands.header == "name")
    #expect(stands.reason.contains("the same file gives the first result"))
    #expect(try first(.badFormat, .refused) != nil)
    #expect(try first(.badFormat, .badFormat) == nil)
    #expect(try first(.missing, .missing) == nil)
    for code in [ImportCode.inTheFuture, .notPermitted, .cannotBeAssessed] {
      #expect(try first(code, .refused) == nil)
    }
  }

  @Test func `that stands is told in full where it would be the same today`() throws {
    let sheet = try Sheet("enrolments")
    let placed = try #require(try sheet.placed("name,school,occurred\nA,S,2023\n").first)
    let first = RowProblem(.duplicate, "first")
    let commands = (0..<2).map {
      TranslatedCommand(
        command: .init(), done: $0 == 0 ? DoneCell(field: "person", text: "person-1") : nil)
    }
    func accepted(_ status: RowResult.Status) -> CommandOutcome {
      .accepted(status, events: [], findingCount: 0, reviewCount: 0)
    }
    func repeated(_ foreseen: [CommandOutcome]) -> RepeatedRow {
      sheet.kind.repeated(first, placed.row, placed.layout, commands, foreseen: foreseen)
    }
    func refused(_ code: String) -> CommandOutcome {
      .refused(code: code, reason: "now", path: nil, rule: nil)
    }
    let done = [DoneCell(field: "person", text: "person-1")]
    #expect(repeated([]) == .refused(first, done: []))
    #expect(repeated([accepted(.repeated), accepted(.recorded)]) == .refused(first, done: done))
    #expect(repeated([accepted(.recorded), accepted(.recorded)]) == .refused(first, done: []))
    #expect(repeated([accepted(.repeated), refused("wrong-state")]) == .refused(first, done: done))
    guard case .refused(let told, done) = repeated([accepted(.repeated), refused("code-taken")])
    else {
      Issue.record("it is not refused")
      return
    }
    #expect(told.reason == "now")
    // What is in the log all the same is not denied.
    #expect(repeated([accepted(.alreadySo), accepted(.repeated)]) == .recorded)
  }
}

@Suite struct `The particulars of a person` {
  private func agree(
    _ kept: PBPersonPersonal, _ told: (inout PBPersonPersonal) -> Void
  ) -> Bool {
    var identity = PBPersonPersonal()
    told(&identity)
    return PersonParticulars(identity).agree(with: kept)
  }

  @Test func `agree where nothing differs but how it is written`() {
    var kept = PBPersonPersonal()
    kept.name = "阿依古丽·买买提"
    kept.sex = .female
    kept.birthDate = "2004-03-15"
    for name in ["阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽 买买提"] {
      #expect(agree(kept) { $0.name = name })
    }
    #expect(!agree(kept) { $0.name = "阿依古丽" })
    #expect(!agree(kept) { $0.sex = .male })
    #expect(!agree(kept) { $0.birthDate = "2004-03-16" })
    #expect(agree(kept) { $0.phone = "1" })
    #expect(agree(PBPersonPersonal()) { $0.name = "anybody" })
    kept.name = "ZHANG SAN"
    #expect(agree(kept) { $0.name = "Zhang San" })
  }
}
