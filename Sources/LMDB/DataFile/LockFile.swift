internal import Files
internal import Glibc

/// The file that the processes of an environment tell each other in who reads.
///
/// LMDB maps it as it made it, with a hole for its bytes: on a full disk the first to write there is
/// killed by SIGBUS. So its bytes are asked for before.
enum LockFile {
  static func path(in directory: String) -> String { "\(directory)/lock.mdb" }

  /// How many readers LMDB makes room for where nobody says.
  static let usualReaderCount = 126

  /// Asks for a lock file's bytes; it may not be there yet, and then belongs to whom the directory belongs to.
  ///
  /// Where nothing can be written, or the file system gives no bytes in advance, nothing is done.
  /// - Returns: whether it can be written.
  /// - Precondition: this process doesn't have the environment open: closing any descriptor of a file
  ///   lets go of all that a process has locked in it.
  /// - Throws: `.diskFull` when there is no room for them; `.other`, with `ELOOP`, of another user's link, which
  ///   root doesn't follow.
  static func reserve(
    _ path: String, readerCount: Int, fileMode: UInt32, at place: LMDBError.Place
  ) throws(LMDBError) -> Bool {
    let file: File
    do throws(FileError) { file = try File.ofLocks(path, mode: fileMode) } catch {
      // A link that isn't followed here LMDB would follow, and write to what it leads to.
      if [ENOSPC, ELOOP].contains(error.code) {
        throw LMDBError(cCode: error.code, .environmentOpen, at: place)
      }
      return ![EROFS, EACCES, EPERM].contains(error.code)
    }
    // Its head and a line of 64 bytes a reader: as long as LMDB makes it. One that has its length is
    // in use.
    let byteCount = UInt64((readerCount + 2) * 64)
    guard let present = try? file.byteCount(), present < byteCount else { return true }
    let code = posix_fallocate(file.descriptor, 0, off_t(byteCount))
    if code == ENOSPC { throw LMDBError(cCode: code, .environmentOpen, at: place) }
    return true
  }
}
