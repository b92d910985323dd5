internal import Files
internal import Glibc

/// Files whose every reading fails with `EIO`, as on a failing device.
///
/// Source: proc(5): where a process's memory has nothing, reading it fails so; and it has nothing
/// behind address zero, where a small file has its bytes.
package enum UnreadableFile {
  /// A regular file that can be opened and not read.
  package static let path = "/proc/self/mem"

  /// Lets all that is read through a descriptor from now on fail.
  package static func make(_ descriptor: Int32) {
    let memory = open(path, O_RDONLY | O_CLOEXEC)
    precondition(memory >= 0 && dup2(memory, descriptor) == descriptor)
    close(memory)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// Lets all that this process reads from now on of a file that it has open fail.
  ///
  /// - Returns: how many descriptors it has of it.
  package static func make(openFileAt path: String) throws -> Int {
    guard let wanted = FileStatus(of: path) else { return 0 }
    var count = 0
    for name in try Directory.names(in: "/proc/self/fd") ?? [] {
      guard let descriptor = Int32(name), let found = FileStatus(of: "/proc/self/fd/\(name)"),
        found.device == wanted.device, found.inode == wanted.inode
      else { continue }
      make(descriptor)
      count += 1
    }
    return count
  }
}
