internal import EventModel
internal import LMDB

/// The thread that flushes the overlay: when it is half full, when the log is idle, when asked.
struct IndexFlusher: Sendable {
  let core: LogCore

  /// How often the slots of dead readers are freed where there is nothing to flush.
  private static let clearingMicroseconds: Int64 = 60_000_000

  /// What a flush led to.
  private enum Outcome {
    /// There may be more.
    case moreToDo
    /// Nothing is left that could be flushed now.
    case done
    /// The device failed, or the index is damaged: nothing more is written to it.
    case abandoned
  }

  /// Runs until the log is closed and everything is flushed, or can't be.
  func run() {
    var seen: UInt64 = 0
    var cleared = LogClock.system.sinceBoot()
    while true {
      let isDue: Void? = core.overlay.wait(
        atMostMilliseconds: core.options.idleFlushMilliseconds
      ) { overlay in self.isDue(overlay) ? () : nil }
      let (isClosing, isIdle) = core.overlay.withLock { overlay in
        // Two looks with nothing between them: then the log is idle. A failed flush is tried
        // again whatever happens.
        let isIdle = overlay.commitCount == seen || overlay.failure != nil
        seen = overlay.commitCount
        return (overlay.isClosing, isIdle)
      }
      let now = LogClock.system.sinceBoot()
      if now - cleared >= Self.clearingMicroseconds {
        cleared = now
        // Tried again in a minute and before each flush.
        try? core.clearDeadReaders()
      }
      guard isDue != nil || isIdle else { continue }
      switch flush() {
      case .abandoned: return
      case .done where isClosing: return
      case .done, .moreToDo: break
      }
    }
  }

  private func isDue(_ overlay: Overlay) -> Bool {
    if overlay.isFlushRequested || overlay.isClosing { return true }
    return overlay.failure == nil && Self.isHalfFull(overlay, core.options)
  }

  /// Whether enough has gathered for a flush to be worth its price.
  static func isHalfFull(_ overlay: Overlay, _ options: EventLogOptions) -> Bool {
    overlay.active.eventCount >= options.overlayEventCount / 2
      || overlay.active.byteCount >= options.overlayByteCount / 2
  }

  private func flush() -> Outcome {
    do throws(EventLogError) {
      let hadWork = try core.flushOnce()
      return core.overlay.update { overlay in
        let isEmpty = overlay.eventCount == 0
        if isEmpty { overlay.isFlushRequested = false }
        return isEmpty || !hadWork ? .done : .moreToDo
      }
    } catch {
      // First, so that who is told of the failure finds that nothing more is taken.
      if error.isDeviceFailure {
        core.stopForGood(.outcomeUnknown("the device failed under the index"))
      }
      if let (path, reason) = error.damage, path == core.index.environment.directory {
        core.refuseIndex("it can't be flushed: \(reason)")
        return .abandoned
      }
      let isAbandoned = error.isDeviceFailure
      let isFirst = core.overlay.update { overlay in
        defer { overlay.failure = error }
        overlay.isFlushRequested = false
        overlay.isAbandoned = isAbandoned
        return overlay.failure == nil
      }
      if isFirst { core.options.onNotice("the index can't be flushed: \(error)") }
      return isAbandoned ? .abandoned : .done
    }
  }
}
