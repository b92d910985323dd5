internal import EventModel

/// A Unified Social Credit Code of the right form; its check digits may still be wrong.
///
/// Source: GB 32100-2015, body GB 11714. 18 characters: registrar, kind, 6 digits of region, 9 of
/// body, check. A real code that fails its check was reported, so a failure means review, not no.
public struct CreditCode: Hashable, Sendable {
  /// The characters that may occur, by value: no I, O, S, V, Z.
  static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
  private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  private static let bodyWeights = [3, 7, 9, 10, 5, 8, 4, 2]

  /// The 18 characters.
  public let text: String

  /// Why a text is no code.
  public struct Malformed: Error, Hashable, Sendable {
    /// One sentence: what would be right.
    public let reason: String
  }

  /// Parses a code; nothing is stripped or changed.
  ///
  /// - Throws: ``Malformed`` that says what would be right.
  public init(validating text: String) throws(Malformed) {
    for scalar in text.unicodeScalars where !CreditCode.isInAlphabet(scalar) {
      throw Malformed(reason: CreditCode.complaint(scalar))
    }
    guard text.utf8.count == 18 else {
      throw Malformed(
        reason: "a Unified Social Credit Code has 18 characters, not \(text.utf8.count)")
    }
    guard text.utf8.dropFirst(2).prefix(6).allSatisfy(isDigit) else {
      throw Malformed(
        reason: "characters 3 to 8 of a Unified Social Credit Code are the 6 digits of a region")
    }
    self.text = text
  }

  private static func isInAlphabet(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && alphabet.contains(UInt8(scalar.value))
  }

  private static func complaint(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x61...0x7A: "a Unified Social Credit Code is written in capital letters"
    case 0xFF01...0xFF5E: "a Unified Social Credit Code is written in half-width characters"
    case 0x20, 0x3000: "a Unified Social Credit Code has no spaces"
    case 0x49, 0x4F, 0x53, 0x56, 0x5A:
      "a Unified Social Credit Code has no letter \(scalar): perhaps a digit was meant"
    default: "a Unified Social Credit Code has digits and capital letters only"
    }
  }

  /// A code of its first 16 characters and the check characters that fit them: what a simulation
  /// needs.
  ///
  /// - Precondition: 16 characters of the alphabet.
  package static func completed(_ first16: String) -> String {
    var bytes = Array(first16.utf8)
    precondition(bytes.count == 16, "registrar, kind, region and 8 characters of body")
    bytes.append(bodyCheck(bytes[8..<16]))
    bytes.append(check(bytes[..<17]))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The first two characters: registrar and kind.
  public var prefix: String { String(text.prefix(2)) }

  /// The region's six digits.
  public var region: String { String(text.dropFirst(2).prefix(6)) }

  /// What is wrong with its check characters; `nil` when both are right.
  public var failure: String? {
    let bytes = Array(text.utf8)
    if bytes[16] != CreditCode.bodyCheck(bytes[8..<16]) {
      return "character 17, the check of the body, does not fit"
    }
    if bytes[17] != CreditCode.check(bytes[..<17]) {
      return "character 18, the check of the whole, does not fit"
    }
    return nil
  }

  /// The check of the whole: (31 - sum mod 31) mod 31.
  ///
  /// The second mod is what several published
  /// snippets lack.
  static func check(_ first17: ArraySlice<UInt8>) -> UInt8 {
    var sum = 0
    for (byte, weight) in zip(first17, weights) {
      sum += (alphabet.firstIndex(of: byte) ?? 0) * weight
    }
    return alphabet[(31 - sum % 31) % 31]
  }

  /// The check of the body: 11 - sum mod 11 over 0-9 and A=10 to Z=35; 10 is X, 11 is 0.
  static func bodyCheck(_ first8: ArraySlice<UInt8>) -> UInt8 {
    var sum = 0
    for (byte, weight) in zip(first8, bodyWeights) {
      let value = byte < 0x41 ? Int(byte) - 0x30 : Int(byte) - 0x41 + 10
      sum += value * weight
    }
    switch 11 - sum % 11 {
    case 10: return UInt8(ascii: "X")
    case 11: return UInt8(ascii: "0")
    case let digit: return UInt8(0x30 + digit)
    }
  }
}
