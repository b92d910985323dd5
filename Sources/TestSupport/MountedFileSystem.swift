internal import Files
internal import Glibc

/// A small file system of its own, mounted for a test; only for root.
package final class MountedFileSystem: Sendable {
  /// Where it is mounted.
  package let path: String
  private let directory: TemporaryDirectory
  private var image: String { "\(directory.path)/image" }

  /// Whether tests can mount; where not, they are skipped and say so.
  package static var isPossible: Bool { obstacle == nil }

  /// Why tests can't mount, for those that are skipped then.
  package static var whyNot: String {
    "skipped: mounting file systems \(obstacle ?? "is possible")"
  }

  private static let obstacle: String? = {
    guard geteuid() == 0 else { return "needs root" }
    do {
      let probe = try MountedFileSystem(.ext4(byteCount: 16 << 20))
      return File.exists("\(probe.path)/lost+found") ? nil : "made none that was there"
    } catch let error as NotPossible {
      return "fails, though root asks: \(error.what)"
    } catch { return "fails, though root asks: \(error)" }
  }()

  /// Where its bytes are.
  package enum Kind: Sendable {
    case memory(byteCount: Int)
    /// In a file, so that it has a device that can fail.
    case ext4(byteCount: Int)
  }

  /// What can't be done here.
  package struct NotPossible: Error {
    package var what: String
    package var code = errno

    init(_ what: String) { self.what = what }
  }

  /// Makes and mounts one.
  package init(_ kind: Kind) throws {
    directory = TemporaryDirectory()
    path = directory.make("mounted")
    switch kind {
    case .memory(let byteCount):
      guard Glibc.mount("tmpfs", path, "tmpfs", 0, "size=\(byteCount)") == 0 else {
        throw NotPossible("mount")
      }
    case .ext4(let byteCount):
      try Self.run("truncate -s \(byteCount) \(image)")
      try Self.run("mkfs.ext4 -q -F -m 0 \(image)")
      try mount()
    }
  }

  deinit { umount2(path, Int32(MNT_DETACH)) }

  /// How much fits.
  package var freeByteCount: Int {
    var space = statvfs()
    precondition(statvfs(path, &space) == 0)
    return Int(space.f_bavail) * Int(space.f_frsize)
  }

  /// Fills some of it with a file.
  package func fill(_ file: String, byteCount: Int) throws {
    try Self.run("fallocate -l \(byteCount) \(file) && sync \(file)")
  }

  /// Writes out all of it.
  package func sync() throws { try Self.run("sync \(path)") }

  private static func run(_ command: String) throws {
    guard system("(\(command)) >/dev/null 2>&1") == 0 else { throw NotPossible(command) }
  }

  private func mount() throws { try Self.run("mount -o loop \(image) \(path)") }

  /// Cuts the power: what was not flushed is lost, and every later write fails with EIO.
  package func cutPower() throws {
    guard Self.cutPower(of: path) else { throw NotPossible("shutdown") }
  }

  /// Cuts the power of the file system at a path, also from a child process.
  ///
  /// Source: `FS_IOC_SHUTDOWN` with `EXT4_GOING_FLAGS_NOLOGFLUSH`: without flushing the journal.
  package static func cutPower(of path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var flags: UInt32 = 2
    return ioctl(descriptor, 0x8004_587D, &flags) == 0
  }

  /// Lets it meet an error, as of a failing device, after which it takes to reading only: every later
  /// write fails with EROFS.
  package func takeToReadingOnly() throws {
    try Self.run("mount -o remount,abort,errors=remount-ro \(path)")
  }

  /// Mounts again after ``cutPower()``, when nothing has a file open any more.
  package func restorePower() throws {
    // A process that another test is just starting may still have a descriptor of ours.
    let deadline = time(nil) + 20
    while umount2(path, 0) != 0 {
      guard errno == EBUSY, time(nil) < deadline else { throw NotPossible("umount") }
      sched_yield()
    }
    try mount()
  }

  /// Takes away what a killed process had mounted below a path.
  static func unmountAll(below path: String) {
    // /proc files have no length: read as a stream.
    guard let mounts = try? File("/proc/self/mounts", O_RDONLY),
      let text = try? mounts.read(1 << 20, at: 0)
    else { return }
    for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 1, words[1].hasPrefix(path + "/") else { continue }
      umount2(String(words[1]), Int32(MNT_DETACH))
    }
  }
}
