internal import CLMDB
internal import Synchronization

extension Environment {
  /// Opens a table, and makes it where it is missing and the environment is written.
  ///
  /// Open all tables when the environment is opened: a transaction sees the tables that were opened
  /// before it began. Opening one that is open already gives the same table.
  ///
  /// - Throws: `.notFound` for a missing table when it may not be made; `.tablesFull`;
  ///   `.writeAlreadyOpenOnThread`; `.corrupted` for a table that says of itself that its keys stand
  ///   in another order than that of their bytes.
  public func openTable<Key: TableKey & ~Escapable>(
    _ name: String, keyedBy: Key.Type, create: Bool = true
  ) throws(LMDBError) -> Table<Key> {
    try checkNotForked()
    try checkNotWriting()
    let mayCreate = create && options.access == .readWrite
    let place = LMDBError.Place(directory: directory, table: name)
    // One after the other: LMDB forbids two transactions to open tables at once.
    let result = tableOpening.withLock { _ -> Result<UInt32, LMDBError> in
      do throws(LMDBError) {
        if let number = try openTable(name, mayCreate: false, at: place) {
          return .success(number)
        }
        if mayCreate, let number = try openTable(name, mayCreate: true, at: place) {
          return .success(number)
        }
        return .failure(LMDBError(cCode: MDB_NOTFOUND, .openTable, at: place))
      } catch {
        return .failure(error)
      }
    }
    let number = try result.get()
    tableNames.withLock { $0[number] = name }
    return Table(number: number, environmentNumber: self.number)
  }

  /// The number of a table, `nil` where it is missing and may not be made.
  private func openTable(
    _ name: String, mayCreate: Bool, at place: LMDBError.Place
  ) throws(LMDBError) -> UInt32? {
    var begun: OpaquePointer?
    try LMDBError.check(
      mdb_txn_begin(handle, nil, mayCreate ? 0 : UInt32(MDB_RDONLY), &begun), .begin, at: place)
    guard let transaction = begun else { throw LMDBError(.outOfMemory, .begin, at: place) }
    var table: UInt32 = 0
    let opened = mdb_dbi_open(transaction, name, mayCreate ? UInt32(MDB_CREATE) : 0, &table)
    guard opened == 0 else {
      mdb_txn_abort(transaction)
      if opened == MDB_NOTFOUND, !mayCreate { return nil }
      throw LMDBError(cCode: opened, .openTable, at: place)
    }
    // LMDB believes what the file says of the order of the keys. We have but one, and by another a
    // look-up would miss what a scan finds.
    var flags: UInt32 = 0
    let asked = mdb_dbi_flags(transaction, table, &flags)
    guard asked == 0, flags == 0 else {
      mdb_txn_abort(transaction)
      throw LMDBError(asked == 0 ? .corrupted : .init(cCode: asked), .openTable, at: place)
    }
    // Also of a read transaction: an abort would close the table again.
    try LMDBError.check(mdb_txn_commit(transaction), .commit, at: place)
    return table
  }
}
