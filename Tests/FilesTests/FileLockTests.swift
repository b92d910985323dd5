import Files
import Foundation
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
    let program = Process()
    program.executableURL = URL(filePath: "/bin/sleep")
    program.arguments = ["1000"]
    try program.run()
    defer {
      // Not SIGTERM: the threads of tests block it, and so does what they start.
      kill(program.processIdentifier, SIGKILL)
      program.waitUntilExit()
    }
    let files = "/proc/\(program.processIdentifier)/fd"
    let open = try FileManager.default.contentsOfDirectory(atPath: files).map {
      try? FileManager.default.destinationOfSymbolicLink(atPath: files + "/" + $0)
    }
    #expect(!open.contains(path))
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
