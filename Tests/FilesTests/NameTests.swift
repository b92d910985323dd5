import Files
import Glibc
import TestSupport
import Testing

@Suite struct `What is at a path` {
  private let directory = TestSupport.TemporaryDirectory()
  private var path: String { directory.path + "/file" }

  @Test func `is a file, or a link that leads nowhere`() throws {
    #expect(!File.exists(path) && !File.isNamed(path))
    #expect(File.byteCount(of: path) == nil && File.resolved(path) == nil)
    #expect(symlink(path, path + ".link") == 0)
    #expect(!File.exists(path + ".link") && File.isNamed(path + ".link"))
    try File.create(path, [1, 2, 3])
    for name in [path, path + ".link"] {
      #expect(File.exists(name) && File.isNamed(name))
      #expect(File.byteCount(of: name) == 3)
      #expect(File.resolved(name) == File.resolved(path))
    }
  }

  @Test func `is there, is not, or can't be told`() throws {
    #expect(try !File.isThere(path))
    try File.create(path, [])
    #expect(try File.isThere(path))
    // A file has nothing below it.
    #expect(try !File.isThere(path + "/below"))
    let loop = path + ".loop"
    #expect(symlink(loop, loop) == 0)
    #expect(throws: FileError(.status, loop, ELOOP)) { try File.isThere(loop) }
  }

  @Test func `may be used by whom its mode says`() throws {
    try File.create(path, [])
    for mode in [0o400, 0o644, 0o777] as [UInt32] {
      #expect(chmod(path, mode) == 0)
      #expect(FileStatus(of: path)?.mode == mode)
    }
    #expect(FileStatus(of: path)?.isRegular == true)
    #expect(FileStatus(of: directory.path)?.isRegular == false)
  }
}

@Suite struct `What the operating system refuses` {
  @Test(arguments: [
    (ENOSPC, true), (EDQUOT, true), (EIO, false), (EFBIG, false), (EROFS, false),
  ])
  func `is told apart from a disk without room`(code: Int32, isDiskFull: Bool) {
    let error = FileError(.write, "/data/log", code)
    #expect(error.isDiskFull == isDiskFull)
    #expect("\(error)" == "write failed on /data/log: \(String(cString: strerror(code)))")
  }
}

@Suite struct `A pipe` {
  @Test func `is read behind what is there already`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    try ByteTransfer.write([4, 5] as [UInt8], to: ends[1], "the pipe")
    var bytes: [UInt8] = [1, 2, 3, 0, 0, 0]
    #expect(try ByteTransfer.read(into: &bytes, from: 3, of: ends[0], "the pipe") == 2)
    #expect(bytes == [1, 2, 3, 4, 5, 0])
  }
}
