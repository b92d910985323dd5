import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import LMDB
import MerkleTree
import TestSupport
import Testing

@testable import EventLog

@Suite struct `Exporting and importing` {
  @Test func `gives the same records and the same root`() async throws {
    let (place, other) = (try Place(), try Place())
    let head = try await place.fill(300)
    let file = place.directory.path + "/export"
    #expect(try Self.export(place, file) == head)
    #expect(try Self.importLog(file, other.path) == head)
    let (log, copy) = (try place.open(), try other.open())
    defer {
      log.close()
      copy.close()
    }
    #expect(try everything(in: log) == everything(in: copy))
    #expect(try copy.treeHead() == head)
    #expect(try copy.verify().isWhole)
  }

  @Test func `refuses anything but a whole export, and leaves nothing behind`() async throws {
    let place = try Place()
    _ = try await place.fill(6)
    let file = place.directory.path + "/export"
    _ = try Self.export(place, file)
    let whole = Array(try Data(contentsOf: URL(filePath: file)))
    var changes: [[UInt8]] = [whole + [0], []]
    for offset in stride(from: 0, to: whole.count, by: 131) {
      var flipped = whole
      flipped[offset] ^= 4
      changes += [flipped, Array(whole.prefix(offset))]
    }
    for (number, bytes) in changes.enumerated() {
      try Data(bytes).write(to: URL(filePath: file))
      let target = place.directory.path + "/import"
      do {
        _ = try Self.importLog(file, target)
        Issue.record("change \(number) was taken in")
      } catch EventLogError.damaged {
      } catch EventLogError.unopenable {
      }
      #expect(!FileManager.default.fileExists(atPath: target))
    }
  }

  @Test func `leaves a directory in which something else is, and one that another writes`() throws {
    let place = try Place()
    let broken = place.directory.path + "/broken"
    try Data([1, 2, 3]).write(to: URL(filePath: broken))
    // It was there: whose it is, is not known.
    let empty = place.directory.path + "/empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: false)
    #expect(throws: EventLogError.self) { try Self.importLog(broken, empty) }
    #expect(FileManager.default.fileExists(atPath: empty))
    // It was made for this, and somebody put something into it.
    let shared = DataDirectory(path: place.directory.path + "/shared")
    #expect(try DataDirectory.make(shared.path))
    try Data().write(to: URL(filePath: shared.lockFile))
    try Data([7]).write(to: URL(filePath: shared.path + "/mine"))
    shared.takeBack()
    #expect(FileManager.default.fileExists(atPath: shared.path + "/mine"))
    #expect(FileManager.default.fileExists(atPath: shared.lockFile))
    try FileManager.default.removeItem(atPath: shared.path + "/mine")
    shared.takeBack()
    #expect(!FileManager.default.fileExists(atPath: shared.path))
    // Another process has it.
    #expect(try DataDirectory.make(shared.path))
    let lock = try WriterLock(shared)
    #expect(throws: EventLogError.self) { try Self.importLog(broken, shared.path) }
    #expect(FileManager.default.fileExists(atPath: shared.lockFile))
    _ = consume lock
  }

  @Test(arguments: [1, 2, 1_000])
  func `follows the revisions of streams however many there are`(followedLimit: Int) async throws {
    let place = try Place()
    let log = try place.create()
    for command in 0..<12 {
      _ = try await log.append(
        SampleAppends.append(UInt64(command), [.init(SampleAppends.stream(command % 6))]))
    }
    var records: [[UInt8]] = []
    try log.scan(from: .zero, before: log.end) { _, record in
      records.append(record.withUnsafeBytes { Array($0) })
      return .proceed
    }
    log.close()
    let file = place.directory.path + "/export"
    for isLawful in [true, false] {
      if !isLawful {
        records[12].withUnsafeMutableBytes {
          RecordTail.patch(
            $0, appendIndex: 0, appendCount: 1, revision: Revision(7),
            recordedAt: RecordedTime(microseconds: place.clock.clock.wall()))
        }
      }
      try Data(Self.exported(records)).write(to: URL(filePath: file))
      let refusal = Self.refusal(
        of: file, place.directory.path + "/import-\(isLawful)", followedLimit: followedLimit)
      #expect((refusal == nil) == isLawful)
      #expect(isLawful || refusal?.contains("its revision is 7, not 1") == true, "\(refusal ?? "")")
    }
  }

  /// Why an export is not taken in; `nil` when it is.
  private static func refusal(of file: String, _ path: String, followedLimit: Int) -> String? {
    let descriptor = Glibc.open(file, O_RDONLY)
    defer { close(descriptor) }
    do {
      _ = try EventLog.importLog(
        fromDescriptor: descriptor, into: path, followedLimit: followedLimit)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// An export of these records, with the root that they lead to.
  static func exported(_ records: [[UInt8]]) -> [UInt8] {
    var tree = TreeFrontier()
    var bytes = ExportFormat.header
    for record in records {
      bytes += ExportFormat.length(record.count) + record
      tree.append(leafHash: .leafHash(of: record.span.bytes))
    }
    bytes += ExportFormat.length(0)
    bytes.append(bigEndian: tree.size)
    tree.root.append(to: &bytes)
    return bytes
  }

  private static func export(_ place: Place, _ file: String) throws -> TreeHead {
    let log = try place.open()
    defer { log.close() }
    let descriptor = Glibc.open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    return try log.export(toDescriptor: descriptor)
  }

  private static func importLog(_ file: String, _ path: String) throws -> TreeHead {
    let descriptor = Glibc.open(file, O_RDONLY)
    defer { close(descriptor) }
    return try EventLog.importLog(fromDescriptor: descriptor, into: path)
  }
}
