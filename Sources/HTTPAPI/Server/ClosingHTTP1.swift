internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Synchronization

/// HTTP/1 connections, of which those that nobody handles are closed.
///
/// A server that ends lets go of the connections it accepted but had not turned to. NIO stops the
/// process when the channel of such a one goes without having been closed, so its holder closes it.
///
/// Source: apple/swift-nio issues 2637 and 2813.
struct ClosingHTTP1: ServerChildChannel {
  let http: HTTP1Channel
  let limits: ServerLimits

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
    http.setup(channel: channel, logger: logger).flatMapThrowing { connection in
      try MalformedRequests.watch(channel)
      try ExpectedBodies.watch(channel)
      try EarlierHTTP.watch(channel)
      try UnreadBodies.watch(channel, limits)
      // Behind the others, so that they see where an answer ends.
      try HeadAnswers.watch(channel)
      try RequestForms.watch(channel, limits)
      try EndingBodies.watch(channel, limits.endingSeconds)
      return AcceptedConnection(connection)
    }
  }

  func handle(value: AcceptedConnection, logger: Logger) async {
    guard let connection = value.take() else { return }
    await http.handle(value: connection, logger: logger)
  }
}

/// A connection until someone handles it, or nobody can any more.
final class AcceptedConnection: ServerChildChannelValue {
  let channel: any Channel
  private let connection: Mutex<HTTP1Channel.Value?>

  init(_ connection: HTTP1Channel.Value) {
    channel = connection.channel
    self.connection = Mutex(connection)
  }

  deinit {
    guard let connection = take() else { return }
    Task { try? await connection.executeThenClose { _, _ in } }
  }

  /// The connection, to who handles it: once.
  func take() -> HTTP1Channel.Value? {
    connection.withLock { $0.take() }
  }
}
