internal import Glibc

/// Random bytes from the kernel, for salts and nonces.
enum Randomness {
  static func bytes(_ count: Int) -> [UInt8] {
    precondition(count <= 256, "the kernel gives up to 256 bytes at once, without interruption")
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      // SAFETY: the buffer has room for `count` bytes, and each is written.
      guard getrandom(buffer.baseAddress, count, 0) == count else {
        fatalError("the kernel gives no random bytes")
      }
      filled = count
    }
  }
}
