internal import Glibc

extension Environment {
  /// The pages of a data file by what they are for.
  public struct PageCounts: Sendable, Hashable {
    /// Pages of trees and values, and the two meta pages.
    public let used: Int
    /// Pages that will be used again.
    public let free: Int
    /// Pages that are neither used nor known to be free: harmless, and lost until a compacted copy.
    public let lost: Int
  }

  /// Reads every page of a directory's data file, and checks that it can be walked safely.
  ///
  /// Checked: meta pages, every page's number, kind and offsets, the order of keys and their bounds,
  /// the depth and the counts of each tree, that each page is used once and no free page is. Not
  /// checked: the contents of values and of keys beyond their order, and whether a byte more or less
  /// belongs to them, since pages round their sizes to two bytes.
  ///
  /// LMDB is not asked, so even a file that would kill the process can be looked at. The file must
  /// not be written meanwhile: of a live environment, verify a copy.
  ///
  /// - Throws: `.damagedPage`, `.truncated`, `.notLMDB`, `.foreignVersion`, `.damagedMetaPage`,
  ///   `.notFound`; what the operating system reported.
  /// - Complexity: O(file size).
  public static func verifyPages(in directory: String) throws(LMDBError) -> PageCounts {
    let place = LMDBError.Place(directory: directory)
    guard let file = try ReadOnlyFile(path: DataFile.path(in: directory), at: place) else {
      throw LMDBError(.notFound, .verifyPages, at: place)
    }
    return try PageVerifier.verify(file, DataFile.check(file, at: place), at: place)
  }

  /// How much of a live data file is read under one snapshot.
  public struct Stretch: Sendable, Hashable {
    /// After how many pages of tables a new snapshot is taken.
    public var pageCount: Int
    /// After what time one is, besides what it takes to read the free pages.
    public var limit: Duration

    /// Some ten megabytes, and what no writer minds.
    public init(pageCount: Int = 4_096, limit: Duration = .milliseconds(500)) {
      self.pageCount = pageCount
      self.limit = limit
    }
  }

  /// How often a snapshot is taken anew where a commit came between it and its meta page.
  private static let snapshotTryCount = 16

  /// Reads every page of the tables, while the environment is in use, also by a writer.
  ///
  /// Checked is what ``verifyPages(in:)`` checks, but for the counts that a tree says of itself. No
  /// snapshot is held for longer than a stretch, so that pages which a writer frees meanwhile are used
  /// again soon. What is written behind the walk isn't read any more.
  ///
  /// - Parameters:
  ///   - stretch: how much is read under one snapshot.
  ///   - isWanted: asked before each page.
  /// - Returns: how many pages of tables were read, some of them once a stretch; `nil` where commits
  ///   came too fast for a snapshot whose meta page was still there.
  /// - Throws: as ``verifyPages(in:)``; `.interrupted` once it isn't wanted any more.
  /// - Complexity: O(file size), and O(free pages) a stretch.
  public func verifyPages(
    in stretch: Stretch = Stretch(), while isWanted: @escaping () -> Bool
  ) throws(LMDBError) -> Int? {
    var mark: PageVerifier.Mark?
    var pageCount = 0
    repeat {
      guard let result = try verifyStretch(stretch, from: mark, while: isWanted) else { return nil }
      pageCount += result.pageCount
      mark = result.next
    } while mark != nil
    return pageCount
  }

  private func verifyStretch(
    _ stretch: Stretch, from mark: PageVerifier.Mark?, while isWanted: @escaping () -> Bool
  ) throws(LMDBError) -> (next: PageVerifier.Mark?, pageCount: Int)? {
    for attempt in 0..<Self.snapshotTryCount {
      let snapshot = try beginRead()
      let meta = try DataFile.check(dataFile, at: place())
      guard meta.transactionID == snapshot.snapshotID else {
        snapshot.end()
        // A meta page that is just being flushed is in the file before there are snapshots of it.
        usleep(1_000 << min(UInt32(attempt), 6))
        continue
      }
      let result = try PageVerifier.verifyStretch(
        dataFile, meta, at: place(), from: mark, stretch, while: isWanted)
      // Not sooner: what it holds would be written over.
      snapshot.end()
      return result
    }
    return nil
  }
}
