import Cooperation
import Testing

@testable import Importing

@Suite struct `The words of a row` {
  @Test func `of agreements takes the words by which topics are listed`() throws {
    var sheet = try Sheet("agreements")
    sheet.known = `A row`.known
    let topics = CodeLists().list(.cooperationTopics).entries.values.flatMap {
      $0.compactMap(\.nameZh)
    }
    #expect(topics.contains("生涯规划教育"))
    var forms: Set<PBAgreementTerms.Form> = []
    for topic in topics {
      let commands = try sheet.commands(
        "甲方,乙方,签订日期,合作形式\n3633000001,91330206MA2TE5T1XN,2022-06-30,\(topic)\n")
      forms.formUnion(commands.first?.reportAgreementSigned.details.forms ?? [])
    }
    #expect(forms.count == PBAgreementTerms.Form.allCases.count - 1, "each but unspecified")
  }

  @Test(arguments: [
    ("高等职业学校", PBOrganisationRegistered.SchoolLevel.higherVocational),
    ("职业高中", .secondaryVocational), ("技师学院", .technical), ("高职", .higherVocational),
  ])
  func `of organisations takes a school's level as laws and people say it`(
    _ word: String, _ level: PBOrganisationRegistered.SchoolLevel
  ) throws {
    let commands = try Sheet("organisations").commands(
      "机构类型,名称,办学层次,登记日期\n学校,甲,\(word),2022\n")
    #expect(commands.map(\.registerOrganisation.details.schoolLevel) == [level])
  }

  @Test func `that names two organisations in one cell is told that it takes one`() throws {
    let problems = try Sheet("activities").problems("活动名称,主办单位,日期\n甲,乙大学、丙大学,2022\n")
    #expect(problems.map(\.code) == [.unknownReference])
    #expect(problems.first?.reason.hasSuffix("; one cell names one organisation") == true)
  }
}
