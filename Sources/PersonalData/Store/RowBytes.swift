/// Writes a row's fields one behind the other.
///
/// Numbers are big-endian; a text has its length in bytes in front, as two bytes.
struct RowWriter {
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  mutating func put(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

  mutating func put(byte: UInt8) { bytes.append(byte) }

  mutating func put(number: Int) {
    let number = UInt32(number)
    bytes.append(contentsOf: (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) })
  }

  mutating func put(text: String) { put(counted: Array(text.utf8)) }

  mutating func put(counted more: [UInt8]) {
    let count = UInt16(more.count)
    bytes.append(UInt8(count >> 8))
    bytes.append(UInt8(truncatingIfNeeded: count))
    bytes.append(contentsOf: more)
  }
}

/// Reads what ``RowWriter`` wrote; `nil` where the bytes end too early or are no text.
struct RowReader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  mutating func takeByte() -> UInt8? { take(1)?.first }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard bytes.count - index >= count else { return nil }
    defer { index += count }
    return bytes[index..<index + count]
  }

  mutating func takeNumber() -> Int? {
    take(4).map { $0.reduce(0) { $0 << 8 | Int($1) } }
  }

  mutating func takeText() -> String? {
    takeCounted().flatMap { String(validating: $0, as: UTF8.self) }
  }

  mutating func takeCounted() -> ArraySlice<UInt8>? {
    guard let count = take(2) else { return nil }
    return take(count.reduce(0) { $0 << 8 | Int($1) })
  }

  mutating func takeRest() -> ArraySlice<UInt8>? { take(bytes.count - index) }
}
