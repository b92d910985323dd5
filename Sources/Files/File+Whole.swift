internal import Glibc

extension File {
  /// All of a file, if it is there and has no more than `limit` bytes.
  ///
  /// - Returns: `nil` where there is none.
  /// - Throws: `EFBIG` where it is longer; `EINVAL` where it is no file.
  package static func contents(
    of path: String, limit: Int
  ) throws(FileError) -> (bytes: [UInt8], status: FileStatus)? {
    let file: File
    do throws(FileError) { file = try File(path, O_RDONLY) } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
    let status = try file.status()
    guard status.isRegular else { throw FileError(.read, path, EINVAL) }
    // It may grow meanwhile: one byte more than allowed tells.
    var bytes: [UInt8] = []
    while true {
      let chunk = try file.read(min(1 << 16, limit + 1 - bytes.count), at: UInt64(bytes.count))
      if chunk.isEmpty { return (bytes, status) }
      bytes += chunk
      guard bytes.count <= limit else { throw FileError(.read, path, EFBIG) }
    }
  }

  /// All that can be read under a name, which may be a pipe's.
  ///
  /// - Throws: `EISDIR` for a directory.
  package static func everything(under path: String) throws(FileError) -> [UInt8] {
    let file: File
    do throws(FileError) { file = try File(path, O_RDONLY) } catch {
      throw FileError(.read, path, error.code)
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try ByteTransfer.read(into: &chunk, of: file.descriptor, path)
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// Makes a file that isn't there yet; it is there whole after a power cut, with its name.
  ///
  /// - Throws: `EEXIST` when something has the name; nothing is left behind by any other error.
  package static func create(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    let file = try File(path, O_WRONLY | O_CREAT | O_EXCL)
    do throws(FileError) {
      try file.write(bytes, at: 0)
      try file.flush()
      try Directory.flush(holding: path)
    } catch {
      unlink(path)
      throw error
    }
  }

  /// Gives a name to other bytes: after a crash it has the old or the new ones, whole.
  ///
  /// Written beside it, as `<path>.new`, flushed, renamed, and the directory flushed. An error leaves
  /// nothing beside it; where the directory can't be flushed, the new bytes stand, but not for good.
  /// What has the other name is what a crash left, and is deleted: written into, it would keep its mode,
  /// and a link would be followed.
  package static func replace(
    _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o600
  ) throws(FileError) {
    let new = path + ".new"
    guard unlink(new) == 0 || errno == ENOENT else { throw FileError(.delete, new) }
    let file = try File(new, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
    do throws(FileError) {
      try file.write(bytes, at: 0)
      try file.flush()
      try rename(new, to: path)
    } catch {
      // Gone already where only the directory's flush failed.
      unlink(new)
      throw error
    }
  }

  /// Gives a file or directory another name, for good when this returns.
  package static func rename(_ path: String, to new: String) throws(FileError) {
    guard Glibc.rename(path, new) == 0 else { throw FileError(.rename, path) }
    try Directory.flush(holding: new)
  }

  /// Gives a file a name that nothing has, for good when this returns.
  ///
  /// What somebody else gave the name meanwhile is refused, not lost; whoever is killed on the way
  /// leaves the file under the one name or the other.
  /// - Throws: `EEXIST` when something has the name.
  package static func rename(_ path: String, toNew new: String) throws(FileError) {
    try rename(path, toNew: new, by: [moveWithoutReplacing, linkAndUnlink])
  }

  /// Gives a file a name that nothing has in the first of some ways that the file system knows.
  ///
  /// Where it knows none, an empty file claims the name first, which who is killed just then leaves.
  /// - Parameter ways: each returns 0, or `errno` says why not.
  package static func rename(
    _ path: String, toNew new: String, by ways: [(_ path: String, _ new: String) -> Int32]
  ) throws(FileError) {
    for way in ways {
      // From here on the name is the file's: it stays, whatever the directory says.
      if way(path, new) == 0 { return try Directory.flush(holding: new) }
      guard [EINVAL, ENOSYS, EPERM, EOPNOTSUPP].contains(errno) else {
        throw FileError(.rename, path)
      }
    }
    _ = try File(new, O_WRONLY | O_CREAT | O_EXCL)
    guard Glibc.rename(path, new) == 0 else {
      let error = FileError(.rename, path)
      unlink(new)
      throw error
    }
    try Directory.flush(holding: new)
  }

  /// In one step, which some file systems of networks don't know.
  private static func moveWithoutReplacing(_ path: String, _ new: String) -> Int32 {
    typealias Call =
      @convention(c) (
        Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
      ) -> Int32
    // An extension of GNU's, which isn't imported and not in every C library.
    guard let symbol = dlsym(nil, "renameat2") else {
      errno = ENOSYS
      return -1
    }
    // SAFETY: the type is that of stdio.h, and 1 is RENAME_NOREPLACE of linux/fs.h.
    return unsafeBitCast(symbol, to: Call.self)(AT_FDCWD, path, AT_FDCWD, new, 1)
  }

  /// With both names for a moment, which file systems without hard links don't know.
  package static func linkAndUnlink(_ path: String, _ new: String) -> Int32 {
    guard link(path, new) == 0 else { return -1 }
    unlink(path)
    return 0
  }

  /// Returns when what is written in a file is on the device.
  package static func flush(_ path: String) throws(FileError) {
    try File(path, O_RDONLY).flush()
  }

  /// Makes an empty file, unless it is there.
  package static func mark(_ path: String) throws(FileError) {
    _ = try File(path, O_WRONLY | O_CREAT)
  }

  /// Whether something is at a path.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether anything has this name, be it a link that leads nowhere.
  package static func isNamed(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether something is at a path, where that can be told.
  ///
  /// - Throws: What keeps it from being told, as `EACCES` of a directory on the way.
  package static func isThere(_ path: String) throws(FileError) -> Bool {
    if access(path, F_OK) == 0 { return true }
    guard errno == ENOENT || errno == ENOTDIR else { throw FileError(.status, path) }
    return false
  }

  /// How long the file at a path is; `nil` where there is none.
  package static func byteCount(of path: String) -> UInt64? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt64(status.st_size) : nil
  }

  /// A path without links; `nil` when it doesn't exist.
  package static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
