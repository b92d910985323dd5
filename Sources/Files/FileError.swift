internal import Glibc

/// What the operating system refused to do with a file.
package struct FileError: Error, Hashable, Sendable {
  /// What was asked for, by the name of the system call.
  package enum Operation: String, Hashable, Sendable {
    case open
    /// Opening a file that must not be there yet.
    case create
    case read
    case readAt = "pread"
    case write
    case writeAt = "pwrite"
    case truncate = "ftruncate"
    case status = "fstat"
    case flush = "fsync"
    case flushData = "fdatasync"
    case lock = "flock"
    case rename
    case delete = "unlink"
    case makeDirectory = "mkdir"
    case makeTemporaryDirectory = "mkdtemp"
    case removeDirectory = "rmdir"
    case listDirectory = "opendir"
  }

  /// What was asked for.
  package let operation: Operation
  /// Of which file or directory.
  package let path: String
  /// Why not: `errno`.
  package let code: Int32

  /// - Parameter code: `errno`, read at once.
  package init(_ operation: Operation, _ path: String, _ code: Int32 = errno) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// Whether there is no room, so that it may be tried again when there is.
  package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }

  /// Why not, in the operating system's words; and whose it is, where it is another user's alone.
  package var reason: String { Self.reason(code, at: path) }

  /// What an error number means, in the operating system's words.
  package static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// The same of a path; where that may not be opened because it, or a directory on the way to it, is another
  /// user's, also whose.
  package static func reason(_ code: Int32, at path: String) -> String {
    guard code == EACCES, let (place, owner) = owner(of: path), owner != geteuid() else {
      return reason(code)
    }
    return
      "\(reason(code)): \(place == path ? "it" : place) belongs to user \(owner), and this is user "
      + "\(geteuid())"
  }

  /// Whose a file is, or else the nearest directory above it that can be looked at.
  private static func owner(of path: String) -> (place: String, user: uid_t)? {
    var place = path[...]
    while !place.isEmpty {
      var status = stat()
      if stat(String(place), &status) == 0 { return (String(place), status.st_uid) }
      place = place[..<(place.lastIndex(of: "/") ?? place.startIndex)]
    }
    return nil
  }
}

extension FileError: CustomStringConvertible {
  /// The call, the path and the reason.
  package var description: String { "\(operation.rawValue) failed on \(path): \(reason)" }
}
