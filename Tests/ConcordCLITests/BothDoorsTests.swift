import Foundation
import TestSupport
import Testing

@Suite struct `A file through both doors` {
  /// Sheets that build on each other, with rows of every fate.
  private static let sheets: [(kind: String, text: String)] = [
    (
      "organisations",
      """
      机构类型,名称,学校标识码,统一社会信用代码,机构编号,登记日期
      学校,示例学校,3633000001,,,2012
      企业,示例公司,,91330206MA2TE5T1XN,,2012
      企业,重名公司,,,E1,2012
      企业,重名公司,,,E2,2012
      企业,,,,,2012
      学校,另一学校,3633000001,,,2012

      """
    ),
    (
      "enrolments",
      """
      姓名,身份证号,学号,学校,入学日期
      赵六,990200200403150027,20190001,示例学校,2019-09-01
      钱七,990200200403150027,20190002,3633000001,2019-09-01
      孙八,,20190003,示例公司,2019-09-01
      李九,,20190004,不存在的学校,2019-09-01
      周十,,20190005,3633000001,昨天
      吴一,,20190006,3633000001,2019-09-01

      """
    ),
    (
      "agreements",
      """
      甲方,乙方,签订日期
      示例学校,示例公司,2022-06-30
      示例学校,重名公司,2022-06-30
      3633000001,organisation-E2,2022-06-30
      3633000001,organisation-none,2022-06-30
      3633000001,91330206MA2TE5T1XN,2999

      """
    ),
    (
      "placements",
      """
      姓名,身份证号,学号,学校,实习单位,开始日期,完成日期
      赵六,990200200403150027,,3633000001,示例公司,2022-02-21,2022-06-10
      冒名,990200200403150027,,3633000001,示例公司,2022-02-22,
      ,,20190006,3633000001,organisation-E1,2022-02-23,
      ,,20199999,3633000001,organisation-E1,2022-02-24,
      ,330203200403150023,,3633000001,organisation-E1,2022-02-25,

      """
    ),
    (
      "outcomes",
      """
      姓名,学号,学校,毕业去向类别代码,登记日期
      赵六,20190001,3633000001,10,2022
      另人,20190001,3633000001,10,2022

      """
    ),
  ]

  /// What the rows came to, but for the moment at which that was said.
  private func results(_ outcome: Outcome) -> [String] {
    outcome.output.replacing(/it is [^ ]+Z now/, with: "").split(separator: "\n").map(String.init)
  }

  @Test func `gives the same results row by row, for trial, in earnest and again`() throws {
    let (beside, over) = (Place(), Place())
    for place in [beside, over] {
      #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    }
    try Program.serving(over) { server, address in
      for round in ["--dry-run", "", "", "--dry-run"] {
        for (kind, text) in Self.sheets {
          // Before anything is there, rows that name it are another matter than after it.
          let more = ["--json"] + (round.isEmpty ? [] : [round])
          let local = try Program.run(
            beside, ["import", kind, try beside.file(kind + ".csv", text)] + more)
          let remote = try Program.run(
            over,
            ["import", kind, try over.file(kind + ".csv", text), "--url", address] + more)
          #expect(local.status == 1, "\(kind) \(round): \(local.output)\(local.errors)")
          #expect(remote.status == local.status, "\(kind) \(round): \(remote.errors)")
          #expect(results(remote) == results(local), "\(kind) \(round)")
          #expect(results(local).count == text.split(separator: "\n").count - 1, "\(kind)")
        }
      }
      #expect(server.end() == 0)
    }
    // Each fate was there.
    let again = try Program.run(
      beside, "import", "placements", try beside.file("p.csv", Self.sheets[3].text))
    #expect(again.output.contains("UnknownRef"), "\(again.output)")
    for type in ["agreement.reported-signed", "placement.started", "person.registered"] {
      let count = try beside.count(type)
      #expect(count > 0)
      #expect(try over.count(type) == count, "\(type)")
    }
    for place in [beside, over] {
      #expect(try place.count("import.completed") == Self.sheets.count)
      #expect(try Program.run(place, "verify").status == 0)
    }
  }
}
