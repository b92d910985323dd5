internal import Glibc

/// Random bytes from the kernel, for keys, salts and nonces.
///
/// Fetches 256 at a time, the most the kernel gives at once: a part needs four to eight draws, and a
/// system call for each would cost as much as the sealing. Belongs to one batch and dies with it.
final class Randomness {
  private static let fetchByteCount = 256
  private var pool: [UInt8] = []

  /// - Precondition: `count` ≤ 256.
  func bytes(_ count: Int) -> [UInt8] {
    if pool.count < count { pool = Self.fetch() }
    defer { pool.removeLast(count) }
    return Array(pool.suffix(count))
  }

  private static func fetch() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: fetchByteCount) { buffer, filled in
      // SAFETY: the buffer has room for that many bytes, and each is written.
      guard getentropy(buffer.baseAddress, fetchByteCount) == 0 else {
        fatalError("the kernel gives no random bytes")
      }
      filled = fetchByteCount
    }
  }
}
