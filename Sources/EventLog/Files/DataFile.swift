internal import Glibc

/// An open file that is read and written at offsets.
struct DataFile: ~Copyable, Sendable {
  /// Where it was opened.
  let path: String
  let descriptor: Int32

  init(_ path: String, _ flags: Int32) throws(EventLogError) {
    descriptor = open(path, flags | O_CLOEXEC, 0o600)
    self.path = path
    guard descriptor >= 0 else { throw .system("open", path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The file's length.
  func byteCount() throws(EventLogError) -> UInt64 {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system("fstat", path) }
    return UInt64(status.st_size)
  }

  /// Writes all bytes at an offset.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(EventLogError) {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("pwrite", path)
      }
      done += count
    }
  }

  /// Writes all bytes of an array at an offset.
  func write(_ bytes: [UInt8], at offset: UInt64) throws(EventLogError) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(EventLogError) in try write(bytes, at: offset) }
    }
    try result.get()
  }

  /// Reads into a buffer.
  ///
  /// - Returns: how many bytes there were; fewer than asked for only at the file's end.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(EventLogError)
    -> Int
  {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("pread", path)
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// Returns when everything written is on the device.
  func flush() throws(EventLogError) {
    guard fdatasync(descriptor) == 0 else { throw .system("fdatasync", path) }
  }
}
