package import EventModel
internal import Glibc

/// The two clocks that a log's writer looks at.
///
/// Passed in, so that tests turn the hands themselves.
public struct LogClock: Sendable {
  /// The wall clock: microseconds since 1970-01-01T00:00Z.
  public let wall: @Sendable () -> Int64
  /// A clock that no one can set: microseconds since the machine started, sleep included.
  public let sinceBoot: @Sendable () -> Int64

  /// A pair of clocks.
  public init(wall: @escaping @Sendable () -> Int64, sinceBoot: @escaping @Sendable () -> Int64) {
    self.wall = wall
    self.sinceBoot = sinceBoot
  }

  /// The machine's clocks.
  public static let system = LogClock(
    wall: { microseconds(CLOCK_REALTIME) }, sinceBoot: { microseconds(CLOCK_BOOTTIME) })

  private static func microseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}

/// Decides whether the wall clock may be trusted, and what time an append is recorded at.
///
/// A step of the wall clock against the boot-time clock, or a start with a clock behind what was
/// recorded, stops appends until the clock is right again or an operator accepts it. Otherwise one
/// wrong clock would hold all later records at its time, for ever.
package struct ClockGuard: Sendable {
  /// How far the clocks may drift apart, and how far the clock may be behind the last record.
  package static let toleranceMicroseconds: Int64 = 60_000_000

  private let clock: LogClock
  /// Wall minus boot time when the guard last trusted both.
  private var offset: Int64
  /// The last time given out.
  private var last: Int64
  private var acceptsClockBehindRecords = false

  /// A guard that trusts the clocks' distance as it is now.
  package init(clock: LogClock, lastRecorded: RecordedTime?) {
    self.clock = clock
    offset = clock.wall() - clock.sinceBoot()
    last = lastRecorded?.microseconds ?? Int64.min
  }

  /// The clock that no one can set: microseconds since the machine started.
  package var sinceBoot: Int64 { clock.sinceBoot() }

  /// The time to record at: the wall clock's, but never before the last.
  ///
  /// - Parameter isAccepted: asked only where the clock is in doubt: whether an operator has said
  ///   that it is right.
  /// - Throws: ``EventLogError/clockStepped(seconds:)``, whatever the operator says where the clock
  ///   shows no year from 1 to 9999: with such a record no log could be opened again.
  package mutating func recordingTime(
    isAccepted: () -> Bool
  ) throws(EventLogError) -> RecordedTime {
    let wall = clock.wall()
    guard RecordedTime(microseconds: wall).isWithinBounds else {
      throw .clockStepped(seconds: (wall - max(last, 0)) / 1_000_000)
    }
    if let step = step(wall: wall) {
      guard isAccepted() else { throw .clockStepped(seconds: step / 1_000_000) }
      offset = wall - clock.sinceBoot()
      acceptsClockBehindRecords = true
    }
    last = max(last, wall)
    return RecordedTime(microseconds: last)
  }

  /// Why ``recordingTime(isAccepted:)`` would give no time now; `nil` where it would.
  package func refusal(isAccepted: () -> Bool) -> EventLogError? {
    var asked = self
    do throws(EventLogError) {
      _ = try asked.recordingTime(isAccepted: isAccepted)
      return nil
    } catch {
      return error
    }
  }

  private func step(wall: Int64) -> Int64? {
    let drift = wall - clock.sinceBoot() - offset
    if abs(drift) > Self.toleranceMicroseconds { return drift }
    if last != Int64.min, !acceptsClockBehindRecords, wall < last - Self.toleranceMicroseconds {
      return wall - last
    }
    return nil
  }
}
