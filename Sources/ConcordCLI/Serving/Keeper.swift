import Logging
import ServiceLifecycle

/// Keeps something derived up to date while the server runs.
///
/// When it stops with an error the server goes on: it answers what it can, and `/readyz` tells.
struct Keeper: Service {
  let name: String
  let logger: Logger
  let work: @Sendable () async throws -> Void

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown(work)
      if !Task.isShuttingDownGracefully, !Task.isCancelled {
        logger.error("\(name) ended, though nobody asked it to")
      }
    } catch is CancellationError {
      return
    } catch {
      if Task.isShuttingDownGracefully || Task.isCancelled { return }
      logger.error("\(name) stopped", metadata: ["reason": "\(error)"])
    }
    try? await gracefulShutdown()
  }
}
