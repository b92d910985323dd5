import EventLogTesting
import Glibc

/// A file system of its own in a file, mounted for a test; only root can.
final class SmallDisk: Sendable {
  private let directory: TemporaryDirectory
  var path: String { directory.path + "/mount" }
  private var image: String { directory.path + "/image" }

  /// - Returns: `nil` where it can't be mounted.
  init?(megabyteCount: Int) throws {
    guard getuid() == 0 else { return nil }
    directory = try TemporaryDirectory()
    let made = run(
      "truncate -s \(megabyteCount)M \(directory.path)/image"
        + " && mkfs.ext4 -q -F -m 0 \(directory.path)/image && mkdir \(directory.path)/mount")
    guard made, mount() else { return nil }
  }

  deinit { unmount() }

  func mount() -> Bool { run("mount -o loop \(image) \(path)") }

  /// Waits while a child that another test is starting holds what was open here; at most 20 s.
  func unmount() {
    for _ in 0..<200 where run("mountpoint -q \(path)") {
      if !run("umount \(path)") { usleep(100_000) }
    }
  }

  func fill(_ file: String, megabyteCount: Int) {
    _ = run("fallocate -l \(megabyteCount)M \(file) && sync \(file)")
  }
}

private func run(_ command: String) -> Bool { system("(\(command)) >/dev/null 2>&1") == 0 }
