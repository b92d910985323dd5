import EventLogTesting
import EventModel
import LMDB
import MerkleTree
import TestSupport
import Testing

@testable import EventLog

/// Records are looked at in pieces, by several threads, a stretch ahead of what compares neighbours.
@Suite struct `A log that is verified in pieces` {
  private static let recordCount: UInt64 = 601

  /// Each problem, in the order in which it is told.
  private static func report(
    _ records: RecordStore, chunkLength: UInt64, pieceLength: UInt64
  ) throws -> (report: VerifyReport, done: [UInt64]) {
    var done: [UInt64] = []
    var verifier = LogVerifier(
      records, nil, chunkLength: chunkLength, pieceLength: pieceLength
    ) { count, _ in done.append(count) }
    try verifier.checkRecords(below: recordCount, followedEstimate: 0)
    return (verifier.report, done)
  }

  /// Puts other bytes, or none, in the place of some records.
  private static func damage(_ records: RecordStore) throws {
    try records.environment.write { (transaction) throws(LMDBError) in
      for number in [UInt64(6), 7, 8, 13, 14, 255, 256, 599, 600] {
        let other = Array("no record".utf8)
        try transaction.put(other.span.bytes, at: number, in: records.events)
      }
      for number in [UInt64(20), 21, 300] {
        _ = try transaction.delete(number, in: records.events)
      }
    }
  }

  @Test func `comes to the same, in the same order, whatever the pieces`() async throws {
    let place = try Place()
    let head = try await place.fill(300)
    let records = try RecordStore(place.path + "/log", for: .writing)
    for isDamaged in [false, true] {
      if isDamaged { try Self.damage(records) }
      let whole = try Self.report(records, chunkLength: 10_000, pieceLength: 10_000)
      #expect(whole.done == [Self.recordCount])
      #expect((whole.report.computed == head) != isDamaged)
      #expect(whole.report.problems.isEmpty != isDamaged)
      for (chunkLength, pieceLength) in [(1, 1), (7, 3), (256, 7), (300, 100), (601, 600)] {
        let pieces = try Self.report(
          records, chunkLength: UInt64(chunkLength), pieceLength: UInt64(pieceLength))
        #expect(pieces.report.problems == whole.report.problems, "\(chunkLength), \(pieceLength)")
        #expect(pieces.report.problemCount == whole.report.problemCount)
        #expect(pieces.report.computed == whole.report.computed)
        #expect(
          pieces.done
            == stride(from: UInt64(chunkLength), to: Self.recordCount, by: chunkLength)
            + [Self.recordCount])
      }
    }
  }
}
