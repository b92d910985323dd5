/// Rows as RFC 4180 has them, for spreadsheets: commas, CRLF, quotes where they are needed.
public struct DelimitedText: Sendable {
  /// UTF-8.
  public private(set) var bytes: [UInt8]

  /// An empty text; the byte order mark makes spreadsheets read Chinese right.
  public init(byteOrderMark: Bool) {
    bytes = byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
  }

  /// Writes a row; the cells stand there as they are given.
  public mutating func row(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(cell)
    }
    bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
  }

  /// The bytes so far; those to come follow them.
  public mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  private mutating func append(_ cell: String) {
    let quote = UInt8(ascii: "\"")
    guard cell.utf8.contains(where: { [quote, 0x2C, 0x3B, 0x09, 0x0D, 0x0A].contains($0) }) else {
      bytes += cell.utf8
      return
    }
    bytes.append(quote)
    for byte in cell.utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }
}
