import Dispatch
import Glibc

/// A connection whose bytes a test sends itself: half requests, foreign hosts, sudden ends.
public final class RawConnection {
  private var socket: Int32

  /// Connects to this machine.
  public init(port: Int) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    // SAFETY: an address of IPv4 begins as every address does, and its size is said.
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
  public func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      == bytes.count
  }

  /// Sends a text again and again, until the other side has taken nothing for two seconds or has closed.
  public func flood(_ text: String) {
    let bytes = Array(text.utf8)
    var ready = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
    while poll(&ready, 1, 2_000) == 1,
      Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)) > 0
    {}
  }

  /// What comes next; empty when the other side has closed, `nil` when nothing comes in a minute.
  ///
  /// Asks again and again: to wait in the call would take a thread from the server under test.
  public func receive() async throws -> String? {
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

  /// What comes next from a server in another process; empty when it has closed, or when nothing comes
  /// in a minute.
  public func wait() -> String {
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var bytes = [UInt8](repeating: 0, count: 4_096)
    return String(decoding: bytes[..<max(0, recv(socket, &bytes, bytes.count, 0))], as: UTF8.self)
  }

  /// Sends text, and gives all that comes until the other side closes.
  ///
  /// On a thread of its own, so that it may wait as long as that takes and keeps no thread from the
  /// server under test. It ends when five minutes bring nothing.
  public static func exchange(port: Int, _ text: String) async throws -> String {
    try await withCheckedThrowingContinuation { done in
      DispatchQueue(label: "test.exchange").async {
        done.resume(with: Result { try RawConnection(port: port).exchange(text) })
      }
    }
  }

  private func exchange(_ text: String) throws -> String {
    var limit = timeval(tv_sec: 300, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      // Closed early: what it said before is what counts.
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    var received: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(socket, &bytes, bytes.count, 0)
      guard count > 0 else { return String(decoding: received, as: UTF8.self) }
      received += bytes[..<count]
    }
  }

  /// Ends the connection as a process that was killed or a network that is gone does.
  public func reset() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    close(socket)
    socket = -1
  }
}

/// Why there is no connection.
public struct RawConnectionFailure: Error {
  /// The `errno`.
  public let code: Int32
}
