internal import Glibc

/// Tells a process from a child that was forked off it, for the cost of one load.
///
/// A forked child has its parent's maps and locks: ending the parent's transactions there would
/// free slots and locks that the parent relies on, and writing there could spill pages into the
/// parent's file. So the mark is a page that the kernel empties in a child. Where the kernel can't
/// (before 4.14), process ids are compared instead, and only when a transaction begins or ends.
struct ForkMark: ~Copyable, Sendable {
  // SAFETY: written once, before the mark is shared, and by the kernel in a child.
  private nonisolated(unsafe) let page: UnsafeMutableRawPointer
  private let isWipedOnFork: Bool
  private let processID: pid_t

  private static let wipeOnFork: Int32 = 18  // MADV_WIPEONFORK
  private static let byteCount = Int(sysconf(Int32(_SC_PAGESIZE)))

  init() {
    processID = getpid()
    let mapped = mmap(
      nil, Self.byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapped, mapped != MAP_FAILED else { preconditionFailure("out of memory") }
    page = mapped
    isWipedOnFork = madvise(page, Self.byteCount, Self.wipeOnFork) == 0
    page.storeBytes(of: 1, as: UInt8.self)
  }

  deinit { munmap(page, Self.byteCount) }

  // SAFETY: the page is mapped from `init` to `deinit`, and a byte of it was stored in `init`.
  /// The byte that is zero in a child; valid for as long as the mark.
  var byte: UnsafePointer<UInt8> { UnsafePointer(page.assumingMemoryBound(to: UInt8.self)) }

  /// Whether this is a child of the process that made the mark.
  var isInChild: Bool {
    isWipedOnFork ? byte.pointee == 0 : getpid() != processID
  }
}
