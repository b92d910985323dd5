internal import Glibc

/// How a process that serves or records asks the system for memory.
public enum ProcessMemory {
  // Source: mallopt(3); the header that names them is not in Swift's module of the C library.
  private static let trimThreshold: Int32 = -1
  private static let topPad: Int32 = -2

  /// Makes the C library take memory in larger pieces and give it back less eagerly.
  ///
  /// Each command allocates a few hundred small things on one thread and frees them on another; with
  /// the library's own settings an arena then grows and shrinks by a few pages all the time, and each
  /// time is a system call. Call it first, once; where the library knows no such setting, nothing
  /// changes.
  public static func prepare() {
    typealias SetOption = @convention(c) (Int32, Int32) -> Int32
    guard let symbol = dlsym(nil, "mallopt") else { return }
    // SAFETY: mallopt(3) has this signature.
    let set = unsafeBitCast(symbol, to: SetOption.self)
    _ = set(topPad, 1 << 20)
    _ = set(trimThreshold, 32 << 20)
  }
}
