/// One column of a kind of sheet: how it is headed, what it takes, and where its value goes.
struct Field<Draft: Sendable>: Sendable {
  /// What people and mapping files are told of it.
  let about: FieldDescription
  /// Reads a cleaned, non-empty text into the draft.
  let read: @Sendable (String, inout Draft) throws(CellProblem) -> Void

  /// A field.
  ///
  /// - Parameters:
  ///   - key: its name in mapping files and in `--json`; where a command's field has the same name,
  ///     what is wrong with that is blamed on this column.
  ///   - header: the column's header in templates.
  ///   - aliases: other headers that are understood.
  ///   - isPersonal: whether it is about a person, so that nothing repeats it.
  ///   - saysDone: whether a filled cell says that one of the row's commands is done already.
  ///   - blamed: the names of command fields that it is to blame for, besides its key.
  ///   - examples: its cells in a template's rows.
  ///   - parser: makes a value of the cell.
  ///   - set: puts the value into the draft.
  init<Value: Sendable>(
    _ key: String, _ header: Wording, aliases: [String] = [], isRequired: Bool = false,
    isPersonal: Bool = false, saysDone: Bool = false, blamed: [String] = [], examples: Wording...,
    takes parser: CellParser<Value>, _ set: @escaping @Sendable (inout Draft, Value) -> Void
  ) {
    about = FieldDescription(
      key: key, header: header, aliases: aliases, isRequired: isRequired, isPersonal: isPersonal,
      saysDone: saysDone, blamed: blamed, examples: examples, expected: parser.expected)
    read = { (text, draft) throws(CellProblem) in set(&draft, try parser.parse(text)) }
  }
}

/// What is known of a column without its draft.
public struct FieldDescription: Sendable {
  /// Its name in mapping files and in `--json`.
  public let key: String
  /// Its header in templates.
  public let header: Wording
  /// Other headers that are understood.
  public let aliases: [String]
  /// Whether a row without it is refused.
  public let isRequired: Bool
  /// Whether it is about a person.
  public let isPersonal: Bool
  /// Whether a filled cell says that one of the row's commands is done already.
  public let saysDone: Bool
  /// The names of command fields that it is to blame for, besides its key.
  public let blamed: [String]
  /// Its cells in a template's rows.
  public let examples: [Wording]
  /// What it takes.
  public let expected: String

  /// All headers that are understood, its key left out.
  public var headers: [String] { [header.chinese, header.english] + aliases }

  /// All headers that are understood, and its key.
  var names: [String] { [key] + headers }

  /// Whether it is to blame for a command's field, as `details.creditCode` or `parties[0]`.
  func isToBlame(for path: String) -> Bool {
    let name = path.split(separator: ".").last.map { $0.prefix { $0 != "[" } } ?? ""
    let indexed = path.split(separator: ".").last ?? ""
    return key == name || blamed.contains { $0 == name || $0 == indexed }
  }
}
