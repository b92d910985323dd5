import EventLogTesting
import EventModel
import LMDB
import TestSupport
import Testing

@testable import EventLog

@Suite struct `Verifying a log with gaps` {
  @Test(arguments: [12, 1_000_000])
  func `tells of each missing record once, however many streams there are`(
    followedLimit: Int
  ) async throws {
    let place = try Place()
    let log = try place.create()
    // More than are kept, on more streams than one pass follows.
    let missing = UInt64(10)..<UInt64(10 + VerifyReport.problemLimit + 200)
    // Each at the position after its number.
    let last = missing.upperBound + 30
    for command in 0..<last {
      log.submit(
        try SampleAppends.append(command, [.init(SampleAppends.stream(Int(command) % 40))])
      ) { _ in }
      if command % 100 == 0 { _ = try await log.waitForEnd(beyond: Position(command)) }
    }
    _ = try await log.waitForEnd(beyond: Position(last))
    log.close()
    let records = try RecordStore(place.path + "/log", for: .writing)
    try Self.delete(missing, from: records)
    var verifier = LogVerifier(records, nil, followedLimit: followedLimit) { _, _ in }
    try verifier.checkRecords(below: last + 1, followedEstimate: 0)
    let report = verifier.report
    #expect(report.problems.count == VerifyReport.problemLimit)
    // Besides: the streams of the 31 records behind them go on at another revision.
    #expect(report.problemCount == missing.count + 31)
    #expect(report.counts.streams == 41)
  }

  private static func delete(_ numbers: Range<UInt64>, from records: RecordStore) throws {
    try records.environment.write { (transaction) throws(LMDBError) in
      for number in numbers { _ = try transaction.delete(number, in: records.events) }
    }
  }
}
