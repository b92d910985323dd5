/// Which way a scan goes through a table.
public enum ScanDirection: Sendable, Hashable {
  /// From small keys to great ones.
  case ascending
  /// From great keys to small ones.
  case descending
}

/// What a scan does after an entry.
public enum ScanStep: Sendable, Hashable {
  /// Goes on with the next entry.
  case next
  /// Ends the scan.
  case stop
}

extension ReadableTransaction where Self: ~Copyable {
  /// Lends a table's entries to `body`, in key order, until it says stop.
  ///
  /// The deadline is looked at every 16 entries.
  ///
  /// - Parameters:
  ///   - first: Where to begin: the entry at this key or else the next one in scan direction. The
  ///     table's end where nothing is said.
  ///   - last: The last key to lend, itself included.
  ///   - mapping: Makes an error of the store into one of `body`'s kind.
  /// - Throws: what `body` throws; `.readPastDeadline`, `.malformedKey`, `.corrupted`, mapped.
  /// - Complexity: O(log entries + lent entries), one small allocation a scan.
  @inlinable
  public borrowing func forEach<Key: TableKey & ~Escapable, Failure: Error>(
    in table: Table<Key>, from first: Key? = nil, through last: Key? = nil,
    _ direction: ScanDirection = .ascending,
    mapping: (LMDBError) -> Failure,
    _ body: (_ key: Key, _ value: RawSpan) throws(Failure) -> ScanStep
  ) throws(Failure) {
    var cursor: Cursor
    do throws(LMDBError) {
      cursor = try Cursor(context, table.number, table.environmentNumber)
    } catch {
      throw mapping(error)
    }
    defer { cursor.close() }
    try withOptionalKeyBytes(last) { (last) throws(Failure) in
      var isFound: Bool
      do throws(LMDBError) {
        isFound = try withOptionalKeyBytes(first) { (first) throws(LMDBError) in
          try cursor.seek(first, direction)
        }
      } catch {
        throw mapping(error)
      }
      var count = 0
      while isFound {
        if let last, cursor.isBeyond(last, direction) { return }
        // SAFETY: the spans are only lent to `body`, while the transaction can't be written.
        guard let key = unsafe Key(keyBytes: RawSpan(_unsafeBytes: cursor.key)) else {
          throw mapping(cursor.malformedKey())
        }
        let value = unsafe RawSpan(_unsafeBytes: cursor.value)
        guard try body(key, value) == .next else { return }
        count &+= 1
        do throws(LMDBError) {
          if count & 15 == 0 { try cursor.context.checkUsable() }
          isFound = try cursor.advance(direction)
        } catch {
          throw mapping(error)
        }
      }
    }
  }

  /// Lends a table's entries to `body`, in key order, until it says stop.
  ///
  /// As the other `forEach`, for a body that throws nothing of its own.
  @inlinable
  public borrowing func forEach<Key: TableKey & ~Escapable>(
    in table: Table<Key>, from first: Key? = nil, through last: Key? = nil,
    _ direction: ScanDirection = .ascending,
    _ body: (_ key: Key, _ value: RawSpan) throws(LMDBError) -> ScanStep
  ) throws(LMDBError) {
    try forEach(in: table, from: first, through: last, direction, mapping: { $0 }, body)
  }
}

@inlinable
func withOptionalKeyBytes<Key: TableKey & ~Escapable, Result, Failure: Error>(
  _ key: Key?, _ body: (RawSpan?) throws(Failure) -> Result
) throws(Failure) -> Result {
  guard let key else { return try body(nil) }
  return try key.withKeyBytes { (bytes) throws(Failure) in try body(bytes) }
}
