import Cooperation
import EventLog
import EventModel

/// A command that a manager has given and whose outcome it has not seen yet.
///
/// Commands to different streams are on their way together and share commits.
struct GivenCommand {
  let target: StreamName
  let trigger: RecordedEvent
  private let outcome: Task<Result<Bool, CommandError>, Never>

  init(
    _ command: ParsedCommand, after trigger: RecordedEvent, _ channel: Source.Channel,
    to handler: CommandHandler<CooperationDecider>
  ) {
    target = command.target
    self.trigger = trigger
    // Not a child of the manager's task: what is on its way is recorded when that is cancelled.
    outcome = Task {
      do throws(CommandError) {
        return .success(
          try await Self.give(command, channel: channel, to: handler))
      } catch {
        return .failure(error)
      }
    }
  }

  /// Whether it was recorded; waits for the outcome.
  func isRecorded() async throws(CommandError) -> Bool {
    let result = await withTaskCancellationHandler {
      await outcome.value
    } onCancel: {
      outcome.cancel()
    }
    return try result.get()
  }

  private static func give(
    _ command: ParsedCommand, channel: Source.Channel,
    to handler: CommandHandler<CooperationDecider>
  ) async throws(CommandError) -> Bool {
    var patience = QueuePatience()
    while true {
      do throws(CommandError) {
        let receipt = try await handler.handle(command, actor: .reactionManager, channel: channel)
        return receipt.status == .recorded
      } catch {
        switch error {
        case .busy, .tooContended:
          // Others come first.
          if await patience.wait() { continue }
          // Where the task ends, the trigger is found again; so it is after a failure of the log,
          // while any other would pass it over.
          if Task.isCancelled { return false }
          throw .log(.queueFull(waiting: 1))
        default: throw error
        }
      }
    }
  }
}
