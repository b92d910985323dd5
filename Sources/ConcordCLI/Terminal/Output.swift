import Files
import Glibc
import HTTPAPI
import Synchronization

/// Standard output, buffered, that notices when nobody reads it any more.
///
/// Whoever has more to do than to write goes on with `try?`: what made writing fail is kept, and told at
/// the end.
final class Output: Sendable {
  /// The process's standard output.
  static let standard = Output(descriptor: STDOUT_FILENO)

  /// Whether people see it as it comes.
  let isTerminal: Bool
  private let descriptor: Int32
  private let state = Mutex(State())

  private struct State {
    var buffer: [UInt8] = []
    /// What made writing fail, for good: a lost output is told at the end, whoever met it first.
    var failure: Failure?
  }

  private init(descriptor: Int32) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
  }

  /// The terminal's columns; `nil` when it isn't one, so that nothing is shortened.
  var width: Int? {
    guard isTerminal else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes a line.
  ///
  /// - Throws: ``Failure``, `quiet` once the other end is closed.
  func line(_ text: String = "") throws(Failure) {
    try write(Array(text.utf8) + [UInt8(ascii: "\n")])
  }

  /// Writes JSON and ends the line.
  func json(_ body: (inout JSONText) -> Void) throws(Failure) {
    var json = JSONText()
    body(&json)
    json.newline()
    try write(json.bytes)
  }

  /// Writes bytes.
  func write(_ bytes: [UInt8]) throws(Failure) {
    let result: Failure? = state.withLock { state in
      state.buffer += bytes
      return state.buffer.count >= 1 << 16 || isTerminal ? drain(&state) : nil
    }
    if let result { throw result }
  }

  /// Writes out what is buffered.
  func flush() throws(Failure) {
    let result: Failure? = state.withLock { drain(&$0) }
    if let result { throw result }
  }

  private func drain(_ state: inout State) -> Failure? {
    defer { state.buffer.removeAll(keepingCapacity: true) }
    if let failure = state.failure { return failure }
    do throws(FileError) {
      try ByteTransfer.write(state.buffer, to: descriptor, "standard output")
      return nil
    } catch {
      let failure =
        error.code == EPIPE ? Failure(.quiet, nil) : .system("written", error.path, error.code)
      state.failure = failure
      return failure
    }
  }

  /// Says one sentence on standard error, after the program's name.
  static func complain(_ sentence: String) {
    note("concord: " + sentence)
  }

  /// Says a line on standard error, after all that was written before.
  static func note(_ text: String) {
    try? standard.flush()
    let bytes = Array((text + "\n").utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
