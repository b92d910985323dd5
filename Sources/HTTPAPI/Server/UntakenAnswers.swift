internal import NIOCore

/// Closes a connection whose client takes nothing of its answer while the server ends.
///
/// Whoever reads has all the time that the server gives; who doesn't would hold up its end for all of it.
enum UntakenAnswers {
  /// Looks at what waits to be sent from now on, until the connection is closed.
  ///
  /// - Parameter seconds: how long a client may take nothing of it; a second at least.
  static func watch(_ channel: any Channel, seconds: Int) {
    look(at: channel, in: .seconds(Int64(max(1, seconds))), waiting: 0)
  }

  /// - Parameter before: how many bytes waited the last time.
  private static func look(
    at channel: any Channel, in pause: TimeAmount, waiting before: Int
  ) {
    channel.eventLoop.scheduleTask(in: pause) {
      guard channel.isActive,
        let now = try? channel.syncOptions?.getOption(.bufferedWritableBytes)
      else { return }
      guard now == 0 || now != before else { return channel.close(promise: nil) }
      look(at: channel, in: pause, waiting: now)
    }
  }
}
