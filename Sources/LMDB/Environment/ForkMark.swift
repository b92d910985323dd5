internal import Glibc

/// Tells a process from a child that was forked off it, for the cost of one load.
///
/// A forked child has its parent's maps and locks: ending the parent's transactions there would
/// free slots and locks that the parent relies on. So the mark is a page that the kernel empties in
/// a child. Where the kernel can't (before 4.14), the process id is compared, 0.1 µs.
struct ForkMark: ~Copyable, Sendable {
  // SAFETY: written once, before the mark is shared, and by the kernel in a child.
  private nonisolated(unsafe) let page: UnsafeMutableRawPointer?
  private let processID: pid_t

  private static let wipeOnFork: Int32 = 18  // MADV_WIPEONFORK
  private static let byteCount = Int(sysconf(Int32(_SC_PAGESIZE)))

  init() {
    processID = getpid()
    let page = mmap(
      nil, Self.byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let page, page != MAP_FAILED else {
      self.page = nil
      return
    }
    guard madvise(page, Self.byteCount, Self.wipeOnFork) == 0 else {
      munmap(page, Self.byteCount)
      self.page = nil
      return
    }
    page.storeBytes(of: 1, as: UInt8.self)
    self.page = page
  }

  deinit {
    if let page { munmap(page, Self.byteCount) }
  }

  /// Whether this is a child of the process that made the mark.
  var isInChild: Bool {
    if let page { page.load(as: UInt8.self) == 0 } else { getpid() != processID }
  }
}
