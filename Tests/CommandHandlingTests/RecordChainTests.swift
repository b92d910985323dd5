@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Testing

/// Somebody is known by several records, and only then it is told that their data are only stored, or that they
/// want no recommendations.
@Suite struct `What was done with an absorbed record` {
  private static func merger(_ person: String, _ into: String) -> String {
    #"{"occurred":"2023-04-02","mergePerson":{"person":"person-\#(person)","details":{"into":"person-\#(into)"}}}"#
  }

  private static func restriction(of person: String, on day: String) -> String {
    #"{"occurred":"\#(day)","restrictProcessing":{"person":"person-\#(person)","details":{"reason":"DISPUTE"}}}"#
  }

  private static func switchedOff(_ person: String, on day: String) -> String {
    #"{"occurred":"\#(day)","switchRecommendationsOff":{"person":"person-\#(person)","details":{}}}"#
  }

  @Test(arguments: [
    ([merger("a", "b"), restriction(of: "b", on: "2023-04-05")], ["P06-RESTRICTED"]),
    (
      [merger("a", "b"), merger("b", "c"), restriction(of: "c", on: "2023-04-05")],
      ["P06-RESTRICTED"]
    ),
    (
      [restriction(of: "c", on: "2023-04-05"), merger("a", "b"), merger("b", "c")],
      ["P06-RESTRICTED"]
    ),
    ([merger("a", "b"), merger("b", "c"), restriction(of: "c", on: "2023-04-11")], []),
    ([merger("a", "b"), merger("b", "c"), switchedOff("c", on: "2023-04-05")], ["SWITCHED-OFF"]),
  ])
  func `is found where what restricts its survivor is told later`(
    _ told: [String], _ rules: [String]
  ) async throws {
    let bench = Bench()
    let handler = CommandHandler(log: bench.log, personal: nil)
    let manager = findingManager(on: bench.log)
    func found() throws -> [String] { try openFindings(in: bench.log).map(\.rule) }
    let start =
      [
        #"{"occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-h","details":{"kind":"ENTERPRISE","name":"N"}}}"#
      ]
      + ["a", "b", "c"].map {
        #"{"occurred":"2020-01-01","registerPerson":{"person":"person-\#($0)"}}"#
      } + [
        #"{"occurred":"2023-04-10","giveRecommendation":{"recommendation":"recommendation-1","details":{"to":"person-a","recommended":"organisation-h"}}}"#
      ]
    for json in start + told {
      #expect(try found() == [])
      _ = try await handler.handle(
        ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: Bench.actor, channel: .api)
      try await manager.catchUp()
    }
    #expect(try found() == rules)
    // A manager that comes to all of it only now, says the same.
    #expect(try await findingManager(on: bench.log).catchUp() == 0)
  }
}
