extension ReadableTransaction where Self: ~Copyable {
  /// Lends the entry at a key, or else the one with the next smaller key.
  ///
  /// - Complexity: O(log entries).
  @inlinable @_lifetime(borrow self)
  public borrowing func entry<Key: TableKey & ~Escapable>(
    atOrBefore key: Key, in table: Table<Key>
  ) throws(LMDBError) -> Entry<Key>? {
    var cursor = try Cursor(context, table.number, table.environmentNumber)
    defer { cursor.close() }
    let isFound = try withOptionalKeyBytes(key) { (key) throws(LMDBError) in
      try cursor.seek(key, .descending)
    }
    guard isFound else { return nil }
    // SAFETY: as in `value(at:in:)`: the bytes stay where they are while the transaction lives and
    // is not written. They belong to it, not to the cursor.
    let keyBytes = unsafe _overrideLifetime(RawSpan(_unsafeBytes: cursor.key), borrowing: self)
    let value = unsafe _overrideLifetime(RawSpan(_unsafeBytes: cursor.value), borrowing: self)
    guard let found = Key(keyBytes: keyBytes) else { throw cursor.malformedKey() }
    return Entry(key: found, value: value)
  }
}
