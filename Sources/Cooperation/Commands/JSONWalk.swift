internal import Deciding

/// The values of a JSON text, with their paths.
///
/// swift-protobuf names no field when a value has the wrong type, and takes a field that is given
/// twice; this walk does neither. It is a syntax check and a list, not a decoder.
struct JSONWalk {
  /// One value; of an object or array its opening bracket alone.
  struct Value {
    /// From the root, as `registerOrganisation.details.names[0].name`.
    let path: String
    /// The last field's name.
    let key: String
    /// Where the value's bytes are.
    let range: Range<Int>
    /// The value, if it is a string.
    let string: String?
  }

  /// The deepest nesting that is taken.
  static let depthLimit = 32
  /// The most bytes of a field's name: none of the schema is as long, and refusals repeat it.
  static let nameByteLimit = 100

  /// The values, in order.
  private(set) var values: [Value] = []
  /// The paths of all fields, objects and arrays too, in order.
  private(set) var fields: [String] = []

  private let bytes: [UInt8]
  private var index = 0

  /// Walks one JSON object.
  ///
  /// - Parameter what: what the object is, in one word.
  /// - Throws: ``Rejection`` for bad syntax, a field given twice, or too deep a nesting.
  init(_ bytes: [UInt8], named what: String = "command") throws(Rejection) {
    self.bytes = bytes
    skipSpace()
    guard peek != nil else { throw fail("there is no \(what): the text is empty") }
    guard peek == UInt8(ascii: "{") else {
      throw fail("a \(what) is one JSON object, the whole of it in one line where there are lines")
    }
    try value("", "", depth: 0)
    skipSpace()
    guard index == bytes.count else { throw fail("nothing may follow the JSON object") }
  }

  /// A text up to the end of a value, with what stands open there closed.
  static func text(_ json: [UInt8], upTo end: Int) -> [UInt8] {
    var text = Array(json[..<end])
    var closers: [UInt8] = []
    var isInString = false
    var isEscaped = false
    for byte in text {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"): closers.append(UInt8(ascii: "}"))
      case UInt8(ascii: "["): closers.append(UInt8(ascii: "]"))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = closers.popLast()
      default: break
      }
    }
    text += closers.reversed()
    return text
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func fail(_ reason: String, _ field: String? = nil) -> Rejection {
    Rejection(
      .malformedValue, "\(reason) (byte \(index))", field: field?.isEmpty == true ? nil : field)
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  private mutating func expect(_ byte: UInt8, _ path: String) throws(Rejection) {
    skipSpace()
    guard peek == byte else {
      let found = Character(Unicode.Scalar(byte))
      throw fail("the JSON lacks a '\(found)'", path)
    }
    index += 1
  }

  private mutating func value(_ path: String, _ key: String, depth: Int) throws(Rejection) {
    guard depth <= Self.depthLimit else { throw fail("the JSON is nested too deep", path) }
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"):
      values.append(Value(path: path, key: key, range: index..<index + 1, string: nil))
      try object(path, depth: depth)
    case UInt8(ascii: "["):
      values.append(Value(path: path, key: key, range: index..<index + 1, string: nil))
      try array(path, key, depth: depth)
    case UInt8(ascii: "\""):
      let start = index
      let text = try string(path)
      values.append(Value(path: path, key: key, range: start..<index, string: text))
    case nil: throw fail("the JSON ends in the middle", path)
    default:
      let start = index
      while let byte = peek, !Self.endsLiteral(byte) { index += 1 }
      guard start < index else { throw fail("the JSON lacks a value", path) }
      values.append(Value(path: path, key: key, range: start..<index, string: nil))
    }
  }

  private static func endsLiteral(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A, 0x0D, 0x09: true
    default: false
    }
  }

  private mutating func object(_ path: String, depth: Int) throws(Rejection) {
    index += 1
    skipSpace()
    if peek == UInt8(ascii: "}") {
      index += 1
      return
    }
    var seen: Set<String> = []
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw fail("a field's name stands in quotes", path) }
      let key = try string(path)
      guard key.utf8.count <= Self.nameByteLimit else {
        throw fail("there is no field with a name of \(key.utf8.count) bytes", path)
      }
      let inner = path.isEmpty ? key : path + "." + key
      guard seen.insert(JSONNames.common(key)).inserted else {
        throw fail("\(inner) is given twice", inner)
      }
      fields.append(inner)
      try expect(UInt8(ascii: ":"), inner)
      try value(inner, key, depth: depth + 1)
      skipSpace()
      if peek == UInt8(ascii: ",") {
        index += 1
        continue
      }
      return try expect(UInt8(ascii: "}"), path)
    }
  }

  private mutating func array(_ path: String, _ key: String, depth: Int) throws(Rejection) {
    index += 1
    skipSpace()
    if peek == UInt8(ascii: "]") {
      index += 1
      return
    }
    var number = 0
    while true {
      try value("\(path)[\(number)]", key, depth: depth + 1)
      number += 1
      skipSpace()
      if peek == UInt8(ascii: ",") {
        index += 1
        continue
      }
      return try expect(UInt8(ascii: "]"), path)
    }
  }

  private mutating func string(_ path: String) throws(Rejection) -> String {
    let start = index
    index += 1
    var escaped = false
    while let byte = peek, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") {
        escaped = true
        index += 1
      }
      index += 1
    }
    guard index < bytes.count else { throw fail("a text in the JSON has no end", path) }
    let content = start + 1..<index
    index += 1
    guard let text = String(validating: bytes[content], as: UTF8.self) else {
      throw fail("a text in the JSON is not UTF-8", path)
    }
    return escaped ? JSONWalk.unescaped(text) : text
  }

  /// Resolves escapes; what is malformed stays, and the decoder refuses it.
  private static func unescaped(_ text: String) -> String {
    var units: [UInt16] = []
    var rest = Array(text.utf16)[...]
    while let unit = rest.popFirst() {
      guard unit == 0x5C, let escape = rest.popFirst() else {
        units.append(unit)
        continue
      }
      switch UInt8(truncatingIfNeeded: escape) {
      case UInt8(ascii: "n"): units.append(0x0A)
      case UInt8(ascii: "t"): units.append(0x09)
      case UInt8(ascii: "r"): units.append(0x0D)
      case UInt8(ascii: "b"): units.append(0x08)
      case UInt8(ascii: "f"): units.append(0x0C)
      case UInt8(ascii: "u"):
        let digits = String(decoding: rest.prefix(4), as: UTF16.self)
        rest = rest.dropFirst(4)
        units.append(UInt16(digits, radix: 16) ?? 0xFFFD)
      default: units.append(escape)
      }
    }
    return String(decoding: units, as: UTF16.self)
  }
}
