import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import LMDB
import TestSupport
import Testing

@testable import EventLog

@Suite struct `A command that a damaged index let be recorded twice` {
  /// Where it was recorded first, and where again.
  private static let (first, second) = (Position(15), Position(601))
  private static let id = SampleAppends.commandID(7)

  private static var append: Append {
    get throws {
      try SampleAppends.append(7, [.init(SampleAppends.stream(3), .any, [.sample, .otherSample])])
    }
  }

  /// A closed log of 300 appends, one of them recorded once more behind a look-up that missed it.
  private func damagedPlace() async throws -> Place {
    let place = try Place()
    _ = try await place.fill(300)
    try Self.hide(in: place.path + "/index")
    var options = EventLogOptions()
    options.openingCheckEventCount = 0
    options.checksIndex = false
    let log = try place.open(options)
    defer { log.close() }
    let receipt = try await log.append(Self.append)
    try #require(!receipt.isRepeat && receipt.first == Self.second)
    return place
  }

  private static func hide(in index: String) throws {
    let environment = try Environment(directory: index)
    let table = try environment.openTable("commands", keyedBy: [UInt8].self)
    try environment.write { (transaction) throws(LMDBError) in
      _ = try transaction.delete(Array(Self.id.bytes), in: table)
    }
  }

  /// - Parameter overlayEventCount: where it is small the index is made anew in several flushes.
  @Test(arguments: [100, 100_000])
  func `has its index made anew once, and its first receipt from then on`(
    overlayEventCount: Int
  ) async throws {
    let place = try await damagedPlace()
    for isFirst in [true, false] {
      let notices = Notices()
      var options = notices.options
      options.overlayEventCount = overlayEventCount
      let log = try place.open(options)
      defer { log.close() }
      #expect(notices.all.count == (isFirst ? 1 : 0), "\(notices.all)")
      #expect(try log.receipt(of: Self.id)?.receipt.first == Self.first)
      let repeated = try await log.append(Self.append)
      #expect(repeated.isRepeat && repeated.first == Self.first)
      #expect(log.impairment == nil)
    }
    try EventLog.openReadOnly(at: place.path).close()
  }

  @Test func `doesn't stop a long log whose index knows the first of them`() async throws {
    let place = try await damagedPlace()
    for (round, isStopped) in [true, false, false].enumerated() {
      let isChecked = Flag()
      var options = EventLogOptions()
      options.openingCheckEventCount = 0
      options.controls.onIndexChecked = { isChecked.set() }
      let log = try place.open(options)
      defer { log.close() }
      // Made anew from the log it needs no check.
      if round != 1 { try isChecked.wait() }
      #expect(
        (log.impairment != nil) == isStopped, "\(round): \(String(describing: log.impairment))")
      if isStopped { continue }
      #expect(try log.receipt(of: Self.id)?.receipt.first == Self.first)
      _ = try await log.append(
        SampleAppends.append(1_000 + UInt64(round), [.init(SampleAppends.stream("a"))]))
    }
  }

  @Test func `is told by verify with both its positions, and by nobody who takes the log in`()
    async throws
  {
    let place = try await damagedPlace()
    try place.open().close()
    let sentence = "its command \(Self.id) was recorded before, at position \(Self.first)"
    let report = try EventLog.verify(at: place.path)
    #expect(report.problems.map(\.description) == ["position \(Self.second): \(sentence)"])

    let file = place.directory.path + "/export"
    let log = try place.open()
    defer { log.close() }
    let written = Glibc.open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    try log.export(toDescriptor: written)
    close(written)
    // It is moved by a backup.
    let copy = place.directory.path + "/copy"
    #expect(try log.backup(to: copy) == log.treeHead())
    let descriptor = Glibc.open(file, O_RDONLY)
    defer { close(descriptor) }
    #expect {
      try EventLog.importLog(fromDescriptor: descriptor, into: place.directory.path + "/import")
    } throws: { "\($0)".contains("record \(Self.second): \(sentence)") }
  }
}
