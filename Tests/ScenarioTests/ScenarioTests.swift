import CommandHandling
import EventLog
import FoundationEssentials
import Projections
import Testing

@Suite struct `Every scenario` {
  @Test func `is one of the files beside the schemas`() throws {
    let directory =
      URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path + "/Schemas/scenarios"
    let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    #expect(names == RecordedScenario.files)
  }

  @Test(arguments: RecordedScenario.files)
  func `is recorded without a refusal, and a second time records nothing`(
    file: String
  ) async throws {
    let scenario = try await RecordedScenario(file)
    #expect(scenario.refusals == [])
    #expect(Set(scenario.answers.compactMap { try? $0.result.get().status }) == [.recorded])
    let end = scenario.log.end
    let again = await scenario.again()
    #expect(again.count == scenario.answers.count)
    #expect(Set(again.compactMap { try? $0.result.get().status }) == [.repeated])
    #expect(scenario.log.end == end)
  }

  @Test(arguments: RecordedScenario.files)
  func `leaves no fact to be reviewed, and no finding but one`(file: String) async throws {
    let scenario = try await RecordedScenario(file)
    #expect(try await scenario.store.page(ViewQuery("ReviewQueue", limit: 1)).rows == [])
    // Nobody published how many employers SIT's leaders wanted to visit.
    let rules = try await scenario.store.measure("findings.open").rows.map { $0[0] }
    #expect(rules == (file == "sit-campaign.ndjson" ? [.text("R28")] : []))
  }

  @Test(arguments: RecordedScenario.files)
  func `says where each line is from`(file: String) throws {
    for (index, line) in try SchemaFile.text("scenarios/" + file).split(separator: "\n")
      .enumerated()
    {
      let graded = ["DOCUMENTED", "INFERRED", "SYNTHETIC"].filter {
        line.contains(#""evidence":"\#($0)""#)
      }
      #expect(graded.count == 1, "line \(index + 1)")
      // What nobody wrote has no document to show.
      #expect(
        line.contains(#""document":""#) || graded == ["SYNTHETIC"], "line \(index + 1)")
    }
  }

  @Test(arguments: RecordedScenario.files)
  func `names a person where it can be erased alone`(file: String) throws {
    let text = try SchemaFile.text("scenarios/" + file)
    let named = #/"personal":\{"name":"(?<name>[^"]*)"[^}]*\}/#
    let names = Set(text.matches(of: named).map { String($0.output.name).lowercased() })
    // Each is found, however its line is written.
    #expect(
      text.matches(of: named).count == text.matches(of: #/"personal":/#).count, "one without a name"
    )
    let rest = text.replacing(named, with: "").lowercased()
    for name in names {
      for written in [name, name.replacing(" ", with: "-"), name.replacing(" ", with: "")] {
        #expect(!rest.contains(written), "\(written)")
      }
    }
    #expect(!rest.contains("reporter "), "whoever wrote a document is a person, too")
  }

  @Test(arguments: RecordedScenario.files)
  func `invents no person without saying so`(file: String) throws {
    for line in try SchemaFile.text("scenarios/" + file).split(separator: "\n")
    where line.contains(#""name":"invented"#) || line.contains(#""name":"unnamed"#) {
      #expect(line.contains(#""evidence":"SYNTHETIC""#), "\(line.prefix(200))")
    }
  }
}

@Suite struct `A row less` {
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    /// The lines that are left out contain this.
    let left: String
    let claim: String
    let withFill: Int64
    let difference: Int64
    var testDescription: String { left }
  }

  static let cases = [
    Case(
      file: "sit-campaign.ndjson", left: #""visit":"visit-sit-219""#, claim: "claim-sit-employers",
      withFill: 218, difference: -1),
    Case(
      file: "sit-campaign.ndjson",
      left: #""mergeOrganisation":{"organisation":"organisation-sit-employer-080-again""#,
      claim: "claim-sit-employers", withFill: 220, difference: 1),
    Case(
      file: "hundred-day-sprint.ndjson",
      left:
        #""joinCampaign":{"campaign":"campaign-24365-hand-in-hand-2023","details":{"organisation":"organisation-agency-24365-12""#,
      claim: "claim-sprint-agencies", withFill: 11, difference: -1),
    Case(
      file: "hundred-day-sprint.ndjson", left: #""activity":"activity-online-14""#,
      claim: "claim-sprint-online-activities", withFill: 13, difference: -1),
    Case(
      file: "matchmaking-session.ndjson",
      left:
        #""recordPartyArrival":{"session":"session-key-fields-2023","details":{"organisation":"organisation-key-field-company-35""#,
      claim: "claim-match-companies", withFill: 34, difference: -1),
    Case(
      file: "matchmaking-session.ndjson",
      left: #""industry":"unnamed-15""#, claim: "claim-match-industries",
      withFill: 14, difference: -1),
    Case(
      file: "matchmaking-session.ndjson",
      left:
        #""recordPartyArrival":{"session":"session-key-fields-2023","details":{"organisation":"organisation-tsinghua-university""#,
      claim: "claim-match-universities", withFill: 24, difference: -1),
    Case(
      file: "matchmaking-session.ndjson", left: #""intention":"intention-key-fields-98""#,
      claim: "claim-match-intentions", withFill: 97, difference: -3),
    Case(
      file: "ningbo-platform.ndjson",
      left: #""registerOrganisation":{"organisation":"organisation-ningbo-training-200""#,
      claim: "claim-ningbo-training-institutions", withFill: 199, difference: -1),
  ]

  @Test(arguments: cases)
  func `shows in the difference`(one: Case) async throws {
    let scenario = try await RecordedScenario(one.file, leavingOut: [one.left])
    #expect(scenario.refusals == [])
    let row = try await scenario.claim(one.claim)
    #expect(row["with_fill"] == .integer(one.withFill))
    #expect(row["difference"] == .integer(one.difference))
  }

  @Test func `of a vote shows in what documents alone say`() async throws {
    let scenario = try await RecordedScenario(
      "chengdu-alliance.ndjson",
      leavingOut: [
        #""recordVote":{"meeting":"meeting-chengdu-founding","details":{"motion":"charter""#
      ])
    let row = try await scenario.claim("claim-chengdu-votes")
    #expect(row["documented"] == 1)
    #expect(row["status"] == .text("partial"))
  }
}
