import Files
import Glibc
import TestSupport
import Testing

/// One act before each cut: what is flushed later would take the earlier ones with it.
@Suite(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"), .serialized)
struct `A cut of the power` {
  private let bytes = [UInt8](repeating: 7, count: 10_000)

  /// What is there after an act and a power cut; of a directory no bytes.
  private func names(
    after act: (_ directory: String) throws -> Void
  ) throws -> [String: [UInt8]] {
    let fileSystem = try MountedFileSystem(.ext4(byteCount: 16 << 20))
    try File.create(fileSystem.path + "/old", bytes)
    try fileSystem.sync()
    try act(fileSystem.path)
    try fileSystem.cutPower()
    try fileSystem.restorePower()
    var found: [String: [UInt8]] = [:]
    for name in try Directory.names(in: fileSystem.path) ?? [] where name != "lost+found" {
      let path = fileSystem.path + "/" + name
      let isFile = FileStatus(of: path)?.isRegular == true
      found[name] = isFile ? try File.everything(under: path) : []
    }
    return found
  }

  @Test func `takes no file that was made`() throws {
    let found = try names { try File.create($0 + "/new", bytes) }
    #expect(found == ["old": bytes, "new": bytes])
  }

  @Test func `takes no name that was given`() throws {
    let renamed = try names { try File.rename($0 + "/old", to: $0 + "/new") }
    #expect(renamed == ["new": bytes])
    let moved = try names { try File.rename($0 + "/old", toNew: $0 + "/new") }
    #expect(moved == ["new": bytes])
  }

  @Test func `takes no bytes that took the place of others`() throws {
    let found = try names { try File.replace($0 + "/old", [1, 2, 3]) }
    #expect(found == ["old": [1, 2, 3]])
  }

  @Test func `takes no directory that was made`() throws {
    let found = try names { try Directory.make($0 + "/new") }
    #expect(found == ["old": bytes, "new": []])
  }

  /// The control: it must take something, or the tests above show nothing.
  @Test func `takes what nobody flushed`() throws {
    let found = try names { directory in
      try File(directory + "/new", O_WRONLY | O_CREAT).write(bytes, at: 0)
      #expect(rename(directory + "/old", directory + "/moved") == 0)
    }
    #expect(found != ["moved": bytes, "new": bytes])
  }
}
