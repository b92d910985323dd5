internal import Dispatch
internal import Synchronization

/// Runs `body` for each worker on threads of its own, and waits for all.
///
/// For work that computes for seconds: it must not sit on Swift's own threads, which serve requests.
/// - Throws: the failure of the lowest worker that failed.
func concurrently<Result>(
  _ workerCount: Int, _ body: @Sendable (Int) throws(ProjectionError) -> Result
) throws(ProjectionError) -> [Result] {
  // SAFETY: each worker writes its own element, and the elements are read after all have ended.
  nonisolated(unsafe) var results: [Swift.Result<Result, ProjectionError>?] =
    Array(repeating: nil, count: workerCount)
  results.withUnsafeMutableBufferPointer { buffer in
    nonisolated(unsafe) let buffer = buffer
    DispatchQueue.concurrentPerform(iterations: workerCount) { worker in
      buffer[worker] = Swift.Result { () throws(ProjectionError) in try body(worker) }
    }
  }
  var values: [Result] = []
  for result in results {
    if let result { values.append(try result.get()) }
  }
  return values
}

/// Runs `body` on a thread of its own and gives its result to the waiting task.
func onOwnThread<Result: Sendable>(
  _ body: @escaping @Sendable () throws(ProjectionError) -> Result
) async throws(ProjectionError) -> Result {
  let result = await withCheckedContinuation {
    (continuation: CheckedContinuation<Swift.Result<Result, ProjectionError>, Never>) in
    DispatchQueue.global().async {
      continuation.resume(returning: Swift.Result { () throws(ProjectionError) in try body() })
    }
  }
  return try result.get()
}

extension ProjectionError {
  /// The task that asked for it was cancelled.
  static let cancelled = ProjectionError(.cancelled, "the rebuild was cancelled")
}
