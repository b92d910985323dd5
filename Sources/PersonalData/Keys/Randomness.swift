internal import Glibc

/// Random bytes from the kernel, for salts and nonces.
enum Randomness {
  /// - Precondition: `count` ≤ 256, which the kernel gives at once.
  static func bytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      // SAFETY: the buffer has room for `count` bytes, and each is written.
      guard getentropy(buffer.baseAddress, count) == 0 else {
        fatalError("the kernel gives no random bytes")
      }
      filled = count
    }
  }
}
