internal import CommandHandling
internal import Synchronization

/// Leaves out the blank lines of a text, and remembers the numbers that the others have in it.
///
/// A session counts only the lines that it is given. One task hands lines in, another asks for numbers.
final class LineNumbers: Sendable {
  /// From a line of the session on: how many blank lines the text has before it.
  private struct Shift {
    let line: Int
    let count: Int
  }

  private struct State {
    /// How many lines were kept, and how many were blank.
    var (kept, blank) = (0, 0)
    /// What is not asked for yet.
    var shifts: [Shift] = []
    /// The shift of the line that was asked for last.
    var shift = 0

    mutating func keep(_ count: Int) {
      guard count > 0 else { return }
      if blank != (shifts.last?.count ?? shift) {
        shifts.append(Shift(line: kept + 1, count: blank))
      }
      kept += count
    }
  }

  private let state = Mutex(State())

  /// Whether a line is blank.
  static func isBlank(_ line: [UInt8]?) -> Bool {
    line?.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } ?? false
  }

  /// The lines that are not blank.
  func kept(of lines: [[UInt8]?]) -> [[UInt8]?] {
    let hasBlank = lines.contains(where: Self.isBlank)
    return state.withLock { state in
      guard hasBlank else {
        state.keep(lines.count)
        return lines
      }
      return lines.filter { line in
        guard !Self.isBlank(line) else {
          state.blank += 1
          return false
        }
        state.keep(1)
        return true
      }
    }
  }

  /// Answers of a session, in order, with the numbers that their lines have in the text.
  func numbered(_ answers: [SessionAnswer]) -> [SessionAnswer] {
    state.withLock { state in
      if state.shifts.isEmpty, state.shift == 0 { return answers }
      var begun = 0
      let numbered = answers.map { answer in
        while begun < state.shifts.count, state.shifts[begun].line <= answer.line {
          state.shift = state.shifts[begun].count
          begun += 1
        }
        return SessionAnswer(
          line: answer.line + state.shift, id: answer.id, result: answer.result)
      }
      state.shifts.removeFirst(begun)
      return numbered
    }
  }
}
