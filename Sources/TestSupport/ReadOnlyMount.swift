internal import Glibc

/// A directory under another path, where nothing of it can be written; only for root.
///
/// Possible where ``MountedFileSystem/isPossible`` says so.
package final class ReadOnlyMount: Sendable {
  /// Where it is to be read.
  package let path: String
  private let directory = TemporaryDirectory()

  // linux/mount.h: MS_BIND, MS_REMOUNT and MS_RDONLY.
  private static let (bind, remount, readOnly) = (4_096 as UInt, 32 as UInt, 1 as UInt)

  package init(of source: String) throws {
    path = directory.make("read-only")
    guard Glibc.mount(source, path, nil, Self.bind, nil) == 0,
      Glibc.mount(nil, path, nil, Self.bind | Self.remount | Self.readOnly, nil) == 0
    else { throw MountedFileSystem.NotPossible("bind mount") }
  }

  deinit { umount2(path, Int32(MNT_DETACH)) }
}
