/// A type whose values are keys of a table.
///
/// Entries are ordered by their keys' bytes, compared as unsigned numbers from the first byte on, a
/// shorter key before a longer one that begins with it. So a number must be laid down big-endian.
/// A key has 1 to 511 bytes.
///
/// Law: `Self(keyBytes:)` of what ``withKeyBytes(_:)`` lends gives an equal key.
public protocol TableKey: ~Escapable {
  /// Lends the bytes that stand for this key.
  func withKeyBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result

  /// Reads a stored key; `nil` when the bytes are none of this type.
  @_lifetime(copy bytes)
  init?(keyBytes bytes: RawSpan)
}

extension UInt64: TableKey {
  /// Lends eight bytes, big-endian, so that the byte order of keys equals the numeric order.
  @inlinable
  public func withKeyBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeBytes(of: bigEndian) { (bytes) throws(Failure) -> Result in
      // SAFETY: the span is only lent to `body`, while the copy on the stack is alive.
      try body(RawSpan(_unsafeBytes: bytes))
    }
  }

  /// Reads eight bytes, big-endian; `nil` for any other number of bytes.
  @inlinable
  public init?(keyBytes bytes: RawSpan) {
    guard bytes.byteCount == 8 else { return nil }
    // SAFETY: eight bytes are there, and every bit pattern is a number.
    self.init(bigEndian: unsafe bytes.unsafeLoadUnaligned(as: UInt64.self))
  }
}

extension RawSpan: TableKey {
  /// Lends the bytes themselves.
  @inlinable
  public func withKeyBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(self)
  }

  /// The stored bytes themselves, lent by the transaction.
  @inlinable @_lifetime(copy bytes)
  public init?(keyBytes bytes: RawSpan) {
    self = bytes
  }
}

extension [UInt8]: TableKey {
  /// Lends the array's bytes.
  @inlinable
  public func withKeyBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(span.bytes)
  }

  /// Copies the stored bytes.
  ///
  /// - Complexity: O(n), one allocation. A table keyed by `RawSpan` needs none.
  @inlinable
  public init?(keyBytes bytes: RawSpan) {
    self = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
  }
}
