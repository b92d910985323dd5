internal import CLMDB

/// What all transactions share: LMDB's handle, the environment, the deadline.
///
/// Opaque outside `LMDB`. Trivially destroyed, so that a transaction may `discard self`: whoever
/// holds a context has the environment retained.
public struct TransactionContext {
  let transaction: OpaquePointer
  let environment: Unmanaged<Environment>
  let environmentNumber: UInt32
  /// Zero in a forked child; see ``ForkMark``.
  private let forkMark: UnsafePointer<UInt8>
  /// When a read transaction began.
  var begin: MonotonicTime
  /// Until when it may be used; the end of time for a write transaction, which its caller bounds.
  var deadline: MonotonicTime

  init(
    _ transaction: OpaquePointer, retaining environment: Environment,
    begin: MonotonicTime = .never, deadline: MonotonicTime = .never
  ) {
    self.transaction = transaction
    self.environment = .passRetained(environment)
    environmentNumber = environment.number
    forkMark = environment.forkMark.byte
    self.begin = begin
    self.deadline = deadline
  }
}

extension TransactionContext {
  @inline(never)
  func failure(
    _ cCode: Int32, _ operation: LMDBError.Operation, table: UInt32? = nil
  ) -> LMDBError {
    environment.takeUnretainedValue().failure(cCode, operation, table: table)
  }

  @inline(never)
  func failure(
    _ code: LMDBError.Code, _ operation: LMDBError.Operation, table: UInt32? = nil
  ) -> LMDBError {
    environment.takeUnretainedValue().failure(code, operation, table: table)
  }

  @inline(never)
  private func pastDeadline(_ now: MonotonicTime) -> LMDBError {
    failure(.readPastDeadline(age: now.since(begin)), .deadlineCheck)
  }

  /// Refuses a use after the deadline or in a forked child.
  @usableFromInline
  func checkUsable() throws(LMDBError) {
    guard forkMark.pointee != 0 else { throw failure(.usedAfterFork, .forkCheck) }
    guard deadline.nanoseconds != .max else { return }
    let now = MonotonicTime.now
    guard now.nanoseconds < deadline.nanoseconds else { throw pastDeadline(now) }
  }

  /// As ``checkUsable()``; traps where a table of another environment is used, since its number
  /// means another table here.
  @inline(__always)
  func checkUsable(with environmentNumber: UInt32) throws(LMDBError) {
    precondition(
      environmentNumber == self.environmentNumber, "a table was used with another environment")
    try checkUsable()
  }

  @usableFromInline
  func value(
    _ key: RawSpan, _ table: UInt32, _ environmentNumber: UInt32
  ) throws(LMDBError) -> UnsafeRawBufferPointer? {
    try checkUsable(with: environmentNumber)
    // SAFETY: LMDB only reads the key, and only during the call.
    let (result, value) = unsafe key.withUnsafeBytes { bytes in
      var key = MDB_val(borrowing: bytes)
      var value = MDB_val()
      return (mdb_get(transaction, table, &key, &value), value)
    }
    if result == 0 { return value.bytes }
    if result == MDB_NOTFOUND { return nil }
    throw failure(result, .get, table: table)
  }

  @usableFromInline
  func entryCount(_ table: UInt32, _ environmentNumber: UInt32) throws(LMDBError) -> Int {
    try checkUsable(with: environmentNumber)
    var statistics = MDB_stat()
    let result = mdb_stat(transaction, table, &statistics)
    guard result == 0 else { throw failure(result, .statistics, table: table) }
    return statistics.ms_entries
  }
}

extension MDB_val {
  // SAFETY: LMDB changes no key or value that it is given, though its type says that it might.
  /// Bytes that LMDB reads during one call.
  init(borrowing bytes: UnsafeRawBufferPointer) {
    self.init(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
  }

  // SAFETY: valid until the transaction ends or writes; who calls binds them to it.
  /// Bytes that LMDB lends.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: mv_data, count: mv_size) }
}
