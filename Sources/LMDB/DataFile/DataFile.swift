internal import Glibc

/// The file that holds an environment's pages, looked at without LMDB.
enum DataFile {
  static let name = "data.mdb"

  static func path(in directory: String) -> String { "\(directory)/\(name)" }

  /// Refuses a file that LMDB can't open safely, and gives back its newest meta page.
  ///
  /// The meta pages are read before the length is asked for, so that a writer in another process,
  /// which lengthens the file first, does no harm.
  ///
  /// - Throws: `.truncated`, `.notLMDB`, `.foreignVersion`, `.damagedMetaPage`, or what the
  ///   operating system reported.
  /// - Complexity: O(1); O(free pages) when the last pages of the file are missing.
  @discardableResult
  static func check(
    _ file: borrowing ReadOnlyFile, at place: LMDBError.Place
  ) throws(LMDBError) -> MetaPage {
    func refuse(_ code: LMDBError.Code) -> LMDBError { LMDBError(code, .checkDataFile, at: place) }
    let head = try file.read(MetaPage.byteCount, at: 0)
    let headFileByteCount = try file.byteCount()
    guard head.count == MetaPage.byteCount else {
      if head.count >= 20, head.hostUInt32(at: 16) != MetaPage.magic { throw refuse(.notLMDB) }
      let expected = 2 * Int(sysconf(Int32(_SC_PAGESIZE)))
      throw refuse(.truncated(fileByteCount: headFileByteCount, expectedByteCount: expected))
    }
    let newest = try newestMetaPage(of: file, at: place)
    let byteCount = try file.byteCount()
    guard byteCount < newest.fullFileByteCount else { return newest }
    let firstMissingPage = UInt64(byteCount / newest.pageByteCount)
    guard try FreePages.coverAllMissing(newest, firstMissingPage: firstMissingPage, in: file) else {
      throw refuse(
        .truncated(fileByteCount: byteCount, expectedByteCount: newest.fullFileByteCount))
    }
    return newest
  }
}

extension DataFile {
  /// How often the meta pages are read again where they don't make sense.
  private static let rereadCount = 16

  /// The newest meta page.
  ///
  /// Read again where something is wrong: a busy writer in another process may have written a meta
  /// page while it was read, or committed twice between the two reads, but not each time.
  /// - Throws: what was wrong at the last reading.
  private static func newestMetaPage(
    of file: borrowing ReadOnlyFile, at place: LMDBError.Place
  ) throws(LMDBError) -> MetaPage {
    for _ in 0..<rereadCount {
      if let newest = try? readMetaPages(of: file, at: place) { return newest }
    }
    return try readMetaPages(of: file, at: place)
  }

  /// Reads both meta pages one right behind the other; the newer of them.
  private static func readMetaPages(
    of file: borrowing ReadOnlyFile, at place: LMDBError.Place
  ) throws(LMDBError) -> MetaPage {
    let head = try file.read(MetaPage.byteCount, at: 0)
    let first = try metaPage(head, number: 0, at: place)
    let tail = try file.read(MetaPage.byteCount, at: first.pageByteCount)
    guard tail.count == MetaPage.byteCount else {
      throw LMDBError(
        .truncated(
          fileByteCount: try file.byteCount(), expectedByteCount: first.fullFileByteCount),
        .checkDataFile, at: place)
    }
    let second = try metaPage(tail, number: 1, at: place)
    guard second.pageByteCount == first.pageByteCount else {
      throw LMDBError(.damagedMetaPage(1), .checkDataFile, at: place)
    }
    // Each commit writes the meta page that the one before it did not.
    guard let newest = MetaPage.newest(first, second) else {
      let older = first.transactionID < second.transactionID ? 0 : 1
      throw LMDBError(.damagedMetaPage(older), .checkDataFile, at: place)
    }
    return newest
  }

  private static func metaPage(
    _ bytes: [UInt8], number: Int, at place: LMDBError.Place
  ) throws(LMDBError) -> MetaPage {
    do throws(MetaPage.Flaw) {
      return try MetaPage(parsing: bytes, number: UInt64(number))
    } catch {
      throw LMDBError(error.code(page: number), .checkDataFile, at: place)
    }
  }
}

extension MetaPage {
  /// The newer of both, as LMDB chooses: the second only if it is newer.
  ///
  /// - Returns: `nil` where no two commits in a row can have written them.
  fileprivate static func newest(_ first: MetaPage, _ second: MetaPage) -> MetaPage? {
    let distance = Int64(bitPattern: first.transactionID &- second.transactionID)
    guard distance.magnitude == 1 || first.transactionID == 0 && second.transactionID == 0 else {
      return nil
    }
    return first.transactionID < second.transactionID ? second : first
  }
}

extension MetaPage.Flaw {
  fileprivate func code(page: Int) -> LMDBError.Code {
    switch self {
    case .foreign: page == 0 ? .notLMDB : .damagedMetaPage(page)
    case .version(let found):
      .foreignVersion(found: found, expected: MetaPage.formatVersion)
    case .damaged: .damagedMetaPage(page)
    }
  }
}
