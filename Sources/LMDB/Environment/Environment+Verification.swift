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

  /// How often a snapshot is taken anew where a commit came between it and its meta page.
  private static let snapshotTryCount = 16

  /// Reads every page of a snapshot, while the environment is in use, also by a writer.
  ///
  /// Checked is what ``verifyPages(in:)`` checks. The snapshot keeps its pages as they are for so
  /// long, and the file grows under a writer meanwhile.
  ///
  /// - Parameter isWanted: asked before each page.
  /// - Returns: `nil` where commits came too fast for a snapshot whose meta page was still there.
  /// - Throws: as ``verifyPages(in:)``; `.interrupted` once it isn't wanted any more.
  /// - Complexity: O(file size)
  public func verifyPages(
    while isWanted: @escaping () -> Bool
  ) throws(LMDBError) -> PageCounts? {
    for _ in 0..<Self.snapshotTryCount {
      let snapshot = try beginRead()
      let meta = try DataFile.check(dataFile, at: place())
      guard meta.transactionID == snapshot.snapshotID else { continue }
      let counts = try PageVerifier.verify(dataFile, meta, at: place(), while: isWanted)
      // Not sooner: what it holds would be written over.
      snapshot.end()
      return counts
    }
    return nil
  }
}
