/// How long to wait before a rebuild that failed for what may pass is tried again.
///
/// Each begins from nothing and writes as much as the one before: on a disk that stays full that would be
/// all that the machine does.
struct RebuildPatience {
  private let longestPause: Int
  private var pause = 1

  /// - Parameter longestPause: In seconds, 1 or more.
  init(longestPause: Int) { self.longestPause = longestPause }

  /// The seconds until the next: twice as long each time, up to the longest.
  mutating func nextPause() -> Int {
    defer { pause = min(2 * pause, longestPause) }
    return pause
  }

  /// Begins with a short pause again: a rebuild succeeded, or what failed was none.
  mutating func forget() { pause = 1 }
}
