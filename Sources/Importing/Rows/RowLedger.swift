internal import EventModel

/// Brings the answers to commands back to the rows they came from, in the order of rows.
///
/// A pure state machine: rows and answers go in as they come, results come out when they hold.
public struct RowLedger: Sendable {
  private struct Entry {
    var result: RowResult
    let commands: [Handed]
    var answered = 0
    var isWhole: Bool { answered == commands.count }
  }

  /// What of a command that was handed in matters for its answer.
  private struct Handed {
    let done: DoneCell?
    let unique: [String]
  }

  private let kind: ImportKind
  /// Rows in their order; the first ``takenCount`` have given their results.
  private var entries: [Entry] = []
  private var takenCount = 0
  /// The first entry with commands that wait for an answer.
  private var next = 0
  /// What ended the import though no row is to blame; `nil` while nothing did.
  public private(set) var failure: String?

  /// A ledger for rows of one kind.
  public init(_ kind: ImportKind) { self.kind = kind }

  /// Enters a row whose commands were handed in.
  public mutating func enter(
    _ row: SheetRow, _ layout: SheetLayout, commands: [TranslatedCommand]
  ) {
    let result = RowResult(row: row, layout: layout, status: .alreadySo)
    entries.append(
      Entry(result: result, commands: commands.map { Handed(done: $0.done, unique: $0.unique) }))
  }

  /// Enters a row that leads to no command.
  ///
  /// - Parameter done: what of it was done at an earlier time.
  public mutating func enter(
    _ row: SheetRow, _ layout: SheetLayout, problems: [RowProblem], done: [DoneCell] = []
  ) {
    var result = RowResult(row: row, layout: layout, status: .refused)
    result.problems = problems
    result.done = done
    entries.append(Entry(result: result, commands: []))
  }

  /// Notes what ended the import though no row is to blame.
  public mutating func end(because reason: String) {
    failure = failure ?? reason
  }

  /// Takes the next answer; answers come in the order of commands.
  public mutating func answer(_ outcome: CommandOutcome) {
    while next < entries.count, entries[next].isWhole { next += 1 }
    guard next < entries.count else {
      end(because: "there are more answers than commands")
      return
    }
    let handed = entries[next].commands[entries[next].answered]
    entries[next].answered += 1
    switch outcome {
    case .accepted(let status, let events, let findings, let reviews):
      accept(status, events, findings, reviews, handed.done)
    case .refused(let code, let reason, let path, let rule):
      refuse(Refusal(code: code, reason: reason, path: path, rule: rule, unique: handed.unique))
    }
  }

  /// The results of rows that are answered, and before which all are.
  ///
  /// Over HTTP answers come one by one while many thousands of rows wait behind them: what is taken is
  /// only passed over, and cleared away once it is half of all.
  ///
  /// - Complexity: amortized O(results)
  public mutating func take() -> [RowResult] {
    var results: [RowResult] = []
    while takenCount < entries.count, entries[takenCount].isWhole {
      results.append(entries[takenCount].result)
      takenCount += 1
    }
    if takenCount > 0, takenCount >= entries.count - takenCount {
      entries.removeFirst(takenCount)
      next = max(0, next - takenCount)
      takenCount = 0
    }
    return results
  }

  private mutating func accept(
    _ status: RowResult.Status, _ events: [RowEvent], _ findings: Int, _ reviews: Int,
    _ done: DoneCell?
  ) {
    entries[next].result.events += events
    if let done { entries[next].result.done.append(done) }
    entries[next].result.findingCount += findings
    entries[next].result.reviewCount += reviews
    let before = entries[next].result.status
    if before == .refused || before == .unanswered { return }
    // Something recorded now says more than something recorded before.
    if status == .recorded || before == .alreadySo { entries[next].result.status = status }
  }

  private mutating func refuse(_ refusal: Refusal) {
    let result = entries[next].result
    guard let problem = kind.problem(refusal, in: result.row, result.layout) else {
      end(because: refusal.reason)
      if entries[next].result.status != .refused { entries[next].result.status = .unanswered }
      return
    }
    // What fails after the first is mostly its consequence.
    guard entries[next].result.status != .refused else { return }
    entries[next].result.status = .refused
    entries[next].result.problems = [problem]
  }
}
