import EventLog
import EventModel
import Files
import Projections
import ReadModels

extension ReadOnlyWorkspace {
  /// Lends read models of what had been recorded then; they are gone afterwards.
  func withViews<Result: Sendable>(
    asOf moment: AsOf, _ body: (ReadModelStore) async throws -> Result
  ) async throws -> Result {
    let directory = try Failure.unless("made") { () throws(FileError) in try TemporaryDirectory() }
    defer { withExtendedLifetime(directory) {} }
    let path = directory.path + "/views"
    let progress = Progress("folding", unit: "events")
    _ = try await ReadModelStore.replay(
      into: path, of: log, CooperationReadModels.all, asOf: moment, progress: progress.show)
    progress.finish()
    return try await body(try views(in: path))
  }
}
