import CommandHandling
import Cooperation
import EventModel
import HTTPAPI
import Importing
import Synchronization

/// Writes the results of rows as they hold, keeps the refused ones, and adds up.
final class RowAnswers: Sendable {
  private struct State {
    var ledger: RowLedger
    var summary = ImportSummary()
    var rejects: RejectFile?
    var ignored: [String] = []
    var exampleCount = 0
    var record: ImportRecord?
  }

  private let isJSON: Bool
  private let isDryRun: Bool
  private let state: Mutex<State>

  init(_ kind: ImportKind, isJSON: Bool, isDryRun: Bool, rejects: RejectFile?) {
    self.isJSON = isJSON
    self.isDryRun = isDryRun
    state = Mutex(State(ledger: RowLedger(kind), rejects: rejects))
  }

  /// How many rows are answered.
  var rowCount: Int { state.withLock { $0.summary.rowCount } }
  /// What ended the import though no row is to blame.
  var failure: String? { state.withLock { $0.ledger.failure } }

  /// Enters a row whose commands are about to be handed in.
  func enter(_ placed: SheetReader.Placed, commands: [TranslatedCommand]) {
    change { $0.enter(placed.row, placed.layout, commands: commands) }
  }

  /// Enters a row that leads to no command.
  ///
  /// - Parameter done: what of it was done at an earlier time.
  func enter(_ placed: SheetReader.Placed, problems: [RowProblem], done: [DoneCell] = []) {
    change { $0.enter(placed.row, placed.layout, problems: problems, done: done) }
  }

  /// Takes answers of this process's own session or rehearsal.
  func answer(_ results: [Result<CommandReceipt, CommandError>]) {
    change { ledger in
      for result in results { ledger.answer(CommandOutcome(result)) }
    }
  }

  /// Takes an answer that came over HTTP.
  func answer(_ answer: RemoteAnswer) {
    change { $0.answer(CommandOutcome(answer)) }
  }

  /// Takes an answer that is to no command: why the server ended early.
  func end(because reason: String) {
    change { $0.end(because: reason) }
  }

  /// From now on keeps for the log what becomes of the rows.
  func keep(_ record: ImportRecord) {
    state.withLock { $0.record = record }
  }

  /// What the log is to keep behind the rows.
  func recordCommands() -> [PBCommand] {
    state.withLock { $0.record?.commands() ?? [] }
  }

  /// Remembers headers that mean nothing to the kind, and how many examples were passed over.
  func ignore(_ headers: [String], exampleCount: Int) {
    state.withLock {
      $0.ignored = headers
      $0.exampleCount = exampleCount
    }
  }

  /// Changes the ledger and writes what holds now; one at a time, so that rows come in order.
  private func change(_ body: (inout RowLedger) -> Void) {
    state.withLock { state in
      body(&state.ledger)
      for result in state.ledger.take() {
        state.summary.count(result)
        state.record?.add(result)
        write(result)
        if result.isToMend { state.rejects?.add(result) }
      }
    }
  }

  private func write(_ result: RowResult) {
    if isJSON {
      try? Output.standard.json { $0.row(result, isDryRun: isDryRun) }
    } else if result.status == .refused {
      for problem in result.problems {
        try? Output.standard.line(problem.line(of: result.row))
      }
    }
  }

  /// Writes the summary and ends the reject file.
  ///
  /// - Parameter isWhole: whether all rows were read and answered.
  /// - Throws: ``Failure`` without words when rows were refused; with words when something else
  ///   ended the import.
  func finish(isWhole: Bool) throws(Failure) {
    let failure = failure
    let isWhole = isWhole && failure == nil
    tellWhatWasPassedOver()
    let summary = state.withLock { $0.summary }
    if !isJSON, summary.rowCount > 0 || isWhole {
      for line in summary.lines(isDryRun: isDryRun) { try? Output.standard.line(line) }
    }
    let rejectFile = try finishRejects(isWhole: isWhole)
    if !isWhole, summary.rowCount > 0 || Interruption.isRequested {
      Output.complain(
        "stopped after \(counted(summary.rowCount, "row")); run the same command again: rows that are "
          + "recorded get their first result, the others are imported then")
    }
    if let failure { throw Failure(.inputOutput, failure) }
    if !isJSON, isWhole { tellHowToMend(summary, rejectFile) }
    if summary.refused > 0 { throw Failure(.damageOrRefused, nil) }
  }

  private func tellWhatWasPassedOver() {
    let (ignored, examples) = state.withLock { ($0.ignored, $0.exampleCount) }
    if !ignored.isEmpty {
      Output.complain("columns that were not read: " + ignored.joined(separator: ", "))
    }
    if examples > 0 {
      Output.complain(
        counted(examples, "example row", "example rows")
          + " of the template \(examples == 1 ? "was" : "were") passed over: a row that is meant doesn't begin "
          + "with \(SheetRow.exampleMark.chinese) or \(SheetRow.exampleMark.english)")
    }
  }

  /// Ends the reject file.
  ///
  /// - Returns: where it is; `nil` where no row was refused.
  private func finishRejects(isWhole: Bool) throws(Failure) -> String? {
    let kept: Result<String?, Failure> = state.withLock { state in
      do throws(Failure) {
        return .success(
          try state.rejects?.finish(isWhole: isWhole) == true ? state.rejects?.path : nil)
      } catch {
        return .failure(error)
      }
    }
    return try kept.get()
  }

  private func tellHowToMend(_ summary: ImportSummary, _ rejectFile: String?) {
    if let rejectFile {
      try? Output.standard.line(
        "The refused rows are in \(rejectFile), each with its reason: mend them there, then import that "
          + "file.")
    } else if summary.hasRowsToMend, summary.refused < summary.rowCount, !isDryRun {
      // The file as a whole, mended, is another file: nothing would know its rows again.
      try? Output.standard.line(
        "Mend the refused rows in a file of their own, as --reject-file makes one: in the whole file "
          + "rows without a number of their own would be recorded twice.")
    }
  }
}

/// What became of the rows of a file.
struct ImportSummary {
  private(set) var rowCount = 0
  private(set) var refused = 0
  /// Whether a refused row is to be mended and imported again.
  private(set) var hasRowsToMend = false
  private var recorded = 0
  private var repeated = 0
  private var alreadySo = 0
  private var findings = 0
  private var reviews = 0

  /// Counts a result.
  mutating func count(_ result: RowResult) {
    switch result.status {
    case .recorded: recorded += 1
    case .repeated: repeated += 1
    case .alreadySo: alreadySo += 1
    case .refused: refused += 1
    // Nobody knows what would have become of it.
    case .unanswered: return
    }
    rowCount += 1
    if result.isToMend { hasRowsToMend = true }
    if result.status == .repeated { return }
    findings += result.findingCount
    reviews += result.reviewCount
  }

  /// The lines for people.
  func lines(isDryRun: Bool) -> [String] {
    let word = isDryRun ? "would be " : ""
    var lines = [
      "\(counted(rowCount, "row")): \(grouped(recorded)) \(word)recorded, "
        + "\(grouped(repeated)) recorded before, \(grouped(alreadySo)) already so, "
        + "\(grouped(refused)) \(word)refused."
    ]
    for (count, what) in [(findings, "finding"), (reviews, "review")] where count > 0 {
      let were = isDryRun ? "would be" : count == 1 ? "was" : "were"
      lines.append("\(counted(count, what)) \(were) opened.")
    }
    if isDryRun { lines.append("This was a dry run: nothing is recorded.") }
    return lines
  }
}

extension RowResult {
  /// Whether it is to be mended and imported again; what is recorded otherwise would be recorded twice.
  fileprivate var isToMend: Bool { status == .refused && !problems.contains(.recordedOtherwise) }
}

extension RowProblem {
  /// The problem for people: where, which code, what would be right.
  fileprivate func line(of row: SheetRow) -> String {
    var place = "line \(row.line)"
    if let column { place += ", column \(column)" }
    if let header { place += " (\(header))" }
    return "\(place): \(code.rawValue): \(reason)" + (rule.map { " (\($0))" } ?? "")
  }
}

extension JSONText {
  /// Writes what became of a row.
  fileprivate mutating func row(_ result: RowResult, isDryRun: Bool) {
    object { json in
      json.field("row", Int64(result.row.number))
      json.field("line", Int64(result.row.line))
      json.field("status", result.status.rawValue)
      if isDryRun { json.field("dryRun", true) }
      if !result.streams.isEmpty {
        json.name("streams")
        json.list { json in
          for stream in result.streams { json.string(stream.text) }
        }
        json.name("events")
        json.list { json in
          for event in result.events { json.event(event) }
        }
      }
      if result.findingCount > 0 { json.field("findings", Int64(result.findingCount)) }
      if result.reviewCount > 0 { json.field("reviews", Int64(result.reviewCount)) }
      if result.problems.isEmpty { return }
      json.name("problems")
      json.list { json in
        for problem in result.problems { json.problem(problem) }
      }
    }
  }

  private mutating func event(_ event: RowEvent) {
    object { json in
      json.field("id", event.id.description)
      json.field("type", event.type.text)
      json.field("stream", event.stream.text)
    }
  }

  private mutating func problem(_ problem: RowProblem) {
    object { json in
      json.field("code", problem.code.rawValue)
      json.field("column", problem.column.map(Int64.init))
      json.field("header", problem.header)
      json.field("field", problem.field)
      json.field("detail", problem.reason)
      json.field("rule", problem.rule)
    }
  }
}

extension CommandOutcome {
  /// What a session answers.
  init(_ result: Result<CommandReceipt, CommandError>) {
    switch result {
    case .success(let receipt):
      self = .accepted(
        RowResult.Status(receipt.status),
        events: receipt.events.map { RowEvent(id: $0.id, type: $0.type, stream: $0.stream) },
        findingCount: receipt.findings.count, reviewCount: receipt.reviews.count)
    case .failure(let error):
      let problem = Problem(error)
      self = .refused(
        code: problem.code, reason: problem.detail, path: problem.field, rule: problem.rule)
    }
  }

  /// What a server answers.
  init(_ answer: RemoteAnswer) {
    if let status = answer.receiptStatus {
      self = .accepted(
        RowResult.Status(status), events: answer.rowEvents,
        findingCount: answer.findings?.count ?? 0, reviewCount: answer.reviews?.count ?? 0)
    } else {
      self = .refused(
        code: answer.code, reason: answer.detail ?? "no reason was given", path: answer.field,
        rule: answer.rule)
    }
  }
}

extension RowResult.Status {
  fileprivate init(_ status: CommandReceipt.Status) {
    switch status {
    case .recorded: self = .recorded
    case .repeated: self = .repeated
    case .alreadySo: self = .alreadySo
    }
  }
}
