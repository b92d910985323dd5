internal import CLMDB

/// A place in a table through which sorted keys are written faster.
///
/// Keys that lie on the page where the last one was need no search from the root, so a batch sorted
/// by key costs less than the same entries one by one. Made by
/// ``WriteTransaction/withCursor(in:mapping:_:)``, which closes it.
public struct WriteCursor<Key: TableKey & ~Escapable>: ~Copyable {
  private let context: TransactionContext
  private let handle: OpaquePointer
  private let table: Table<Key>

  fileprivate init(
    _ context: TransactionContext, _ table: Table<Key>
  ) throws(LMDBError) {
    try context.checkUsable(with: table.environmentNumber)
    var opened: OpaquePointer?
    let result = mdb_cursor_open(context.transaction, table.number, &opened)
    guard result == 0, let handle = opened else {
      throw context.failure(result, .cursorOpen, table: table.number)
    }
    self.context = context
    self.handle = handle
    self.table = table
  }

  fileprivate func close() { mdb_cursor_close(handle) }

  /// Lends the bytes stored at a key, `nil` where there are none.
  ///
  /// - Complexity: O(log entries); O(log entries of a page) near the last key.
  @_lifetime(borrow self)
  public borrowing func value(at key: Key) throws(LMDBError) -> RawSpan? {
    try context.checkUsable()
    let (result, value) = key.withKeyBytes { key in
      // SAFETY: LMDB reads the wanted key only during the call.
      unsafe key.withUnsafeBytes { key in
        var key = unsafe MDB_val(borrowing: key)
        var value = MDB_val()
        let result = mdb_cursor_get(handle, &key, &value, MDB_SET_KEY)
        return (result, value.bytes)
      }
    }
    if result == MDB_NOTFOUND { return nil }
    guard result == 0 else { throw context.failure(result, .cursorGet, table: table.number) }
    // SAFETY: the bytes stay where they are until the table is written, which needs `mutating`
    // access to this cursor or to its transaction; both are borrowed.
    return unsafe _overrideLifetime(RawSpan(_unsafeBytes: value), borrowing: self)
  }

  /// Stores bytes at a key, in the place of what was there.
  ///
  /// - Throws: as ``WriteTransaction/put(_:at:in:)``.
  /// - Complexity: O(log entries); O(log entries of a page) near the last key.
  public mutating func put(_ value: RawSpan, at key: Key) throws(LMDBError) {
    let result = try put(value, at: key, flags: 0)
    guard result == 0 else { throw context.failure(result, .cursorPut, table: table.number) }
  }

  /// Stores bytes at a key, unless there are some.
  ///
  /// - Returns: whether they were stored.
  /// - Throws: as ``WriteTransaction/put(_:at:in:)``.
  /// - Complexity: that of ``put(_:at:)``
  @discardableResult
  public mutating func putNew(_ value: RawSpan, at key: Key) throws(LMDBError) -> Bool {
    let result = try put(value, at: key, flags: UInt32(MDB_NOOVERWRITE))
    if result == MDB_KEYEXIST { return false }
    guard result == 0 else { throw context.failure(result, .cursorPut, table: table.number) }
    return true
  }

  private mutating func put(
    _ value: RawSpan, at key: Key, flags: UInt32
  ) throws(LMDBError) -> Int32 {
    try context.checkUsable()
    return key.withKeyBytes { key in
      // SAFETY: LMDB copies key and value during the call.
      unsafe key.withUnsafeBytes { key in
        unsafe value.withUnsafeBytes { value in
          var key = unsafe MDB_val(borrowing: key)
          var value = unsafe MDB_val(borrowing: value)
          return mdb_cursor_put(handle, &key, &value, flags)
        }
      }
    }
  }
}

extension WriteTransaction {
  /// Lends a cursor that writes one table.
  ///
  /// - Parameter mapping: Makes an error of the store into one of `body`'s kind.
  public mutating func withCursor<Key: TableKey & ~Escapable, Result, Failure: Error>(
    in table: Table<Key>, mapping: (LMDBError) -> Failure,
    _ body: (inout WriteCursor<Key>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var cursor: WriteCursor<Key>
    do throws(LMDBError) {
      cursor = try WriteCursor(context, table)
    } catch {
      throw mapping(error)
    }
    defer { cursor.close() }
    return try body(&cursor)
  }

  /// Lends a cursor that writes one table, to a body that throws nothing of its own.
  public mutating func withCursor<Key: TableKey & ~Escapable, Result>(
    in table: Table<Key>, _ body: (inout WriteCursor<Key>) throws(LMDBError) -> Result
  ) throws(LMDBError) -> Result {
    try withCursor(in: table, mapping: { $0 }, body)
  }
}
