/// How many columns of a terminal a text takes, and how it is made to fit.
enum DisplayWidth {
  /// The columns that a text takes: two for Chinese characters and their like.
  ///
  /// Source: Unicode Standard Annex #11, the ranges of wide and full-width characters that
  /// terminals agree on.
  static func of(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + of($1) }
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }

  /// The text with spaces behind it, or before it, so that it takes so many columns.
  static func padded(_ text: String, to width: Int, onTheRight: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - of(text)))
    return onTheRight ? space + text : text + space
  }

  /// The text, cut to so many columns with `…` at the end where something is missing.
  static func fitted(_ text: String, to width: Int?) -> String {
    guard let width, of(text) > width else { return text }
    var result = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      guard used + of(scalar) <= width - 1 else { break }
      used += of(scalar)
      result.append(scalar)
    }
    return String(result) + "…"
  }
}
