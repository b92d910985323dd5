internal import LMDB

/// The pages of both files, looked at without the store, while no process writes to them.
struct PageCheck {
  /// What was found and what was left open.
  private(set) var report = VerifyReport()
  /// Whether following the log's pages is not safe.
  private(set) var isLogDamaged = false
  /// Whether following the index's pages is not safe.
  private(set) var isIndexDamaged = false

  /// Looks at the pages of a data directory, where the right to write is to be had for so long.
  ///
  /// - Throws: what the operating system refused to read.
  init(_ directory: DataDirectory) throws(EventLogError) {
    let lock: WriterLock
    do throws(EventLogError) {
      lock = try WriterLock(directory)
    } catch {
      report.notChecked.append("the pages of the files: \(error)")
      return
    }
    if let reason = try Self.damage(directory.log) {
      report.note(.log, reason)
      report.notChecked.append("records, tiles and index: the log's pages can't be followed")
      isLogDamaged = true
    }
    if let reason = try Self.damage(directory.index) {
      report.note(.index(table: "all"), reason)
      report.notChecked.append("the index: its pages can't be followed")
      isIndexDamaged = true
    }
    _ = consume lock
  }

  /// What is wrong with the pages of a file, if it is there.
  private static func damage(_ path: String) throws(EventLogError) -> String? {
    guard DataDirectory.exists(path + "/data.mdb") else { return nil }
    do throws(LMDBError) {
      _ = try Environment.verifyPages(in: path)
      return nil
    } catch {
      let failure = EventLogError(error)
      guard failure.isOfContents else { throw failure }
      return error.description
    }
  }
}
