internal import Dispatch

/// Runs an actor on a queue of its own, because its work waits for the disk or goes on for long: on
/// Swift's shared threads, of which there are as many as cores, it would hold up those who serve
/// requests.
package final class QueueExecutor: SerialExecutor {
  private let queue: DispatchQueue

  /// An executor; its label is the name of its thread, for who looks at a running process.
  package init(_ label: String) { queue = DispatchQueue(label: label) }

  /// Runs a job after those that were handed in before.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { [self] in job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  /// Stops the process where the caller isn't on the queue.
  package func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
