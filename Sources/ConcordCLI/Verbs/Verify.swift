import ArgumentParser
import CommandHandling
import EventLog
import EventModel
import Files
import FoundationEssentials
import Glibc
import HTTPAPI
import MerkleTree
import PersonalData
import Projections
import ReadModels

/// `concord verify`
struct Verify: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Recompute and compare everything in the log; change nothing.",
    discussion: """
      Every record is hashed and decoded, the root recomputed, tiles, index, revisions, recorded \
      times and append borders are checked, also beside a server. What was not checked is listed. \
      Compare the root with one that is kept elsewhere.
      """)

  @Flag(
    help: "Also fold the log into fresh read models, and compare their digest with the present's.")
  var views = false

  @OptionGroup var data: DataOptions
  @OptionGroup var format: FormatOptions

  // The fresh read models are to be deleted.
  var interruption: Interruption.Manner { views ? .inOrder : .atOnce }

  func run() async throws {
    let place = Place(path: data.path)
    let progress = Progress("verifying", unit: "records")
    let report = try EventLog.verify(at: place.path) { done, total in
      progress.update(Int(done), of: Int(total))
    }
    progress.finish()
    let missing = missingPersonal(place, report)
    let comparison = views ? try await compareViews(place) : nil
    if format.isJSON {
      try Output.standard.json {
        $0.report(report, missing, comparison, notChecked: notChecked(report, comparison))
      }
    } else {
      try tell(report, missing, comparison)
    }
    guard report.isWhole, missing == nil, comparison?.isEqual ?? true else {
      throw Failure(.damageOrRefused, nil)
    }
  }

  private func tell(
    _ report: VerifyReport, _ missing: String?, _ comparison: ViewComparison?
  ) throws(Failure) {
    let output = Output.standard
    let counts = report.counts
    guard counts.records > 0 || report.isWhole else {
      for problem in report.problems { try output.line("WRONG    \(problem)") }
      if let missing { try output.line("WRONG    \(missing)") }
      return try output.line("No record could be read, so nothing else was measured.")
    }
    try output.line(
      "Records  \(grouped(counts.records)), \(grouped(counts.recordBytes)) bytes, in "
        + "\(grouped(counts.appends)) appends and \(grouped(counts.streams)) streams")
    try output.line(
      "Tree     size \(report.computed.size), root \(report.computed.root.hexadecimal)")
    try output.line(
      "Derived  \(grouped(counts.tileHashes)) hashes of tiles, "
        + "\(grouped(counts.indexedPositions)) positions in the index")
    if let comparison { try output.line("Views    \(comparison.sentence)") }
    for problem in report.problems { try output.line("WRONG    \(problem)") }
    if report.problemCount > report.problems.count {
      try output.line("WRONG    and \(report.problemCount - report.problems.count) more places")
    }
    if let missing { try output.line("WRONG    \(missing)") }
    let wrongCount = report.problemCount + (missing == nil ? 0 : 1)
    try output.line(
      wrongCount == 0
        ? "Nothing is wrong with what was checked."
        : "\(grouped(wrongCount)) places are wrong.")
    try output.line("Not checked:")
    for open in notChecked(report, comparison) { try output.line("- \(open)") }
  }

  /// What the log's report leaves open, less what was compared here.
  private func notChecked(_ report: VerifyReport, _ comparison: ViewComparison?) -> [String] {
    guard case .compared = comparison else { return report.notChecked }
    return report.notChecked.filter { !$0.contains("read models") }
  }

  // MARK: - Personal parts

  /// What is wrong where the personal store is missing; `nil` where it is there or nothing needs it.
  private func missingPersonal(_ place: Place, _ report: VerifyReport) -> String? {
    let unknown = "\(place.personal): whether a personal store is missing can't be told: "
    do {
      if try PersonalStore.exists(in: place.path) { return nil }
      // Following pages that are damaged could kill this process.
      guard report.isWhole else { return unknown + "the log can't be searched for what needs one" }
      let log = try EventLog.openReadOnly(at: place.path)
      defer { log.close() }
      return try ConcordStore.missingPersonal(at: place.path, of: log)?.description
    } catch {
      return unknown + "\(error)"
    }
  }

  // MARK: - Read models

  private func compareViews(_ place: Place) async throws -> ViewComparison {
    let workspace = try ReadOnlyWorkspace(place)
    defer { workspace.close() }
    let store: ReadModelStore
    do {
      store = try ReadModelStore(reading: place.views, of: workspace.log, CooperationReadModels.all)
    } catch {
      guard error.code == .notFound else { throw error }
      return .nothing
    }
    let present = try await store.digest()
    try workspace.log.refresh()
    let directory = try TemporaryDirectory()
    let progress = Progress("folding", unit: "events")
    defer { progress.finish() }
    _ = try await ReadModelStore.replay(
      into: directory.path, of: workspace.log, CooperationReadModels.all,
      asOf: AsOf(workspace.log, before: present.end), progress: progress.show)
    let rebuilt = try await workspace.views(in: directory.path).digest()
    return .compared(present: present, rebuilt: rebuilt)
  }
}

/// The read models beside a rebuild's.
private enum ViewComparison {
  /// There are none to compare.
  case nothing
  /// Digests at the same position.
  case compared(present: ReadModelDigest, rebuilt: ReadModelDigest)

  var isEqual: Bool {
    switch self {
    case .nothing: true
    case .compared(let present, let rebuilt): present == rebuilt
    }
  }

  var sentence: String {
    switch self {
    case .nothing: return "there are none yet"
    case .compared(let present, let rebuilt):
      if isEqual { return "as a rebuild below position \(present.end): \(present.digest)" }
      let tables = zip(present.tables, rebuilt.tables).filter { $0 != $1 }.map(\.0.name)
      return "WRONG: not as a rebuild below position \(present.end) in "
        + tables.joined(separator: ", ")
    }
  }
}

extension JSONText {
  fileprivate mutating func report(
    _ report: VerifyReport, _ missing: String?, _ comparison: ViewComparison?,
    notChecked: [String]
  ) {
    object { json in
      json.field("whole", report.isWhole && missing == nil && (comparison?.isEqual ?? true))
      json.field("size", Int64(report.computed.size))
      json.field("root", report.computed.root.hexadecimal)
      json.field("records", Int64(report.counts.records))
      json.field("recordBytes", Int64(report.counts.recordBytes))
      json.field("appends", Int64(report.counts.appends))
      json.field("streams", Int64(report.counts.streams))
      json.field("tileHashes", Int64(report.counts.tileHashes))
      json.field("indexedPositions", Int64(report.counts.indexedPositions))
      json.field("problemCount", Int64(report.problemCount + (missing == nil ? 0 : 1)))
      json.name("problems")
      json.list { json in
        for problem in report.problems { json.string(problem.description) }
        if let missing { json.string(missing) }
      }
      json.name("notChecked")
      json.list { json in
        for open in notChecked { json.string(open) }
      }
      guard case .compared(let present, let rebuilt) = comparison else { return }
      json.name("views")
      json.object {
        $0.field("equal", present == rebuilt)
        $0.field("end", Int64(present.end.number))
        $0.field("present", present.digest)
        $0.field("rebuilt", rebuilt.digest)
      }
    }
  }
}
