internal import Glibc

/// Reading and writing what has no offsets: pipes, sockets, terminals, and files from here on.
package enum ByteTransfer {
  /// Writes all bytes to a descriptor, and waits for who reads.
  ///
  /// - Parameter name: what an error says was written.
  package static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ name: String
  ) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      // SAFETY: the kernel reads at most as many bytes as the rest has.
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(.write, name)
      }
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
