internal import EventModel

/// One value of a row: the three kinds that a read model may hold, or nothing.
///
/// No floating point: rows must be the same on every machine.
public enum SQLValue: Hashable, Sendable {
  /// Not known, or not applicable.
  case null
  /// A whole number; money in fen, times in microseconds since 1970-01-01T00:00Z.
  case integer(Int64)
  /// Text in UTF-8, NFC; dates as `2022-06-30`.
  case text(String)
  /// Bytes.
  case blob([UInt8])

  /// Text, or nothing.
  public init(_ text: String?) {
    self = text.map(SQLValue.text) ?? .null
  }

  // One for each kind of number that rows are made of: a generic one is not specialised in other
  // modules, and costs more than the rest of the row.

  /// A number, or nothing.
  public init(_ number: Int?) {
    self = number.map { .integer(Int64($0)) } ?? .null
  }

  /// A number, or nothing.
  public init(_ number: Int32?) {
    self = number.map { .integer(Int64($0)) } ?? .null
  }

  /// A number, or nothing.
  public init(_ number: Int64?) {
    self = number.map(SQLValue.integer) ?? .null
  }

  /// A number below 2⁶³, as a position is, or nothing; a larger one, which no log reaches, is nothing
  /// too: what a payload says must never stop a fold.
  public init(_ number: UInt64?) {
    self = number.flatMap(Int64.init(exactly:)).map(SQLValue.integer) ?? .null
  }

  /// A truth as 1 or 0, or nothing.
  public init(_ truth: Bool?) {
    self = truth.map { .integer($0 ? 1 : 0) } ?? .null
  }

  /// The number, unless it is something else.
  public var number: Int64? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// The text, unless it is something else.
  public var text: String? {
    if case .text(let text) = self { text } else { nil }
  }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral
{
  /// Text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// Nothing.
  public init(nilLiteral: ()) { self = .null }
}

extension SQLValue: CustomStringConvertible {
  /// The value as a person reads it; bytes in hex, nothing as the empty text.
  public var description: String {
    switch self {
    case .null: ""
    case .integer(let number): String(number)
    case .text(let text): text
    case .blob(let bytes): hexText(bytes)
    }
  }
}
