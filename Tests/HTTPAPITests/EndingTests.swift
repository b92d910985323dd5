import EventLog
import TestSupport
import Testing

@Suite struct `A server whose task is cancelled` {
  /// In a process of its own: NIO ends the process where an accepted connection is let go of.
  @Test func `ends in order, with connections that nobody has handled yet`() async {
    await #expect(processExitsWith: .success) {
      for _ in 0..<15 {
        let fixture = try ServerFixture(keys: nil)
        try await fixture.serve { port in
          // More than the server has turned to when it is cancelled.
          var connections: [RawConnection] = []
          for _ in 0..<64 { connections.append(try RawConnection(port: port)) }
        }
        fixture.log.close()
      }
    }
  }
}
