import ArgumentParser
import CommandHandling
import Cooperation
import EventModel
import Files
import HTTPAPI
import Importing

/// `concord codelists`
struct CodeListVerbs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codelists",
    abstract: "Keep the lists that codes of facts are looked up in.", subcommands: [Import.self])

  /// `concord codelists import`
  struct Import: Verb {
    static let configuration = CommandConfiguration(
      abstract: "Record a code list from a CSV file and put it in use.",
      discussion: """
        The file is CSV as spreadsheets save it, in UTF-8 or GB18030. Its first line names its columns: code, name_zh, name_en, parent, valid_from, \
        valid_to, successor; code and one of the names must be there. Entries that are known are \
        left as they are; one that ends in the file and not in the log is ended. The list is put in \
        use when all entries were taken. From then on a fact with a code that the list lacks is held \
        for review.
        """)

    @Argument(help: ArgumentHelp("The file, as regions.csv.", valueName: "file"))
    var file: String

    @Option(
      help: ArgumentHelp(
        "The list. (default: the file's name without .csv)", valueName: "name"))
    var list: String?

    @Option(
      help: ArgumentHelp("What the list is called afterwards, as 2023.", valueName: "name"))
    var edition: String

    @Flag(help: "The list is only a part: a code that it lacks may still be one.")
    var partial = false

    @OptionGroup var data: DataOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup var format: FormatOptions

    var interruption: Interruption.Manner { .inOrder }

    func validate() throws {
      guard !edition.isEmpty else { throw ValidationError("--edition needs a name.") }
      guard (try? StreamName(validating: "code.list-\(listName)")) != nil else {
        throw ValidationError("--list is 1 to 190 of A-Z a-z 0-9 . _ -")
      }
    }

    func run() async throws {
      // First, so that a wrong file opens nothing.
      let table = try read()
      let place = Place(path: data.path)
      let answers = CodeListAnswers(isJSON: format.isJSON, lines: table.lines)
      try await Workspace.with(place, key: place.key(key)) { workspace in
        try await answers.record(table.entries, in: workspace.store)
        // A list with holes is worse than none.
        if !answers.hasRefusals, !Interruption.isRequested {
          try await answers.record([table.edition], in: workspace.store)
        }
      }
      try answers.finish(table.stream)
    }

    private var fileName: String { file.split(separator: "/").last.map(String.init) ?? file }

    private var listName: String {
      list ?? (fileName.hasSuffix(".csv") ? String(fileName.dropLast(4)) : fileName)
    }

    private func read() throws(Failure) -> CodeListImport {
      let bytes = try Failure.unless("read") { () throws(FileError) in
        try File.everything(under: file)
      }
      do throws(CodeListTable.Malformed) {
        return try CodeListImport(
          listName, file: bytes, document: fileName, edition: edition,
          isComplete: !partial)
      } catch {
        throw Failure(.damageOrRefused, "\(file): \(error)")
      }
    }
  }
}

/// Records a list's commands and says what became of them, by the file's lines.
private final class CodeListAnswers {
  private let isJSON: Bool
  private let lines: [Int]
  private var summary = RecordSummary()

  init(isJSON: Bool, lines: [Int]) {
    self.isJSON = isJSON
    self.lines = lines
  }

  var hasRefusals: Bool { summary.hasRefusals }

  /// Commands that are handed to the session together.
  private static let batchCount = 256

  func record(_ commands: [PBCommand], in store: ConcordStore) async throws {
    let session = store.session(actor: LocalRecording.actor, channel: .import)
    for start in stride(from: 0, to: commands.count, by: Self.batchCount) {
      if Interruption.isRequested { break }
      let batch = commands[start..<min(start + Self.batchCount, commands.count)]
      await session.add(batch.map { Result(command: $0) })
      await take(session.takeAnswers())
    }
    await session.finish()
    while let ready = await session.next() { take(ready) }
  }

  private func take(_ answers: [SessionAnswer]) {
    for answer in answers {
      let refusal = summary.count(answer)
      if isJSON {
        try? Output.standard.json { $0.answer(answer) }
      } else if let refusal {
        let line = lines.count >= refusal.line ? lines[refusal.line - 1] : 0
        let placed = RecordSummary.Refusal(
          line: line, field: refusal.field, reason: refusal.reason, rule: refusal.rule,
          ruleText: refusal.ruleText, source: refusal.source)
        try? Output.standard.line("\(placed)")
      }
    }
  }

  /// Writes the summary.
  ///
  /// - Throws: ``Failure`` without words when something was refused.
  func finish(_ stream: StreamName) throws(Failure) {
    if !isJSON {
      for line in summary.lines { try? Output.standard.line(line) }
      if summary.hasRefusals {
        try? Output.standard.line(
          "\(stream) was not put in use: mend the file, and import it again.")
      }
    }
    if summary.hasRefusals { throw Failure(.damageOrRefused, nil) }
  }
}
