internal import CLMDB
internal import Files
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
    // Made here, for its owner alone from the first byte: the library would let everybody read it, and
    // the directory may be one that others enter. Where another was first, the file is theirs.
    let file: File
    do throws(FileError) { file = try File(path, O_WRONLY | O_CREAT | O_EXCL) } catch {
      throw LMDBError(cCode: error.code, .environmentCopy, at: place)
    }
    do throws(LMDBError) {
      try LMDBError.check(
        mdb_env_copyfd2(handle, file.descriptor, isCompacting ? UInt32(MDB_CP_COMPACT) : 0),
        .environmentCopy, at: place)
      guard fsync(file.descriptor) == 0 else {
        throw LMDBError(cCode: errno, .environmentCopy, at: place)
      }
      try DataFile.flush(directory: directory, at: place)
    } catch {
      unlink(path)
      throw error
    }
  }
}
