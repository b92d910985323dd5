internal import CLMDB
internal import Glibc

extension Environment {
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
