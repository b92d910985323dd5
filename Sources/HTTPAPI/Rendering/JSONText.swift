/// Writes JSON with its fields in the order they are given, into one buffer.
///
/// For answers whose fields are known only when they are asked for (a read model's columns) or that
/// carry a stored payload's own JSON; messages with a schema are written by the protobuf library.
public struct JSONText: Sendable {
  /// UTF-8, without spaces.
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// An empty text.
  public init() {}

  /// The text.
  public var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Writes an object whose fields `body` writes.
  public mutating func object(_ body: (inout JSONText) -> Void) {
    enclosed("{", "}", body)
  }

  /// Writes a list whose items `body` writes.
  public mutating func list(_ body: (inout JSONText) -> Void) {
    enclosed("[", "]", body)
  }

  /// Writes a field's name; its value must follow.
  public mutating func name(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a field with a text; nothing when there is none.
  public mutating func field(_ name: String, _ value: String?) {
    guard let value else { return }
    self.name(name)
    string(value)
  }

  /// Writes a field with a whole number; nothing when there is none.
  ///
  /// Numbers stay numbers up to 2⁵³; beyond that a text, as JSON readers lose digits there.
  public mutating func field(_ name: String, _ value: Int64?) {
    guard let value else { return }
    self.name(name)
    number(value)
  }

  /// Writes a field with true or false.
  public mutating func field(_ name: String, _ value: Bool) {
    self.name(name)
    raw(value ? "true" : "false")
  }

  /// Writes a whole number.
  public mutating func number(_ value: Int64) {
    if value.magnitude <= 1 << 53 { raw(String(value)) } else { string(String(value)) }
  }

  /// Writes a text.
  public mutating func string(_ value: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    // As bytes where they lie together: the index of a text costs more than the look at a byte.
    let isPlain =
      value.utf8.withContiguousStorageIfAvailable { Self.isPlain($0) } ?? Self.isPlain(value.utf8)
    if isPlain {
      // Most texts; taken whole.
      bytes += value.utf8
    } else {
      for byte in value.utf8 { append(escaped: byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes what is JSON already.
  public mutating func raw(_ json: String) {
    separate()
    bytes += json.utf8
  }

  /// Ends a line of NDJSON.
  public mutating func newline() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  private mutating func enclosed(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONText) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: open))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  /// Whether none of a text's bytes is written in another way.
  private static func isPlain(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
  }

  private mutating func append(escaped byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
    case 0..<0x20:
      let digits = Array("0123456789abcdef".utf8)
      bytes += "\\u00".utf8
      bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    default: bytes.append(byte)
    }
  }
}
