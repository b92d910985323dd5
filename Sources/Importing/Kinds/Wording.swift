/// The language of a template.
public enum SheetLanguage: String, Sendable, CaseIterable {
  /// Chinese.
  case chinese = "zh"
  /// English.
  case english = "en"
}

/// The same in both languages.
public struct Wording: Hashable, Sendable, ExpressibleByStringLiteral {
  /// Chinese.
  public let chinese: String
  /// English.
  public let english: String

  /// A wording.
  public init(_ chinese: String, _ english: String) {
    self.chinese = chinese
    self.english = english
  }

  /// What is the same in both, as a date or a code.
  public init(stringLiteral text: String) {
    self.init(text, text)
  }

  /// The wording in a language.
  public func text(_ language: SheetLanguage) -> String {
    language == .chinese ? chinese : english
  }
}
