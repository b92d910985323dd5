internal import NIOCore
internal import NIOHTTP1

/// Watches what goes over one connection, between its decoder and the routes, in both directions.
protocol ConnectionWatcher: ChannelDuplexHandler
where
  InboundIn == HTTPServerRequestPart, InboundOut == HTTPServerRequestPart,
  OutboundIn == HTTPServerResponsePart, OutboundOut == HTTPServerResponsePart
{
  /// One that has seen nothing yet.
  init()
}

extension ConnectionWatcher {
  /// Watches a connection, from now on.
  ///
  /// To be called on the connection's event loop.
  static func watch(_ channel: any Channel) throws {
    let pipeline = channel.pipeline.syncOperations
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(Self(), position: .after(decoder))
  }
}
