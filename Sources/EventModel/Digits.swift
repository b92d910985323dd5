/// Whether a byte is a decimal digit of ASCII.
@inlinable package func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

/// The value of an ASCII hex digit.
func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

/// The lower-case digit of a number below 16.
func hexDigit(_ number: UInt8) -> UInt8 {
  number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") - 10 + number
}

/// Bytes as lower-case hex.
package func hexText(_ bytes: some Sequence<UInt8>) -> String {
  var result = [UInt8]()
  result.reserveCapacity(2 * bytes.underestimatedCount)
  for byte in bytes {
    result.append(hexDigit(byte >> 4))
    result.append(hexDigit(byte & 15))
  }
  return String(decoding: result, as: UTF8.self)
}

/// The bytes that hex digits of either case write; `nil` when the text is anything else.
package func bytes(hex text: some Collection<UInt8>) -> [UInt8]? {
  let digits = text.compactMap(hexValue)
  guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
  return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
