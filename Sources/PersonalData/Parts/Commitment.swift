internal import Crypto
internal import EventModel

/// SHA-256 of salt and plaintext; `Crypto` has another type of the same name.
typealias CommitmentDigest = EventModel.Digest

/// What a record holds in place of a personal part.
enum Commitment {
  /// Bytes of salt: enough that nobody finds the plaintext of a commitment by trying.
  static let saltByteCount = 32

  /// SHA-256(salt ‖ plaintext).
  static func digest(salt: some Collection<UInt8>, plaintext: some Collection<UInt8>)
    -> CommitmentDigest
  {
    var hash = SHA256()
    hash.update(data: Array(salt))
    hash.update(data: Array(plaintext))
    return CommitmentDigest(hash.finalize())
  }

  /// SHA-256 of salt and plaintext as they stand together under the seal.
  static func digest(salted: [UInt8]) -> CommitmentDigest {
    CommitmentDigest(SHA256.hash(data: salted))
  }
}

extension CommitmentDigest {
  fileprivate init(_ hash: SHA256Digest) {
    do {
      try self.init(Array(hash))
    } catch {
      preconditionFailure("SHA-256 has 32 bytes")
    }
  }
}
