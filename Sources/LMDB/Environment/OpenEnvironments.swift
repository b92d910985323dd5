internal import Glibc
internal import Synchronization

/// A file, whatever path leads to it.
struct FileIdentity: Hashable, Sendable {
  var device: UInt64
  var inode: UInt64
}

/// The data files that this process has open.
///
/// LMDB's locks are record locks, which belong to the process: opening a file a second time and
/// closing it again would silently give up the locks of the first.
enum OpenEnvironments {
  /// For each file the process that opened it; a forked child inherits the register, not the files.
  private static let owners = Mutex<[FileIdentity: pid_t]>([:])
  private static let nextNumber = Atomic<UInt32>(1)

  static func register(_ file: FileIdentity, at place: LMDBError.Place) throws(LMDBError) {
    let process = getpid()
    let isFree = owners.withLock { owners in
      if owners[file] == process { return false }
      owners[file] = process
      return true
    }
    guard isFree else { throw LMDBError(.alreadyOpenInProcess, .register, at: place) }
  }

  static func remove(_ file: FileIdentity) {
    owners.withLock { _ = $0.removeValue(forKey: file) }
  }

  /// A number no other environment of this process has.
  static func makeNumber() -> UInt32 {
    nextNumber.add(1, ordering: .relaxed).newValue
  }
}
