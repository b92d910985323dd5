internal import EventModel

/// What a record holds in place of a personal part.
enum Commitment {
  /// Bytes of salt: enough that nobody finds the plaintext of a commitment by trying.
  static let saltByteCount = 32

  /// SHA-256(salt ‖ plaintext).
  static func digest(salt: some Collection<UInt8>, plaintext: some Collection<UInt8>) -> Digest {
    Digest(sha256Of: Array(salt), Array(plaintext))
  }

  /// SHA-256 of salt and plaintext as they stand together under the seal.
  static func digest(salted: [UInt8]) -> Digest { Digest(sha256Of: salted) }
}
