/// Walks a JSON text once, without building anything: well-formed, no duplicate, no null.
///
/// The protobuf library's JSON reader takes the last of two equal fields and reads null as
/// "missing", and names no field for most errors. What it would let pass is refused here, and
/// where it refuses, the leaves found here tell which field it was.
struct JSONScanner {
  /// A value that is no object, with the path that leads to it.
  struct Leaf {
    let path: [PathElement]
    let value: Range<Int>
  }

  /// One step into the text.
  enum PathElement: Hashable {
    case field(String)
    case item(Int)
  }

  private let text: [UInt8]
  private var index = 0
  private var path: [PathElement] = []
  private let collectsLeaves: Bool
  private(set) var leaves: [Leaf] = []

  /// How deep objects and arrays may nest.
  static let depthLimit = 32

  init(_ text: [UInt8], collectsLeaves: Bool) {
    self.text = text
    self.collectsLeaves = collectsLeaves
  }

  /// Walks the whole text, which must be one object.
  mutating func scanObject() throws(JSONInputError) {
    skipSpace()
    guard current == UInt8(ascii: "{") else { throw error("a JSON object, { … }, was expected") }
    try value()
    skipSpace()
    guard index == text.count else { throw error("nothing may follow the object") }
  }

  private mutating func value() throws(JSONInputError) {
    guard path.count < Self.depthLimit else {
      throw error("objects and lists nest at most \(Self.depthLimit) deep")
    }
    let start = index
    switch current {
    case UInt8(ascii: "{"):
      try object()
      return
    case UInt8(ascii: "["): try array()
    case UInt8(ascii: "\""): try string()
    case .some(let byte) where isPartOfNumber(byte) && byte != UInt8(ascii: "e"): try number()
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"):
      try literal("null")
      index = start
      throw error("null is no value; leave the field out")
    case nil: throw error("the text ends where a value was expected")
    default: throw error("a value was expected: an object, list, string, number, true or false")
    }
    if collectsLeaves { leaves.append(Leaf(path: path, value: start..<index)) }
  }

  private mutating func object() throws(JSONInputError) {
    index += 1
    skipSpace()
    if take("}") { return }
    var names: [Range<Int>] = []
    while true {
      skipSpace()
      let name = try fieldName()
      if names.contains(where: { text[$0] == text[name] }) {
        index = name.lowerBound
        let duplicate = String(decoding: text[name], as: UTF8.self)
        throw error("the field \(printable(duplicate)) stands twice; give it once")
      }
      names.append(name)
      skipSpace()
      guard take(":") else { throw error("a colon was expected after the field's name") }
      skipSpace()
      path.append(.field(String(decoding: text[name], as: UTF8.self)))
      try value()
      path.removeLast()
      skipSpace()
      if take("}") { return }
      guard take(",") else { throw error("a comma or } was expected") }
    }
  }

  private mutating func array() throws(JSONInputError) {
    index += 1
    skipSpace()
    if take("]") { return }
    var item = 0
    while true {
      skipSpace()
      path.append(.item(item))
      try value()
      path.removeLast()
      item += 1
      skipSpace()
      if take("]") { return }
      guard take(",") else { throw error("a comma or ] was expected") }
    }
  }

  private mutating func fieldName() throws(JSONInputError) -> Range<Int> {
    guard current == UInt8(ascii: "\"") else {
      throw error("a field's name in quotes was expected")
    }
    let start = index + 1
    try string()
    let name = start..<(index - 1)
    if text[name].contains(UInt8(ascii: "\\")) {
      index = start
      throw error("a field's name has no escapes")
    }
    return name
  }

  private mutating func string() throws(JSONInputError) {
    index += 1
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return
      case UInt8(ascii: "\\"): index += 2
      case 0..<0x20: throw error("a control character stands in a string")
      default: index += 1
      }
    }
    index = text.count
    throw error("the text ends in the middle of a string")
  }

  private mutating func number() throws(JSONInputError) {
    while let byte = current, isPartOfNumber(byte) { index += 1 }
  }

  private func isPartOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private mutating func literal(_ word: StaticString) throws(JSONInputError) {
    let bytes = Array(word.description.utf8)
    guard text[index...].starts(with: bytes) else {
      throw error("a value was expected: an object, list, string, number, true or false")
    }
    index += bytes.count
  }

  private var current: UInt8? { index < text.count ? text[index] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  private func error(_ reason: String) -> JSONInputError {
    JSONInputError(field: path.isEmpty ? nil : path.dotted, reason: reason, column: index + 1)
  }
}

extension [JSONScanner.PathElement] {
  /// As `registerOrganisation.names[2].text`, cut where a client sent something absurd.
  var dotted: String {
    var text = ""
    for element in self {
      switch element {
      case .field(let name): text += (text.isEmpty ? "" : ".") + printable(name)
      case .item(let index): text += "[\(index)]"
      }
    }
    return text
  }
}

/// A client's text, fit for an error: at most 60 characters, nothing that moves a cursor.
func printable(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.prefix(60).map { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned: "?"
        default: scalar
        }
      }))
}
