internal import MerkleTree

/// Heads that the log had earlier, as others kept them, beside those that its records lead to.
///
/// Whoever may write all files of a log can make one of other records that contradicts nothing in
/// itself. Only what was kept out of their reach tells.
struct KeptHeads {
  /// Those that are still to come, the largest first.
  private var ahead: [TreeHead]
  private let count: Int
  private let largestSize: UInt64

  init(_ heads: [TreeHead]) {
    ahead = heads.sorted { $0.size > $1.size }
    count = heads.count
    largestSize = ahead.first?.size ?? 0
  }

  /// Compares those of the size that the tree has just reached.
  mutating func compare(with tree: TreeFrontier, _ report: inout VerifyReport) {
    while let head = ahead.last, head.size <= tree.size {
      ahead.removeLast()
      if head == tree.head {
        report.counts.keptHeads += 1
      } else {
        report.note(
          .log,
          "its first \(tree.size) records lead to the root \(tree.root), not to that of the head "
            + "that was kept: they were changed since, or it is another log's")
      }
    }
  }

  /// Tells of those that no tree reached, and of what none of them says anything about.
  mutating func settle(at size: UInt64, _ report: inout VerifyReport) {
    for head in ahead {
      report.note(
        .log,
        "it has \(size) records, and a head that was kept is of \(head.size): the last were taken "
          + "away since, an older backup was restored, or it is another log's")
    }
    ahead = []
    if count == 0 {
      report.notChecked.append(
        "whether someone replaced the whole log: compare it with a head that is kept elsewhere")
    } else if largestSize < size {
      report.notChecked.append(
        "whether someone replaced the records from position \(largestSize) on: no head that was "
          + "given reaches further")
    }
  }
}
