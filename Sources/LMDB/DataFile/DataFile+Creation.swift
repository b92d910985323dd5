internal import CLMDB
internal import Files
internal import Glibc

extension DataFile {
  /// Makes the directory, where it is missing, and an empty data file in it.
  ///
  /// LMDB makes a data file in two steps, so that a crash between them leaves an empty file, which
  /// can't be told from a truncated one. So the file is made under another name, flushed, and
  /// linked to its own name only when it is whole. An environment is there whole or not at all, and
  /// a file of zero bytes is always damage.
  ///
  /// - Throws: `.alreadyExists` when another process was first.
  static func create(
    in directory: String, fileMode: UInt32, at place: LMDBError.Place
  ) throws(LMDBError) {
    func check(_ result: Int32) throws(LMDBError) {
      if result != 0 { throw LMDBError(cCode: errno, .create, at: place) }
    }
    // Searching a directory needs the execute bit wherever reading is allowed.
    if mkdir(directory, fileMode | (fileMode & 0o444) >> 2) == 0 {
      try flush(directory: "\(directory)/..", at: place)
    } else if errno != EEXIST {
      throw LMDBError(cCode: errno, .create, at: place)
    }
    let unfinished = "\(path(in: directory)).creating-\(getpid())"
    defer {
      unlink(unfinished)
      unlink("\(unfinished)-lock")
    }
    unlink(unfinished)
    try makeEmpty(at: unfinished, fileMode: fileMode, place: place)
    try check(link(unfinished, path(in: directory)))
    try flush(directory: directory, at: place)
  }

  private static func makeEmpty(
    at path: String, fileMode: UInt32, place: LMDBError.Place
  ) throws(LMDBError) {
    var created: OpaquePointer?
    try LMDBError.check(mdb_env_create(&created), .environmentCreate, at: place)
    guard let environment = created else { throw LMDBError(.outOfMemory, .create, at: place) }
    defer { mdb_env_close(environment) }
    _ = try LockFile.reserve(
      "\(path)-lock", readerCount: LockFile.usualReaderCount, fileMode: fileMode, at: place)
    try LMDBError.check(
      mdb_env_open(environment, path, UInt32(MDB_NOSUBDIR), fileMode), .environmentOpen, at: place)
    try LMDBError.check(mdb_env_sync(environment, 1), .environmentSync, at: place)
  }

  /// Makes a directory's entries survive a power cut.
  static func flush(directory: String, at place: LMDBError.Place) throws(LMDBError) {
    do throws(FileError) { try Directory.flush(directory) } catch {
      throw LMDBError(cCode: error.code, .create, at: place)
    }
  }
}
