extension WriteTransaction {
  /// Stores bytes at a key, in the place of what was there.
  ///
  /// `mutating`, so that nothing this transaction lent can be alive while pages change.
  ///
  /// - Throws: `.mapFull`, `.badKeyOrValueSize`, `.transactionFailed`.
  /// - Complexity: O(log entries), no allocation.
  @inlinable
  public mutating func put<Key: TableKey & ~Escapable>(
    _ value: RawSpan, at key: Key, in table: Table<Key>
  ) throws(LMDBError) {
    let context = context
    try key.withKeyBytes { (key) throws(LMDBError) in
      try context.put(value, key, table.number, table.environmentNumber)
    }
  }

  /// Stores bytes at a key that is greater than all the table's keys: faster, and pages get full.
  ///
  /// - Throws: `.keyOutOfOrder` where it is not greater (the transaction stays usable); as `put`.
  /// - Complexity: O(log entries), no search in pages, no allocation.
  @inlinable
  public mutating func append<Key: TableKey & ~Escapable>(
    _ value: RawSpan, at key: Key, in table: Table<Key>
  ) throws(LMDBError) {
    let context = context
    try key.withKeyBytes { (key) throws(LMDBError) in
      try context.append(value, key, table.number, table.environmentNumber)
    }
  }

  /// Reserves room at a key, in the place of what was there, and lets `body` write it there.
  ///
  /// Traps where `body` writes fewer bytes than it asked room for.
  ///
  /// - Complexity: O(log entries), no allocation, no copy.
  @inlinable
  public mutating func put<Key: TableKey & ~Escapable>(
    byteCount: Int, at key: Key, in table: Table<Key>,
    _ body: (inout OutputRawSpan) -> Void
  ) throws(LMDBError) {
    let context = context
    let room = try key.withKeyBytes { (key) throws(LMDBError) in
      try context.reserve(byteCount, key, table.number, table.environmentNumber, appending: false)
    }
    unsafe fill(room, body)
  }

  /// Reserves room at a key greater than all others, and lets `body` write it there.
  ///
  /// Traps where `body` writes fewer bytes than it asked room for.
  ///
  /// - Throws: `.keyOutOfOrder` as `append`.
  /// - Complexity: O(log entries), no allocation, no copy.
  @inlinable
  public mutating func append<Key: TableKey & ~Escapable>(
    byteCount: Int, at key: Key, in table: Table<Key>,
    _ body: (inout OutputRawSpan) -> Void
  ) throws(LMDBError) {
    let context = context
    let room = try key.withKeyBytes { (key) throws(LMDBError) in
      try context.reserve(byteCount, key, table.number, table.environmentNumber, appending: true)
    }
    unsafe fill(room, body)
  }

  /// Deletes the entry at a key.
  ///
  /// - Returns: Whether there was one.
  /// - Complexity: O(log entries).
  @inlinable
  public mutating func delete<Key: TableKey & ~Escapable>(
    _ key: Key, in table: Table<Key>
  ) throws(LMDBError) -> Bool {
    let context = context
    return try key.withKeyBytes { (key) throws(LMDBError) in
      try context.delete(key, table.number, table.environmentNumber)
    }
  }

  /// Deletes all entries of a table, and keeps the table.
  ///
  /// - Complexity: O(pages).
  public mutating func deleteAll<Key: TableKey & ~Escapable>(
    in table: Table<Key>
  ) throws(LMDBError) {
    try context.drop(table.number, table.environmentNumber, deletingTable: false)
  }

  /// Deletes a table; it must not be used again, by anyone, before it is opened anew.
  ///
  /// - Complexity: O(pages).
  public mutating func drop<Key: TableKey & ~Escapable>(
    _ table: consuming Table<Key>
  ) throws(LMDBError) {
    try context.drop(table.number, table.environmentNumber, deletingTable: true)
  }
}

/// Lets `body` write all of `room`.
@inlinable
func fill(_ room: UnsafeMutableRawBufferPointer, _ body: (inout OutputRawSpan) -> Void) {
  // SAFETY: the room is the transaction's own page, nobody else sees it, and it stays where it is
  // until the transaction's next write; `body` can't write, since the transaction is borrowed.
  var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
  body(&output)
  let byteCount = unsafe output.finalize(for: room)
  precondition(byteCount == room.count, "fewer bytes were written than room was reserved for")
}
