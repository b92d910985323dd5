internal import Glibc

/// Reading and writing what has no offsets: pipes, sockets, terminals, and files from here on.
package enum ByteTransfer {
  /// Writes all bytes to a descriptor, and waits for who reads.
  ///
  /// - Parameter name: what an error says was written.
  package static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ name: String
  ) throws(FileError) {
    try writeAll(bytes, .write, name) { rest, _ in
      // SAFETY: the kernel reads at most as many bytes as the rest has.
      Glibc.write(descriptor, rest.baseAddress, rest.count)
    }
  }

  /// Hands bytes to a system call that may take only some of them, until it has taken all.
  ///
  /// One that takes none and gives no reason is where a device ends: `ENOSPC`. Asking it again would
  /// have no end.
  ///
  /// - Parameters:
  ///   - name: what an error says was written.
  ///   - call: writes the rest, of which so many were written before; what `write` returns.
  package static func writeAll(
    _ bytes: UnsafeRawBufferPointer, _ operation: FileError.Operation, _ name: String,
    by call: (_ rest: UnsafeRawBufferPointer, _ done: Int) -> Int
  ) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let count = call(UnsafeRawBufferPointer(rebasing: bytes[done...]), done)
      if count < 0, errno == EINTR { continue }
      guard count != 0 else { throw FileError(operation, name, ENOSPC) }
      guard count > 0 else { throw FileError(operation, name) }
      done += count
    }
  }

  /// Writes all bytes to a descriptor, and waits for who reads.
  ///
  /// - Parameter name: what an error says was written.
  package static func write(
    _ bytes: some Sequence<UInt8>, to descriptor: Int32, _ name: String
  ) throws(FileError) {
    let result = Array(bytes).withUnsafeBytes { bytes in
      Result { () throws(FileError) in try write(bytes, to: descriptor, name) }
    }
    try result.get()
  }

  /// Reads what there is, at most a buffer's length; waits until there is something.
  ///
  /// - Parameter name: what an error says was read.
  /// - Returns: how many bytes; 0 at the end.
  package static func read(
    into buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32, _ name: String
  ) throws(FileError) -> Int {
    while true {
      // SAFETY: the kernel writes at most as many bytes as the buffer has.
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw FileError(.read, name) }
    }
  }

  /// Reads into a list, from `start` on.
  ///
  /// - Returns: how many bytes; 0 at the end.
  package static func read(
    into bytes: inout [UInt8], from start: Int = 0, of descriptor: Int32, _ name: String
  ) throws(FileError) -> Int {
    let result = bytes.withUnsafeMutableBytes { buffer in
      Result { () throws(FileError) in
        try read(
          into: UnsafeMutableRawBufferPointer(rebasing: buffer[start...]), from: descriptor, name)
      }
    }
    return try result.get()
  }
}
