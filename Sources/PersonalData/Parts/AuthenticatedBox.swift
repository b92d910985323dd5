internal import Crypto
internal import FoundationEssentials

/// AES-256-GCM with the nonce in front and the tag behind.
///
/// Shape: nonce (12 bytes) ‖ ciphertext (as long as the plaintext) ‖ tag (16 bytes).
enum AuthenticatedBox {
  static let nonceByteCount = 12
  static let tagByteCount = 16
  /// Bytes that a box is longer than its plaintext.
  static let overheadByteCount = nonceByteCount + tagByteCount

  /// The box of a plaintext.
  ///
  /// - Parameter nonce: 12 bytes that this key never sealed with before.
  static func seal(
    _ plaintext: [UInt8], nonce: [UInt8], under key: SymmetricKey, for associated: [UInt8]
  ) -> [UInt8] {
    do {
      let box = try AES.GCM.seal(
        plaintext, using: key, nonce: AES.GCM.Nonce(data: nonce), authenticating: associated)
      var bytes = nonce
      bytes.reserveCapacity(plaintext.count + overheadByteCount)
      bytes.append(contentsOf: box.ciphertext)
      bytes.append(contentsOf: box.tag)
      return bytes
    } catch {
      preconditionFailure("a nonce of 12 bytes and a key of 32 are always taken")
    }
  }

  /// The plaintext; `nil` when box, key or associated data are not what was sealed.
  static func open(
    _ box: some Collection<UInt8>, under key: SymmetricKey, for associated: [UInt8]
  ) -> [UInt8]? {
    guard box.count >= overheadByteCount,
      let sealed = try? AES.GCM.SealedBox(combined: Array(box)),
      let plaintext = try? AES.GCM.open(sealed, using: key, authenticating: associated)
    else { return nil }
    return Array(plaintext)
  }
}
