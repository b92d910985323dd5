internal import Crypto
internal import EventModel

/// SHA-256 of a text, apart because `Crypto` has a `Digest` of its own.
func sha256(_ text: String) -> EventModel.Digest {
  guard let digest = try? EventModel.Digest(Array(SHA256.hash(data: Array(text.utf8)))) else {
    preconditionFailure("SHA-256 has 32 bytes")
  }
  return digest
}
