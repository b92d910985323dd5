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
  /// What kept them from being compared, and isn't theirs.
  case impossible(Failure)
  /// They can't be read to their end, and why.
  case damaged(String)
  /// They were made from another log than the one that is here, and how that shows.
  case otherLog(String)
  /// Digests at the same position.
  case compared(present: ReadModelDigest, rebuilt: ReadModelDigest)

  /// Folds the log into fresh read models and compares; changes nothing in the data directory.
  ///
  /// What goes wrong is part of what is told: the report of the log is not to be lost with it.
  /// - Throws: that it was interrupted.
  init(_ place: Place) async throws {
    do {
      self = try await Self.comparison(place)
    } catch {
      guard let failure = Failure(error), failure.status != .interrupted else { throw error }
      self = .impossible(failure)
    }
  }

  private static func comparison(_ place: Place) async throws -> ViewComparison {
    let workspace: ReadOnlyWorkspace
    do {
      workspace = try ReadOnlyWorkspace(place, mends: false)
    } catch {
      guard let reason = damageOfDerived(error, place) else { throw error }
      return .nothing("not compared: \(reason)")
    }
    defer { workspace.close() }
    let present: ReadModelDigest
    do throws(ProjectionError) {
      present = try await ReadModelStore(
        reading: place.views, of: workspace.log, CooperationReadModels.all
      ).digest()
    } catch {
      switch error.code {
      case .notFound: return .nothing(error.reason)
      case .damaged, .otherLayout: return .damaged(error.reason)
      case .otherLog: return .otherLog(error.reason)
      default: throw error
      }
    }
    try workspace.log.refresh()
    let end = workspace.log.end
    guard present.end <= end else {
      return .otherLog("they go to position \(present.end), the log only to \(end)")
    }
    let directory = try TemporaryDirectory()
    let progress = Progress("folding", unit: "events")
    defer { progress.finish() }
    _ = try await ReadModelStore.replay(
      into: directory.path, of: workspace.log, CooperationReadModels.all,
      asOf: AsOf(workspace.log, before: present.end), progress: progress.show)
    let rebuilt = try await workspace.views(in: directory.path).digest()
    return .compared(present: present, rebuilt: rebuilt)
  }

  /// Why a log can't be opened as it is, though its records may be whole; `nil` of other errors.
  private static func damageOfDerived(_ error: any Error, _ place: Place) -> String? {
    switch error as? EventLogError {
    case .damaged(let path, _)?, .unopenable(let path, _)?:
      path == place.log ? nil : String(describing: error)
    default: nil
    }
  }

  var isEqual: Bool {
    switch self {
    case .nothing, .impossible: true
    case .damaged, .otherLog: false
    case .compared(let present, let rebuilt): present == rebuilt
    }
  }

  /// What kept them from being compared.
  var obstacle: Failure? {
    if case .impossible(let failure) = self { failure } else { nil }
  }

  var sentence: String? {
    switch self {
    case .nothing(let reason): return reason
    case .impossible: return nil
    case .damaged(let reason): return "WRONG: \(reason); \(Self.remedy)"
    case .otherLog(let reason):
      return "WRONG: \(reason): the log was changed or replaced since, unless they are another's"
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
    case .impossible(let failure): VerifyReport.Beyond.readModels.rawValue + ": \(failure)"
    case .damaged, .otherLog, .compared: nil
    }
  }

  /// Writes the digests, or what is wrong.
  func write(to json: inout JSONText) {
    switch self {
    case .nothing, .impossible: return
    case .damaged, .otherLog, .compared: break
    }
    json.name("views")
    json.object {
      $0.field("equal", isEqual)
      switch self {
      case .nothing, .impossible: break
      case .damaged(let reason), .otherLog(let reason): $0.field("damage", reason)
      case .compared(let present, let rebuilt):
        $0.field("end", Int64(present.end.number))
        $0.field("present", present.digest)
        $0.field("rebuilt", rebuilt.digest)
      }
    }
  }
}
