import EventLog
import EventModel

/// The lines of a session that are not answered yet, and what each is waiting for.
///
/// A pure state machine; ``CommandSession`` does what it says. The one rule: a line's answer holds
/// only if every line before it became what it was decided on. So answers leave in order, and where
/// a line fails, it and all lines after it are decided again.
struct SessionWindow<Command: Sendable> {
  /// What a line is waiting for.
  enum State {
    /// To be decided.
    case undecided
    /// For the lines before it; then this is its answer.
    case settled(Result<CommandReceipt, CommandError>)
    /// For its append.
    case inFlight
    /// Its append failed: for the other appends in flight.
    case failed(Failure)
  }

  /// Why an append failed, as far as the session acts on it.
  enum Failure {
    /// What it was decided on is gone or was busy; it is decided again, a bounded number of times.
    case decideAgain(orElse: CommandError)
    /// A line before it failed.
    case innocent
    /// Deciding again would not help: its answer.
    case final(CommandError)
  }

  /// A line.
  struct Line {
    let number: Int
    let command: Result<Command, CommandError>
    let id: CommandID?
    /// About the bytes that it holds.
    let byteCount: Int
    var state: State
    /// How often it was decided in vain.
    var tries = 0
    /// Whether it may be in the log: its append failed, maybe as a repeat.
    var mayBeRecorded = false
  }

  /// The most lines in flight while nothing goes wrong.
  let lineBound: Int
  private var lines: [Line] = []
  private var firstNumber = 1
  private var nextUndecided = 1
  private(set) var inFlightCount = 0
  private var firstFailed: Int?
  /// The most lines in flight now: one after a failure, doubled with each that is recorded, so that
  /// a contended stream doesn't make the same lines be decided over and over.
  private var allowance: Int

  init(lineBound: Int) {
    self.lineBound = lineBound
    allowance = lineBound
  }

  /// Lines that are not answered yet.
  var count: Int { lines.count }

  /// About the bytes that they hold.
  private(set) var byteCount = 0

  /// Whether appends in flight have to end before anything else is decided.
  var isRewinding: Bool { firstFailed != nil }

  /// Adds a line.
  mutating func add(
    _ command: Result<Command, CommandError>, id: CommandID?, byteCount: Int = 0
  ) {
    let number = firstNumber + lines.count
    lines.append(
      Line(number: number, command: command, id: id, byteCount: byteCount, state: .undecided))
    self.byteCount += byteCount
  }

  /// The next line to decide; `nil` when there is none, or when others have to end first.
  func nextToDecide() -> Line? {
    guard !isRewinding, inFlightCount < allowance else { return nil }
    let index = nextUndecided - firstNumber
    return lines.indices.contains(index) ? lines[index] : nil
  }

  /// The line was decided, and nothing is to be appended.
  mutating func settle(_ number: Int, _ result: Result<CommandReceipt, CommandError>) {
    lines[number - firstNumber].state = .settled(result)
    nextUndecided = number + 1
  }

  /// The line was decided; its append is about to be submitted.
  mutating func launch(_ number: Int) {
    lines[number - firstNumber].state = .inFlight
    inFlightCount += 1
    nextUndecided = number + 1
  }

  /// The line's append is durable.
  mutating func recorded(_ number: Int, _ receipt: CommandReceipt) {
    lines[number - firstNumber].state = .settled(.success(receipt))
    inFlightCount -= 1
    allowance = min(lineBound, allowance * 2)
  }

  /// The line's append failed.
  mutating func failed(_ number: Int, _ failure: Failure) {
    lines[number - firstNumber].state = .failed(failure)
    inFlightCount -= 1
    firstFailed = min(firstFailed ?? number, number)
  }

  /// Takes back all that was decided from the first failed line on, once nothing is in flight.
  ///
  /// - Returns: whether that was done; what was speculated is void then.
  mutating func rewind() -> Bool {
    guard let first = firstFailed, inFlightCount == 0 else { return false }
    firstFailed = nil
    nextUndecided = first
    allowance = 1
    let index = first - firstNumber
    lines[index].mayBeRecorded = true
    if case .failed(let failure) = lines[index].state {
      lines[index].tries += 1
      switch failure {
      case .decideAgain(let error) where lines[index].tries >= CommandHandlingLimits.tries:
        settle(first, .failure(error))
      case .final(let error): settle(first, .failure(error))
      case .decideAgain, .innocent: break
      }
    }
    // None of them is in the log by this session's doing: it takes nothing that hangs on what it
    // didn't take.
    for index in (nextUndecided - firstNumber)..<lines.count { lines[index].state = .undecided }
    return true
  }

  /// Takes the answers that hold: those before the first line that still waits.
  mutating func takeAnswers() -> [SessionAnswer] {
    var answers: [SessionAnswer] = []
    for line in lines {
      guard case .settled(let result) = line.state else { break }
      if let firstFailed, line.number >= firstFailed { break }
      answers.append(SessionAnswer(line: line.number, id: line.id, result: result))
      byteCount -= line.byteCount
    }
    lines.removeFirst(answers.count)
    firstNumber += answers.count
    return answers
  }
}
