import Foundation
import Glibc
import TestSupport
import Testing

/// A server that gives prepared answers, one a connection, and keeps what it was asked.
final class PreparedServer: Sendable {
  let port: Int
  private let listener: Int32
  private let requests = Locked<[String]>([])
  private let thread: JoinableThread

  init(_ answers: [String]) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 8) == 0
          ? getsockname(listener, address, &length) : -1
      }
    }
    try #require(code == 0)
    port = Int(UInt16(bigEndian: address.sin_port))
    // So that nobody waits for ever for one who never asks.
    Self.limit(listener)
    thread = JoinableThread { [requests] in
      for answer in answers {
        let request = Self.exchange(listener, answer)
        requests.change { $0.append(request) }
      }
    }
  }

  deinit { close(listener) }

  /// All that was asked, once all answers were given.
  var all: [String] {
    thread.join()
    return requests.value
  }

  private static func limit(_ socket: Int32) {
    var limit = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Whether a body in pieces has ended, or one that says its length is there.
  private static func isWhole(_ request: String) -> Bool {
    if request.hasSuffix("\r\n0\r\n\r\n") { return true }
    guard let end = request.firstRange(of: "\r\n\r\n"),
      let length = request.lowercased().firstMatch(of: /content-length: (\d+)/)
    else { return false }
    return request[end.upperBound...].utf8.count >= Int(length.output.1) ?? 0
  }

  private static func exchange(_ listener: Int32, _ answer: String) -> String {
    let connection = accept(listener, nil, nil)
    guard connection >= 0 else { return "" }
    defer { close(connection) }
    limit(connection)
    var request = ""
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while !isWhole(request) {
      let count = recv(connection, &bytes, bytes.count, 0)
      if count <= 0 { break }
      request += String(decoding: bytes[..<count], as: UTF8.self)
    }
    let text = Array(answer.utf8)
    _ = send(connection, text, text.count, Int32(MSG_NOSIGNAL))
    return request
  }
}

extension PreparedServer {
  /// An answer of HTTP.
  static func answer(_ status: String, _ headers: String, _ body: String) -> String {
    "HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n"
      + "Connection: close\r\n\r\n\(body)"
  }
}
