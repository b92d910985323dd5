import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import EventLog
@testable import LMDB

@Suite struct `A file that can't be read` {
  /// The error number of what the operating system refused; `nil` for anything else.
  private static func code<Result: ~Copyable>(
    _ body: () throws(EventLogError) -> Result
  ) -> Int32? {
    do throws(EventLogError) {
      _ = try body()
      Issue.record("it was read")
    } catch {
      if case .inputOutput(_, _, let code) = error { return code }
      Issue.record("\(error)")
    }
    return nil
  }

  /// Puts something that can't be read in a file's place, and gives back how to undo it.
  private static func replace(_ path: String) throws -> () -> Bool {
    try #require(rename(path, path + ".kept") == 0 && symlink(UnreadableFile.path, path) == 0)
    return { unlink(path) == 0 && rename(path + ".kept", path) == 0 }
  }

  @Test(arguments: ["log", "index"])
  func `is said to be so when its pages are verified, and not to be damaged`(
    name: String
  ) async throws {
    let place = try Place()
    _ = try await place.fill(12)
    let restore = try Self.replace("\(place.path)/\(name)/data.mdb")
    #expect(Self.code { () throws(EventLogError) in try EventLog.verify(at: place.path) } == EIO)
    try #require(restore())
    #expect(try EventLog.verify(at: place.path).isWhole)
  }

  @Test func `is no reason to make the index anew`() async throws {
    let place = try Place()
    _ = try await place.fill(12)
    let restore = try Self.replace(place.path + "/index/data.mdb")
    let notices = Notices()
    #expect(Self.code { () throws(EventLogError) in try EventLog.open(at: place.path) } == EIO)
    try #require(restore())
    let log = try place.open(notices.options)
    defer { log.close() }
    #expect(notices.all.isEmpty, "\(notices.all)")
  }

  @Test func `isn't damaged where its pages are looked at while it is open`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    var check = IndexCheck(
      index: try IndexStore(place.path + "/index", isReadOnly: true),
      records: try RecordStore(place.path + "/log", for: .reading),
      tiles: try TileStore(place.path + "/tiles", durableSize: 61, isReadOnly: true))
    let descriptor = check.index.environment.dataFile.descriptor
    let pages = Counter()
    check.isWanted = {
      pages.add()
      if pages.value == 3 { UnreadableFile.make(descriptor) }
      return true
    }
    #expect(Self.code { () throws(EventLogError) in try check.checkPages() } == EIO)
    #expect(pages.value == 3)
  }

  @Test func `says nothing against a record whose hash is wrong`() async throws {
    let place = try Place()
    _ = try await place.fill(300)
    try patch(place.path + "/tiles/0") { $0[3 * 32] ^= 1 }
    var options = EventLogOptions()
    options.checksIndex = false
    let log = try EventLog.openReadOnly(at: place.path, options: options)
    defer { log.close() }
    // The roots above the leaves, by which it is judged which of the two is wrong.
    #expect(try UnreadableFile.make(openFileAt: place.path + "/tiles/1") == 1)
    #expect(
      Self.code { () throws(EventLogError) in
        try log.scan(from: Position(3), before: Position(5)) { _, _ in .proceed }
      } == EIO)
  }

  /// A directory can be opened to read, and not be read.
  @Test func `says nothing against the tiles`() async throws {
    let place = try Place()
    _ = try await place.fill(12)
    let tiles = place.path + "/tiles/0"
    try #require(rename(tiles, tiles + ".kept") == 0 && mkdir(tiles, 0o700) == 0)
    // However a file system counts, it has room for the hashes.
    for number in 0..<100 { try #require(mkdir("\(tiles)/\(number)", 0o700) == 0) }
    try #require(fileStatus(tiles) >= 25 * 32)
    #expect(
      Self.code { () throws(EventLogError) in try EventLog.openReadOnly(at: place.path) } == EISDIR)
  }

  private func fileStatus(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
