import ArgumentParser
import CommandHandling
import EventModel
import HTTPAPI
import Importing

/// `concord import run`
struct ImportRun: Verb {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Import the rows of a file; a refused row spoils no other.",
    discussion: """
      CSV in UTF-8 or GB18030, as spreadsheets save it, or NDJSON. Organisations are named by credit \
      code, school code, stream, the number they were imported under, or by a name that no other has; \
      persons by ID number, by student number at their school, or by stream. Persons are kept on a \
      lawful ground: the columns legalBasis, purpose and basisDocument, or fixed values of a mapping, \
      say which.

      The same file imported twice gives the first results, whatever was recorded in between. With \
      --reject-file the refused rows are kept, each with line, column, code and what would be right: \
      mend them there and import that file. With --json each row's result is one line of JSON.

      A server rehearses at most \(grouped(ServerLimits().rehearsedLineCount)) commands and \
      \(ServerLimits().rehearsedByteCount >> 20) MiB at once, and a row may make two: --dry-run with --url ends there, and says so. A data directory has \
      no such limit.
      """)

  @Argument(help: ArgumentHelp("The kind of sheet.", valueName: "kind"))
  var kind: KindArgument

  @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp(
      "A CSV file with the columns field, header and value: which header a field has, or which text "
        + "stands in for empty cells.", valueName: "file"))
  var mapping: String?

  @Option(
    help: ArgumentHelp(
      "How the file writes its characters: utf-8, gb18030, utf-16le or utf-16be. (default: found out)",
      valueName: "encoding"))
  var encoding: EncodingArgument?

  @Option(
    help: ArgumentHelp(
      "When it happened, for rows that don't say it: 2022-06-30, 2022-06, <=2022.",
      valueName: "moment"))
  var occurred: String?

  @Option(help: ArgumentHelp("The document that the rows come from, in words.", valueName: "text"))
  var document: String?

  @Option(
    help: ArgumentHelp(
      "Keep the refused rows and their reasons in this new file.", valueName: "file"))
  var rejectFile: String?

  @Flag(help: "Say what would become of each row, and record nothing.")
  var dryRun = false

  @OptionGroup var server: ServerOptions<RowsHandedIn>

  @OptionGroup var data: DataOptions
  @OptionGroup var key: KeyOptions
  @OptionGroup var format: FormatOptions

  var interruption: Interruption.Manner { .inOrder }

  func validate() throws {
    if let occurred, (try? Moment(validating: occurred)) == nil {
      throw ValidationError("--occurred is a moment, as 2022-06-30, 2022-06 or <=2022.")
    }
    if let document, !(1...200).contains(document.count) {
      throw ValidationError("--document is 1 to 200 characters.")
    }
    guard server.url != nil else { return }
    guard data.directory == nil, key.file == nil, !key.isWithoutKey else {
      throw ValidationError(
        "--url excludes --data, --key and --no-key: the server has its own.")
    }
  }

  func run() async throws {
    let kind = kind.kind
    let source = try ImportSource(file, said: encoding?.encoding)
    if let doubt = source.survey.doubt {
      Output.complain("\(source.name): \(doubt); --encoding decides")
    }
    let (mapping, mappingDigest) = try columnMapping()
    let plan = ImportPlan(
      source: source, kind: kind, mapping: mapping, mappingDigest: mappingDigest,
      options: ImportOptions(occurred: occurred, document: document))
    if let named = try server.named() {
      try await answering { answers in
        let remote = RemoteImport(server: named, answers: answers)
        if dryRun { try await remote.rehearse(plan) } else { try await remote.run(plan) }
      }
      return
    }
    let place = Place(path: data.path)
    try await Workspace.with(place, key: place.key(key)) { workspace in
      try await answering { answers in
        let local = LocalImport(store: workspace.store, answers: answers)
        if dryRun {
          try await local.rehearse(plan)
        } else {
          try await local.run(plan)
          try await workspace.followUp().run()
        }
      }
    }
  }

  /// Runs an import, and says in the end what became of it, however it ended.
  private func answering(_ body: (RowAnswers) async throws -> Void) async throws {
    let answers = RowAnswers(
      kind.kind, isJSON: format.isJSON, isDryRun: dryRun,
      rejects: try rejectFile.map { try RejectFile($0, kind.kind) })
    do {
      try await body(answers)
    } catch {
      // What ended it is what is reported.
      try? answers.finish(isWhole: false)
      throw error
    }
    try answers.finish(isWhole: !Interruption.isRequested)
  }

  private func columnMapping() throws -> (ColumnMapping, Digest?) {
    guard let mapping else { return (.none, nil) }
    let source = try ImportSource(mapping)
    if let doubt = source.survey.doubt {
      Output.complain("\(source.name): \(doubt), or save it as UTF-8")
    }
    do {
      return (try ColumnMapping(try source.allRows(), for: kind.kind), source.survey.sha256)
    } catch let problem as SheetProblem {
      throw Failure(.damageOrRefused, "\(mapping): \(problem)")
    }
  }
}

/// An encoding, as an argument.
struct EncodingArgument: ExpressibleByArgument {
  let encoding: TextEncoding

  init?(argument: String) {
    switch argument.lowercased() {
    case "utf8": encoding = .utf8
    case "gbk", "gb2312": encoding = .gb18030
    case let name:
      guard let encoding = TextEncoding(rawValue: name) else { return nil }
      self.encoding = encoding
    }
  }
}
