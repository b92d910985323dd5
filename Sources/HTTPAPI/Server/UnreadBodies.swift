internal import NIOCore
internal import NIOHTTP1

/// Ends the connection of a client that goes on with a body which nobody reads: its request was refused,
/// or takes none.
///
/// Some of it is passed over, because many clients read no answer before they have sent all, and so that
/// the connection can be used again; but only so much of it, and only so long.
///
/// Source: RFC 9112, sections 9.3 and 9.6.
final class UnreadBodies: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let limits: ServerLimits
  /// How many requests began that are not answered to the end.
  private var unanswered = 0
  /// Whether the last of them is still coming.
  private var isComing = false
  /// How many bytes of its body are still to come, where it said how many there are.
  private var announced = 0
  /// How many came of it after its answer.
  private var passedOver = 0
  /// What ends the connection if it comes for too long.
  private var alarm: Scheduled<Void>?

  private init(_ limits: ServerLimits) { self.limits = limits }

  /// Looks out for such bodies, from now on; to be called on the connection's event loop.
  static func watch(_ channel: any Channel, _ limits: ServerLimits) throws {
    let pipeline = channel.pipeline.syncOperations
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(UnreadBodies(limits), position: .after(decoder))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      unanswered += 1
      isComing = true
      announced = head.headers.first(name: "content-length").flatMap(Int.init) ?? 0
      passedOver = 0
    case .body(let piece):
      announced -= piece.readableBytes
      guard unanswered == 0 else { break }
      passedOver += piece.readableBytes
      guard passedOver <= limits.unreadByteCount else {
        context.close(promise: nil)
        return
      }
    case .end:
      isComing = false
      alarm?.cancel()
      alarm = nil
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let part = unwrapOutboundIn(data)
    let isOfComing = isComing && unanswered == 1
    switch part {
    case .head(var head)
    where isOfComing && head.status.code >= 400 && announced > limits.unreadByteCount:
      // What it still sends won't be taken to its end.
      head.headers.replaceOrAdd(name: "connection", value: "close")
      context.write(wrapOutboundOut(.head(head)), promise: promise)
      return
    case .end:
      if unanswered > 0 { unanswered -= 1 }
      if isOfComing {
        let channel = context.channel
        alarm = context.eventLoop.scheduleTask(in: .seconds(Int64(limits.unreadSeconds))) {
          channel.close(promise: nil)
        }
      }
    case .head, .body: break
    }
    context.write(data, promise: promise)
  }

  func channelInactive(context: ChannelHandlerContext) {
    alarm?.cancel()
    context.fireChannelInactive()
  }
}
