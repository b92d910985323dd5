internal import Glibc

/// An open file, closed with its owner; a program that is started doesn't get it.
package struct File: ~Copyable, Sendable {
  /// Where it was opened.
  package let path: String
  /// The kernel's number of it.
  package let descriptor: Int32

  /// Opens a file; where it is made, only its owner can read it unless a mode says more.
  ///
  /// - Parameters:
  ///   - flags: As of `open`, without `O_CLOEXEC`, which is always there.
  ///   - mode: Who may do what with it, where it is made.
  package init(_ path: String, _ flags: Int32, mode: UInt32 = 0o600) throws(FileError) {
    descriptor = open(path, flags | O_CLOEXEC, mode)
    self.path = path
    guard descriptor >= 0 else {
      throw FileError(flags & O_EXCL == 0 ? .open : .create, path)
    }
  }

  private init(adopting descriptor: Int32, _ path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Standard input under a number of its own, so that closing it does no harm.
  package static func standardInput() throws(FileError) -> File {
    let descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
    guard descriptor >= 0 else { throw FileError(.open, "standard input") }
    return File(adopting: descriptor, "standard input")
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// What the kernel knows of the file.
  package func status() throws(FileError) -> FileStatus {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(.status, path) }
    return FileStatus(status)
  }

  /// The file's length.
  package func byteCount() throws(FileError) -> UInt64 { try status().byteCount }

  /// Reads into a buffer from an offset on.
  ///
  /// - Returns: how many bytes there were; fewer than asked for only at the file's end.
  package func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
  ) throws(FileError) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      // SAFETY: the kernel writes at most as many bytes as the rest has.
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(.readAt, path)
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// The bytes from an offset on; fewer than `count` only at the file's end.
  package func read(_ count: Int, at offset: UInt64) throws(FileError) -> [UInt8] {
    var failure: FileError?
    // SAFETY: only what was read counts as filled; nothing where reading failed.
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(FileError) {
        filled = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes all bytes at an offset.
  package func write(
    _ bytes: UnsafeRawBufferPointer, at offset: UInt64
  ) throws(FileError) {
    try ByteTransfer.writeAll(bytes, .writeAt, path) { rest, done in
      // SAFETY: the kernel reads at most as many bytes as the rest has.
      pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
    }
  }

  /// Writes all bytes of a list at an offset.
  package func write(_ bytes: [UInt8], at offset: UInt64) throws(FileError) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(FileError) in try write(bytes, at: offset) }
    }
    try result.get()
  }

  /// Cuts the file off, or makes it longer with zeros.
  package func truncate(to byteCount: UInt64) throws(FileError) {
    guard ftruncate(descriptor, off_t(byteCount)) == 0 else { throw FileError(.truncate, path) }
  }

  /// Returns when everything written is on the device, with the file's times.
  package func flush() throws(FileError) {
    guard fsync(descriptor) == 0 else { throw FileError(.flush, path) }
  }

  /// Returns when everything written can be read after a power cut.
  package func flushData() throws(FileError) {
    guard fdatasync(descriptor) == 0 else { throw FileError(.flushData, path) }
  }
}

/// What the kernel knows of a file.
package struct FileStatus: Hashable, Sendable {
  /// The file system's number.
  package let device: UInt64
  /// The file's number in it: two names with both numbers the same are one file.
  package let inode: UInt64
  /// How long it is.
  package let byteCount: UInt64
  /// The permission bits.
  package let mode: UInt32
  /// Whether it is a file, not a directory, pipe or device.
  package let isRegular: Bool
  /// The number of the user whose it is.
  package let user: UInt32
  /// The number of the group whose it is.
  package let group: UInt32

  /// Of the file at a path; `nil` where there is none.
  package init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    byteCount = UInt64(status.st_size)
    mode = UInt32(status.st_mode) & 0o777
    isRegular = status.st_mode & S_IFMT == S_IFREG
    user = status.st_uid
    group = status.st_gid
  }
}
