@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Testing

@Suite struct `A fact that is judged by its own moment` {
  private static let told = [
    #""occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-h","details":{"kind":"ENTERPRISE","name":"N"}}"#,
    #""occurred":"2020-01-01","registerPerson":{"person":"person-p","details":{}}"#,
    #""occurred":"2022-05-20","draftVacancy":{"vacancy":"vacancy-v","details":{"employer":"organisation-h","terms":{"title":"Fitter"}}}"#,
    #""occurred":"2022-06-10","submitApplication":{"vacancy":"vacancy-v","person":"person-p","details":{}}"#,
  ]

  @Test(arguments: [
    ("2022-06", false), ("2022-06-10", false), ("2022-06-11", true), ("2022-07", true),
  ])
  func `is judged again where what is told late may have happened by then`(
    published: String, isFound: Bool
  ) async throws {
    let bench = Bench()
    let manager = findingManager(on: bench.log)
    func found() throws -> [String] {
      try openFindings(in: bench.log).map(\.rule).filter { $0 == "OPEN-VACANCY" }
    }
    for body in Self.told + [
      #""occurred":"\#(published)","publishVacancy":{"vacancy":"vacancy-v","details":{}}"#
    ] {
      if body.contains("publishVacancy") { #expect(try found() == ["OPEN-VACANCY"]) }
      _ = try await CommandHandler(log: bench.log, personal: nil).handle(
        ParsedCommand(CommandJSON.command(Array(#"{"standing":"REPORTED",\#(body)}"#.utf8))),
        actor: Bench.actor, channel: .api)
      try await manager.catchUp()
    }
    #expect(try found() == (isFound ? ["OPEN-VACANCY"] : []))
  }
}
