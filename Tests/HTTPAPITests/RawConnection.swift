import Glibc
import HTTPAPI
import Hummingbird
import Logging

/// A connection whose bytes a test sends itself: half requests, foreign hosts, sudden ends.
final class RawConnection {
  private var socket: Int32

  /// Connects to this machine.
  init(port: Int) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else { throw RawConnectionFailure(code: errno) }
  }

  deinit { if socket >= 0 { close(socket) } }

  /// Sends text as far as it goes without waiting.
  ///
  /// - Returns: whether all of it went.
  @discardableResult
  func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      == bytes.count
  }

  /// What comes next; empty when the other side has closed, `nil` when nothing comes in a minute.
  ///
  /// Asks again and again: to wait in the call would take a thread from the server under test.
  func receive() async throws -> String? {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      let count = recv(socket, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      if count >= 0 { return String(decoding: bytes[..<count], as: UTF8.self) }
      guard errno == EAGAIN else { return "" }
      try await Task.sleep(for: .milliseconds(5))
    }
    return nil
  }

  /// Ends the connection as a process that was killed or a network that is gone does.
  func reset() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    close(socket)
    socket = -1
  }
}

struct RawConnectionFailure: Error {
  let code: Int32
}

extension ServerFixture {
  /// Serves on a port of the system's choice while `body` runs.
  func serve(
    limits: ServerLimits = ServerLimits(), _ body: @Sendable (Int) async throws -> Void
  ) async throws {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let application = ConcordServer(parts, limits: limits).application(
      host: "127.0.0.1", port: 0, logger: Logger(label: "test"), onListening: { port.yield($0) })
    let running = Task { try await application.run() }
    for await port in ports {
      try await body(port)
      break
    }
    running.cancel()
    _ = await running.result
  }
}
