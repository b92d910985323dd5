internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOHTTP1

/// Answers HEAD as GET is answered, with the same header and without the body, whatever the answer is.
///
/// A body that is written piece by piece isn't written at all, and has no length to be told.
///
/// Source: RFC 9110, section 9.3.2.
struct HeadResponder<Routes: HTTPResponder>: HTTPResponder {
  /// What the routes take along.
  typealias Context = Routes.Context

  let routes: Routes

  @concurrent func respond(
    to request: Request, context: Context
  ) async throws -> Response {
    guard request.method == .head else {
      return try await routes.respond(to: request, context: context).ending(with: request)
    }
    var head = request.head
    head.method = .get
    let answer = try await routes.respond(
      to: Request(head: head, body: request.body), context: context)
    return Response(status: answer.status, headers: answer.headers, body: .none)
      .ending(with: request)
  }
}

extension Response {
  /// The answer, which says that it is the connection's last where its request said so.
  ///
  /// Source: RFC 9112, section 9.6.
  fileprivate func ending(with request: Request) -> Response {
    guard request.headers[.connection]?.lowercased() == "close" else { return self }
    var response = self
    response.headers[.connection] = "close"
    return response
  }
}

extension ResponseBody {
  /// No body, and no length either: where nothing is said, the library says 0.
  static var none: ResponseBody { ResponseBody { try await $0.finish(nil) } }
}

/// Keeps what ends a body in pieces from a connection on which HEAD was asked: it would be taken for the
/// beginning of the next answer.
///
/// Source: RFC 9112, section 6.3.
final class HeadAnswers: ConnectionWatcher {
  /// Of each request under way whether it is HEAD.
  private var isHead: [Bool] = []

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data) { isHead.append(head.method == .HEAD) }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let isOfHead = isHead.first == true
    switch unwrapOutboundIn(data) {
    case .head: break
    case .body where !isOfHead: break
    case .end:
      if !isHead.isEmpty { isHead.removeFirst() }
      guard isOfHead else { break }
      fallthrough
    case .body:
      // Nothing, but in its order.
      context.write(
        wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(capacity: 0)))),
        promise: promise)
      return
    }
    context.write(data, promise: promise)
  }
}
