import Cooperation
import EventModel
import Testing

@testable import Importing

@Suite struct `A cell` {
  private func problem<Value>(_ parser: CellParser<Value>, _ text: String) -> CellProblem? {
    do throws(CellProblem) {
      _ = try parser.parse(CellText.cleaned(text))
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("2022-06-30", "2022-06-30"), ("2022/6/30", "2022-06-30"), ("2022.6.30", "2022-06-30"),
    ("2022年6月30日", "2022-06-30"), ("２０２２年６月３０日", "2022-06-30"), ("20220630", "2022-06-30"),
    ("44742", "2022-06-30"), ("44742.0", "2022-06-30"), ("2022/6/30 0:00", "2022-06-30"),
    ("2022-06-30 00:00:00", "2022-06-30"), (" 2022/06/30\u{3000}", "2022-06-30"),
    ("'2022-06-30", "2022-06-30"), ("=\"2022-06-30\"", "2022-06-30"), ("2020-2-29", "2020-02-29"),
    ("2022 年 6 月 30 日", "2022-06-30"), ("45500", "2024-07-27"),
  ])
  func `with a day is read however spreadsheets write it`(text: String, day: String) throws {
    #expect(try CellParser.date.parse(CellText.cleaned(text)) == day)
    #expect(try CellParser.moment.parse(CellText.cleaned(text)) == day)
  }

  @Test(arguments: [
    ("2022", "2022"), ("2022年", "2022"), ("2022-06", "2022-06"), ("2022年6月", "2022-06"),
    ("<=2022", "<=2022"), ("≤2022年6月", "<=2022-06"), ("<=2022/6/30", "<=2022-06-30"),
    ("<=20220630", "<=2022-06-30"), ("<=44742", "<=2022-06-30"),
    ("2022-06-30T10:30+08:00", "2022-06-30T10:30:00+08:00"),
  ])
  func `with a moment may know less or more than a day`(text: String, moment: String) throws {
    #expect(try CellParser.moment.parse(text) == moment)
    #expect(problem(.date, text) != nil)
  }

  @Test(arguments: [
    ("6/30/2022", ImportCode.badFormat), ("2022-02-30", .badFormat), ("2022-13-01", .badFormat),
    ("30.6.2022", .badFormat), ("22-06-30", .badFormat), ("soon", .wrongDataType),
    ("2022-06-30 16:00", .badFormat), ("2022-06-30-01", .badFormat), ("2.02206E+07", .badFormat),
    ("1896-04-08", .badFormat), ("18960408", .badFormat), ("1896", .badFormat),
    ("TBD", .wrongDataType), ("2022年3日1月", .badFormat), ("2022日3月1年", .badFormat),
    ("2022-3-1-", .badFormat), ("2022年6月30月", .badFormat),
  ])
  func `with no day, or one that may be two, is refused`(text: String, code: ImportCode) {
    #expect(problem(.date, text)?.code == code)
    #expect(problem(.moment, text)?.code == code)
  }

  @Test func `with a month that has lost its zero is refused, for it may be two`() throws {
    for text in ["2022.1", "<=2022.1"] {
      #expect(problem(.moment, text)?.reason.contains("January, or October") == true)
    }
    #expect(try CellParser.moment.parse("2022.10") == "2022-10")
    #expect(try CellParser.moment.parse("2022.2") == "2022-02")
    #expect(try CellParser.moment.parse("2022/1") == "2022-01")
  }

  @Test func `that only looks like a lost zero, or like a time of day, is told what it lacks`() {
    for text in ["20.1.1", "20.6.1", "1/2/2020"] {
      #expect(
        problem(.moment, text)?.reason.hasPrefix("the year comes first and has four digits")
          == true,
        "\(text)")
    }
    for text in ["Jan 5, 2020", "约 2022-06-30"] {
      #expect(problem(.moment, text)?.reason.hasPrefix("a day is written as") == true, "\(text)")
    }
  }

  @Test(arguments: [
    "2022/6/30 08:00:00", "2022-06-30 10:30", "2022/6/30  15:59:59.999", "2022年6月30日 8：00",
    "2022-06-30T08:00:00", "20220630 9:05", "44742.5", "44742.66", "44742.6666", "44742.00",
  ])
  func `with a day passes over a time that leaves no doubt of it`(text: String) throws {
    #expect(try CellParser.date.parse(CellText.cleaned(text)) == "2022-06-30")
    #expect(try CellParser.moment.parse(CellText.cleaned(text)) == "2022-06-30")
  }

  @Test(arguments: [
    "2022/6/29 16:00:00", "2022-06-29T16:00:00", "2022/6/30 8:00 PM", "2022/6/30 上午8:00",
    "2022/6/30 24:30", "2022/6/30 8:60", "2022/6/30 8:00:60", "2022/6/30 8:00:00:00", "44742.67",
    "44741.75",
    // 16:00, as programs write it that spare no decimal.
    "44741.666666666664",
  ])
  func `with a time that may be of the next day says what to do`(text: String) {
    #expect(problem(.date, text)?.code == .badFormat)
    #expect(problem(.date, text)?.reason.contains("leave the time of day out") == true)
    #expect(problem(.moment, text)?.reason.contains("2022-06-30T18:30+08:00") == true)
  }

  @Test func `with a year that is too early says which years are taken`() {
    for text in ["1896-04-08", "1896/4/8", "18960408", "1896年4月", "<=1896", "1896"] {
      #expect(problem(.moment, text)?.reason == "a year lies between 1900 and 2999", "\(text)")
    }
    #expect(problem(.date, "2022-02-30")?.reason.contains("there is no such day") == true)
  }

  @Test(arguments: [
    "91330206MA2TE5T1XN", " 91330206ma2te5t1xn ", "９１３３０２０６ＭＡ２ＴＥ５Ｔ１ＸＮ", "=\"91330206MA2TE5T1XN\"",
    "'91330206MA2TE5T1XN",
  ])
  func `with a credit code is read through the marks around it`(text: String) throws {
    #expect(try CellParser.creditCode.parse(CellText.cleaned(text)) == "91330206MA2TE5T1XN")
  }

  @Test func `with a code says what is wrong with it`() {
    #expect(problem(.creditCode, "91330206MA2TE5T1X")?.code == .badLength)
    #expect(problem(.creditCode, "91330206MA2TE5T1XO")?.code == .badFormat)
    #expect(problem(.creditCode, "9.1330206E+17")?.reason.contains("rounded") == true)
    #expect(problem(.schoolCode, "363300001")?.code == .badLength)
    #expect(problem(.schoolCode, "363300001")?.reason.contains("zeros") == true)
    #expect(problem(.schoolCode, "36330X0001")?.code == .wrongDataType)
    #expect(problem(.region, "990000")?.code == .badFormat)
    #expect(problem(.industry, "Z1")?.code == .badFormat)
    #expect(problem(.sha256, "abc")?.code == .badLength)
    #expect(problem(.idNumber, "330203200403150024")?.code == .badFormat)
    #expect(problem(.idNumber, "33020320040315")?.code == .badLength)
    #expect(problem(.idNumber, "330203200403150024")?.reason.contains("rounded") == false)
    // What a spreadsheet makes of it in a column of numbers without an exponent.
    #expect(problem(.idNumber, "330203200403150000")?.reason.contains("rounded it") == true)
    #expect(problem(.idNumber, "330203200403150023") == nil)
    #expect(problem(.name, String(repeating: "长", count: 201))?.code == .badLength)
    #expect(problem(.name, String(repeating: "长", count: 200)) == nil)
    #expect(problem(.name, "1.23E+17")?.reason.contains("rounded") == true)
  }

  @Test func `with an ID number is never repeated by what is wrong with it`() {
    for text in ["330203200403150024", "33020320040315", "3.30203E+17", "330203200413150023"] {
      let reason = problem(.idNumber, text)?.reason ?? ""
      #expect(!reason.isEmpty)
      #expect(!reason.contains("330203"))
    }
  }

  @Test func `with a number is read through separators and decimals`() throws {
    #expect(try CellParser<Int32>.count.parse("1,200") == 1200)
    #expect(try CellParser<Int32>.count.parse("12.0") == 12)
    #expect(try CellParser<Int32>.count.parse("１２") == 12)
    #expect(problem(CellParser<Int32>.count, "12.5")?.code == .wrongDataType)
    #expect(problem(CellParser<Int32>.count, "-1")?.code == .badFormat)
    #expect(problem(CellParser<Int32>.count, "many")?.code == .wrongDataType)
    #expect(try CellParser<Int32>.year.parse("2022届") == 2022)
    #expect(try CellParser<Int32>.gradeYear.parse("三年级") == 3)
    #expect(problem(CellParser<Int32>.gradeYear, "2020级")?.code != nil)
    #expect(try CellParser<Int64>.yuan.parse("2,800.50元") == 280_050)
    #expect(try CellParser<Int64>.yuan.parse("¥2800") == 280_000)
    #expect(try CellParser<Int64>.yuan.parse("2800.5") == 280_050)
    #expect(try CellParser<Int64>.yuan.parse("2800.05") == 280_005)
    #expect(problem(CellParser<Int64>.yuan, "2800.555")?.code == .badFormat)
    for text in ["-1", "-0.50"] {
      #expect(problem(CellParser<Int64>.yuan, text)?.code == .badFormat)
    }
    #expect(problem(CellParser<Int64>.yuan, "面议")?.code == .wrongDataType)
  }

  @Test(arguments: ["1,5", "12,00", "1,2,3", "30 20", "1,,2", ",5", "5,", "1,200 300", "1,200.5,0"])
  func `with marks elsewhere than between thousands holds no number`(text: String) {
    #expect(problem(CellParser<Int32>.count, text)?.reason.contains("divides thousands") == true)
    #expect(problem(CellParser<Int64>.yuan, text)?.reason.contains("divides thousands") == true)
  }

  @Test func `with marks between thousands holds one`() throws {
    for text in ["12,000", "12 000", "12，000", " 12,000.00 ", "+12,000"] {
      #expect(try CellParser<Int32>.count.parse(CellText.cleaned(text)) == 12_000, "\(text)")
    }
    #expect(try CellParser<Int64>.yuan.parse("¥ 1,234,567.80 元") == 123_456_780)
    #expect(try CellParser<Int32>.year.parse("2022 届") == 2022)
    #expect(try CellParser<Int32>.gradeYear.parse("3 年级") == 3)
  }

  @Test func `with an ID number that a spreadsheet has rounded is refused, fitting or not`() throws
  {
    // Both are 990200200403150027 in a column of numbers; the check character of the first fits.
    for text in ["990200200403150000", "9.902002E+17", "9.902002E17"] {
      #expect(problem(.idNumber, text)?.reason.contains("rounded it") == true, "\(text)")
      #expect(problem(.idNumber, text)?.reason.contains("9902") == false, "\(text)")
    }
    #expect(try CellParser<String>.idNumber.parse("99020020040315 0000") == "990200200403150000")
    #expect(try CellParser<String>.idNumber.parse("990200 20040315 0027") == "990200200403150027")
    #expect(problem(.creditCode, "913302060000000000")?.reason.contains("rounded") == true)
    #expect(
      problem(CellParser<OrganisationCell>.organisation, "913302060000000000")?.reason
        .contains("rounded") == true)
  }

  @Test(arguments: [
    "20,220,101", "20220101、20220102", "2002/2/10", "12%", "123.5", "2022 0101", "-", "无",
    "202203010000000000", "1.38E10",
  ])
  func `with anything but one number at a school is refused`(text: String) {
    #expect(problem(.label, text)?.code == .badFormat)
  }

  @Test func `with one number is read as the sheet shows it, a telephone's with its blanks`() throws
  {
    for (text, label) in [("20220101.00", "20220101"), ("'00123", "00123"), ("中专-２２a", "中专-22a")] {
      #expect(try CellParser<String>.label.parse(CellText.cleaned(text)) == label)
    }
    // A real one that ends in 000, divided so that no spreadsheet rounds it.
    #expect(try CellParser<String>.label.parse("99020020040315 0000") == "990200200403150000")
    #expect(problem(.label, "990200200403150000")?.reason.contains("with a blank before") == true)
    #expect(try CellParser<String>.phone.parse("138 0000 0000/0574-8") == "138 0000 0000/0574-8")
    #expect(problem(.phone, "无")?.reason.contains("leave the cell empty") == true)
    #expect(problem(.phone, "1.38E+10")?.reason.contains("rounded") == true)
  }

  @Test func `with words is read in both languages, one or several`() throws {
    let one = CellParser<Int>.word(Word("全日制|全日", "FULL_TIME", 1), Word("业余", "PART_TIME", 2))
    #expect(try one.parse("全日") == 1)
    #expect(try one.parse("part time") == 2)
    #expect(problem(one, "夜校")?.code == .badFormat)
    #expect(problem(one, "夜校")?.reason.contains("全日制 (FULL_TIME)") == true)
    let more = CellParser<[Int]>.words(Word("全日制", "FULL_TIME", 1), Word("业余", "PART_TIME", 2))
    #expect(try more.parse("业余、全日制") == [2, 1])
    #expect(try more.parse("FULL_TIME; 业余\n") == [1, 2])
    #expect(problem(more, "业余、夜校")?.code == .badFormat)
    #expect(problem(more, "、")?.code == .missing)
    #expect(try CellParser<Bool>.flag.parse("是"))
    #expect(try !CellParser<Bool>.flag.parse("no"))
    #expect(problem(CellParser<Bool>.flag, "也许")?.code == .badFormat)
    #expect(
      try CellParser<[String]>.list(of: .major).parse("700204、 500211") == ["700204", "500211"])
    #expect(problem(CellParser<[String]>.list(of: .major), "700204,7")?.code == .badLength)
  }

  @Test func `with an organisation may hold a code, a stream, a number or a name`() throws {
    func parse(_ text: String) throws -> OrganisationCell {
      try CellParser<OrganisationCell>.organisation.parse(text)
    }
    #expect(try parse("91330206ma2te5t1xn") == .creditCode("91330206MA2TE5T1XN"))
    #expect(try parse("３６３３０００００１") == .schoolCode("3633000001"))
    guard case .stream(let named) = try parse("organisation-shenlong"),
      case .named("E-001", let numbered) = try parse("E-001"),
      case .named("示例公司", let worded) = try parse("示例公司")
    else {
      Issue.record("a stream is none")
      return
    }
    #expect(named.text == "organisation-shenlong")
    #expect(numbered.text == "organisation-E-001")
    #expect(worded.text.hasPrefix("organisation-x"))
    #expect(problem(CellParser<OrganisationCell>.organisation, "person-1")?.code == .badFormat)
    let personal = problem(CellParser<OrganisationCell>.organisation, "SX-330203200403150023")
    #expect(personal?.reason.contains("ID number") == true)
  }

  @Test func `with a person who is no student holds an ID number or a stream`() throws {
    let parser = CellParser<PersonCell>.person
    #expect(try parser.parse("990200200403150027") == .idNumber("990200200403150027"))
    #expect(
      try parser.parse("person-7") == .stream(try StreamName(validating: "person-7")))
    #expect(problem(parser, "张老师")?.code == .badFormat)
    #expect(problem(parser, "990200200403150028")?.reason.contains("99020") == false)
  }

  @Test func `with a destination holds its code or its name in the shipped list`() throws {
    let parser = CellParser<String>.destination
    #expect(try parser.parse("升学") == "80")
    #expect(try parser.parse("10") == "10")
    #expect(try parser.parse("x-9") == "x-9")
    #expect(problem(parser, "去打工")?.code == .badFormat)
    #expect(problem(parser, "去打工")?.reason.contains("80 升学") == true)
    for (code, entries) in CodeLists().list(.destinationCategories).entries {
      let name = try #require(entries.first?.nameZh)
      #expect(try parser.parse(name) == code)
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `with several lines breaks them with line feeds`(lineBreak: String) {
    #expect(
      CellText.cleaned("one\(lineBreak)two\(lineBreak)\(lineBreak)three\(lineBreak)")
        == "one\ntwo\n\nthree")
  }

  @Test func `keeps an apostrophe and an equals sign that belong to it`() {
    #expect(CellText.cleaned("'t Hooft") == "'t Hooft")
    #expect(CellText.cleaned("'00123") == "00123")
    #expect(CellText.cleaned("'=a") == "=a")
    #expect(CellText.cleaned("=\"00\"\"1\"") == "00\"1")
    #expect(CellText.cleaned("=A1") == "=A1")
    #expect(CellText.isSpreadsheetError("#N/A"))
    #expect(CellText.isSpreadsheetError("######"))
    #expect(!CellText.isSpreadsheetError("#1"))
  }
}
