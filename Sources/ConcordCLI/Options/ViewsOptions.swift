import ArgumentParser
import Projections

/// Which read models.
struct ViewsOptions: ParsableArguments, Sendable {
  @Option(
    name: .customLong("in"),
    help: ArgumentHelp("Read models that `replay --into` made.", valueName: "dir"))
  var directory: String?

  /// Those that were made, or those that are kept beside the log.
  func store(of workspace: ReadOnlyWorkspace) async throws -> ReadModelStore {
    if let directory { try workspace.views(in: directory) } else { try await workspace.views() }
  }
}
