internal import Deciding
internal import Foundation
internal import SwiftProtobuf

/// What every text of a command must be: within its bounds, not blank, and without control or
/// bidirectional characters. A text that isn't in NFC is brought into it.
///
/// Nothing is stripped: a number with an invisible mark in it is not the number that the clerk sees.
enum TextRules {
  /// The most characters of a name, a code, a reference.
  static let nameCharacterCount = 200
  /// The most characters of a text.
  static let textCharacterCount = 4_000
  /// The fields that hold a text; every other string is a name. `Schemas/golden/string-fields.txt`
  /// says of each which it is.
  static let textFields: Set<String> = [
    "text", "reason", "explanation", "answer", "measures", "note", "sanction", "description",
    "goals", "rightsAndDuties",
    "summary", "change", "wording", "statement", "situation", "remarks",
    "conditions", "content",
  ]

  /// The command with its texts in NFC, and the first text that is not what it must be.
  ///
  /// - Throws: ``Rejection`` where it holds what is no value at all.
  /// - Complexity: O(bytes) for a sound command; the JSON form is made only to name a field or to
  ///   normalise.
  static func checked(
    _ command: PBCommand
  ) throws(Rejection) -> (command: PBCommand, fault: Rejection?) {
    var visitor = TextVisitor()
    do {
      try command.traverse(visitor: &visitor)
    } catch {
      throw Rejection(.malformedValue, "the command can't be read: \(error)")
    }
    if visitor.hasNamelessWord { throw namelessWord(in: command) }
    guard visitor.isSuspicious else { return (command, nil) }
    let (json, normal) = try normalised(command, visitor.needsNormalising)
    do throws(Rejection) {
      try checkStrings(json)
    } catch {
      return (normal, error)
    }
    return (normal, nil)
  }

  /// The no to a value of a closed list for which there is no word.
  private static func namelessWord(in command: PBCommand) -> Rejection {
    do throws(Rejection) {
      try CommandJSON.checkWords(in: Array(try CommandJSON.text(command).utf8))
    } catch {
      return error
    }
    return Rejection(.malformedValue, "a value of a closed list is none of its words")
  }

  private static func normalised(
    _ command: PBCommand, _ isNeeded: Bool
  ) throws(Rejection) -> (json: [UInt8], command: PBCommand) {
    do {
      let text = try command.jsonString()
      if !isNeeded { return (Array(text.utf8), command) }
      // JSON's own characters compose with nothing, so the whole text may be normalised at once.
      let normal = text.precomposedStringWithCanonicalMapping
      return (Array(normal.utf8), try PBCommand(jsonString: normal))
    } catch {
      throw Rejection(.malformedValue, "the command can't be read: \(error)")
    }
  }

  private static func checkStrings(_ json: [UInt8]) throws(Rejection) {
    for value in try JSONWalk(json).values {
      guard let string = value.string else { continue }
      let field = value.path
      if let scalar = string.unicodeScalars.first(where: isForbidden) {
        let number = String(scalar.value, radix: 16, uppercase: true)
        throw .malformed(
          field, "\(field) holds the control or direction character U+\(number), which is refused")
      }
      guard string.isEmpty || !string.allSatisfy(\.isWhitespace) else {
        throw .malformed(field, "\(field) is blank: it takes a text, or is left out")
      }
      let isText = textFields.contains(value.key)
      guard isText || !string.unicodeScalars.contains("\n") else {
        throw .malformed(field, "\(field) holds a line break, which only longer texts may")
      }
      // Scalars, not what the eye takes for one character: that may be of any length.
      let limit = isText ? textCharacterCount : nameCharacterCount
      let count = string.unicodeScalars.count
      guard count <= limit else {
        throw .malformed(field, "\(field) has \(count) characters; at most \(limit) are taken")
      }
    }
  }

  /// Control, bidirectional, zero-width and other invisible characters, and those that are none.
  static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E: false
    case 0x0A: false  // a line break, which only longer texts may hold
    case 0...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x00AD, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    case 0xFFF0...0xFFFB, 0xE0000...0xE0FFF: true
    default: scalar.properties.generalCategory == .unassigned && scalar.value & 0xFFFE == 0xFFFE
    }
  }

  /// Whether a scalar never changes under NFC and never composes with the one before it; a quick
  /// check for ASCII, Latin letters and the common ideographs.
  static func isInert(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x0300, 0x2010...0x2027, 0x3000...0x3029, 0x4E00...0x9FFF, 0xFF01...0xFF60: true
    default: false
    }
  }
}

/// Finds out whether any text or enumeration of a message may have to be refused or normalised, without
/// naming the field.
private struct TextVisitor: MessageVisitor {
  var isSuspicious = false
  var needsNormalising = false
  var hasNamelessWord = false

  mutating func visitSingularStringField(value: String, fieldNumber: Int) throws { look(at: value) }

  mutating func visitRepeatedStringField(value: [String], fieldNumber: Int) throws {
    for text in value { look(at: text) }
  }

  private mutating func look(at text: String) {
    if text.utf8.count > TextRules.nameCharacterCount { isSuspicious = true }
    // Asked of scalars: that stops at the first, and needn't find out where characters end. A mark that
    // forms one character with a space is suspicious by itself.
    if !text.isEmpty, text.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) {
      isSuspicious = true
    }
    for scalar in text.unicodeScalars where !(0x20...0x7E).contains(scalar.value) {
      if TextRules.isForbidden(scalar) || scalar == "\n" { isSuspicious = true }
      if !TextRules.isInert(scalar) {
        isSuspicious = true
        needsNormalising = true
      }
    }
  }

  mutating func visitSingularEnumField<E: SwiftProtobuf.Enum>(value: E, fieldNumber: Int) throws {
    guard value.rawValue != 0, let type = E.self as? any CaseIterable.Type,
      isKnown(value, type)
    else {
      hasNamelessWord = true
      return
    }
  }

  private func isKnown<E: SwiftProtobuf.Enum, All: CaseIterable>(
    _ value: E, _ all: All.Type
  ) -> Bool {
    guard let cases = All.allCases as? [E] else { return false }
    return cases.contains { $0.rawValue == value.rawValue }
  }
}
