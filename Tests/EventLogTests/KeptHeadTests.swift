import EventLogTesting
import EventModel
import FoundationEssentials
import LMDB
import MerkleTree
import TestSupport
import Testing

@testable import EventLog

@Suite struct `A head that was kept elsewhere` {
  private let place: Place

  init() throws { place = try Place() }

  /// A closed log, and the heads that it had on the way.
  private func fill(_ appendCount: UInt64) async throws -> [TreeHead] {
    let log = try place.create()
    defer { log.close() }
    var heads = [try log.treeHead()]
    for command in 0..<appendCount {
      _ = try await log.append(
        SampleAppends.append(
          command, [.init(SampleAppends.stream(Int(command) % 3), .any, [.sample, .sample])]))
      heads.append(try log.treeHead())
    }
    return heads
  }

  /// Makes the log one of other records with nothing that contradicts them, as who may write all its
  /// files can.
  private func forge(_ change: (inout [[UInt8]]) -> Void) throws {
    try rewrite(change)
    for derived in ["/index", "/tiles"] {
      try FileManager.default.removeItem(atPath: place.path + derived)
    }
    try place.open().close()
  }

  /// Puts other records into the table, and the tree that they lead to.
  private func rewrite(_ change: (inout [[UInt8]]) -> Void) throws {
    let log = try RecordStore(place.path + "/log", for: .writing)
    let size = try log.tree(in: try log.snapshot()).head.size
    var records: [[UInt8]] = []
    for number in 0..<size {
      try log.withRecord(at: Position(number), in: try log.snapshot()) { record in
        records.append(record.withUnsafeBytes { Array($0) })
      }
    }
    change(&records)
    var tree = TreeFrontier()
    for record in records { tree.append(leafHash: .leafHash(of: record.span.bytes)) }
    try log.environment.write { (transaction) throws(LMDBError) in
      for number in 0..<size { _ = try transaction.delete(number, in: log.events) }
      for (number, record) in records.enumerated() {
        try transaction.put(record.span.bytes, at: UInt64(number), in: log.events)
      }
      try log.put(tree, tree.head, in: &transaction)
    }
  }

  private func verify(_ heads: TreeHead...) throws -> VerifyReport {
    try EventLog.verify(at: place.path, heads: heads)
  }

  private static func isOpen(_ report: VerifyReport, _ what: String) -> Bool {
    report.notChecked.contains { $0.hasPrefix("whether someone replaced " + what) }
  }

  @Test func `is the log's at every size that it had`() async throws {
    let heads = try await fill(40)
    let report = try EventLog.verify(at: place.path, heads: heads.reversed())
    #expect(report.isWhole, "\(report.problems)")
    #expect(report.counts.keptHeads == 41)
    #expect(!Self.isOpen(report, "the"))
    // What came after the largest is anybody's.
    #expect(Self.isOpen(try verify(heads[3], heads[7]), "the records from position 15 on"))
    #expect(Self.isOpen(try verify(), "the whole log"))
  }

  @Test func `tells of a record that was changed together with all that follows from it`()
    async throws
  {
    let heads = try await fill(40)
    // The last byte of its payload, before what the writer puts.
    try forge { $0[20][$0[20].count - 33] ^= 1 }
    #expect(try verify().isWhole)
    #expect(try verify(heads[9]).isWhole, "of 19 records, before the changed one")
    let report = try verify(heads[9], heads[10], heads[40])
    #expect(report.problems.map(\.place) == [.log, .log])
    #expect(report.problems[0].reason.hasPrefix("its first 21 records lead to the root "))
    #expect(report.counts.keptHeads == 1)
  }

  @Test func `tells of events that were taken away from the end`() async throws {
    let heads = try await fill(40)
    try forge { $0.removeLast(6) }
    #expect(try verify(heads[37]).isWhole)
    let report = try verify(heads[40])
    #expect(report.problems.count == 1)
    #expect(
      report.problems[0].reason.hasPrefix("it has 75 records, and a head that was kept is of 81:"))
  }
}
