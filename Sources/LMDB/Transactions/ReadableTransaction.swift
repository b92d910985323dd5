/// A transaction whose tables can be read: a snapshot, or a write transaction with its own changes.
///
/// Not for conformance outside `LMDB`.
public protocol ReadableTransaction: ~Copyable {
  /// What the operations on all transactions need.
  var context: TransactionContext { get }
}

extension ReadableTransaction where Self: ~Copyable {
  /// Lends the bytes stored at a key, `nil` where there are none.
  ///
  /// - Throws: `.readPastDeadline`, `.corrupted`.
  /// - Complexity: O(log entries), no copy, no allocation.
  @inlinable @_lifetime(borrow self)
  public borrowing func value<Key: TableKey & ~Escapable>(
    at key: Key, in table: Table<Key>
  ) throws(LMDBError) -> RawSpan? {
    let context = context
    let bytes = try key.withKeyBytes { (key) throws(LMDBError) in
      try context.value(key, table.number, table.environmentNumber)
    }
    guard let bytes else { return nil }
    // SAFETY: LMDB keeps a value where it is for as long as its transaction lives and, in a write
    // transaction, writes nothing; writing needs `mutating` access, which this borrow excludes.
    return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
  }

  /// Whether something is stored at a key.
  ///
  /// - Complexity: O(log entries).
  @inlinable
  public borrowing func contains<Key: TableKey & ~Escapable>(
    _ key: Key, in table: Table<Key>
  ) throws(LMDBError) -> Bool {
    let context = context
    return try key.withKeyBytes { (key) throws(LMDBError) in
      try context.value(key, table.number, table.environmentNumber) != nil
    }
  }

  /// The number of entries of a table.
  ///
  /// - Complexity: O(1).
  @inlinable
  public borrowing func entryCount<Key: TableKey & ~Escapable>(
    in table: Table<Key>
  ) throws(LMDBError) -> Int {
    try context.entryCount(table.number, table.environmentNumber)
  }
}
