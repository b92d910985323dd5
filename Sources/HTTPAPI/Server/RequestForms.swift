internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1

/// Refuses requests that the library would take though HTTP says that they are none, and puts the host
/// that a whole address names in the place of the field beside it.
///
/// The host decides whether a server without keys answers, so there must be one and no more.
///
/// Source: RFC 9112, sections 3, 3.2, 3.2.2 and 6.1.
final class RequestForms: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  /// A request that is answered with a problem, behind which nothing more is read.
  struct Refused: Error {
    let problem: Problem
  }

  private let limits: ServerLimits
  private var hasRefused = false

  private init(_ limits: ServerLimits) { self.limits = limits }

  /// Looks at the heads of requests, from now on; to be called as the last, so that no other handler
  /// sees what is refused, and on the connection's event loop.
  static func watch(_ channel: any Channel, _ limits: ServerLimits) throws {
    let pipeline = channel.pipeline.syncOperations
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(RequestForms(limits), position: .after(decoder))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if hasRefused { return }
    guard case .head(var head) = unwrapInboundIn(data) else {
      context.fireChannelRead(data)
      return
    }
    if let problem = refusal(of: head) {
      hasRefused = true
      context.fireErrorCaught(Refused(problem: problem))
      return
    }
    if let host = Self.host(of: head.uri) { head.headers.replaceOrAdd(name: "host", value: host) }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  private func refusal(of head: HTTPRequestHead) -> Problem? {
    guard head.uri.utf8.count <= limits.targetByteCount else {
      return Problem(
        "malformed-request", HTTPResponse.Status(code: 414, reasonPhrase: "URI Too Long"),
        "an address has at most \(limits.targetByteCount) bytes")
    }
    let hosts = head.headers["host"]
    guard hosts.count == 1 || hosts.isEmpty && head.version == .http1_0 else {
      return Problem("malformed-request", .badRequest, "a request has one field Host")
    }
    guard
      head.headers.allSatisfy({
        $0.name.utf8.count + $0.value.utf8.count <= limits.headerFieldByteCount
      })
    else {
      return Problem(
        "malformed-request", .badRequest,
        "a field of the header has at most \(limits.headerFieldByteCount) bytes")
    }
    let byteCount = head.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    guard byteCount <= limits.headerListByteCount else {
      return Problem(
        "malformed-request", .badRequest,
        "the fields of the header have at most \(limits.headerListByteCount) bytes together")
    }
    let codings = head.headers[canonicalForm: "transfer-encoding"]
    guard codings.allSatisfy({ $0.lowercased() == "chunked" }) else {
      return Problem(
        "malformed-request", .notImplemented,
        "the body comes as it is or chunked, in no other Transfer-Encoding")
    }
    return nil
  }

  /// The host of an address that names one; `nil` of a path.
  private static func host(of uri: String) -> String? {
    guard !uri.hasPrefix("/"), let scheme = uri.firstRange(of: "://") else { return nil }
    let authority = uri[scheme.upperBound...].prefix { !"/?#".contains($0) }
    // What stands before @ names nobody.
    return authority.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init)
  }
}
