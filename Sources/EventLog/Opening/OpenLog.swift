internal import EventModel
internal import MerkleTree
internal import Synchronization

/// A log while it is open: its parts, its threads, and the right to write.
final class OpenLog: Sendable {
  let core: LogCore
  /// What refuses appends for now; `nil` for reading only.
  let hindrances: Hindrances?
  private let writer: LogThread?
  private let flusher: LogThread?
  /// Holds the index of a long log against it; ends by itself.
  private let checker = Mutex<LogThread?>(nil)
  /// Kept for as long as anything may be written; `nil` for reading only.
  private let lock: Mutex<WriterLock?>
  /// For reading only: the tree's right edge at the end that readers see.
  let edge: Mutex<TreeFrontier>

  /// Starts the threads of a log that is written.
  ///
  /// - Throws: ``EventLogError/inputOutput(operation:path:code:)`` when no thread can be started.
  init(
    _ core: LogCore, _ tree: TreeFrontier, _ clock: ClockGuard, _ lock: consuming WriterLock
  ) throws(EventLogError) {
    self.core = core
    edge = Mutex(tree)
    self.lock = Mutex(lock)
    let hindrances = Hindrances(clock, in: core.directory)
    self.hindrances = hindrances
    // The flusher first: it ends where it is told to.
    let flusher = try LogThread { IndexFlusher(core: core).run() }
    do throws(EventLogError) {
      writer = try LogThread {
        var appender = Appender(core, tree, hindrances)
        appender.run()
      }
    } catch {
      core.overlay.update { $0.isClosing = true }
      flusher.join()
      throw error
    }
    self.flusher = flusher
  }

  /// A log that is only read.
  init(readOnly core: LogCore, _ tree: TreeFrontier) {
    self.core = core
    edge = Mutex(tree)
    lock = Mutex(nil)
    hindrances = nil
    writer = nil
    flusher = nil
    core.queue.refuse(.readOnly)
  }

  /// Holds the index against the log on a thread of its own.
  func checkIndex() {
    guard core.options.checksIndex else { return }
    do throws(EventLogError) {
      let thread = try LogThread { [core] in IndexChecker(core: core).run() }
      checker.withLock { $0 = thread }
    } catch {
      core.options.onNotice("the index is not held against the log: \(error)")
    }
  }

  /// Closes once nobody can ask for it any more, whichever thread that is found on.
  ///
  /// A completion that held the last reference is let go of on the writer's thread, which can't wait
  /// for its own end: then another thread does.
  func closeAtLast() {
    let threads = [writer, flusher, checker.withLock { $0 }]
    guard threads.contains(where: { $0?.isCurrent == true }) else { return close() }
    do throws(EventLogError) {
      _ = try LogThread { self.close() }
    } catch {
      // No room for a thread: nothing more is taken, and the directory is held until the process ends.
      core.queue.close()
    }
  }

  func close() {
    core.isEnding.store(true, ordering: .relaxed)
    core.queue.close()
    writer?.join()
    core.overlay.update { $0.isClosing = true }
    flusher?.join()
    checker.withLock { $0 }?.join()
    core.signal.close()
    lock.withLock { $0 = nil }
  }
}
