internal import Glibc

extension File {
  /// Opens a file that processes lock or map to keep out of each other's way, and makes it where it isn't
  /// there; one that root makes belongs to whom its directory belongs to.
  ///
  /// Root may look at what is another user's, who would be kept from it for good by a file of root's.
  /// Nothing but a file that was just made is given away: another name may lead anywhere. For the same
  /// reason root follows no link out of another user's directory: what is locked may be emptied.
  ///
  /// - Throws: ``FileError``, of such a link `ELOOP`.
  package static func ofLocks(_ path: String, mode: UInt32 = 0o600) throws(FileError) -> File {
    guard geteuid() == 0, let directory = FileStatus(of: Directory.parent(of: path)) else {
      return try File(path, O_RDWR | O_CREAT, mode: mode)
    }
    let present = O_RDWR | O_CREAT | (directory.user == 0 ? 0 : O_NOFOLLOW)
    guard !isNamed(path) else { return try File(path, present, mode: mode) }
    do throws(FileError) {
      let file = try File(path, O_RDWR | O_CREAT | O_EXCL, mode: mode)
      // Where it can't be given away, as on a medium without owners, the lock is had all the same.
      _ = fchown(file.descriptor, directory.user, directory.group)
      return file
    } catch {
      // Somebody else was first.
      guard error.code == EEXIST else { throw FileError(.open, path, error.code) }
      return try File(path, present, mode: mode)
    }
  }
}
