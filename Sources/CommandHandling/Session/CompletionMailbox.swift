import EventLog
import Synchronization

/// Where the writer's thread leaves what became of appends.
final class CompletionMailbox: Sendable {
  private let completions = Mutex<[(Int, Result<AppendReceipt, EventLogError>)]>([])

  /// Leaves a completion.
  ///
  /// - Returns: whether the box was empty, so that someone must be told.
  func put(_ number: Int, _ result: Result<AppendReceipt, EventLogError>) -> Bool {
    completions.withLock { completions in
      completions.append((number, result))
      return completions.count == 1
    }
  }

  /// Takes all completions, in order.
  func take() -> [(Int, Result<AppendReceipt, EventLogError>)] {
    completions.withLock { completions in
      let taken = completions
      completions = []
      return taken
    }
  }
}
