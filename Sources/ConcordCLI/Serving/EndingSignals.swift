import FoundationEssentials
import Glibc
import UnixSignals

/// The signals at which a server ends in order.
enum EndingSignals {
  /// The signals.
  static var all: [UnixSignal] {
    [.sigterm, .sigint] + (ignoresHangUp ? [] : [.sighup])
  }

  /// The signals as they come; they are trapped from now on.
  static func trapped() async -> UnixSignalsSequence {
    if ignoresHangUp { return await UnixSignalsSequence(trapping: .sigterm, .sigint) }
    return await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
  }

  /// Whether the process ignores the end of its terminal, as one that `nohup` started does.
  private static var ignoresHangUp: Bool {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return false
    }
    let ignored = status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") }
      .flatMap { UInt64($0.dropFirst(7).drop { $0.isWhitespace }, radix: 16) }
    // The first signal has the lowest bit.
    return ignored.map { $0 >> UInt64(SIGHUP - 1) & 1 == 1 } ?? false
  }
}
