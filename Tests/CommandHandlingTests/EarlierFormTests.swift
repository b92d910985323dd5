@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import SwiftProtobuf
import Testing

/// Commands in a form that is refused today, and was not when they were recorded.
@Suite struct `A command that an earlier Concord took` {
  private static func json(_ form: String, id: Int = 1, name: String = "A") -> String {
    """
    {"id":"00000000-0000-0000-0000-00000000000\(id)","occurred":"2022-06-30",\(form),
     "registerOrganisation":{"organisation":"organisation-a",
      "details":{"kind":"ENTERPRISE","name":"\(name)"}}}
    """
  }

  private func parsed(_ json: String) throws -> ParsedCommand {
    try ParsedCommand(CommandJSON.command(Array(json.utf8)))
  }

  /// Records what a command leads to, as one who refused less did.
  private func append(_ command: ParsedCommand, to log: any AppendOnlyLog) async throws {
    let id = try #require(command.id)
    let details = PBOrganisationRegistered.with {
      $0.kind = .enterprise
      $0.name = "A"
    }
    let event = ProposedEvent(
      type: PBOrganisationRegistered.eventType, id: EventID(of: id, ordinal: 0),
      standing: .reported, actor: Bench.actor, source: command.source(.api),
      occurred: try Moment(validating: "2022-06-30"), payload: try details.serializedBytes())
    let encoded = try EncodedEvent(
      event, stream: command.target, commandID: id, commandDigest: command.digest)
    _ = try await log.append(
      Append(
        [.init(stream: command.target, expected: .any, events: [encoded])], commandID: id,
        commandDigest: command.digest))
  }

  @Test(arguments: [
    #""source":{"document":"  "}"#, #""source":{"document":"list\n3"}"#,
    #""onBehalfOf":"the school""#,
  ])
  func `gets its first receipt, and is refused under another id`(form: String) async throws {
    let log = Bench().log
    let handler = CommandHandler(log: log, personal: nil)
    func handle(_ json: String) async throws -> CommandReceipt {
      try await handler.handle(parsed(json), actor: Bench.actor, channel: .api)
    }
    try await append(parsed(Self.json(form)), to: log)
    let again = try await handle(Self.json(form))
    #expect(again.status == .repeated)
    #expect(again.events.map(\.type.text) == ["organisation.registered"])
    for other in [Self.json(form, id: 2), Self.json(form, name: "B")] {
      await #expect(throws: CommandError.self) { _ = try await handle(other) }
    }
    #expect(log.end == Position(2))
  }
}
