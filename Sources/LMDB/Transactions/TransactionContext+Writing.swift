internal import CLMDB

extension TransactionContext {
  @usableFromInline
  func put(
    _ value: RawSpan, _ key: RawSpan, _ table: UInt32, _ environmentNumber: UInt32
  ) throws(LMDBError) {
    try checkUsable(with: environmentNumber)
    let result = put(value, key, table, flags: 0)
    guard result == 0 else { throw failure(result, .put, table: table) }
  }

  @usableFromInline
  func append(
    _ value: RawSpan, _ key: RawSpan, _ table: UInt32, _ environmentNumber: UInt32
  ) throws(LMDBError) {
    try checkUsable(with: environmentNumber)
    let result = put(value, key, table, flags: UInt32(MDB_APPEND))
    guard result == 0 else { throw appendFailure(result, table) }
  }

  @inline(__always)
  private func put(_ value: RawSpan, _ key: RawSpan, _ table: UInt32, flags: UInt32) -> Int32 {
    // SAFETY: LMDB copies key and value during the call.
    unsafe key.withUnsafeBytes { key in
      unsafe value.withUnsafeBytes { value in
        var key = unsafe MDB_val(borrowing: key)
        var value = unsafe MDB_val(borrowing: value)
        return mdb_put(transaction, table, &key, &value, flags)
      }
    }
  }

  @usableFromInline
  func reserve(
    _ byteCount: Int, _ key: RawSpan, _ table: UInt32, _ environmentNumber: UInt32,
    appending: Bool
  ) throws(LMDBError) -> UnsafeMutableRawBufferPointer {
    try checkUsable(with: environmentNumber)
    let flags = UInt32(MDB_RESERVE) | (appending ? UInt32(MDB_APPEND) : 0)
    var room = MDB_val(mv_size: byteCount, mv_data: nil)
    let result = unsafe key.withUnsafeBytes { key in
      var key = unsafe MDB_val(borrowing: key)
      return mdb_put(transaction, table, &key, &room, flags)
    }
    guard result == 0 else {
      throw appending ? appendFailure(result, table) : failure(result, .put, table: table)
    }
    // SAFETY: LMDB has reserved so many bytes on a page of this transaction; who calls fills them
    // before it writes anything else.
    return UnsafeMutableRawBufferPointer(start: room.mv_data, count: byteCount)
  }

  @usableFromInline
  func delete(
    _ key: RawSpan, _ table: UInt32, _ environmentNumber: UInt32
  ) throws(LMDBError) -> Bool {
    try checkUsable(with: environmentNumber)
    let result = unsafe key.withUnsafeBytes { key in
      var key = unsafe MDB_val(borrowing: key)
      return mdb_del(transaction, table, &key, nil)
    }
    if result == MDB_NOTFOUND { return false }
    guard result == 0 else { throw failure(result, .delete, table: table) }
    return true
  }

  func drop(
    _ table: UInt32, _ environmentNumber: UInt32, deletingTable: Bool
  ) throws(LMDBError) {
    try checkUsable(with: environmentNumber)
    let result = mdb_drop(transaction, table, deletingTable ? 1 : 0)
    guard result == 0 else { throw failure(result, .drop, table: table) }
  }

  /// LMDB says "exists already" where an appended key is not the greatest.
  @inline(never)
  private func appendFailure(_ result: Int32, _ table: UInt32) -> LMDBError {
    let environment = environment.takeUnretainedValue()
    guard result == MDB_KEYEXIST else { return environment.failure(result, .put, table: table) }
    return LMDBError(
      .keyOutOfOrder, .put, cCode: result, at: environment.place(table: table))
  }
}
