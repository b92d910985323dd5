public import Cooperation
public import EventModel

/// What becomes of a row before anything is recorded.
public enum RowTranslation: Sendable {
  /// These must be looked up; then the row is translated again.
  case wants(Set<LookUp>)
  /// The commands to record, in order.
  case commands([TranslatedCommand])
  /// What is wrong with it.
  case refused([RowProblem])
}

/// A command of a row, ready to be handed in.
public struct TranslatedCommand: Sendable {
  /// The command, with its id.
  public let command: PBCommand
  /// The field, and its text, that says that it is done already.
  public let done: DoneCell?
  /// The fields whose text nobody else may have, by key.
  var unique: [String] = []

  /// The command's id.
  public var id: CommandID? { try? CommandID(validating: command.id) }
}

/// A row whose cells were read.
public struct ReadRow: Sendable {
  let kind: ImportKind
  fileprivate let layout: SheetLayout
  /// What makes the whole row unreadable.
  let problem: RowProblem?
  let context: RowContext
  /// Asks for the commands of the cells that were read.
  let makeCommands: ImportKind.Commands

  /// What becomes of the row where so much is known of what it names.
  ///
  /// Pure: the same row with the same answers makes the same commands.
  public func translation(_ answers: [LookUp: LookUpAnswer]) -> RowTranslation {
    if let problem { return .refused([problem]) }
    var context = context
    context.answers = answers
    let commands = makeCommands(&context)
    // What a cell lacks needs no look-up; of what is looked up all that is wrong is told at once.
    let isKnown = answers.isEmpty || context.wanted.isEmpty
    guard context.problems.isEmpty || !isKnown else {
      return .refused(context.problems.map { kind.located($0, layout) })
    }
    guard context.wanted.isEmpty else { return .wants(context.wanted) }
    return .commands(commands.map { $0.translated(context) })
  }
}

extension ImportKind {
  /// Reads the cells of a row, once for all that is looked up afterwards.
  public func read(
    _ row: SheetRow, _ layout: SheetLayout, identity: RowIdentity, options: ImportOptions
  ) -> ReadRow {
    var context = RowContext(identity, options)
    if let problem = row.problem(layout) {
      return ReadRow(
        kind: self, layout: layout, problem: problem, context: context, makeCommands: { _ in [] })
    }
    let commands = readCells(row, layout, &context)
    return ReadRow(
      kind: self, layout: layout, problem: nil, context: context, makeCommands: commands)
  }

  /// Says where in the sheet a problem is.
  public func located(_ problem: RowProblem, _ layout: SheetLayout) -> RowProblem {
    var problem = problem
    guard let field = problem.field, let index = fields.firstIndex(where: { $0.key == field })
    else { return problem }
    problem.column = layout.column(of: index)
    problem.header = layout.header(of: index) ?? fields[index].header.chinese
    return problem
  }
}

extension RowCommand {
  /// The command with its id, and what all commands of an import say.
  func translated(_ row: RowContext) -> TranslatedCommand {
    var command = PBCommand()
    command.id = row.identity.commandID(ordinal).description
    if let occurred = occurred ?? row.occurred { command.occurred = occurred }
    command.standing = .reported
    command.source.evidence = .documented
    command.source.sha256 = row.identity.fileText
    if let document = row.options.document { command.source.document = document }
    command.body = body
    return TranslatedCommand(command: command, done: done, unique: unique)
  }
}
