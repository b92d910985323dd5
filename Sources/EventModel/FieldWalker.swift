/// Walks the fields of a protobuf message, bounds checked, without allocation.
public struct FieldWalker: ~Escapable {
  /// One field: its number, and where its bytes are or what its number is.
  public struct Field {
    /// The field's number.
    public let number: Int
    /// The bytes of a length-delimited field.
    public let bytes: Range<Int>
    /// The value of a varint or a fixed-width field.
    public let value: UInt64
  }

  private let bytes: Span<UInt8>
  private var index = 0

  /// A walker at the message's first field.
  @_lifetime(copy message)
  public init(_ message: RawSpan) {
    bytes = Span<UInt8>(_bytes: message)
  }

  /// The next field, or `nil` at the end.
  ///
  /// - Throws: ``EventModelError`` with code `record` when the bytes end in the middle of a field.
  public mutating func next() throws(EventModelError) -> Field? {
    guard index < bytes.count else { return nil }
    let tag = try varint()
    let number = Int(truncatingIfNeeded: tag >> 3)
    switch tag & 7 {
    case 0:
      return Field(number: number, bytes: 0..<0, value: try varint())
    case 1:
      return Field(number: number, bytes: 0..<0, value: try fixed(8))
    case 2:
      let count = try varint()
      guard count <= UInt64(bytes.count - index) else { throw cutShort() }
      let start = index
      index += Int(count)
      return Field(number: number, bytes: start..<index, value: 0)
    case 5:
      return Field(number: number, bytes: 0..<0, value: try fixed(4))
    default:
      throw EventModelError(.record, "a record has a field of an unknown wire type")
    }
  }

  private mutating func varint() throws(EventModelError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while index < bytes.count, shift < 64 {
      let byte = bytes[index]
      index += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw cutShort()
  }

  private mutating func fixed(_ count: Int) throws(EventModelError) -> UInt64 {
    guard bytes.count - index >= count else { throw cutShort() }
    var value: UInt64 = 0
    for offset in 0..<count {
      value |= UInt64(bytes[index + offset]) << UInt64(8 * offset)
    }
    index += count
    return value
  }

  private func cutShort() -> EventModelError {
    EventModelError(.record, "a record ends in the middle of a field")
  }
}
