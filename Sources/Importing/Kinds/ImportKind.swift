internal import Cooperation

/// What a row is read into before it becomes commands.
///
/// A kind of sheet is one conforming type in a file of its own: its fields, and the commands that a
/// filled draft leads to.
protocol RowDraft: Sendable {
  /// The kind's name on the command line, as `organisations`.
  static var kind: String { get }
  /// What a row is, in both languages.
  static var title: Wording { get }
  /// The columns, in the order of templates.
  static var fields: [Field<Self>] { get }
  /// The most commands that a row leads to: their ordinals lie below it.
  static var commandCount: Int { get }
  /// When it happened; every kind has such a field.
  var occurred: String? { get set }

  /// An empty draft.
  init()
  /// The commands of the row. What is wrong, and what must be looked up first, is told to `row`; then
  /// the result doesn't matter.
  func commands(_ row: inout RowContext) -> [RowCommand]
}

extension RowDraft {
  /// Most rows lead to one command.
  static var commandCount: Int { 1 }
}

/// A cell that says that one of a row's commands is done already.
public struct DoneCell: Hashable, Sendable {
  /// The field's key.
  public let field: String
  /// The cell's text.
  public let text: String
}

/// One command of a row.
struct RowCommand: Sendable {
  /// Which of the row's commands it is, from 0; part of its id, so never to be changed for a kind.
  let ordinal: Int
  /// What is to be done.
  let body: PBCommand.OneOf_Body
  /// When it happened; `nil` for the row's own moment.
  let occurred: String?
  /// The fields whose text nobody else may have, by key.
  let unique: [String]
  /// The field, and its text, that says that the command is done already.
  ///
  /// A reject file brings it, so that a mended row doesn't do it twice.
  let done: DoneCell?

  /// A command.
  init(
    _ ordinal: Int, _ body: PBCommand.OneOf_Body, occurred: String? = nil,
    unique: [String] = [], done: DoneCell? = nil
  ) {
    self.ordinal = ordinal
    self.body = body
    self.occurred = occurred
    self.unique = unique
    self.done = done
  }
}

/// A kind of sheet, whatever its draft.
public struct ImportKind: Sendable {
  /// Its name on the command line.
  public let name: String
  /// What a row is.
  public let title: Wording
  /// Its columns, in the order of templates.
  public let fields: [FieldDescription]
  /// The most commands that a row leads to: their ordinals lie below it.
  let commandCount: Int
  /// Reads a row's cells; what it gives asks for the row's commands, and may be asked again.
  let readCells: @Sendable (SheetRow, SheetLayout, inout RowContext) -> Commands

  /// The commands of a row that was read; what is wrong, and what must be looked up, is told to it.
  typealias Commands = @Sendable (inout RowContext) -> [RowCommand]

  /// A kind.
  init<Draft: RowDraft>(_ draft: Draft.Type) {
    name = Draft.kind
    title = Draft.title
    commandCount = Draft.commandCount
    let all = Draft.fields
    fields = all.map(\.about)
    readCells = { row, layout, context in
      var draft = Draft()
      context.read(all, row, layout, into: &draft)
      draft.occurred = draft.occurred ?? context.options.occurred
      if draft.occurred == nil, !context.hasProblem(with: "occurred") {
        context.refuse(.missing, "when it happened is needed, as 2022-06-30", field: "occurred")
      }
      context.occurred = draft.occurred
      return { [draft] context in
        let commands = draft.commands(&context)
        // Else a repeat of the row would not know that it was recorded.
        precondition(commands.allSatisfy { (0..<Draft.commandCount).contains($0.ordinal) })
        return commands
      }
    }
  }

  /// All kinds; a new one is one line here and one file beside.
  public static let all: [ImportKind] = [
    ImportKind(OrganisationRow.self), ImportKind(EnrolmentRow.self), ImportKind(AgreementRow.self),
    ImportKind(InternshipAgreementRow.self), ImportKind(PlacementRow.self),
    ImportKind(VisitRow.self), ImportKind(ActivityRow.self), ImportKind(VacancyRow.self),
    ImportKind(OutcomeRow.self),
  ]

  /// The kind of a name.
  public static func named(_ name: String) -> ImportKind? { all.first { $0.name == name } }

  /// The fields, by index, that say in a reject file that a command is done already.
  var doneFields: [Int] { fields.indices.filter { fields[$0].saysDone } }
}
