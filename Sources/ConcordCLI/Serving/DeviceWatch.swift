import EventLog
import ServiceLifecycle

/// Ends the server when a device failed under the log: what is true is found out by verifying the
/// log on a new start, never by asking the same device again.
struct DeviceWatch: Service {
  private let failures: AsyncStream<EventLogError>
  private let continuation: AsyncStream<EventLogError>.Continuation

  init() {
    (failures, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
  }

  /// Called by the log, once.
  func failed(_ error: EventLogError) {
    continuation.yield(error)
  }

  func run() async throws {
    for await error in failures.cancelOnGracefulShutdown() {
      throw Failure(
        .inputOutput, "\(error.description). Start again, and run: concord verify")
    }
  }
}
