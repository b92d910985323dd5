import Files
import Glibc
import TestSupport
import Testing

@Suite struct `A file` {
  private let directory = TestSupport.TemporaryDirectory()
  private var path: String { directory.path + "/file" }

  private func text(_ path: String) throws -> String? {
    try File.contents(of: path, limit: 1 << 20).map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  private func code(_ body: () throws(FileError) -> Void) -> Int32? {
    do throws(FileError) {
      try body()
      return nil
    } catch { return error.code }
  }

  @Test func `is made once, and never over another`() throws {
    try File.create(path, Array("first".utf8))
    #expect(code { () throws(FileError) in try File.create(path, []) } == EEXIST)
    #expect(try text(path) == "first")
    #expect(FileStatus(of: path)?.mode == 0o600)
  }

  @Test func `that is another user's alone is told with whose it is`() throws {
    // Root may make one that isn't root's; for everybody else there is one of root's.
    let other = geteuid() == 0 ? path : "/etc/passwd"
    if geteuid() == 0 {
      try File.create(path, [])
      // Not in every container.
      guard chown(path, 65_534, gid_t.max) == 0 else { return }
    }
    let owner = geteuid() == 0 ? 65_534 : 0
    let refused = FileError(.open, other, EACCES)
    #expect(
      refused.description
        == "open failed on \(other): Permission denied: it belongs to user \(owner), and this is user "
        + "\(geteuid())")
    for plain in [
      FileError(.open, other, ENOENT), FileError(.open, directory.path, EACCES),
      FileError(.open, path + ".none", EACCES), FileError(.open, "none", EACCES),
    ] {
      #expect(!plain.description.contains("belongs to"), "\(plain)")
    }
  }

  @Test func `in another user's directory is told with whose that is`() throws {
    let other = geteuid() == 0 ? directory.path + "/views" : "/etc"
    if geteuid() == 0 {
      try Directory.make(other)
      // Not in every container.
      guard chown(other, 65_534, gid_t.max) == 0 else { return }
    }
    let owner = geteuid() == 0 ? 65_534 : 0
    for name in ["none", "none/current"] {
      #expect(
        FileError(.open, other + "/" + name, EACCES).reason
          == "Permission denied: \(other) belongs to user \(owner), and this is user \(geteuid())")
    }
  }

  @Test func `is written piece by piece, and not for ever where a device takes nothing`() throws {
    let bytes: [UInt8] = [1, 2, 3, 4, 5]
    func write(taking counts: [Int32]) throws -> [Int] {
      var (counts, asked) = (counts, [Int]())
      try bytes.withUnsafeBytes { bytes in
        try ByteTransfer.writeAll(bytes, .writeAt, path) { rest, done in
          #expect(rest.count == bytes.count - done)
          asked.append(done)
          let count = counts.removeFirst()
          if count < 0 { errno = -count }
          return Int(max(count, -1))
        }
      }
      return asked
    }
    #expect(try write(taking: [2, -EINTR, 3]) == [0, 2, 2])
    #expect(throws: FileError(.writeAt, path, ENOSPC)) { _ = try write(taking: [2, 0]) }
    #expect(throws: FileError(.writeAt, path, EDQUOT)) { _ = try write(taking: [-EDQUOT]) }
  }

  @Test func `is renamed to a name that nothing has, and never over another`() throws {
    try File.create(path + ".new", Array("mine".utf8))
    try File.create(path, Array("another's".utf8))
    #expect(
      code { () throws(FileError) in try File.rename(path + ".new", toNew: path) } == EEXIST)
    #expect(try text(path) == "another's" && text(path + ".new") == "mine")
    let link = path + ".link"
    #expect(symlink(path + ".nowhere", link) == 0)
    #expect(
      code { () throws(FileError) in try File.rename(path + ".new", toNew: link) } == EEXIST)
    #expect(unlink(path) == 0 && unlink(link) == 0)
    try File.rename(path + ".new", toNew: path)
    #expect(try text(path) == "mine")
    // What is not there gives nobody a name.
    #expect(
      code { () throws(FileError) in try File.rename(path + ".none", toNew: path + ".it") }
        == ENOENT)
    #expect(try Directory.names(in: directory.path) == ["file"])
  }

  @Test(arguments: [0, 1, 2], [EINVAL, ENOSYS, EPERM, EOPNOTSUPP])
  func `is renamed so where a file system knows fewer ways, and never over another`(
    unknown: Int, reason: Int32
  ) throws {
    // A way that the file system doesn't know, as one of a network.
    var ways: [(String, String) -> Int32] = Array(
      repeating: { _, _ in
        errno = reason
        return -1
      }, count: unknown)
    if unknown < 2 { ways.append(File.linkAndUnlink) }
    func move(_ path: String, to new: String) throws(FileError) {
      try File.rename(path, toNew: new, by: ways)
    }
    try File.create(path + ".new", Array("mine".utf8))
    try File.create(path, Array("another's".utf8))
    #expect(code { () throws(FileError) in try move(path + ".new", to: path) } == EEXIST)
    #expect(try text(path) == "another's" && text(path + ".new") == "mine")
    #expect(unlink(path) == 0)
    try move(path + ".new", to: path)
    #expect(try text(path) == "mine")
    #expect(code { () throws(FileError) in try move(path + ".none", to: path + ".it") } == ENOENT)
    #expect(try Directory.names(in: directory.path) == ["file"])
  }

  @Test func `is renamed to a name that nothing had before, not even for a moment`() throws {
    // An empty file that claims the name would stand in a directory's way, as it would be left by
    // whoever is killed then.
    #expect(mkdir(path + ".new", 0o700) == 0)
    try File.rename(path + ".new", toNew: path)
    #expect(try Directory.names(in: directory.path) == ["file"])
  }

  @Test func `keeps its new name where only the directory can't be flushed`() async throws {
    await #expect(processExitsWith: .success) { [path = directory.path as String] in
      let place = path + "/closed"
      mkdir(place, 0o700)
      try File.create(place + "/old", Array("mine".utf8))
      guard chdir(place) == 0, chmod(".", 0o300) == 0 else { exit(EXIT_FAILURE) }
      // Root may read it all the same.
      if geteuid() == 0 {
        let nobody: uid_t = 65_534
        guard chown(".", nobody, nobody) == 0, seteuid(nobody) == 0 else { exit(EXIT_FAILURE) }
      }
      do throws(FileError) {
        try File.rename("old", toNew: "new")
        exit(EXIT_FAILURE)
      } catch {
        let isThere = access("new", F_OK) == 0 && access("old", F_OK) != 0
        exit(error.code == EACCES && isThere ? EXIT_SUCCESS : EXIT_FAILURE)
      }
    }
  }

  @Test func `is replaced whole, and nothing is left beside it`() throws {
    try File.replace(path, Array("a long first text".utf8))
    // What an interrupted replacement leaves is written over.
    try File.create(path + ".new", [UInt8](repeating: 1, count: 100))
    try File.replace(path, Array("second".utf8), mode: 0o400)
    #expect(try text(path) == "second")
    #expect(FileStatus(of: path)?.mode == 0o400)
    #expect(try Directory.names(in: directory.path) == ["file"])
  }

  /// What others may have put there, where the directory is not the owner's alone.
  @Test func `is replaced by way of nothing that was there before`() throws {
    let other = directory.path + "/other"
    try File.create(other, Array("another's".utf8))
    try File.create(path + ".new", [])
    #expect(chmod(path + ".new", 0o666) == 0)
    try File.replace(path, Array("mine".utf8))
    #expect(FileStatus(of: path)?.mode == 0o600)
    #expect(symlink(other, path + ".new") == 0)
    try File.replace(path, Array("mine again".utf8))
    #expect(try text(path) == "mine again" && text(other) == "another's")
    #expect(try Directory.names(in: directory.path) == ["file", "other"])
  }

  @Test func `that can't be replaced stays as it was`() throws {
    try File.replace(path, Array("first".utf8))
    mkdir(path + ".new", 0o700)
    #expect(code { () throws(FileError) in try File.replace(path, []) } == EISDIR)
    #expect(try text(path) == "first")
  }

  @Test func `that can't be renamed over a directory leaves nothing beside it`() throws {
    mkdir(path, 0o700)
    #expect(code { () throws(FileError) in try File.replace(path, [1]) } == EISDIR)
    #expect(try Directory.names(in: directory.path) == ["file"])
  }

  @Test func `that can't be made for good is not made`() throws {
    // A directory that may be written to but not read can't be flushed; root may read it.
    let place = directory.make("unreadable")
    chmod(place, 0o333)
    let child = forkProcess()
    if child == 0 {
      // The directories above are closed to others: from inside its name isn't needed.
      guard chdir(place) == 0, geteuid() != 0 || setuid(65_534) == 0 else { _exit(9) }
      do throws(FileError) { try File.create("file", [1]) } catch {
        _exit(error.code == EACCES ? 0 : 8)
      }
      _exit(7)
    }
    #expect(waitForExit(of: child) == 0)
    chmod(place, 0o700)
    #expect(try Directory.names(in: place) == [])
  }

  @Test func `is read up to a limit, and only where it is a file`() throws {
    #expect(try File.contents(of: path, limit: 10) == nil)
    try File.create(path, [UInt8](repeating: 7, count: 10))
    #expect(try File.contents(of: path, limit: 10)?.bytes.count == 10)
    #expect(
      code { () throws(FileError) in _ = try File.contents(of: path, limit: 9) } == EFBIG)
    #expect(
      code { () throws(FileError) in _ = try File.contents(of: directory.path, limit: 9) }
        == EINVAL)
    // What can't be opened may be there.
    #expect(symlink(path + ".loop", path + ".loop") == 0)
    #expect(
      code { () throws(FileError) in _ = try File.contents(of: path + ".loop", limit: 9) } == ELOOP)
  }

  @Test func `is read to its end under any name, of which a directory is none`() throws {
    let bytes = [UInt8](repeating: 7, count: 100_000)
    try File.create(path, bytes)
    #expect(try File.everything(under: path) == bytes)
    for (other, reason) in [(directory.path, EISDIR), (path + "-none", ENOENT)] {
      #expect(
        code { () throws(FileError) in _ = try File.everything(under: other) } == reason)
    }
  }

  @Test func `is read and written at offsets`() throws {
    let file = try File(path, O_RDWR | O_CREAT)
    try file.write([1, 2, 3], at: 5)
    #expect(try file.byteCount() == 8)
    #expect(try file.read(100, at: 4) == [0, 1, 2, 3])
    #expect(try file.read(2, at: 6) == [2, 3])
    try file.truncate(to: 6)
    #expect(try file.read(100, at: 4) == [0, 1])
    try file.flush()
    try file.flushData()
  }

  /// What the kernel makes as it is read comes a page at a time.
  @Test(.enabled(if: File.exists("/proc/kallsyms")))
  func `is read on where a call gives less than there is`() throws {
    let file = try File("/proc/kallsyms", O_RDONLY)
    let whole = try file.read(20_000, at: 0)
    try #require(whole.count == 20_000)
    #expect(try file.read(5_000, at: 15_000) == Array(whole[15_000...]))
  }

  @Test func `is closed when its owner lets go of it`() throws {
    let before: Int32
    do { before = try File(path, O_RDWR | O_CREAT).descriptor }
    var name = [CChar](repeating: 0, count: 4_096)
    let count = readlink("/proc/self/fd/\(before)", &name, name.count)
    // Another test may have the number by now.
    #expect(!name.prefix(max(count, 0)).elementsEqual(path.utf8CString.dropLast()))
  }

  @Test func `is marked once, and keeps what it has`() throws {
    try File.mark(path)
    #expect(try text(path) == "")
    try File.replace(path, Array("mine".utf8))
    try File.mark(path)
    #expect(try text(path) == "mine")
  }

  @Test func `without a name is nowhere to be found`() throws {
    let file = try File.unnamed()
    try file.write([1], at: 0)
    #expect(!File.exists(file.path))
    #expect(try file.read(2, at: 0) == [1])
  }
}

@Suite struct `A directory` {
  private let directory = TestSupport.TemporaryDirectory()

  @Test func `has a parent`() {
    let parents = ["/": "/", "/a": "/", "/a/b": "/a", "/a/b//": "/a", "a": ".", "a/b": "a"]
    for (path, parent) in parents { #expect(Directory.parent(of: path) == parent, "\(path)") }
  }

  @Test func `is made once`() throws {
    #expect(try Directory.make(directory.path + "/new"))
    #expect(try !Directory.make(directory.path + "/new"))
    #expect(FileStatus(of: directory.path + "/new")?.mode == 0o700)
    #expect(throws: FileError(.makeDirectory, directory.path + "/a/b", ENOENT)) {
      try Directory.make(directory.path + "/a/b")
    }
  }

  @Test func `goes with all it holds, and what a link names stays`() throws {
    let (kept, gone) = (directory.make("kept"), directory.make("gone"))
    try File.create(kept + "/file", [1])
    mkdir(gone + "/inner", 0o700)
    try File.create(gone + "/inner/file", [1])
    symlink(kept, gone + "/link")
    try Directory.remove(gone)
    #expect(try Directory.names(in: directory.path) == ["kept"])
    #expect(try Directory.names(in: kept) == ["file"])
    try Directory.remove(gone)
  }

  @Test func `goes where nothing but what is named is in it`() throws {
    let place = directory.make("place")
    let files = [place + "/a", place + "/b"]
    try File.create(files[0], [1])
    try File.create(place + "/other", [1])
    try Directory.remove(place, withNothingBut: files)
    #expect(try Directory.names(in: place) == ["a", "other"])
    #expect(unlink(place + "/other") == 0)
    // Of what is named not all has to be there, nor the directory.
    for _ in 0..<2 { try Directory.remove(place, withNothingBut: files) }
    #expect(try Directory.names(in: directory.path) == [])
  }

  @Test func `lists its names in order, and a file has none`() throws {
    let names = ["a", "b", "c", "d"]
    for name in ["c", "a", "d", "b"] { try File.create(directory.path + "/" + name, []) }
    #expect(try Directory.names(in: directory.path) == names)
    #expect(try Directory.names(in: directory.path + "/none") == nil)
    #expect(throws: FileError(.listDirectory, directory.path + "/a", ENOTDIR)) {
      try Directory.names(in: directory.path + "/a")
    }
  }

  @Test func `that is temporary goes with its owner`() throws {
    var temporary: Files.TemporaryDirectory? = try Files.TemporaryDirectory(in: directory.path)
    let path = try #require(temporary?.path)
    #expect(Directory.parent(of: path) == directory.path)
    try File.create(path + "/file", [1])
    temporary = nil
    #expect(!File.exists(path))
  }
}
