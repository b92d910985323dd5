internal import EventModel

/// What a spreadsheet puts around a cell's value, taken off.
enum CellText {
  /// The value that a person sees: without blanks at its ends, without the marks that keep a number
  /// a text (`="00123"`, a leading apostrophe). A line break in it is one line feed, however it is written:
  /// a spreadsheet breaks the lines of a cell with CRLF where it ends its rows so.
  static func cleaned(_ raw: String) -> String {
    let text = trimmed(withLineFeeds(raw))
    if let inner = formulaText(text) { return trimmed(inner) }
    guard text.utf8.first == UInt8(ascii: "'"), let next = text.utf8.dropFirst().first else {
      return text
    }
    switch next {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "="), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "@"):
      return String(text.dropFirst())
    default: return text
    }
  }

  /// A code as its standard writes it: half-width, in capitals, without the apostrophe.
  static func code(_ text: String) -> String {
    var text = halfWidth(text)
    if text.hasPrefix("'") { text.removeFirst() }
    return trimmed(text).uppercased()
  }

  /// Full-width letters, digits and signs as ASCII; what an input method leaves behind.
  static func halfWidth(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 > 0x7F }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E:
        result.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
      case 0x3000: result.append(" ")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Without blanks at both ends, those of Chinese typography included.
  static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isBlank($0) }),
      let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    if first == scalars.startIndex, scalars.index(after: last) == scalars.endIndex { return text }
    return String(scalars[first...last])
  }

  /// Whether it is what a spreadsheet shows where a formula failed, or a column is too narrow.
  static func isSpreadsheetError(_ text: String) -> Bool {
    guard text.utf8.first == UInt8(ascii: "#") else { return false }
    return ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"].contains(text)
      || (text.count > 1 && text.allSatisfy { $0 == "#" })
  }

  /// Whether it is a long number that a spreadsheet has rounded, as `3.30203E+17`, or `1.38E10`.
  static func isRoundedNumber(_ text: String) -> Bool {
    let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].hasPrefix("+") || parts[0].contains(".") else { return false }
    let exponent = parts[1].hasPrefix("+") ? parts[1].dropFirst() : parts[1]
    return !exponent.isEmpty && exponent.utf8.allSatisfy(isDigit) && !parts[0].isEmpty
      && parts[0].utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
  }

  /// Whether it may be a number of 18 digits that a spreadsheet has rounded: it keeps 15 of them.
  static func mayBeRounded(_ text: String) -> Bool {
    text.utf8.count == 18 && text.utf8.allSatisfy(isDigit) && text.hasSuffix("000")
  }

  /// A number of 18 digits that was written with a blank before its last four, so that no spreadsheet
  /// rounds it: without the blank; `nil` for anything else.
  static func undivided(_ text: String) -> String? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [14, 4],
      parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) })
    else { return nil }
    return parts.joined()
  }

  /// CRLF and CR as line feeds.
  private static func withLineFeeds(_ text: String) -> String {
    let carriageReturn = UInt8(ascii: "\r")
    guard text.utf8.contains(carriageReturn) else { return text }
    var bytes: [UInt8] = []
    var isBehindReturn = false
    for byte in text.utf8 {
      let isReturn = byte == carriageReturn
      if isReturn || !(isBehindReturn && byte == UInt8(ascii: "\n")) {
        bytes.append(isReturn ? UInt8(ascii: "\n") : byte)
      }
      isBehindReturn = isReturn
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text of a cell of which a spreadsheet runs nothing, and which is read back as the same value.
  ///
  /// Sheets come from elsewhere: a name may be a formula. As OWASP advises against CSV injection, an
  /// apostrophe goes before it; not before a plain number, nor before `="00123"`, which is a text.
  static func inert(_ cell: String) -> String {
    let text = trimmed(cell)
    switch text.utf8.first {
    case UInt8(ascii: "="):
      if let inner = formulaText(text), !inner.contains("\"") { return cell }
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      if text.utf8.dropFirst().allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }) {
        return cell
      }
    case UInt8(ascii: "@"): break
    default: return cell
    }
    return "'" + text
  }

  private static func formulaText(_ text: String) -> String? {
    guard text.hasPrefix("=\""), text.hasSuffix("\""), text.utf8.count >= 3 else { return nil }
    return text.dropFirst(2).dropLast().split(separator: "\"\"", omittingEmptySubsequences: false)
      .joined(separator: "\"")
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// The first character that nobody sees and that no value holds, as of a text copied from elsewhere.
  static func invisible(in text: String) -> Unicode.Scalar? {
    guard text.utf8.contains(where: { $0 > 0x7F }) else { return nil }
    return text.unicodeScalars.first { scalar in
      switch scalar.value {
      // Nearly all that stands in sheets, of which none is.
      case 0..<0xAD, 0x3000...0xFDFF, 0xFF00...0xFFEF: false
      default: scalar.properties.generalCategory == .format
      }
    }
  }
}
