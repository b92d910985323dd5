internal import NIOCore
internal import NIOHTTP1

/// Answers clients of HTTP/1.0 as they read: to the connection's end.
///
/// They know nothing of bodies in pieces, and wait for an end that the library gives to later clients
/// only where these ask for it. Those who ask to keep the connection know no other end of an answer
/// whose length isn't known beforehand.
///
/// Source: RFC 9112, sections 6.1 and 9.3.
final class EarlierHTTP: ConnectionWatcher {
  /// Of each request under way whether its client ends with the connection.
  private var isEarlier: [Bool] = []

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else {
      context.fireChannelRead(data)
      return
    }
    let isEarlier = head.version == .http1_0
    self.isEarlier.append(isEarlier)
    if isEarlier { head.headers.replaceOrAdd(name: "connection", value: "close") }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let part = unwrapOutboundIn(data)
    if case .head(var head) = part, isEarlier.first == true {
      head.version = .http1_0
      context.write(wrapOutboundOut(.head(head)), promise: promise)
      return
    }
    if case .end = part, !isEarlier.isEmpty { isEarlier.removeFirst() }
    context.write(data, promise: promise)
  }
}
