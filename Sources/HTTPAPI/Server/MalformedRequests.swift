internal import Glibc
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1

/// Answers bytes that are not an HTTP request with a problem, like everything else that is refused.
///
/// It does so only while no request is under way on the connection; else the library ends that request in its
/// own order, with an empty 400.
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
    let refused = error as? RequestForms.Refused
    guard error is HTTPParserError || refused != nil, requestsUnderWay == 0 else {
      context.fireErrorCaught(refused == nil ? error : HTTPParserError.unknown)
      return
    }
    let problem =
      refused?.problem
      ?? Problem(
        "malformed-request", .badRequest,
        "this is no HTTP/1.1 request, it has a method that nobody knows, or its header is larger than "
          + "this server takes")
    let body = ByteBuffer(bytes: problem.json.bytes)
    let head = HTTPResponseHead(
      version: .http1_1,
      status: HTTPResponseStatus(
        statusCode: problem.status.code, reasonPhrase: problem.status.reasonPhrase),
      headers: [
        "Content-Type": Problem.mediaType, "Content-Length": String(body.readableBytes),
        "Connection": "close", "Date": Self.date(), "Server": "Concord",
      ])
    let channel = context.channel
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    // The client closes the rest: closed at once, what it still sends could take the answer from it.
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      channel.close(mode: .output, promise: nil)
    }
  }

  /// The moment as a header has it, where the library adds none.
  ///
  /// Source: RFC 9110, section 5.6.7.
  private static func date() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    let size = 32
    var text = [CChar](repeating: 0, count: size)
    let count = strftime(&text, size, "%a, %d %b %Y %H:%M:%S GMT", &parts)
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
