internal import EventModel

/// A code that a command uses, and the list it stands in.
struct CodeUse: Hashable, Sendable {
  /// The list.
  let list: CodeListName
  /// The command's field, in its JSON name.
  let field: String
  /// The code; `nil` when the field is missing.
  let code: String?
  /// The year whose list decides, where it is another than that of the fact: who enters in September
  /// learns by that year's catalogue.
  var year: Int?

  /// The first digits that a territory is told by; any code of the list that begins with them makes
  /// them known.
  var prefix: String?

  /// The day on which the code has to stand in its list.
  ///
  /// - Parameter day: that of the fact.
  func day(_ day: CivilDate) -> CivilDate {
    year.flatMap { try? CivilDate(validating: "\($0)-09-01") } ?? day
  }

  /// A field that may hold a code.
  static func optional(_ list: CodeListName, _ field: String, _ code: String?) -> CodeUse {
    CodeUse(list: list, field: field, code: code)
  }
}

// Codes that commands write as their lists do, and such as they write otherwise: prefixes of regions,
// digits inside another code.

extension CodeUse {
  /// A list of codes.
  static func each(
    _ list: CodeListName, _ field: String, _ codes: [String]
  ) -> [CodeUse] {
    codes.enumerated().map { .optional(list, "\(field)[\($0)]", $1) }
  }

  /// A region by its first 2, 4 or 6 digits: what is missing is zeros in the list, or the list has a
  /// part of it.
  static func region(_ field: String, _ prefix: String?) -> CodeUse {
    var use = CodeUse.optional(
      .regions, field,
      prefix.map { $0 + String(repeating: "0", count: max(0, 6 - $0.utf8.count)) })
    if let prefix, prefix.utf8.count < 6 { use.prefix = prefix }
    return use
  }

  /// An occupation, where it is told by its code: a word for it is no code and stands in no list.
  static func occupation(_ field: String, _ text: String?) -> CodeUse {
    let isCode = text.map { text in
      text.utf8.first.map { $0 != UInt8(ascii: "-") } == true
        && text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || isDigit($0) }
    }
    return .optional(.occupations, field, isCode == true ? text : nil)
  }

  /// The type of a school, which its code begins with.
  static func schoolType(_ field: String, _ schoolCode: String?) -> CodeUse {
    .optional(.schoolTypes, field, schoolCode.map { String($0.prefix(2)) })
  }

  /// An industry: of GB/T 4754 where it has that form, else one of those that matchmaking is for.
  static func industry(_ field: String, _ code: String?) -> CodeUse {
    let isStandard =
      code.map { code in
        (1...5).contains(code.utf8.count)
          && code.utf8.first.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } == true
          && code.utf8.dropFirst().allSatisfy(isDigit)
      } ?? false
    return .optional(isStandard ? .industries : .keyIndustries, field, code)
  }
}
