internal import CLMDB
internal import Glibc

extension Environment {
  /// A reader slot in use, of this or another process.
  public struct Reader: Sendable, Hashable {
    /// The process that has the slot.
    public let processID: Int32
    /// The snapshot it reads; `nil` while the slot is only kept for the next.
    public let snapshotID: UInt64?
  }

  /// The reader slots in use, of all processes.
  ///
  /// A reader whose snapshot stays far behind ``Information/lastTransactionID`` keeps pages from
  /// being used again.
  ///
  /// - Complexity: O(slots).
  public func openReaders() throws(LMDBError) -> [Reader] {
    try checkNotForked()
    final class Lines { var text = "" }
    let lines = Lines()
    let result = mdb_reader_list(
      handle,
      { line, lines in
        guard let line, let lines else { return 0 }
        Unmanaged<Lines>.fromOpaque(lines).takeUnretainedValue().text += String(cString: line)
        return 0
      }, Unmanaged.passUnretained(lines).toOpaque())
    guard result >= 0 else { throw failure(result, .readerList) }
    // Columns: process id, thread, transaction id or "-". The other lines are headings.
    return lines.text.split(separator: "\n").compactMap { line in
      let columns = line.split(separator: " ")
      guard columns.count == 3, let process = Int32(columns[0]) else { return nil }
      return Reader(processID: process, snapshotID: UInt64(columns[2]))
    }
  }

  /// Frees the slots of processes that died without ending their readers.
  ///
  /// - Returns: How many slots were freed.
  public func clearDeadReaders() throws(LMDBError) -> Int {
    try checkNotForked()
    var count: Int32 = 0
    let result = mdb_reader_check(handle, &count)
    guard result == 0 else { throw failure(result, .readerCheck) }
    return Int(count)
  }
}
