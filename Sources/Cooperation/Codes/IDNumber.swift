public import EventModel

/// A resident's ID number: 17 digits and a check character.
///
/// Source: GB 11643. No message about it repeats any of its characters.
public struct IDNumber: Hashable, Sendable {
  private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  private static let checks = Array("10X98765432".utf8)

  /// Why a text is no ID number.
  public struct Malformed: Error, Hashable, Sendable {
    /// One sentence; nothing of the number.
    public let reason: String
  }

  /// The 18 characters.
  public let text: String
  /// The day of birth that it holds.
  public let birthDate: CivilDate

  /// Parses a number; nothing is stripped or changed.
  ///
  /// - Throws: ``Malformed`` that says what would be right.
  public init(validating text: String) throws(Malformed) {
    let bytes = Array(text.utf8)
    guard bytes.count == 18, bytes.prefix(17).allSatisfy(isDigit) else {
      throw Malformed(reason: "an ID number is 17 digits and a check character")
    }
    guard bytes[17] != UInt8(ascii: "x") else {
      throw Malformed(reason: "the check character of an ID number is a digit or a capital X")
    }
    let digits = bytes.prefix(17).map { Int($0) - 0x30 }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    guard
      let birthDate = try? CivilDate(
        year: number(6..<10), month: number(10..<12), day: number(12..<14))
    else {
      throw Malformed(reason: "the day of birth in the ID number does not exist")
    }
    let sum = zip(digits, IDNumber.weights).reduce(0) { $0 + $1.0 * $1.1 }
    guard bytes[17] == IDNumber.checks[sum % 11] else {
      throw Malformed(reason: "the check character of the ID number does not fit")
    }
    self.text = text
    self.birthDate = birthDate
  }
}
