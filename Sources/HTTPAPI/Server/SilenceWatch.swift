internal import NIOCore
internal import Synchronization

/// Ends the wait for bodies whose clients send nothing for too long.
///
/// One alarm for all that are waited for, set again when it rings: an alarm for each piece would wake its
/// connection's event loop twice, which took an eighth of a command's processor time.
final class SilenceWatch: Sendable {
  private struct Waiting {
    let until: NIODeadline
    let channel: any Channel
  }

  private struct State {
    var waiting: [UInt64: Waiting] = [:]
    var lastTicket: UInt64 = 0
    var isAlarmSet = false
  }

  /// How long each piece may take.
  private let seconds: Int
  private let state = Mutex(State())

  /// - Parameter seconds: how long each piece may take.
  init(seconds: Int) { self.seconds = seconds }

  /// Begins to wait for a piece that comes over a connection.
  ///
  /// - Returns: what ends the wait.
  func begin(_ channel: any Channel) -> UInt64 {
    let until = channel.eventLoop.now + .seconds(Int64(seconds))
    let (ticket, setsAlarm) = state.withLock { state in
      state.lastTicket += 1
      state.waiting[state.lastTicket] = Waiting(until: until, channel: channel)
      defer { state.isAlarmSet = true }
      return (state.lastTicket, !state.isAlarmSet)
    }
    if setsAlarm { setAlarm(until, on: channel.eventLoop) }
    return ticket
  }

  /// Ends a wait: the piece came, or none will.
  func end(_ ticket: UInt64) { _ = take(ticket) }

  private func take(_ ticket: UInt64) -> Waiting? {
    state.withLock { $0.waiting.removeValue(forKey: ticket) }
  }

  private func setAlarm(_ time: NIODeadline, on eventLoop: any EventLoop) {
    eventLoop.scheduleTask(deadline: time) { [self] in ring(on: eventLoop) }
  }

  /// Ends what is overdue, and sets the alarm for what is due next.
  private func ring(on eventLoop: any EventLoop) {
    let now = eventLoop.now
    let (overdue, next) = state.withLock { state in
      let next = state.waiting.values.lazy.map(\.until).filter { $0 > now }.min()
      state.isAlarmSet = next != nil
      return (state.waiting.filter { $0.value.until <= now }, next)
    }
    for (ticket, waiting) in overdue {
      waiting.channel.eventLoop.execute { [self] in
        // It may have come in the meantime.
        guard take(ticket) != nil else { return }
        waiting.channel.pipeline.fireErrorCaught(BodyEnd.silent(seconds: seconds))
      }
    }
    if let next { setAlarm(next, on: eventLoop) }
  }
}
