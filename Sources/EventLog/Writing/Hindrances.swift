internal import EventModel
internal import Synchronization

/// What refuses appends for now and passes: a clock that was moved, or a commit that failed a moment ago, as on
/// a full disk.
///
/// The writer asks for its times here. Everybody else may ask whether an append would be refused.
final class Hindrances: Sendable {
  /// How long the failure of a commit counts while no other was tried: 60 s.
  ///
  /// Nobody but a commit finds out whether there is room again, and who waits with commands until all is
  /// well would never send one.
  static let failureMicroseconds: Int64 = 60_000_000

  private struct State {
    var clock: ClockGuard
    /// The last commit's failure, and when that was since the machine started.
    var failure: (error: EventLogError, at: Int64)?
  }

  private let state: Mutex<State>
  /// The clock that no one can set, for who needn't wait for the state.
  private let clock: ClockGuard
  /// Where an operator's word on the clock stands.
  let clockAccepted: String

  init(_ clock: ClockGuard, in directory: DataDirectory) {
    state = Mutex(State(clock: clock))
    self.clock = clock
    clockAccepted = directory.clockAccepted
  }

  /// Microseconds since the machine started.
  var sinceBoot: Int64 { clock.sinceBoot }

  /// The time to record at; see ``ClockGuard/recordingTime(isAccepted:)``.
  func recordingTime() throws(EventLogError) -> RecordedTime {
    try state.withLock { state throws(EventLogError) in
      try state.clock.recordingTime { DataDirectory.exists(clockAccepted) }
    }
  }

  /// Notes what became of a commit; `nil` where it is there.
  func note(_ failure: EventLogError?) {
    state.withLock { state in
      if failure == nil, state.failure == nil { return }
      state.failure = failure.map { ($0, clock.sinceBoot) }
    }
  }

  /// Why an append would be refused now; `nil` as far as anybody knows that it wouldn't.
  var present: EventLogError? {
    state.withLock { state in
      if let refusal = state.clock.refusal(isAccepted: { DataDirectory.exists(clockAccepted) }) {
        return refusal
      }
      guard let (error, at) = state.failure, clock.sinceBoot - at < Self.failureMicroseconds else {
        return nil
      }
      return error
    }
  }
}
