internal import CLMDB
internal import Glibc

extension Environment {
  /// The error of a commit that failed, a full disk told apart from a failing device.
  ///
  /// LMDB reports EIO where the kernel wrote less than it was asked to, which is how a full disk
  /// shows first. EIO from the device means that the outcome is unknown and that writing must stop
  /// for good, so the two must not be taken for each other. The kernel reports a lost write-back
  /// once to each open descriptor of the file: this environment has one of its own, so if flushing
  /// that succeeds, nothing was lost, and if the disk is full besides, then that was the reason.
  func commitFailure(_ cCode: Int32) -> LMDBError {
    guard cCode == EIO, fdatasync(dataFile.descriptor) == 0 else {
      return failure(cCode, .commit)
    }
    var space = statvfs()
    guard fstatvfs(dataFile.descriptor, &space) == 0,
      UInt64(space.f_bavail) * UInt64(space.f_frsize) < Self.nearlyFullByteCount
    else { return failure(cCode, .commit) }
    return LMDBError(.diskFull, .commit, cCode: cCode, at: place())
  }

  /// LMDB writes at most 64 pages in one call, so what is left after a short write is less.
  private static var nearlyFullByteCount: UInt64 { 1 << 20 }
}
