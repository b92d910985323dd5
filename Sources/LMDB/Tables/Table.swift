/// A named table of an environment: entries of a key and a value's bytes, ordered by key.
///
/// Three numbers, so it is copied freely and kept for as long as its environment is open. Using it
/// with a transaction of another environment is a bug, and traps.
///
/// A table keyed by `RawSpan` takes and lends keys as bytes, without copies.
public struct Table<Key: TableKey & ~Escapable>: Sendable {
  /// LMDB's number for the table.
  @usableFromInline let number: UInt32
  /// The number of the environment it was opened in, unique in the process.
  @usableFromInline let environmentNumber: UInt32

  init(number: UInt32, environmentNumber: UInt32) {
    self.number = number
    self.environmentNumber = environmentNumber
  }
}

/// One entry of a table, lent by the transaction that found it.
public struct Entry<Key: TableKey & ~Escapable>: ~Escapable {
  /// The entry's key.
  public let key: Key
  /// The entry's stored bytes.
  public let value: RawSpan

  @usableFromInline @_lifetime(copy key, copy value)
  init(key: Key, value: RawSpan) {
    self.key = key
    self.value = value
  }
}
