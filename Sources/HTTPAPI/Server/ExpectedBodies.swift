internal import NIOCore
internal import NIOHTTP1

/// Tells a client that waits for it to send its body: `100 Continue`, once a route begins to read.
///
/// Clients with large bodies ask by `Expect: 100-continue` first, curl from a megabyte on, and lose a
/// second where nobody answers. A request that is refused before gets its refusal instead, and its body is
/// never sent.
///
/// Source: RFC 9110, section 10.1.1.
final class ExpectedBodies: ConnectionWatcher {
  /// Says that the request being answered is about to be read.
  enum Wanted { case now }

  /// Of each request under way whether its client waits.
  private var isAwaited: [Bool] = []

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data) {
      let isAwaited = head.headers["expect"].contains { $0.lowercased() == "100-continue" }
      // HTTP/1.0 knows no answers before the answer.
      self.isAwaited.append(isAwaited && head.version != .http1_0)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head: if !isAwaited.isEmpty { isAwaited[0] = false }
    case .end: if !isAwaited.isEmpty { isAwaited.removeFirst() }
    case .body: break
    }
    context.write(data, promise: promise)
  }

  func triggerUserOutboundEvent(
    context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
  ) {
    guard event is Wanted else {
      context.triggerUserOutboundEvent(event, promise: promise)
      return
    }
    promise?.succeed()
    guard isAwaited.first == true else { return }
    isAwaited[0] = false
    let head = HTTPResponseHead(version: .http1_1, status: .continue)
    context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
  }
}
