internal import struct Crypto.SHA256

extension Digest {
  /// SHA-256 of some bytes.
  public init(sha256Of bytes: [UInt8]) {
    self.init(hash: Array(SHA256.hash(data: bytes)))
  }

  /// SHA-256 of a text as UTF-8.
  public init(sha256Of text: String) { self.init(sha256Of: Array(text.utf8)) }

  /// SHA-256 of two parts, one after the other.
  package init(sha256Of first: [UInt8], _ second: [UInt8]) {
    var hash = SHA256()
    hash.update(data: first)
    hash.update(data: second)
    self.init(hash: Array(hash.finalize()))
  }

  private init(hash: [UInt8]) {
    do throws(EventModelError) {
      try self.init(hash)
    } catch {
      preconditionFailure("SHA-256 has 32 bytes")
    }
  }
}

extension EventID {
  /// The id of a command's event: the first 16 bytes of SHA-256(command id ‖ ordinal), the ordinal
  /// as four bytes, big-endian.
  ///
  /// A command that is decided twice makes the same ids.
  public init(of command: CommandID, ordinal: Int) {
    var hash = SHA256()
    hash.update(data: command.bytes)
    hash.update(
      data: (0..<4).map { UInt8(truncatingIfNeeded: ordinal >> (24 - 8 * $0)) } as [UInt8])
    self.init(prefixOf: Array(hash.finalize()))
  }
}
