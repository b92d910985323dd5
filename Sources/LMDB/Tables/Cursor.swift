internal import CLMDB
internal import Glibc

/// A place in a table, for the functions of this module; who makes it closes it.
///
/// No `deinit`: it would have to run before its transaction's, which the optimiser of Swift 6.3
/// does not promise for a value that depends on another.
@usableFromInline
struct Cursor {
  @usableFromInline let context: TransactionContext
  private let handle: OpaquePointer
  private let table: UInt32
  @usableFromInline private(set) var key = UnsafeRawBufferPointer(start: nil, count: 0)
  @usableFromInline private(set) var value = UnsafeRawBufferPointer(start: nil, count: 0)

  @usableFromInline
  init(
    _ context: TransactionContext, _ table: UInt32, _ environmentNumber: UInt32
  ) throws(LMDBError) {
    try context.checkUsable(with: environmentNumber)
    var opened: OpaquePointer?
    let result = mdb_cursor_open(context.transaction, table, &opened)
    guard result == 0, let handle = opened else {
      throw context.failure(result, .cursorOpen, table: table)
    }
    self.context = context
    self.handle = handle
    self.table = table
  }

  @usableFromInline
  func close() { mdb_cursor_close(handle) }

  /// Goes to `key`, or else to the next entry in scan direction; without a key, to the table's end
  /// where a scan in that direction begins.
  @usableFromInline
  mutating func seek(_ key: RawSpan?, _ direction: ScanDirection) throws(LMDBError) -> Bool {
    guard let key else {
      return try move(direction == .ascending ? MDB_FIRST : MDB_LAST)
    }
    let isFound = try move(MDB_SET_RANGE, key)
    guard direction == .descending else { return isFound }
    guard isFound else { return try move(MDB_LAST) }
    return isBeyond(key, .ascending) ? try move(MDB_PREV) : true
  }

  @usableFromInline
  mutating func advance(_ direction: ScanDirection) throws(LMDBError) -> Bool {
    try move(direction == .ascending ? MDB_NEXT : MDB_PREV)
  }

  /// Whether the cursor's key comes after `limit` in scan direction.
  @usableFromInline
  func isBeyond(_ limit: RawSpan, _ direction: ScanDirection) -> Bool {
    // SAFETY: `key` is what LMDB lent at the last move, and both have the bytes that are compared.
    let order = unsafe limit.withUnsafeBytes { limit in
      let common = min(key.count, limit.count)
      guard common > 0, let key = key.baseAddress, let limit = limit.baseAddress else { return 0 }
      return Int(memcmp(key, limit, common))
    }
    let difference = order == 0 ? key.count - limit.byteCount : order
    return direction == .ascending ? difference > 0 : difference < 0
  }

  @usableFromInline
  func malformedKey() -> LMDBError {
    context.failure(.malformedKey(byteCount: key.count), .decodeKey, table: table)
  }

  @inline(__always)
  private mutating func move(_ operation: MDB_cursor_op) throws(LMDBError) -> Bool {
    var key = MDB_val()
    return try move(operation, &key)
  }

  private mutating func move(
    _ operation: MDB_cursor_op, _ key: RawSpan
  ) throws(LMDBError) -> Bool {
    // SAFETY: LMDB reads the wanted key only during the call, and then replaces it by the found.
    var found = unsafe key.withUnsafeBytes { unsafe MDB_val(borrowing: $0) }
    return try move(operation, &found)
  }

  @inline(__always)
  private mutating func move(
    _ operation: MDB_cursor_op, _ key: inout MDB_val
  ) throws(LMDBError) -> Bool {
    var value = MDB_val()
    let result = mdb_cursor_get(handle, &key, &value, operation)
    guard result == 0 else {
      if result == MDB_NOTFOUND { return false }
      throw context.failure(result, .cursorGet, table: table)
    }
    self.key = key.bytes
    self.value = value.bytes
    return true
  }
}
