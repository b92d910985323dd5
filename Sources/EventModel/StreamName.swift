/// The kind of entity whose events a stream holds: `organisation`, `internship.agreement`.
///
/// Form: `[a-z]+(\.[a-z]+)*`.
public struct StreamCategory: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The category as it stands before a stream name's first hyphen.
  public let text: String

  init(unchecked text: String) {
    self.text = text
  }

  /// Whether a text has a category's form, which other names share.
  package static func isWellFormed(_ bytes: some Sequence<UInt8>) -> Bool {
    var previousIsLetter = false
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): previousIsLetter = true
      case UInt8(ascii: ".") where previousIsLetter: previousIsLetter = false
      default: return false
      }
    }
    return previousIsLetter
  }

  /// The stream of this category with the given id.
  ///
  /// - Throws: ``EventModelError`` when the id is empty, too long or has a forbidden character.
  public func stream(_ id: String) throws(EventModelError) -> StreamName {
    try StreamName(validating: text + "-" + id)
  }

  /// The category as text.
  public var description: String { text }

  /// Orders by UTF-8 bytes.
  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension StreamCategory: ExpressibleByStringLiteral {
  /// Takes a category that stands in code: `StreamCategory("organisation")`.
  ///
  /// - Precondition: `text` has the form above.
  public init(stringLiteral text: String) {
    precondition(StreamCategory.isWellFormed(text.utf8[...]), "malformed category \(text)")
    self.text = text
  }
}

/// The name of one entity's ordered events: category, first hyphen, id.
///
/// ASCII, at most ``Limits/streamNameByteCount`` bytes; the id is `[A-Za-z0-9._-]+`. A name never
/// holds personal data.
public struct StreamName: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The whole name, as `organisation-shenlong`.
  public let text: String

  /// Parses a name that came from outside.
  ///
  /// - Throws: ``EventModelError`` that says what is wrong and what would be right.
  /// - Complexity: O(length)
  public init(validating text: String) throws(EventModelError) {
    guard text.utf8.count <= Limits.streamNameByteCount else {
      throw EventModelError(
        .streamName,
        "a stream name has at most \(Limits.streamNameByteCount) bytes, not \(text.utf8.count)")
    }
    let (category, id) = text.ofBytes { bytes in
      guard let hyphen = bytes.firstIndex(of: UInt8(ascii: "-")) else { return (false, false) }
      let id = bytes[(hyphen + 1)...]
      return (
        StreamCategory.isWellFormed(bytes[..<hyphen]),
        !id.isEmpty && id.allSatisfy(StreamName.isAllowedInID)
      )
    }
    guard category else {
      throw EventModelError(
        .streamName,
        "a stream name is a category of lower-case letters, a hyphen and an id, "
          + "as organisation-shenlong")
    }
    guard id else {
      throw EventModelError(
        .streamName, "a stream's id is one or more of A-Z a-z 0-9 . _ - after the first hyphen")
    }
    self.text = text
  }

  /// Takes a name that was validated when it was recorded.
  package init(recorded text: String) {
    self.text = text
  }

  private static func isAllowedInID(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// What stands before the first hyphen.
  public var category: StreamCategory {
    StreamCategory(
      unchecked: text.ofBytes { bytes in
        String(decoding: bytes.prefix { $0 != UInt8(ascii: "-") }, as: UTF8.self)
      })
  }

  /// Whether it is of a category.
  ///
  /// - Complexity: O(length of the category), without taking the name apart
  public func isOf(_ category: StreamCategory) -> Bool {
    text.utf8.starts(with: category.text.utf8)
      && text.utf8.dropFirst(category.text.utf8.count).first == UInt8(ascii: "-")
  }

  /// What stands after the first hyphen.
  public var id: String {
    guard let hyphen = text.utf8.firstIndex(of: UInt8(ascii: "-")) else { return "" }
    return String(text[text.utf8.index(after: hyphen)...])
  }

  /// The whole name.
  public var description: String { text }

  /// Orders by UTF-8 bytes, as the index and every read model do.
  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension String {
  /// What a body makes of the UTF-8 bytes, which it must not keep.
  ///
  /// Names are taken apart with every command, and a string's own indices ask at each step what kind of
  /// string it is.
  fileprivate func ofBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    var text = self
    return text.withUTF8(body)
  }
}
