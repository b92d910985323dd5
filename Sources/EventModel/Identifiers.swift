/// Sixteen bytes that name something for ever.
public protocol Identifier16: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The first eight bytes, big-endian.
  var high: UInt64 { get }
  /// The last eight bytes, big-endian.
  var low: UInt64 { get }
  /// The identifier with these halves.
  init(high: UInt64, low: UInt64)
}

extension Identifier16 {
  /// Parses 32 hex digits, with or without the four hyphens of a UUID.
  ///
  /// - Throws: ``EventModelError`` when the text is anything else.
  public init(validating text: String) throws(EventModelError) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    var digits = 0
    for byte in text.utf8 where byte != UInt8(ascii: "-") {
      guard let value = hexValue(byte), digits < 32 else {
        digits = -1
        break
      }
      if digits < 16 { high = high << 4 | UInt64(value) } else { low = low << 4 | UInt64(value) }
      digits += 1
    }
    guard digits == 32, text.utf8.count == 32 || Self.hasHyphensOfUUID(text) else {
      throw EventModelError(
        .identifier, "an id is 32 hex digits, as 3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e2f")
    }
    self.init(high: high, low: low)
  }

  private static func hasHyphensOfUUID(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let hyphens = bytes.indices.filter { bytes[$0] == UInt8(ascii: "-") }
    return bytes.count == 36 && hyphens == [8, 13, 18, 23]
  }

  /// Takes the first sixteen bytes of a longer value, as of a digest.
  ///
  /// - Precondition: `bytes` holds at least 16.
  @inlinable
  public init(prefixOf bytes: some Collection<UInt8>) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    var index = 0
    for byte in bytes.prefix(16) {
      if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
      index += 1
    }
    precondition(index == 16, "an identifier needs 16 bytes")
    self.init(high: high, low: low)
  }

  /// A new identifier from the given source of randomness.
  public static func random(using generator: inout some RandomNumberGenerator) -> Self {
    Self(high: generator.next(), low: generator.next())
  }

  /// The sixteen bytes.
  public var bytes: [UInt8] {
    var result = [UInt8]()
    result.reserveCapacity(16)
    for half in [high, low] {
      for shift in stride(from: 56, through: 0, by: -8) {
        result.append(UInt8(truncatingIfNeeded: half >> UInt64(shift)))
      }
    }
    return result
  }

  /// The form of a UUID, in lower case.
  public var description: String {
    // SAFETY: 32 digits and four hyphens are written in order; `index` says how many.
    String(unsafeUninitializedCapacity: 36) { text in
      var index = 0
      func write(_ half: UInt64) {
        for shift in stride(from: 60, through: 0, by: -4) {
          // After 8, 12, 16 and 20 of the 32 digits.
          if index == 8 || index == 13 || index == 18 || index == 23 {
            text[index] = UInt8(ascii: "-")
            index += 1
          }
          text[index] = hexDigit(UInt8(half >> UInt64(shift) & 15))
          index += 1
        }
      }
      write(high)
      write(low)
      return index
    }
  }

  /// Orders by bytes.
  public static func < (left: Self, right: Self) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

/// Names one event; the first 16 bytes of SHA-256(command id ‖ ordinal).
public struct EventID: Identifier16 {
  /// The first eight bytes.
  public let high: UInt64
  /// The last eight bytes.
  public let low: UInt64
  /// The id with these halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }
}

/// Names one command; chosen by the client and remembered for ever once recorded.
public struct CommandID: Identifier16 {
  /// The first eight bytes.
  public let high: UInt64
  /// The last eight bytes.
  public let low: UInt64
  /// The id with these halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }
}

/// Names one log.
public struct LogID: Identifier16 {
  /// The first eight bytes.
  public let high: UInt64
  /// The last eight bytes.
  public let low: UInt64
  /// The id with these halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }
}

/// A SHA-256 value: of a command, a document, a commitment.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  // In place: an append's digest travels between threads, and an array would be one object more.
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  /// How long it is.
  public static let byteCount = 32

  /// The 32 bytes.
  public var bytes: [UInt8] {
    var result = [UInt8]()
    result.reserveCapacity(Self.byteCount)
    append(to: &result)
    return result
  }

  /// Appends the 32 bytes.
  func append(to bytes: inout [UInt8]) {
    bytes.append(bigEndian: first)
    bytes.append(bigEndian: second)
    bytes.append(bigEndian: third)
    bytes.append(bigEndian: fourth)
  }

  /// Takes 32 bytes.
  ///
  /// - Throws: ``EventModelError`` for any other length.
  public init(_ bytes: some Collection<UInt8>) throws(EventModelError) {
    let array = Array(bytes)
    try self.init(array)
  }

  /// Takes 32 bytes.
  ///
  /// - Throws: ``EventModelError`` for any other length.
  public init(_ bytes: [UInt8]) throws(EventModelError) {
    guard bytes.count == Self.byteCount else {
      throw EventModelError(.identifier, "a digest has 32 bytes, not \(bytes.count)")
    }
    var words: InlineArray<4, UInt64> = .init(repeating: 0)
    for index in 0..<Self.byteCount {
      words[index >> 3] = words[index >> 3] << 8 | UInt64(bytes[index])
    }
    (first, second, third, fourth) = (words[0], words[1], words[2], words[3])
  }

  /// Parses 64 hex digits.
  ///
  /// - Throws: ``EventModelError`` when the text is anything else.
  public init(hex text: String) throws(EventModelError) {
    guard text.utf8.count == 2 * Self.byteCount, let bytes = EventModel.bytes(hex: text.utf8) else {
      throw EventModelError(.identifier, "a SHA-256 digest is 64 hex digits")
    }
    try self.init(bytes)
  }

  /// The value in hex.
  public var description: String { hexText(bytes) }
}
