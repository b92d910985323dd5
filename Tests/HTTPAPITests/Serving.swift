import HTTPAPI
import Hummingbird
import Logging

extension ServerFixture {
  /// Serves on a port of the system's choice while `body` runs.
  func serve(
    limits: ServerLimits = ServerLimits(), logger: Logger = Logger(label: "test"),
    _ body: @Sendable (Int) async throws -> Void
  ) async throws {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let application = ConcordServer(parts, limits: limits).application(
      host: "127.0.0.1", port: 0, logger: logger, onListening: { port.yield($0) })
    let running = Task { try await application.run() }
    for await port in ports {
      try await body(port)
      break
    }
    running.cancel()
    _ = await running.result
  }
}
