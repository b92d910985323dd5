internal import Glibc

/// That something did not become so in time: a test that fails says more than one that hangs.
package struct TooLate: Error {
  /// As it is.
  package init() {}
}

/// How long a test waits for what takes a moment: no machine is so busy that it isn't enough.
private let patience = Duration.seconds(120)

/// Returns once something is so; meanwhile the thread is others', who may be needed for it.
///
/// - Throws: ``TooLate`` after two minutes.
package func waitUntil(_ isSo: () async throws -> Bool) async throws {
  let deadline = ContinuousClock.now + patience
  while !(try await isSo()) {
    guard ContinuousClock.now < deadline else { throw TooLate() }
    await Task.yield()
  }
}

/// Returns once something is so, on a thread that is not Swift's.
///
/// - Throws: ``TooLate`` after two minutes.
package func spinUntil(_ isSo: () throws -> Bool) throws {
  let deadline = ContinuousClock.now + patience
  while !(try isSo()) {
    guard ContinuousClock.now < deadline else { throw TooLate() }
    sched_yield()
  }
}
