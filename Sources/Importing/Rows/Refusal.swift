/// A command that was refused, as the domain says it.
public struct Refusal: Hashable, Sendable {
  /// The problem's code, as `code-taken`.
  public let code: String
  /// One sentence, about the command's fields.
  public let reason: String
  /// The command's field, as `registerOrganisation.details.creditCode`.
  public let path: String?
  /// The number of the rule that refuses.
  public let rule: String?
  /// The row's fields whose text nobody else may have, by key.
  let unique: [String]

  init(code: String, reason: String, path: String?, rule: String?, unique: [String] = []) {
    self.code = code
    self.reason = reason
    self.path = path
    self.rule = rule
    self.unique = unique
  }
}

extension ImportKind {
  /// The problem that a refused command is to its row: the column to blame, in the sheet's words.
  ///
  /// - Returns: `nil` where the row isn't to blame.
  func problem(_ refusal: Refusal, in row: SheetRow, _ layout: SheetLayout) -> RowProblem? {
    guard let code = ImportCode(problem: refusal.code) else { return nil }
    var field = refusal.path.flatMap { path in fields.first { $0.isToBlame(for: path) } }
    if field == nil, ["code-taken", "already-exists"].contains(refusal.code) {
      field = taken(refusal, row, layout)
    }
    var reason = worded(refusal.reason, refusal.path, layout)
    if refusal.code == "command-reused" {
      reason = "this row of this file was recorded before with other content: " + reason
    }
    var problem = RowProblem(code, reason, field: field?.key)
    problem.rule = refusal.rule
    problem.isOfDomain = true
    return located(problem, layout)
  }

  /// The field whose text somebody else has: the only one that is filled, or the one that is named.
  private func taken(
    _ refusal: Refusal, _ row: SheetRow, _ layout: SheetLayout
  ) -> FieldDescription? {
    let filled = refusal.unique.compactMap { key in
      fields.firstIndex { $0.key == key }
    }.map { ($0, CellText.code(CellText.cleaned(layout.text(of: $0, in: row)))) }
      .filter { !$0.1.isEmpty }
    let isCode = refusal.code == "code-taken"
    let meant =
      filled.first { refusal.reason.contains($0.1) }
      ?? (isCode && filled.count == 1 ? filled[0] : nil)
    return meant.map { fields[$0.0] }
  }

  /// A sentence in which columns stand for the fields of a command.
  private func worded(_ reason: String, _ path: String?, _ layout: SheetLayout) -> String {
    reason.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let marks = word.reversed().prefix { ",;:.)".contains($0) }.count
      let name = String(word.dropLast(marks))
      guard name == path || isPath(name) else { return String(word) }
      return header(of: name, layout) + word.suffix(marks)
    }.joined(separator: " ")
  }

  /// Whether a word is a command's field, as `details.to` or `registerPerson.personal.name`.
  private func isPath(_ word: String) -> Bool {
    let parts = word.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 && parts.allSatisfy { !$0.isEmpty }
      && parts.prefix(2).contains { ["details", "personal", "sensitive"].contains($0) }
  }

  private func header(of path: String, _ layout: SheetLayout) -> String {
    guard let index = fields.firstIndex(where: { $0.isToBlame(for: path) }) else {
      return path.split(separator: ".").last.map(String.init) ?? path
    }
    return "“" + (layout.header(of: index) ?? fields[index].header.chinese) + "”"
  }
}
