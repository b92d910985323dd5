internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import ServiceLifecycle

/// An application that a cancelled task ends in order.
///
/// A server whose task is cancelled drops the connections that were accepted and not yet handed to
/// anyone, and NIO traps where such a connection is let go of unfinished. So cancellation becomes a
/// graceful shutdown here: the listening socket is closed, what was accepted is handled, and only
/// what takes longer than ``secondsToEnd`` is cancelled.
///
/// Source: apple/swift-nio issues 2637 and 3481.
struct OrderlyApplication<Inner: ApplicationProtocol>: ApplicationProtocol {
  /// Seconds that requests under way have after a cancellation.
  static var secondsToEnd: Int { 5 }

  let inner: Inner

  var responder: Inner.Responder {
    get async throws { try await inner.responder }
  }
  var server: HTTPServerBuilder { inner.server }
  var eventLoopGroup: any EventLoopGroup { inner.eventLoopGroup }
  var configuration: ApplicationConfiguration { inner.configuration }
  var logger: Logger { inner.logger }
  var services: [any Service] { inner.services }
  var processesRunBeforeServerStart: [@Sendable () async throws -> Void] {
    inner.processesRunBeforeServerStart
  }

  @Sendable func onServerRunning(_ channel: any Channel) async {
    await inner.onServerRunning(channel)
  }

  func run() async throws {
    let group = ServiceGroup(configuration: .init(services: [inner], logger: logger))
    // Not a child: it would be cancelled with this task.
    let running = Task { try await group.run() }
    try await withTaskCancellationHandler {
      try await withGracefulShutdownHandler {
        try await running.value
      } onGracefulShutdown: {
        Task { await group.triggerGracefulShutdown() }
      }
    } onCancel: {
      Task {
        await group.triggerGracefulShutdown()
        try? await Task.sleep(for: .seconds(Self.secondsToEnd))
        running.cancel()
      }
    }
  }
}
