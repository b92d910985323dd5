import Importing
import TestSupport
import Testing

@testable import ConcordCLI

@Suite struct `What a server says would become of a row` {
  private static func lines(_ text: String) -> String {
    PreparedServer.answer("200 OK", "Content-Type: application/x-ndjson\r\n", text)
  }

  private static func problem(_ code: String, _ status: Int, _ more: String) -> String {
    #"{"kind":"problem","type":"urn:concord:problem:\#(code)","title":"t","status":\#(status),"detail":"so it is"\#(more)}"#
      + "\n"
  }

  private static let receipt =
    #"{"kind":"receipt","line":1,"status":"alreadySo","dryRun":true,"id":"x","review":false,"events":[]}"#
    + "\n"

  private func foreseen(
    _ server: PreparedServer, _ waits: Locked<[Duration]>
  ) async throws -> [CommandOutcome] {
    let patience = Patience(
      pause: { wait in waits.change { $0.append(wait) } }, tell: { _ in })
    let door = ServerDoor(
      server: RemoteServer(
        url: "http://127.0.0.1:\(server.port)", secret: nil, patience: patience))
    return try await door.foresee([])
  }

  @Test func `waits where the key has had its share of look-ups, and blames no row`() async throws {
    let server = try PreparedServer([
      Self.lines(Self.problem("too-many-look-ups", 429, #","line":1,"retryAfterSeconds":7"#)),
      Self.lines(Self.receipt),
    ])
    let waits = Locked<[Duration]>([])
    let outcomes = try await foreseen(server, waits)
    #expect(outcomes.count == 1)
    guard case .accepted(.alreadySo, _, _, _)? = outcomes.first else {
      Issue.record("\(outcomes)")
      return
    }
    #expect(waits.value == [.seconds(7)])
    #expect(server.all.count == 2)
  }

  @Test func `ends where the server ends, with its reason`() async throws {
    let server = try PreparedServer([Self.lines(Self.problem("too-slow", 408, ""))])
    let failure = await #expect(throws: Failure.self) {
      _ = try await foreseen(server, Locked([]))
    }
    #expect(failure?.status == .inputOutput)
    #expect(failure?.reason?.hasSuffix("answers: so it is") == true)
  }

  @Test func `is a refusal of the row where the row is to blame`() async throws {
    let server = try PreparedServer([Self.lines(Self.problem("code-taken", 409, #","line":1"#))])
    let outcomes = try await foreseen(server, Locked([]))
    guard case .refused("code-taken", _, _, _)? = outcomes.first else {
      Issue.record("\(outcomes)")
      return
    }
  }
}
