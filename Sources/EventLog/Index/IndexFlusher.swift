internal import EventModel

/// The thread that flushes the overlay: when it is half full, when the log is idle, when asked.
struct IndexFlusher: Sendable {
  let core: LogCore

  /// Runs until the log is closed and everything is flushed, or can't be.
  func run() {
    var seen: UInt64 = 0
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
      guard isDue != nil || isIdle else { continue }
      let isDone = flush()
      if isClosing, isDone { return }
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

  /// - Returns: whether nothing is left that could be flushed.
  private func flush() -> Bool {
    do throws(EventLogError) {
      let hadWork = try core.flushOnce()
      return core.overlay.update { overlay in
        let isEmpty = overlay.eventCount == 0
        if isEmpty { overlay.isFlushRequested = false }
        return isEmpty || !hadWork
      }
    } catch {
      if error.isDeviceFailure {
        core.stopForGood(.outcomeUnknown("the device failed under the index"))
      }
      core.overlay.update { overlay in
        overlay.failure = error
        overlay.isFlushRequested = false
      }
      return true
    }
  }
}
