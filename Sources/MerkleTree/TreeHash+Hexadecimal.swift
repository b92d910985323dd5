extension TreeHash {
  /// The hash as 64 lower-case hexadecimal digits, first byte first.
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return withBytes { bytes in
      // SAFETY: two digits are written for each of the 32 bytes, so all of the text is.
      String(unsafeUninitializedCapacity: 2 * Self.byteCount) { text in
        for offset in 0..<bytes.byteCount {
          let byte = bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
          text[2 * offset] = digits[Int(byte >> 4)]
          text[2 * offset + 1] = digits[Int(byte & 0x0f)]
        }
        return 2 * Self.byteCount
      }
    }
  }

  /// Reads a hash from 64 hexadecimal digits of either case; the inverse of `hexadecimal`.
  ///
  /// - Throws: `.malformedHexadecimal` with the length in UTF-8 bytes and the offset of the first
  ///   byte that is no digit, if there is one.
  public init(hexadecimal text: some StringProtocol) throws(MerkleTreeError) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    var high: UInt8?
    let length = text.utf8.count
    guard length == 2 * Self.byteCount else {
      throw .malformedHexadecimal(digitCount: length, badDigitAt: nil)
    }
    for (offset, character) in text.utf8.enumerated() {
      guard let digit = Self.value(ofDigit: character) else {
        throw .malformedHexadecimal(digitCount: length, badDigitAt: offset)
      }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    try self.init(bytes: bytes)
  }

  private static func value(ofDigit character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension TreeHash: CustomStringConvertible {
  /// The hexadecimal digits, so that a failed comparison can be read.
  public var description: String { hexadecimal }
}
