internal import Cooperation
internal import EventModel

/// What all rows of an import have in common.
public struct ImportOptions: Hashable, Sendable {
  /// When it happened, for rows that don't say it.
  public var occurred: String?
  /// The document that the rows rest on, in words.
  public var document: String?

  /// Options; none by default.
  public init(occurred: String? = nil, document: String? = nil) {
    self.occurred = occurred
    self.document = document
  }
}

/// One row while it is made into commands: what is known, what is wrong, what must be asked.
struct RowContext: Sendable {
  /// The row.
  let identity: RowIdentity
  /// What all rows have in common.
  let options: ImportOptions
  /// When it happened.
  var occurred: String?
  /// What is wrong so far.
  private(set) var problems: [RowProblem] = []
  /// What must be looked up before more can be said.
  private(set) var wanted: Set<LookUp> = []
  /// What was looked up.
  var answers: [LookUp: LookUpAnswer] = [:]

  init(_ identity: RowIdentity, _ options: ImportOptions) {
    self.identity = identity
    self.options = options
  }

  /// Notes what is wrong.
  mutating func refuse(_ code: ImportCode, _ reason: String, field: String? = nil) {
    problems.append(RowProblem(code, reason, field: field))
  }

  /// Whether a field is known to be wrong.
  func hasProblem(with field: String) -> Bool { problems.contains { $0.field == field } }

  /// Reads all cells into a draft.
  mutating func read<Draft>(
    _ fields: [Field<Draft>], _ row: SheetRow, _ layout: SheetLayout, into draft: inout Draft
  ) {
    for (index, field) in fields.enumerated() {
      let text = CellText.cleaned(layout.text(of: index, in: row))
      if text.isEmpty {
        if field.about.isRequired {
          refuse(.missing, "it takes \(field.about.expected)", field: field.about.key)
        }
        continue
      }
      do throws(CellProblem) {
        if let problem = CellProblem(unreadable: text) { throw problem }
        try field.read(text, &draft)
      } catch {
        refuse(error.code, error.reason, field: field.about.key)
      }
    }
  }

  /// The answer to a look-up; `nil` while it must still be asked.
  mutating func answer(_ lookUp: LookUp) -> LookUpAnswer? {
    if let answer = answers[lookUp] { return answer }
    wanted.insert(lookUp)
    return nil
  }
}

extension CellProblem {
  /// What makes any cell unreadable.
  init?(unreadable text: String) {
    if CellText.isSpreadsheetError(text) {
      self.init(.badFormat, "the spreadsheet shows an error here instead of a value")
    } else if text.unicodeScalars.contains("\u{FFFD}") {
      self.init(
        .badFormat,
        "it holds bytes that are no text in the file's encoding; say which with --encoding")
    } else if let invisible = CellText.invisible(in: text) {
      let number = String(invisible.value, radix: 16, uppercase: true)
      self.init(
        .badFormat,
        "it holds the character U+\(number), which nobody sees: copy the value as plain text, or enter it "
          + "again")
    } else if text.utf8.count > ImportLimits.cellByteCount {
      self.init(.badLength, "a cell has at most \(ImportLimits.cellByteCount) bytes")
    } else {
      return nil
    }
  }
}
