import Glibc
import Testing

@testable import Files

@Suite struct `An entry of a directory` {
  @Test func `is read to the end of its name and no further`() throws {
    let pageByteCount = Int(sysconf(Int32(_SC_PAGESIZE)))
    let mapped = mmap(
      nil, 2 * pageByteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    let pages = try #require(mapped == MAP_FAILED ? nil : mapped)
    defer { munmap(pages, 2 * pageByteCount) }
    // Whoever reads there is killed.
    #expect(mprotect(pages + pageByteCount, pageByteCount, PROT_NONE) == 0)
    let name = Array("data.mdb.old\0".utf8)
    let nameOffset = try #require(MemoryLayout<dirent>.offset(of: \.d_name))
    // SAFETY: the entry ends where the first page does, as one that the kernel laid down last may.
    let entry = pages + (pageByteCount - nameOffset - name.count)
    (entry + nameOffset).copyMemory(from: name, byteCount: name.count)
    #expect(Directory.name(of: entry.assumingMemoryBound(to: dirent.self)) == "data.mdb.old")
  }
}
