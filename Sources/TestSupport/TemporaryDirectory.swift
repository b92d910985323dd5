internal import Files
internal import Glibc
internal import Synchronization

/// A directory of a test's own, deleted with all it holds when its owner lets go of it.
///
/// All of a process lie in one, which goes when the process ends. What a killed one left behind goes
/// when the next makes its first.
package final class TemporaryDirectory: Sendable {
  /// Where it is.
  package let path: String

  /// Makes an empty one.
  package init() {
    path = "\(TestRoot.shared.path)/\(TestRoot.shared.nextNumber())"
    precondition(mkdir(path, 0o700) == 0, "no temporary directory")
  }

  deinit { try? Directory.remove(path) }

  /// Makes a directory in this one and gives its path.
  @discardableResult
  package func make(_ name: String) -> String {
    mkdir("\(path)/\(name)", 0o700)
    return "\(path)/\(name)"
  }

  /// Copies all of it into a new temporary directory.
  package func copy() throws -> TemporaryDirectory {
    let other = TemporaryDirectory()
    try copyTree(path, to: other.path)
    return other
  }
}

/// Copies a directory tree into a directory, which is made where it is missing.
package func copyTree(_ source: String, to target: String) throws {
  try Directory.make(target)
  for name in try Directory.names(in: source) ?? [] {
    let (path, copy) = ("\(source)/\(name)", "\(target)/\(name)")
    if try Directory.names(orFile: path) {
      try copyTree(path, to: copy)
    } else if let (bytes, _) = try File.contents(of: path, limit: 1 << 30) {
      try File.create(copy, bytes)
    }
  }
}

extension Directory {
  /// Whether a path is a directory.
  fileprivate static func names(orFile path: String) throws(FileError) -> Bool {
    do throws(FileError) { return try names(in: path) != nil } catch {
      if error.code == ENOTDIR { return false }
      throw error
    }
  }
}

private final class HeldLock: Sendable {
  private let lock: FileLock
  init(_ lock: consuming FileLock) { self.lock = lock }
}

/// What a process's temporary directories lie in, held by a lock for as long as it runs.
private final class TestRoot: Sendable {
  static let shared: TestRoot = {
    let root = TestRoot()
    atexit { try? Directory.remove(TestRoot.shared.path) }
    return root
  }()

  let path: String
  private let lock: HeldLock
  private let count = Atomic(0)

  private static let prefix = "concord-tests-"

  private init() {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    Self.sweep(base)
    (path, lock) = Self.make(in: base)
  }

  func nextNumber() -> Int { count.add(1, ordering: .relaxed).newValue }

  private static func make(in base: String) -> (String, HeldLock) {
    while true {
      var template = Array("\(base)/\(prefix)XXXXXX".utf8CString)
      precondition(mkdtemp(&template) != nil, "no temporary directory in \(base)")
      let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
      // A sweeping process may have taken it for an abandoned one.
      if let lock = try? FileLock(path + "/lock"), File.exists(path + "/lock") {
        return (path, HeldLock(lock))
      }
    }
  }

  /// Deletes what killed processes left.
  private static func sweep(_ base: String) {
    for name in ((try? Directory.names(in: base)) ?? nil) ?? [] where name.hasPrefix(prefix) {
      let path = "\(base)/\(name)"
      guard let lock = try? FileLock(path + "/lock") else { continue }
      MountedFileSystem.unmountAll(below: path)
      try? Directory.remove(path)
      _ = consume lock
    }
  }
}
