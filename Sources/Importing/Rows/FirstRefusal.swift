public import Cooperation

extension RowProblem {
  /// What a row is refused for because it was when its file first came, whatever is recorded since.
  ///
  /// What the form of its cells was refused for is found again by reading them, with the same mapping
  /// and options; a moment that has come, a permission or a key may have changed without the log.
  /// - Returns: `nil` for a row that is to be decided again.
  public init?(first rejection: PBImportRowRejected, in layout: SheetLayout) {
    guard let code = ImportCode(rawValue: rejection.code) else { return nil }
    switch code {
    case .unknownReference, .duplicate, .wrongState, .rule, .unconfirmed: break
    case .wrongDataType, .missing, .badFormat, .badLength:
      guard rejection.reason == .refused else { return nil }
    case .inTheFuture, .notPermitted, .cannotBeAssessed: return nil
    }
    self.init(
      code,
      "refused when this file first came, and the same file gives the first result: once it is right, "
        + "import the row in another file, as its reject file")
    guard rejection.hasColumn else { return }
    header = rejection.column
    guard layout.hasColumns else { return }
    column = layout.headers.firstIndex {
      SheetLayout.shown($0).prefix(Self.keptHeaderCount) == rejection.column
    }.map { $0 + 1 }
  }

  /// The most characters of a header that an import's stream keeps.
  static let keptHeaderCount = 60
}

/// What becomes of a row that was refused when its file first came, now that the file comes again.
public enum RepeatedRow: Hashable, Sendable {
  /// It is in the log all the same: its commands give their first receipts.
  case recorded
  /// It is refused again, for what it was first refused for; these cells say what of it is done.
  case refused(RowProblem, done: [DoneCell])
}

extension RowProblem {
  /// What a row is refused for that was refused before and would be refused now too.
  ///
  /// - Parameter now: what is wrong with it now. Where it is the first refusal again, its own sentences
  ///   tell more than what is kept.
  public func repeated(_ now: [RowProblem]) -> [RowProblem] {
    let isSame = now.contains { problem in
      problem.code == code
        && problem.header.map { String($0.prefix(Self.keptHeaderCount)) } == header
    }
    return isSame ? now : [self]
  }
}

extension ImportKind {
  /// What becomes of a row whose first refusal is kept.
  ///
  /// - Parameters:
  ///   - first: what is kept of it.
  ///   - foreseen: what each command would lead to now, as far as that is known. Where it is the same
  ///     refusal, its own sentence tells more than what is kept.
  public func repeated(
    _ first: RowProblem, _ row: SheetRow, _ layout: SheetLayout, _ commands: [TranslatedCommand],
    foreseen: [CommandOutcome]
  ) -> RepeatedRow {
    var done: [DoneCell] = []
    var isRecorded = false
    var isWhole = !foreseen.isEmpty
    for (command, outcome) in zip(commands, foreseen) {
      switch outcome {
      case .accepted(.repeated, _, _, _):
        isRecorded = true
        if let cell = command.done { done.append(cell) }
      case .accepted(.alreadySo, _, _, _): break
      case .accepted: isWhole = false
      case .refused(let code, let reason, let path, let rule):
        isWhole = false
        let refusal = Refusal(
          code: code, reason: reason, path: path, rule: rule, unique: command.unique)
        if let problem = problem(refusal, in: row, layout), problem.code == first.code {
          return .refused(problem, done: done)
        }
      }
    }
    return isRecorded && isWhole ? .recorded : .refused(first, done: done)
  }
}
