import Foundation
import Testing

@Suite struct `A busy server` {
  private static let busy = PreparedServer.answer(
    "503 Service Unavailable", "Content-Type: application/problem+json\r\nRetry-After: 1\r\n",
    #"{"type":"urn:concord:problem:busy","title":"Service Unavailable","status":503,"detail":"all is taken"}"#
  )

  private static let recorded = PreparedServer.answer(
    "200 OK", "Content-Type: application/x-ndjson\r\n",
    #"{"kind":"receipt","line":1,"status":"recorded","id":"x","review":false,"events":[]}"# + "\n")

  @Test func `is asked again when it says, with all there was to say`() throws {
    let place = Place()
    let server = try PreparedServer([Self.busy, Self.busy, Self.recorded])
    let lines = try place.file("lines.ndjson", Lines.organisations(1..<2))

    let outcome = try Program.run(
      place, "record", lines, "--url", "http://127.0.0.1:\(server.port)")

    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "concord: http://127.0.0.1:\(server.port) answers 503: all is taken; "
          + "it is asked again in 1 s\n"), "\(outcome.errors)")
    let bodies = server.all.map { $0.split(separator: "\r\n\r\n", maxSplits: 1).last ?? "" }
    #expect(bodies.count == 3 && Set(bodies).count == 1)
    #expect(bodies.first?.contains("organisation-1") == true, "\(bodies)")
  }

  @Test func `that doesn't say when is not asked again`() throws {
    let place = Place()
    let server = try PreparedServer([Self.busy.replacing("Retry-After: 1\r\n", with: "")])
    let lines = try place.file("lines.ndjson", Lines.organisations(1..<2))

    let outcome = try Program.run(
      place, "record", lines, "--url", "http://127.0.0.1:\(server.port)")

    #expect(outcome.status == 74)
    #expect(outcome.errors.hasSuffix("answers 503: all is taken\n"), "\(outcome.errors)")
    #expect(server.all.count == 1)
  }
}
