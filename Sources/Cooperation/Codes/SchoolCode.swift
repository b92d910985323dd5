internal import EventModel

/// A school's identification code: 10 digits, without a check digit.
///
/// Two digits of type, two of province, six of serial number. Source: the ministry's coding scheme
/// for schools, known from secondary sources only, so an unknown province means review; types stand in
/// the list `school-types`.
public struct SchoolCode: Hashable, Sendable {
  /// The ten digits.
  public let text: String

  /// Parses a code.
  ///
  /// - Returns: `nil` unless the text is ten ASCII digits.
  public init?(validating text: String) {
    guard text.utf8.count == 10, text.utf8.allSatisfy(isDigit) else { return nil }
    self.text = text
  }

  /// What is unusual about it; `nil` when the province is known.
  public var failure: String? {
    if !RegionCode.isProvince(text.dropFirst(2).prefix(2)) {
      return "its digits 3 and 4 are no province"
    }
    return nil
  }
}

/// A region's code of GB/T 2260: six digits, the first two a province.
public enum RegionCode {
  /// The first two digits of every province, region and municipality.
  static let provinces: Set<String> = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
    "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64",
    "65", "71", "81", "82",
  ]

  static func isProvince(_ digits: Substring) -> Bool { provinces.contains(String(digits)) }

  /// The digits of a region's code that say where: a province is 330000, a city 330200.
  static func known(_ region: String) -> Substring {
    var digits = region[...]
    while digits.utf8.count > 2, digits.utf8.count.isMultiple(of: 2), digits.hasSuffix("00") {
      digits = digits.dropLast(2)
    }
    return digits
  }

  /// Whether a text has the form of a region's code.
  ///
  /// Which counties there are changes by year, so that is not asked.
  public static func isWellFormed(_ text: String) -> Bool {
    text.utf8.count == 6 && text.utf8.allSatisfy(isDigit)
      && isProvince(text.prefix(2))
  }

  /// Whether a text is a prefix of region codes: 2, 4 or 6 digits.
  static func isPrefix(_ text: String) -> Bool {
    [2, 4, 6].contains(text.utf8.count) && text.utf8.allSatisfy(isDigit)
      && isProvince(text.prefix(2))
  }
}

/// An industry's code of GB/T 4754-2017: a section's letter A to T and up to four digits.
public enum IndustryCode {
  /// Whether a text has the form.
  public static func isWellFormed(_ text: String) -> Bool {
    guard let letter = text.utf8.first, (0x41...0x54).contains(letter), text.utf8.count <= 5 else {
      return false
    }
    return text.utf8.dropFirst().allSatisfy(isDigit)
  }
}

/// A major's code of the 2021 catalogue: six digits.
public enum MajorCode {
  /// Whether a text has the form.
  public static func isWellFormed(_ text: String) -> Bool {
    text.utf8.count == 6 && text.utf8.allSatisfy(isDigit)
  }
}
