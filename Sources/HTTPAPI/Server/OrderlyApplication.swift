internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization

/// An application that ends in order, also when its task is cancelled.
///
/// NIO traps where a connection that was accepted is let go of before anyone had it: a server whose
/// task is cancelled drops what it had not turned to, and one whose listening socket is closed what is
/// being accepted at that moment. So cancellation becomes a graceful shutdown here, and before the
/// socket is closed nothing more is accepted, and what was is handed over. Only what takes longer than
/// ``secondsToEnd`` after a cancellation is cancelled.
///
/// Source: apple/swift-nio issues 2637, 2813 and 3481.
struct OrderlyApplication<Inner: ApplicationProtocol>: ApplicationProtocol {
  /// Seconds that requests under way have after a cancellation.
  static var secondsToEnd: Int { 5 }

  let inner: Inner
  let socket: ListeningSocket

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
    // Neither a child, which would be cancelled with this task, nor told of a shutdown but from here.
    let running = Task.detached { try await group.run() }
    try await withTaskCancellationHandler {
      try await withGracefulShutdownHandler {
        try await running.value
      } onGracefulShutdown: {
        Task { await end(group) }
      }
    } onCancel: {
      Task {
        await end(group)
        try? await Task.sleep(for: .seconds(Self.secondsToEnd))
        running.cancel()
      }
    }
  }

  private func end(_ group: ServiceGroup) async {
    await socket.stopAccepting(on: eventLoopGroup)
    await group.triggerGracefulShutdown()
  }
}

/// The socket that a server listens on.
final class ListeningSocket: Sendable {
  private let channel = Mutex<(any Channel)?>(nil)

  /// The server listens.
  func opened(_ channel: any Channel) { self.channel.withLock { $0 = channel } }

  /// Accepts no more, and returns when all that was accepted is set up.
  func stopAccepting(on group: any EventLoopGroup) async {
    guard let channel = channel.withLock({ $0 }) else { return }
    try? await channel.setOption(.autoRead, value: false).get()
    // A connection goes from the listening loop to its own and back to be handed over.
    for _ in 0..<3 {
      for loop in group.makeIterator() { try? await loop.submit {}.get() }
    }
    try? await Task.sleep(for: .milliseconds(20))
  }
}
