import CommandHandling
import Cooperation
import EventModel
import HTTPAPI
import MatchSearch

extension MatchRecording {
  /// Gives the commands of a search into a data directory that is open.
  static func record(
    _ report: MatchReport, in store: ConcordStore
  ) async throws(CommandError) -> MatchRecording {
    try await record(report, unless: { Interruption.isRequested }) {
      (command) throws(CommandError) in
      try await store.handler.handle(command, actor: LocalRecording.actor, channel: .ui)
    }
  }

  /// One sentence.
  var sentence: String {
    "\(grouped(recorded)) recorded, \(grouped(repeated)) recorded before, "
      + "\(grouped(refusals.count)) refused."
  }
}
