internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1

/// Answers what is no HTTP request with a problem, as all else that is refused.
///
/// Only where nothing else is to be answered on the connection: while a request is under way the
/// library ends it, in its own order and with an empty 400.
final class MalformedRequests: ConnectionWatcher {
  private var requestsUnderWay = 0

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head = unwrapInboundIn(data) { requestsUnderWay += 1 }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { requestsUnderWay -= 1 }
    context.write(data, promise: promise)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is HTTPParserError, requestsUnderWay == 0 else {
      context.fireErrorCaught(error)
      return
    }
    let problem = Problem(
      "malformed-request", .badRequest,
      "this is no HTTP/1.1 request, or its header is larger than this server takes")
    let body = ByteBuffer(bytes: problem.json.bytes)
    let head = HTTPResponseHead(
      version: .http1_1, status: .badRequest,
      headers: [
        "Content-Type": Problem.mediaType, "Content-Length": String(body.readableBytes),
        "Connection": "close",
      ])
    let channel = context.channel
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    // The client closes the rest: closed at once, what it still sends could take the answer from it.
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      channel.close(mode: .output, promise: nil)
    }
  }
}
