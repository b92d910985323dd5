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
      times and append borders are checked, and the sealed personal parts, each opened where the key \
      is there; also beside a server. What was not checked is listed. Keep the head that is printed \
      elsewhere: given later as --head, it tells whether the log still begins with the same records.
      """)

  @Flag(
    help: "Also fold the log into fresh read models, and compare their digest with the present's.")
  var views = false

  @Option(
    name: .customLong("head"),
    help: ArgumentHelp(
      "A head that this log had earlier, kept elsewhere; can be given again.",
      valueName: "size:root"),
    transform: TreeHead.init(kept:))
  var heads: [TreeHead] = []

  @OptionGroup var data: DataOptions
  @OptionGroup var key: KeyOptions
  @OptionGroup var format: FormatOptions

  // The fresh read models are to be deleted.
  var interruption: Interruption.Manner { views ? .wholeOrNothing : .atOnce }

  func run() async throws {
    let place = Place(path: data.path)
    try place.refuseUnfinished()
    let source = try place.readableKey(key)
    let progress = Progress("verifying", unit: "records")
    let report = try EventLog.verify(at: place.path, heads: heads) { done, total in
      progress.update(Int(done), of: Int(total))
    } isWanted: {
      !Interruption.isRequested
    }
    progress.finish()
    let personal = PersonalFindings(place, source, report)
    try Task.checkCancellation()
    let comparison = views ? try await ViewComparison(place) : nil
    if format.isJSON {
      try Output.standard.json {
        $0.report(
          report, personal, comparison, notChecked: notChecked(report, personal, comparison))
      }
    } else {
      try tell(report, personal, comparison)
    }
    guard report.isWhole, personal.problemCount == 0, comparison?.isEqual ?? true else {
      throw Failure(.damageOrRefused, nil)
    }
    if let obstacle = personal.obstacle ?? comparison?.obstacle { throw obstacle }
  }

  private func tell(
    _ report: VerifyReport, _ personal: PersonalFindings, _ comparison: ViewComparison?
  ) throws(Failure) {
    let output = Output.standard
    let counts = report.counts
    guard counts.records > 0 || report.isWhole else {
      for problem in report.problems { try output.line("WRONG    \(problem)") }
      try tellProblems(personal)
      return try output.line("No record could be read, so nothing else was measured.")
    }
    try output.line(
      "Records  \(grouped(counts.records)), \(counted(counts.recordBytes, "byte")), in "
        + "\(counted(counts.appends, "append")) and \(counted(counts.streams, "stream"))")
    try output.line("Head     \(report.computed.kept)")
    try output.line(
      "Derived  \(counted(counts.tileHashes, "hash", "hashes")) of tiles, "
        + "\(counted(counts.indexedPositions, "position")) in the index")
    if !heads.isEmpty {
      try output.line(
        "Heads    \(grouped(counts.keptHeads)) of \(grouped(UInt64(heads.count))) kept elsewhere "
          + "are this log's")
    }
    if let sentence = personal.sentence { try output.line("Personal \(sentence)") }
    if let sentence = comparison?.sentence { try output.line("Views    \(sentence)") }
    for problem in report.problems { try output.line("WRONG    \(problem)") }
    if report.problemCount > report.problems.count {
      try output.line(
        "WRONG    and "
          + counted(report.problemCount - report.problems.count, "more place", "more places"))
    }
    try tellProblems(personal)
    let wrongCount =
      UInt64(report.problemCount) + personal.problemCount + (comparison?.isEqual == false ? 1 : 0)
    try output.line(
      wrongCount == 0
        ? "Nothing is wrong with what was checked."
        : "\(counted(wrongCount, "place is", "places are")) wrong.")
    try output.line("Not checked:")
    for open in notChecked(report, personal, comparison) { try output.line("- \(open)") }
  }

  private func tellProblems(_ personal: PersonalFindings) throws(Failure) {
    for problem in personal.problems { try Output.standard.line("WRONG    \(problem)") }
    let more = personal.problemCount - UInt64(personal.problems.count)
    if more > 0 { try Output.standard.line("WRONG    and \(counted(more, "more personal part"))") }
  }

  /// What no report of a log tells, less what was looked at here; and what was left out of what it tells.
  private func notChecked(
    _ report: VerifyReport, _ personal: PersonalFindings, _ comparison: ViewComparison?
  ) -> [String] {
    let beyond = VerifyReport.Beyond.allCases.filter { one in
      switch one {
      case .personalParts: personal.report == nil
      // The comparison, or that there was none, says it below.
      case .readModels: false
      default: true
      }
    }
    let views = [ViewComparison.open(comparison)].compactMap(\.self)
    return beyond.map(\.rawValue) + report.notChecked + views + personal.notChecked
  }
}

extension JSONText {
  fileprivate mutating func report(
    _ report: VerifyReport, _ personal: PersonalFindings, _ comparison: ViewComparison?,
    notChecked: [String]
  ) {
    object { json in
      json.field(
        "whole", report.isWhole && personal.problemCount == 0 && (comparison?.isEqual ?? true))
      json.field("size", Int64(report.computed.size))
      json.field("root", report.computed.root.hexadecimal)
      json.field("records", Int64(report.counts.records))
      json.field("recordBytes", Int64(report.counts.recordBytes))
      json.field("appends", Int64(report.counts.appends))
      json.field("streams", Int64(report.counts.streams))
      json.field("tileHashes", Int64(report.counts.tileHashes))
      json.field("indexedPositions", Int64(report.counts.indexedPositions))
      json.field("keptHeads", Int64(report.counts.keptHeads))
      json.field("problemCount", Int64(report.problemCount) + Int64(personal.problemCount))
      json.name("problems")
      json.list { json in
        for problem in report.problems { json.string(problem.description) }
        for problem in personal.problems { json.string(problem) }
      }
      json.name("notChecked")
      json.list { json in
        for open in notChecked { json.string(open) }
      }
      personal.write(to: &json)
      comparison?.write(to: &json)
    }
  }
}
