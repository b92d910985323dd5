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
    let first: MetaPage
    do throws(MetaPage.Flaw) {
      first = try MetaPage(parsing: head, number: 0)
    } catch {
      throw refuse(error.code(page: 0))
    }

    let tail = try file.read(MetaPage.byteCount, at: first.pageByteCount)
    guard headFileByteCount >= 2 * first.pageByteCount, tail.count == MetaPage.byteCount else {
      throw refuse(
        .truncated(fileByteCount: headFileByteCount, expectedByteCount: first.fullFileByteCount))
    }
    let second: MetaPage
    do throws(MetaPage.Flaw) {
      second = try MetaPage(parsing: tail, number: 1)
    } catch {
      throw refuse(error.code(page: 1))
    }
    guard second.pageByteCount == first.pageByteCount else { throw refuse(.damagedMetaPage(1)) }

    // Each commit writes the meta page that the one before it did not.
    var found = MetaPage.newest(first, second)
    var triesLeft = rereadCount
    while found == nil, triesLeft > 0 {
      triesLeft -= 1
      found = try reread(file, first.pageByteCount)
    }
    guard let newest = found else {
      throw refuse(.damagedMetaPage(first.transactionID < second.transactionID ? 0 : 1))
    }
    let byteCount = try file.byteCount()
    guard byteCount < newest.fullFileByteCount else { return newest }
    let firstMissingPage = UInt64(byteCount / newest.pageByteCount)
    guard FreePages.coverAllMissing(newest, firstMissingPage: firstMissingPage, in: file) else {
      throw refuse(
        .truncated(fileByteCount: byteCount, expectedByteCount: newest.fullFileByteCount))
    }
    return newest
  }
}

extension DataFile {
  /// How often the meta pages are read again where they don't belong together.
  private static let rereadCount = 16

  /// Reads both meta pages one right behind the other.
  ///
  /// A busy writer in another process may have committed twice between two reads, but not each time.
  /// - Returns: `nil` where they don't belong together again.
  private static func reread(
    _ file: borrowing ReadOnlyFile, _ pageByteCount: Int
  ) throws(LMDBError) -> MetaPage? {
    let head = try file.read(MetaPage.byteCount, at: 0)
    let tail = try file.read(MetaPage.byteCount, at: pageByteCount)
    guard let first = try? MetaPage(parsing: head, number: 0),
      let second = try? MetaPage(parsing: tail, number: 1)
    else { return nil }
    return MetaPage.newest(first, second)
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
