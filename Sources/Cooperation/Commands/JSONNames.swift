public import Deciding

/// The field names of a JSON text that was decoded, and so is sound.
///
/// protobuf takes each field under two names, `creditCode` and `credit_code`, which say the same.
public enum JSONNames {
  /// Refuses a field that is given twice, of which decoders take one or the other.
  ///
  /// - Parameter what: what the text is, in one word.
  /// - Throws: ``Rejection`` with code `malformedValue` and the field.
  public static func refuseRepeated(in json: [UInt8], named what: String) throws(Rejection) {
    if mayRepeat(in: json) { _ = try JSONWalk(json, named: what) }
  }

  /// A name without what its two forms differ in.
  static func common(_ name: String) -> String { name.filter { $0 != "_" }.lowercased() }

  /// Whether an object may give a field twice. Where it doesn't, nothing is allocated for a name; a
  /// name with an escape is not looked at and may be any.
  ///
  /// - Complexity: O(bytes), with few names an object: the schema's.
  static func mayRepeat(in json: [UInt8]) -> Bool {
    // The names of all open objects, and where each object's begin.
    var names: [Range<Int>] = []
    var firsts: [Int] = []
    var index = 0
    while index < json.count {
      let byte = json[index]
      index += 1
      switch byte {
      case UInt8(ascii: "{"): firsts.append(names.count)
      case UInt8(ascii: "}"):
        guard let first = firsts.popLast() else { return true }
        names.removeSubrange(first...)
      case UInt8(ascii: "\""):
        let start = index
        var hasEscape = false
        while index < json.count, json[index] != UInt8(ascii: "\"") {
          if json[index] == UInt8(ascii: "\\") {
            hasEscape = true
            index += 1
          }
          index += 1
        }
        let name = start..<index
        index += 1
        while index < json.count, isSpace(json[index]) { index += 1 }
        guard index < json.count, json[index] == UInt8(ascii: ":") else { continue }
        guard !hasEscape, let first = firsts.last else { return true }
        for other in names[first...] where isSame(json[name], json[other]) { return true }
        names.append(name)
      default: continue
      }
    }
    return false
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// Whether two names are the same field's, without regard to capitals and underscores.
  private static func isSame(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    var left = left
    var right = right
    while true {
      while left.first == UInt8(ascii: "_") { left.removeFirst() }
      while right.first == UInt8(ascii: "_") { right.removeFirst() }
      guard let one = left.popFirst(), let other = right.popFirst() else {
        return left.isEmpty && right.isEmpty
      }
      if one | 0x20 != other | 0x20 { return false }
    }
  }
}
