import Files
import Glibc
import TestSupport
import Testing

@Suite struct `A lock on a file` {
  private let directory = TestSupport.TemporaryDirectory()
  private var path: String { directory.path + "/lock" }

  /// Why a lock can't be had; `nil` where it can.
  private func refusal(_ mode: FileLock.Mode = .exclusive) -> FileLock.Refusal? {
    do throws(FileLock.Refusal) {
      _ = try FileLock(path, mode)
      return nil
    } catch { return error }
  }

  @Test func `is refused, naming who has it, until it is let go`() throws {
    let lock = try FileLock(path)
    #expect(refusal() == .held(by: getpid()))
    #expect(refusal(.shared) == .held(by: getpid()))
    _ = consume lock
    #expect(refusal() == nil)
  }

  @Test func `is asked about without a trace`() throws {
    #expect(!FileLock.isHeld(path))
    #expect(!File.exists(path))
    let lock = try FileLock(path)
    #expect(FileLock.isHeld(path))
    _ = consume lock
    try File.replace(path, Array("77\n".utf8))
    #expect(!FileLock.isHeld(path))
    #expect(try File.contents(of: path, limit: 16)?.bytes == Array("77\n".utf8))
    let shared = try FileLock(path, .shared)
    #expect(!FileLock.isHeld(path))
    _ = consume shared
    #expect(refusal() == nil)
  }

  @Test func `is had also where its file can't name anybody`() async {
    await #expect(processExitsWith: .success) { [path = path as String] in
      // As on a full disk: no file may hold a byte.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 0, rlim_max: 0)
      setrlimit(__rlimit_resource_t(1), &limit)
      let lock = try FileLock(path)
      let isHeld = (try? FileLock(path)) == nil
      _ = consume lock
      exit(isHeld ? EXIT_SUCCESS : 1)
    }
  }

  @Test func `is shared with those who ask for it shared`() throws {
    let lock = try FileLock(path, .shared)
    #expect(refusal(.shared) == nil)
    #expect(refusal() == .held(by: nil))
    _ = consume lock
    #expect(refusal() == nil)
  }

  @Test func `whose file names nobody is refused all the same`() throws {
    let lock = try FileLock(path)
    try File(path, O_WRONLY).truncate(to: 0)
    #expect(refusal() == .held(by: nil))
    _ = consume lock
  }

  @Test func `can't be taken where the file can't be made`() {
    #expect(throws: FileLock.Refusal.failed(FileError(.open, "/nowhere/lock", ENOENT))) {
      _ = try FileLock("/nowhere/lock")
    }
  }

  @Test(.enabled(if: getuid() == 0, "nobody else may give files away"))
  func `that root makes belongs to whom the directory belongs to`() throws {
    #expect(chown(directory.path, 65_534, 65_533) == 0)
    for (name, mode) in [("shared", FileLock.Mode.shared), ("held", .exclusive)] {
      let path = directory.path + "/" + name
      _ = try FileLock(path, mode)
      let status = try #require(FileStatus(of: path))
      #expect(status.user == 65_534 && status.group == 65_533 && status.mode == 0o600)
    }
    _ = try FileLock(waitingFor: directory.path + "/list")
    #expect(FileStatus(of: directory.path + "/list")?.user == 65_534)
    // What was there is left as it is.
    try File.create(directory.path + "/there", [])
    _ = try FileLock(directory.path + "/there", .shared)
    #expect(FileStatus(of: directory.path + "/there")?.user == 0)
  }

  @Test(.enabled(if: getuid() == 0, "nobody else may give files away"))
  func `is no link by which another user leads root to a file`() throws {
    let elsewhere = directory.path + "/elsewhere"
    try File.create(elsewhere, Array("kept".utf8))
    #expect(symlink(elsewhere, path) == 0)
    // Whose directory it is may lay links in it.
    let lock = try FileLock(path, .shared)
    _ = consume lock
    #expect(chown(directory.path, 65_534, 65_533) == 0)
    let refused = FileLock.Refusal.failed(FileError(.open, path, ELOOP))
    #expect(refusal() == refused && refusal(.shared) == refused)
    #expect(throws: FileError(.open, path, ELOOP)) { _ = try FileLock(waitingFor: path) }
    #expect(try File.everything(under: elsewhere) == Array("kept".utf8))
    #expect(FileStatus(of: elsewhere)?.user == 0)
  }

  @Test func `is let go also while a child that is being started has the file open`() async {
    await #expect(processExitsWith: .success) { [path = path as String] in
      // Between fork and exec a child has all its parent's files, whatever their flags.
      let lock = try FileLock(path)
      let child = forkProcess()
      if child == 0 {
        pause()
        _exit(0)
      }
      _ = consume lock
      let again = try? FileLock(path)
      let isTaken = again != nil
      kill(child, SIGKILL)
      precondition(waitForExit(of: child) == -SIGKILL)
      precondition(isTaken, "the child has the lock")
    }
  }

  @Test func `is not handed on to a program that is started`() throws {
    let lock = try FileLock(path)
    // Started as everything is that closes no files of its own accord.
    let list = directory.path + "/list"
    #expect(system("ls -l /proc/self/fd > \(list)") == 0)
    let open = String(decoding: try File.everything(under: list), as: UTF8.self)
    #expect(open.contains(list) && !open.contains(path), "\(open)")
    _ = consume lock
  }

  @Test func `is waited for, and then nobody else's`() throws {
    let first = try FileLock(path)
    let outcome = Locked<String?>(nil)
    let waiting = JoinableThread { [path] in
      do throws(FileError) {
        let lock = try FileLock(waitingFor: path)
        outcome.change { $0 = FileLock.isHeld(path) ? "held" : "shared" }
        _ = consume lock
      } catch { outcome.change { $0 = "\(error)" } }
    }
    let inode = try #require(FileStatus(of: path)).inode
    try spinUntil {
      // The kernel's list has one who waits behind an arrow.
      let locks = String(decoding: try File.everything(under: "/proc/locks"), as: UTF8.self)
      return outcome.value != nil
        || locks.split(separator: "\n").contains { $0.contains("->") && $0.contains(":\(inode) ") }
    }
    #expect(outcome.value == nil)
    _ = consume first
    waiting.join()
    #expect(outcome.value == "held")
  }

  @Test func `names its holder alone, whatever its file said before`() throws {
    try File.create(path, Array("12345678901\n".utf8))
    let lock = try FileLock(path)
    #expect(try File.everything(under: path) == Array("\(getpid())\n".utf8))
    _ = consume lock
  }

  @Test func `of a killed process is free`() async throws {
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let lock = try FileLock(path)
      kill(getpid(), SIGKILL)
      _ = consume lock
    }
    #expect(try File.contents(of: path, limit: 16) != nil)
    #expect(refusal() == nil)
  }
}
