import CLMDB

@testable import LMDB

extension Environment {
  /// A reader slot in use, of this or another process.
  struct Reader: Hashable {
    let processID: Int32
    /// The snapshot it reads; `nil` while the slot is only kept for the next.
    let snapshotID: UInt64?
  }

  /// The reader slots in use, of all processes.
  func openReaders() throws(LMDBError) -> [Reader] {
    final class Lines { var text = "" }
    let lines = Lines()
    let result = mdb_reader_list(
      handle,
      { line, lines in
        guard let line, let lines else { return 0 }
        Unmanaged<Lines>.fromOpaque(lines).takeUnretainedValue().text += String(cString: line)
        return 0
      }, Unmanaged.passUnretained(lines).toOpaque())
    precondition(result >= 0, "the readers can't be listed: \(result)")
    // Columns: process id, thread, transaction id or "-". The other lines are headings.
    return lines.text.split(separator: "\n").compactMap { line in
      let columns = line.split(separator: " ")
      guard columns.count == 3, let process = Int32(columns[0]) else { return nil }
      return Reader(processID: process, snapshotID: UInt64(columns[2]))
    }
  }
}
