import Glibc

/// A small file system of its own, mounted for a test; only for root.
final class MountedFileSystem: Sendable {
  let path: String
  private let directory: TemporaryDirectory
  private var image: String { "\(directory.path)/image" }
  private var isImage: Bool { fileExists(image) }

  /// Whether tests can mount; where not, they are skipped and say so.
  static let isPossible: Bool = {
    guard geteuid() == 0 else { return false }
    guard let probe = try? MountedFileSystem(.ext4(byteCount: 16 << 20)) else { return false }
    return fileExists("\(probe.path)/lost+found")
  }()

  enum Kind {
    case memory(byteCount: Int)
    case ext4(byteCount: Int)
  }

  struct NotPossible: Error {
    var what: String
    var code = errno

    init(_ what: String) { self.what = what }
  }

  init(_ kind: Kind) throws {
    directory = TemporaryDirectory()
    path = "\(directory.path)/mounted"
    mkdir(path, 0o700)
    switch kind {
    case .memory(let byteCount):
      guard mount("tmpfs", path, "tmpfs", 0, "size=\(byteCount)") == 0 else {
        throw NotPossible("mount")
      }
    case .ext4(let byteCount):
      try run("truncate -s \(byteCount) \(image)")
      try run("mkfs.ext4 -q -F -m 0 \(image)")
      try attach()
    }
  }

  deinit { umount2(path, Int32(MNT_DETACH)) }

  var freeByteCount: Int {
    var space = statvfs()
    precondition(statvfs(path, &space) == 0)
    return Int(space.f_bavail) * Int(space.f_frsize)
  }

  private func run(_ command: String) throws {
    guard system("\(command) >/dev/null 2>&1") == 0 else { throw NotPossible(command) }
  }

  private func attach() throws { try run("mount -o loop \(image) \(path)") }

  /// Cuts the power: what was not flushed is lost, and every later write fails with EIO.
  ///
  /// Source: `EXT4_IOC_SHUTDOWN` with `EXT4_GOING_FLAGS_NOLOGFLUSH`.
  func cutPower() throws {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY)
    guard descriptor >= 0 else { throw NotPossible("open") }
    defer { close(descriptor) }
    var flags: UInt32 = 2
    guard ioctl(descriptor, 0x8004_587D, &flags) == 0 else { throw NotPossible("shutdown") }
  }

  /// Mounts again after ``cutPower()``, when nothing has a file open any more.
  func restorePower() throws {
    // A process that another test is just starting may still have a descriptor of ours.
    let deadline = time(nil) + 20
    while umount2(path, 0) != 0 {
      guard errno == EBUSY, time(nil) < deadline else { throw NotPossible("umount") }
      sched_yield()
    }
    try attach()
  }
}
