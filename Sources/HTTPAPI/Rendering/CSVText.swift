public import Projections

/// Rows as RFC 4180 has them: a header, CRLF, quotes where they are needed.
///
/// Source: RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe in front,
/// as OWASP advises against CSV injection.
public struct CSVText: Sendable {
  /// UTF-8.
  public private(set) var bytes: [UInt8] = []

  /// The text of rows.
  ///
  /// - Parameter byteOrderMark: with it spreadsheet programs read Chinese right.
  public init(columns: [String], rows: [[SQLValue]], byteOrderMark: Bool) {
    if byteOrderMark { bytes += [0xEF, 0xBB, 0xBF] }
    line(columns)
    for row in rows { line(row.map(CSVText.text)) }
  }

  /// Rows without a header, which follow others.
  init(following rows: [[SQLValue]]) {
    for row in rows { line(row.map(CSVText.text)) }
  }

  private static func text(_ value: SQLValue) -> String {
    guard case .text(let text) = value else { return value.description }
    switch text.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"),
      UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      return "'" + text
    default: return text
    }
  }

  private mutating func line(_ fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(field)
    }
    bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
  }

  private mutating func append(_ field: String) {
    let special: [UInt8] = [
      UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: "\r"), UInt8(ascii: "\n"),
    ]
    guard field.utf8.contains(where: special.contains) else {
      bytes += field.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in field.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
