import Glibc
import Projections
import Synchronization

/// How far something is, on standard error, once it takes more than a second and somebody looks.
final class Progress: Sendable {
  private struct State {
    var lastShown: ContinuousClock.Instant?
    var isShown = false
    /// How much of the work is done, as whoever reads the source said last.
    var share: Double?
  }

  private let what: String
  private let unit: String
  private let begin = ContinuousClock.now
  private let isTerminal: Bool
  private let state = Mutex(State())

  /// Begins to count.
  ///
  /// - Parameters:
  ///   - what: what is done, as `recording`.
  ///   - unit: what is counted, as `lines`.
  init(_ what: String, unit: String) {
    self.what = what
    self.unit = unit
    isTerminal = isatty(STDERR_FILENO) == 1
  }

  /// Tells how much is done.
  ///
  /// - Parameters:
  ///   - total: of how many; `nil` when nobody knows.
  ///   - share: how much of the work that is, where it isn't done / total; 0 to 1.
  func update(_ done: Int, of total: Int? = nil, share: Double? = nil) {
    guard isTerminal else { return }
    let now = ContinuousClock.now
    let elapsed = (now - begin).seconds
    guard elapsed > 1 else { return }
    let (isDue, read) = state.withLock { state in
      if let last = state.lastShown, (now - last).seconds < 0.2 { return (false, state.share) }
      state.lastShown = now
      state.isShown = true
      return (true, state.share)
    }
    guard isDue else { return }
    show(Self.text(what, unit, done, of: total, share: share ?? read, seconds: elapsed))
  }

  /// Tells how much of the source was read, where others tell what became of it.
  func expect(share: Double) {
    state.withLock { $0.share = min(share, 1) }
  }

  /// Takes the line away.
  func finish() {
    let wasShown = state.withLock { state in
      defer { state.isShown = false }
      return state.isShown
    }
    if wasShown { show("") }
  }

  deinit { finish() }

  private func show(_ text: String) {
    let bytes = Array("\r\u{1B}[K\(text)".utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }

  /// The line: what, how far, at which rate, and how long it will still take.
  static func text(
    _ what: String, _ unit: String, _ done: Int, of total: Int?, share: Double?, seconds: Double
  ) -> String {
    var text = "\(what): \(grouped(done))"
    if let total { text += " of \(grouped(total))" }
    text += " \(unit)"
    let share = share ?? total.map { $0 > 0 ? Double(done) / Double($0) : 1 }
    if let share { text += " (\(Int(share * 100))%)" }
    text += ", \(grouped(Int(Double(done) / max(seconds, 0.001))))/s"
    if let share, share > 0, share < 1 {
      text += ", \(duration(seconds * (1 - share) / share)) left"
    }
    return text
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
  }
}

/// How many of something there are, as `1 row` or `1,200 rows`.
///
/// - Parameter many: what several are called, where that isn't one of them with an s behind.
func counted(_ number: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
  grouped(number) + " " + (number == 1 ? one : many ?? one + "s")
}

/// A number with commas between its thousands.
func grouped(_ number: some BinaryInteger) -> String {
  let digits = String(number)
  var text = ""
  for (index, digit) in digits.enumerated() {
    let rest = digits.count - index
    if index > 0, rest % 3 == 0, digit != "-", text != "-" { text += "," }
    text.append(digit)
  }
  return text
}
