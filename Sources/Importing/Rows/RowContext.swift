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
  private mutating func answer(_ lookUp: LookUp) -> LookUpAnswer? {
    if let answer = answers[lookUp] { return answer }
    wanted.insert(lookUp)
    return nil
  }

  /// The stream of an organisation that a cell names.
  ///
  /// - Returns: `nil` without a cell, and while the answer is not known or is no.
  mutating func organisation(_ cell: OrganisationCell?, _ field: String) -> StreamName? {
    switch cell {
    case nil: return nil
    case .creditCode(let code):
      return found(
        .creditCode(code), field,
        "no organisation holds this credit code; import it first, or name its stream where it is under "
          + "review")
    case .schoolCode(let code):
      return found(
        .schoolCode(code), field,
        "no organisation holds this school code; import it first, or name its stream where it is under "
          + "review")
    case .stream(let stream):
      return found(
        .stream(stream), field,
        "no organisation is recorded under this name or number; name it by "
          + "its credit code, its school code, or its stream")
    }
  }

  /// The stream of something that a cell names.
  mutating func known(_ stream: StreamName?, _ field: String) -> StreamName? {
    guard let stream else { return nil }
    return found(.stream(stream), field, "nothing is recorded under this number; import it first")
  }

  /// The person whom a row is about.
  ///
  /// - Parameter school: where a student number was given.
  mutating func student(_ cell: StudentCells, at school: StreamName?) -> StreamName? {
    if let person = cell.person { return known(person, "person") }
    if let number = cell.idNumber {
      return found(
        .idNumber(number), "idNumber",
        "nobody is registered with this ID number; import the person first")
    }
    guard let number = cell.studentNumber else {
      let isTold = ["person", "idNumber", "studentNumber"].contains(where: hasProblem)
      if !isTold {
        refuse(
          .missing, "who it is: an ID number, a student number, or a person's stream",
          field: "idNumber")
      }
      return nil
    }
    guard let school else { return nil }
    return found(
      .studentNumber(number, school: school), "studentNumber",
      "the school has no student with this number; import the enrolment first")
  }

  /// The full-time enrolment of a person, where there is one and it can be asked.
  mutating func enrolment(of person: StreamName?) -> StreamName? {
    guard let person, case .found(let stream)? = answer(.enrolment(of: person)) else { return nil }
    return stream
  }

  /// Whoever holds an ID number already; `nil` also where that can't be asked.
  mutating func holder(ofIDNumber number: String) -> StreamName? {
    guard case .found(let stream)? = answer(.idNumber(number)) else { return nil }
    return stream
  }

  private mutating func found(_ lookUp: LookUp, _ field: String, _ otherwise: String) -> StreamName?
  {
    switch answer(lookUp) {
    case nil: return nil
    case .found(let stream): return stream
    case .notFound: refuse(.unknownReference, otherwise, field: field)
    case .impossible(let reason): refuse(.unknownReference, reason, field: field)
    }
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
    } else if text.utf8.count > ImportLimits.cellByteCount {
      self.init(.badLength, "a cell has at most \(ImportLimits.cellByteCount) bytes")
    } else {
      return nil
    }
  }
}
