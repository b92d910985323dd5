import EventLog
import EventModel
import Files
import Projections
import ReadModels

extension EventLog {
  /// Lends read models of what had been recorded, and had happened, then; they are gone afterwards.
  func withViews<Result: Sendable>(
    asOf moment: AsOf, _ body: (ReadModelStore) async throws -> Result
  ) async throws -> Result {
    let directory = try Failure.unless("made") { () throws(FileError) in try TemporaryDirectory() }
    defer { withExtendedLifetime(directory) {} }
    let path = directory.path + "/views"
    let progress = Progress("folding", unit: "events")
    _ = try await ReadModelStore.replay(
      into: path, of: self, CooperationReadModels.all, asOf: moment, progress: progress.show)
    progress.finish()
    return try await body(
      try ReadModelStore(reading: path, of: self, CooperationReadModels.all))
  }
}
