internal import CLMDB
internal import Glibc

extension Environment {
  /// Copies the newest snapshot into a directory, while reading and writing go on.
  ///
  /// The directory is made where it is missing, and must not hold a data file. When this returns,
  /// the copy survives a power cut. A copy that failed is deleted.
  ///
  /// - Parameters:
  ///   - directory: Where the copy's data file goes.
  ///   - isCompacting: Whether free pages are left out; the copy then holds no deleted bytes.
  /// - Throws: `.alreadyExists`, `.diskFull`, `.inputOutput`, `.notFound`.
  /// - Complexity: O(file size). Holds a snapshot all the while, without a deadline.
  public func copy(to directory: String, compacting isCompacting: Bool = false) throws(LMDBError) {
    try checkNotForked()
    let place = LMDBError.Place(directory: directory)
    let path = DataFile.path(in: directory)
    if mkdir(directory, 0o700) == 0 {
      try DataFile.flush(directory: "\(directory)/..", at: place)
    } else if errno != EEXIST {
      throw LMDBError(cCode: errno, .environmentCopy, at: place)
    }
    guard access(path, F_OK) != 0 else {
      throw LMDBError(.alreadyExists, .environmentCopy, at: place)
    }
    do throws(LMDBError) {
      try LMDBError.check(
        mdb_env_copy2(handle, directory, isCompacting ? UInt32(MDB_CP_COMPACT) : 0),
        .environmentCopy, at: place)
      guard let file = try ReadOnlyFile(path: path, at: place) else {
        throw LMDBError(.notFound, .environmentCopy, at: place)
      }
      // The library makes it for everybody to read; the directory may be one that others enter.
      guard fchmod(file.descriptor, 0o600) == 0, fsync(file.descriptor) == 0 else {
        throw LMDBError(cCode: errno, .environmentCopy, at: place)
      }
      try DataFile.flush(directory: directory, at: place)
    } catch {
      // Where another was first, the file is theirs.
      if error.code != .alreadyExists { unlink(path) }
      throw error
    }
  }
}
