/// The stored name of a kind of event: `placement.started`, never a Swift type's name.
///
/// Form: two or more parts of `[a-z]+(-[a-z]+)*` joined by dots; at most
/// ``Limits/eventTypeByteCount`` bytes.
public struct EventType: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The name as it is stored.
  public let text: String

  /// Parses a name that came from outside.
  ///
  /// - Throws: ``EventModelError`` that says what would be right.
  public init(validating text: String) throws(EventModelError) {
    guard EventType.isWellFormed(text) else {
      throw EventModelError(
        .eventType, "an event type is lower-case words joined by dots, as placement.started")
    }
    self.text = text
  }

  /// Takes a name that was validated when it was recorded.
  package init(recorded text: String) {
    self.text = text
  }

  private static func isWellFormed(_ text: String) -> Bool {
    guard text.utf8.count <= Limits.eventTypeByteCount else { return false }
    var previousIsLetter = false
    var dots = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"):
        previousIsLetter = true
      case UInt8(ascii: ".") where previousIsLetter, UInt8(ascii: "-") where previousIsLetter:
        previousIsLetter = false
        dots += byte == UInt8(ascii: ".") ? 1 : 0
      default: return false
      }
    }
    return previousIsLetter && dots >= 1
  }

  /// The name as it is stored.
  public var description: String { text }

  /// Orders by UTF-8 bytes.
  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension EventType: ExpressibleByStringLiteral {
  /// Takes a name that stands in code: `EventType("placement.started")`.
  ///
  /// A literal's text is never counted, so threads that handle events of one type don't wait for
  /// each other.
  /// - Precondition: `text` has the form above.
  public init(stringLiteral text: String) {
    precondition(EventType.isWellFormed(text), "malformed event type \(text)")
    self.text = text
  }
}
