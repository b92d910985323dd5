extension ReadableTransaction where Self: ~Copyable {
  /// Lends the entry with the smallest key, `nil` in an empty table.
  ///
  /// - Complexity: O(log entries).
  @inlinable @_lifetime(borrow self)
  public borrowing func firstEntry<Key: TableKey & ~Escapable>(
    in table: Table<Key>
  ) throws(LMDBError) -> Entry<Key>? {
    try entry(nil, .ascending, in: table)
  }

  /// Lends the entry with the greatest key, `nil` in an empty table.
  ///
  /// - Complexity: O(log entries).
  @inlinable @_lifetime(borrow self)
  public borrowing func lastEntry<Key: TableKey & ~Escapable>(
    in table: Table<Key>
  ) throws(LMDBError) -> Entry<Key>? {
    try entry(nil, .descending, in: table)
  }

  /// Lends the entry at a key, or else the one with the next greater key.
  ///
  /// - Complexity: O(log entries).
  @inlinable @_lifetime(borrow self)
  public borrowing func entry<Key: TableKey & ~Escapable>(
    atOrAfter key: Key, in table: Table<Key>
  ) throws(LMDBError) -> Entry<Key>? {
    try entry(key, .ascending, in: table)
  }

  /// Lends the entry at a key, or else the one with the next smaller key.
  ///
  /// - Complexity: O(log entries).
  @inlinable @_lifetime(borrow self)
  public borrowing func entry<Key: TableKey & ~Escapable>(
    atOrBefore key: Key, in table: Table<Key>
  ) throws(LMDBError) -> Entry<Key>? {
    try entry(key, .descending, in: table)
  }

  @inlinable @_lifetime(borrow self)
  borrowing func entry<Key: TableKey & ~Escapable>(
    _ key: Key?, _ direction: ScanDirection, in table: Table<Key>
  ) throws(LMDBError) -> Entry<Key>? {
    var cursor = try Cursor(context, table.number, table.environmentNumber)
    defer { cursor.close() }
    let isFound = try withOptionalKeyBytes(key) { (key) throws(LMDBError) in
      try cursor.seek(key, direction)
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
