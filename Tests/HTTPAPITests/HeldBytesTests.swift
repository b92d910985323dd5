import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@Suite struct `What requests hold together` {
  @Test func `has a bound: one that has no room comes later`() async throws {
    var limits = ServerLimits()
    // A line without its end holds as much as it says, until it ends.
    limits.heldByteCount = 1_000
    limits.sessionByteCount = 900
    try await ServerFixture().serve(limits: limits) { port in
      let first = try RawConnection(port: port)
      first.send(
        "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\n"
          + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n \r\n")
      let body = registration()
      let request =
        "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
      var refused = ""
      try await waitUntil {
        refused = try await RawConnection.exchange(port: port, request)
        return refused.contains(" 503 ")
      }
      #expect(refused.contains("urn:concord:problem:busy"), "\(refused)")
      #expect(refused.lowercased().contains("retry-after: 2"), "\(refused)")
      first.send("0\r\n\r\n")
      try await waitUntil {
        !(try await RawConnection.exchange(port: port, request).contains(" 503 "))
      }
    }
  }
}
