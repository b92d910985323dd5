internal import Glibc

/// A moment on the clock that never goes back, in nanoseconds since the machine started.
///
/// The coarse clock: some milliseconds of resolution, which deadlines of seconds don't notice, for
/// 4 ns a reading instead of 25.
struct MonotonicTime: Sendable {
  var nanoseconds: UInt64

  /// The end of time.
  static let never = MonotonicTime(nanoseconds: .max)

  static var now: MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return MonotonicTime(
      nanoseconds: UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec))
  }

  /// The moment `duration` later; the end of time when that is too far away.
  func advanced(by duration: Duration) -> MonotonicTime {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0, attoseconds >= 0 else { return self }
    let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflowToo) = product.addingReportingOverflow(
      UInt64(attoseconds / 1_000_000_000) &+ nanoseconds)
    return MonotonicTime(nanoseconds: overflow || overflowToo ? .max : sum)
  }

  func since(_ earlier: MonotonicTime) -> Duration {
    guard nanoseconds > earlier.nanoseconds else { return .zero }
    return .nanoseconds(Int64(clamping: nanoseconds - earlier.nanoseconds))
  }
}
