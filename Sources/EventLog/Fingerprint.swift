internal import Crypto

/// SHA-256 outside the tree.
///
/// Apart, because `Crypto` has a `Digest` of its own, which is not the event model's.
enum Fingerprint {
  /// The 32 bytes of SHA-256.
  static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}
