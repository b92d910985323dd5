import EventLog
import EventModel
import Files
import HTTPAPI
import Projections
import ReadModels

/// The read models beside those of a rebuild, for `verify`.
enum ViewComparison {
  /// There are none to compare, and why.
  case nothing(String)
  /// They can't be read to their end, and why.
  case damaged(String)
  /// Digests at the same position.
  case compared(present: ReadModelDigest, rebuilt: ReadModelDigest)

  /// Folds the log into fresh read models and compares.
  init(_ place: Place) async throws {
    let workspace = try ReadOnlyWorkspace(place)
    defer { workspace.close() }
    let present: ReadModelDigest
    do throws(ProjectionError) {
      present = try await ReadModelStore(
        reading: place.views, of: workspace.log, CooperationReadModels.all
      ).digest()
    } catch {
      switch error.code {
      case .notFound: self = .nothing(error.reason)
      case .damaged, .otherLayout: self = .damaged(error.reason)
      default: throw error
      }
      return
    }
    try workspace.log.refresh()
    let directory = try TemporaryDirectory()
    let progress = Progress("folding", unit: "events")
    defer { progress.finish() }
    _ = try await ReadModelStore.replay(
      into: directory.path, of: workspace.log, CooperationReadModels.all,
      asOf: AsOf(workspace.log, before: present.end), progress: progress.show)
    let rebuilt = try await workspace.views(in: directory.path).digest()
    self = .compared(present: present, rebuilt: rebuilt)
  }

  var isEqual: Bool {
    switch self {
    case .nothing: true
    case .damaged: false
    case .compared(let present, let rebuilt): present == rebuilt
    }
  }

  var sentence: String {
    switch self {
    case .nothing(let reason): return reason
    case .damaged(let reason): return "WRONG: \(reason); \(Self.remedy)"
    case .compared(let present, let rebuilt):
      if isEqual { return "as a rebuild below position \(present.end): \(present.digest)" }
      let tables = zip(present.tables, rebuilt.tables).filter { $0 != $1 }.map(\.0.name)
      return "WRONG: not as a rebuild below position \(present.end) in "
        + tables.joined(separator: ", ") + "; \(Self.remedy)"
    }
  }

  /// What puts right whatever is wrong with them.
  static let remedy = "make them anew: concord views rebuild"

  /// What a verification says nothing about that made this comparison, or none; `nil` where all was
  /// compared.
  static func open(_ comparison: ViewComparison?) -> String? {
    switch comparison {
    case nil:
      VerifyReport.Beyond.readModels.rawValue
        + ": a byte that changed in them may show in an answer; see --views"
    case .nothing: VerifyReport.Beyond.readModels.rawValue
    case .damaged, .compared: nil
    }
  }

  /// Writes the digests, or what is wrong.
  func write(to json: inout JSONText) {
    if case .nothing = self { return }
    json.name("views")
    json.object {
      $0.field("equal", isEqual)
      switch self {
      case .nothing: break
      case .damaged(let reason): $0.field("damage", reason)
      case .compared(let present, let rebuilt):
        $0.field("end", Int64(present.end.number))
        $0.field("present", present.digest)
        $0.field("rebuilt", rebuilt.digest)
      }
    }
  }
}
