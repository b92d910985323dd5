import CommandHandling
import Cooperation
import Deciding
import EventModel

/// What became of the commands that record a search.
struct MatchRecording {
  /// How many were recorded now.
  private(set) var recorded = 0
  /// How many had been recorded on that day before.
  private(set) var repeated = 0
  /// Why others were refused.
  private(set) var refusals: [String] = []

  /// Gives the commands one after the other.
  static func record(
    _ commands: [PBCommand], in store: ConcordStore
  ) async throws -> MatchRecording {
    var recording = MatchRecording()
    for command in commands {
      if Interruption.isRequested { break }
      do throws(CommandError) {
        let receipt = try await give(command, in: store)
        if receipt.status == .recorded { recording.recorded += 1 } else { recording.repeated += 1 }
      } catch .commandReused {
        // It was recommended on that day before, with another rank or score: that one stands.
        recording.repeated += 1
      } catch .rejected(let rejection) {
        recording.refusals.append(rejection.reason)
      }
    }
    return recording
  }

  private static func give(
    _ command: PBCommand, in store: ConcordStore
  ) async throws(CommandError) -> CommandReceipt {
    let parsed: ParsedCommand
    do throws(Rejection) { parsed = try ParsedCommand(command) } catch { throw .rejected(error) }
    return try await store.handler.handle(parsed, actor: LocalRecording.actor, channel: .ui)
  }

  /// One sentence.
  var sentence: String {
    "\(grouped(recorded)) recorded, \(grouped(repeated)) recorded before, "
      + "\(grouped(refusals.count)) refused."
  }
}
