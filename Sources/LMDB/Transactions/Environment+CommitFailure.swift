internal import CLMDB
internal import Glibc

extension Environment {
  /// The error of a commit that failed: nothing is there for certain, or nobody knows.
  ///
  /// LMDB writes a commit's pages, flushes them, and then writes one meta page with its own flush;
  /// that page alone makes the commit. So what failed before it was tried is not there. Once it was
  /// tried nobody knows what the disk has, whatever the reason was, a full disk too: LMDB itself
  /// refuses all transactions from then on.
  ///
  /// Of what failed before, only a full disk and LMDB's own bounds let writing go on. Every other
  /// refusal of the operating system is a device that failed, as one whose file system took to
  /// reading only: flushed again, it would claim that all is well.
  func commitFailure(_ cCode: Int32) -> LMDBError {
    if hasTriedMetaPage { return LMDBError(.inputOutput, .commit, cCode: cCode, at: place()) }
    if cCode == EIO, isShortWrite {
      return LMDBError(.diskFull, .commit, cCode: cCode, at: place())
    }
    let error = failure(cCode, .commit)
    // What LMDB says itself is below zero.
    guard cCode > 0, error.code != .diskFull, error.code != .outOfMemory else { return error }
    return LMDBError(.inputOutput, .commit, cCode: cCode, at: place())
  }

  /// Whether writing a meta page failed: then LMDB begins no transaction any more.
  ///
  /// Asked by one that writes: one that reads may find no slot, and say nothing.
  private var hasTriedMetaPage: Bool {
    var probe: OpaquePointer?
    guard mdb_txn_begin(handle, nil, 0, &probe) == 0, let probe else { return true }
    mdb_txn_abort(probe)
    return false
  }

  /// Whether EIO of a commit means that the kernel wrote less than it was asked to, which is how a
  /// full disk shows first.
  ///
  /// The kernel reports a lost write-back once to each open descriptor of the file: this environment
  /// has one of its own, so if flushing that succeeds, nothing was lost, and if the disk is full
  /// besides, then that was the reason.
  private var isShortWrite: Bool {
    guard fdatasync(dataFile.descriptor) == 0 else { return false }
    var space = statvfs()
    return fstatvfs(dataFile.descriptor, &space) == 0
      && UInt64(space.f_bavail) * UInt64(space.f_frsize) < Self.nearlyFullByteCount
  }

  /// LMDB writes at most 64 pages in one call, so what is left after a short write is less.
  private static var nearlyFullByteCount: UInt64 { 1 << 20 }
}
