import Foundation
import Glibc
import TestSupport
import Testing

/// A server that gives prepared answers, one a connection, and keeps what it was asked.
private final class PreparedServer: Sendable {
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

  private static func exchange(_ listener: Int32, _ answer: String) -> String {
    let connection = accept(listener, nil, nil)
    guard connection >= 0 else { return "" }
    defer { close(connection) }
    limit(connection)
    var request = ""
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    // The end of a body in pieces.
    while !request.hasSuffix("\r\n0\r\n\r\n") {
      let count = recv(connection, &bytes, bytes.count, 0)
      if count <= 0 { break }
      request += String(decoding: bytes[..<count], as: UTF8.self)
    }
    let text = Array(answer.utf8)
    _ = send(connection, text, text.count, Int32(MSG_NOSIGNAL))
    return request
  }
}

@Suite struct `A busy server` {
  private static func answer(_ status: String, _ headers: String, _ body: String) -> String {
    "HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n"
      + "Connection: close\r\n\r\n\(body)"
  }

  private static let busy = answer(
    "503 Service Unavailable", "Content-Type: application/problem+json\r\nRetry-After: 1\r\n",
    #"{"type":"urn:concord:problem:busy","title":"Service Unavailable","status":503,"detail":"all is taken"}"#
  )

  private static let recorded = answer(
    "200 OK", "Content-Type: application/x-ndjson\r\n",
    #"{"kind":"receipt","line":1,"status":"recorded","id":"x","review":false,"events":[]}"# + "\n")

  @Test func `is asked again when it says, with all there was to say`() throws {
    let place = Place()
    let server = try PreparedServer([Self.busy, Self.busy, Self.recorded])
    let lines = try place.file("lines.ndjson", Lines.organisations(1..<2))

    let outcome = try Program.run(
      place, "record", lines, "--url", "http://127.0.0.1:\(server.port)")

    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "concord: http://127.0.0.1:\(server.port) answers 503: all is taken; "
          + "it is asked again in 1 s\n"), "\(outcome.errors)")
    let bodies = server.all.map { $0.split(separator: "\r\n\r\n", maxSplits: 1).last ?? "" }
    #expect(bodies.count == 3 && Set(bodies).count == 1)
    #expect(bodies.first?.contains("organisation-1") == true, "\(bodies)")
  }

  @Test func `that doesn't say when is not asked again`() throws {
    let place = Place()
    let server = try PreparedServer([Self.busy.replacing("Retry-After: 1\r\n", with: "")])
    let lines = try place.file("lines.ndjson", Lines.organisations(1..<2))

    let outcome = try Program.run(
      place, "record", lines, "--url", "http://127.0.0.1:\(server.port)")

    #expect(outcome.status == 74)
    #expect(outcome.errors.hasSuffix("answers 503: all is taken\n"), "\(outcome.errors)")
    #expect(server.all.count == 1)
  }
}
