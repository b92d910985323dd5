internal import Glibc

/// An open data file that is only read, by position.
struct ReadOnlyFile: ~Copyable, Sendable {
  let descriptor: Int32
  private let place: LMDBError.Place

  /// Opens a file, `nil` where there is none.
  init?(path: String, at place: LMDBError.Place) throws(LMDBError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0, errno == ENOENT { return nil }
    guard descriptor >= 0 else { throw LMDBError(cCode: errno, .checkDataFile, at: place) }
    self.descriptor = descriptor
    self.place = place
  }

  deinit { close(descriptor) }

  func byteCount() throws(LMDBError) -> Int { Int(try status().st_size) }

  func identity() throws(LMDBError) -> FileIdentity {
    let status = try status()
    return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  private func status() throws(LMDBError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw LMDBError(cCode: errno, .checkDataFile, at: place)
    }
    return status
  }

  /// The bytes from `offset` on; fewer than `count` only at the end of the file.
  func read(_ count: Int, at offset: Int) throws(LMDBError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = 0
      while filled < count {
        // SAFETY: `filled` < `count` ≤ the buffer's capacity.
        let more = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, offset + filled)
        if more < 0, errno == EINTR { continue }
        if more < 0 { failure = errno }
        guard more > 0 else { return }
        filled += more
      }
    }
    guard failure == 0 else { throw LMDBError(cCode: failure, .checkDataFile, at: place) }
    return bytes
  }
}
