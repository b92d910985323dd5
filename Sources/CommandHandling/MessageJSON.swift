public import SwiftProtobuf

/// Reads protobuf messages from JSON, with errors a person can act on.
public enum MessageJSON {
  /// Decodes one JSON object.
  ///
  /// Stricter than the protobuf library: a field given twice, null and nesting deeper than 32 are
  /// refused, and every error names its field.
  /// - Throws: ``JSONInputError``; nothing of the value itself is repeated in it.
  /// - Complexity: O(bytes); O(bytes × leaves) when the text is refused.
  public static func decode<M: Message>(
    _ type: M.Type, from text: [UInt8]
  ) throws(JSONInputError) -> M {
    var scanner = JSONScanner(text, collectsLeaves: false)
    try scanner.scanObject()
    do {
      return try M(jsonUTF8Bytes: text)
    } catch {
      throw locate(error, in: text, as: type)
    }
  }

  /// Finds the field that the library refuses: each leaf is tried alone, under its own path.
  private static func locate<M: Message>(
    _ failure: any Error, in text: [UInt8], as type: M.Type
  ) -> JSONInputError {
    var scanner = JSONScanner(text, collectsLeaves: true)
    do { try scanner.scanObject() } catch { return error }
    for leaf in scanner.leaves {
      do {
        _ = try M(jsonUTF8Bytes: leaf.alone(in: text))
      } catch {
        return explain(error, leaf)
      }
    }
    if case .some(.conflictingOneOf) = failure as? JSONDecodingError {
      return JSONInputError(
        field: nil, reason: "a command has one body; two were given", column: nil)
    }
    return JSONInputError(field: nil, reason: "not the expected JSON: \(failure)", column: nil)
  }

  private static func explain(_ error: any Error, _ leaf: JSONScanner.Leaf) -> JSONInputError {
    let field = leaf.path.dotted
    let column = leaf.value.lowerBound + 1
    let reason =
      switch error as? JSONDecodingError {
      case .some(.unknownField(let name)):
        "the name \(printable(name)) is unknown here"
      case .some(.unrecognizedEnumValue):
        "not one of the words this field takes"
      case .some(.malformedNumber), .some(.numberRange), .some(.leadingZero):
        "a whole number was expected"
      case .some(.malformedBool): "true or false was expected"
      case .some(.malformedString), .some(.invalidUTF8): "a string in UTF-8 was expected"
      default: "a value of another kind was expected"
      }
    return JSONInputError(field: field, reason: reason, column: column)
  }
}

extension JSONScanner.Leaf {
  /// The smallest object that holds this leaf under its path.
  fileprivate func alone(in text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var ends: [UInt8] = []
    for element in path {
      switch element {
      case .field(let name):
        result += Array("{\"\(name)\":".utf8)
        ends.append(UInt8(ascii: "}"))
      case .item:
        result.append(UInt8(ascii: "["))
        ends.append(UInt8(ascii: "]"))
      }
    }
    return result + text[value] + ends.reversed()
  }
}
