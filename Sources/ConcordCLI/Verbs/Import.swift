import ArgumentParser
import HTTPAPI
import Importing

/// `concord import`
struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Import the rows of a spreadsheet, saved as CSV: concord import organisations FILE",
    discussion: """
      Begin with concord import template KIND, which gives the header row and an example. Kinds, in \
      the order in which they build on each other: \
      \(ImportKind.all.map(\.name).joined(separator: ", ")).
      """,
    subcommands: [ImportRun.self, ImportTemplate.self, ImportColumns.self],
    defaultSubcommand: ImportRun.self)
}

/// A kind of sheet, as an argument.
struct KindArgument: ExpressibleByArgument {
  let kind: ImportKind

  init?(argument: String) {
    guard let kind = ImportKind.named(argument) else { return nil }
    self.kind = kind
  }

  static var allValueStrings: [String] { ImportKind.all.map(\.name) }
}

/// The language of a template, as an argument.
enum LanguageArgument: String, ExpressibleByArgument, CaseIterable, Sendable {
  case zh
  case en

  var language: SheetLanguage { self == .zh ? .chinese : .english }
}

/// `concord import template`
struct ImportTemplate: Verb {
  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "Write an empty sheet of a kind: the header row and an example, as CSV.",
    discussion: """
      The file has a byte order mark, so that spreadsheets read Chinese right. Columns with a star \
      must be filled. The example row begins with #示例 or #EXAMPLE: importing passes it over.
      """)

  @Argument(help: ArgumentHelp("The kind of sheet.", valueName: "kind"))
  var kind: KindArgument

  @Option(help: ArgumentHelp("The language of headers and words.", valueName: "language"))
  var language = LanguageArgument.zh

  func run() async throws {
    try Output.standard.write(kind.kind.template(language.language))
  }
}

/// `concord import columns`
struct ImportColumns: Verb {
  static let configuration = CommandConfiguration(
    commandName: "columns",
    abstract: "List the columns of a kind: field, headers, what the cells take.",
    discussion: "The first word of a line is the field, as a mapping file names it.")

  @Argument(help: ArgumentHelp("The kind of sheet.", valueName: "kind"))
  var kind: KindArgument

  @OptionGroup var format: FormatOptions

  func run() async throws {
    let fields = kind.kind.fields
    if format.isJSON {
      return try Output.standard.json { json in
        json.list { json in
          for field in fields { json.column(field) }
        }
      }
    }
    let width = fields.reduce(0) { max($0, $1.key.count) }
    for field in fields {
      let line =
        DisplayWidth.padded(field.key, to: width + 2) + field.headers.joined(separator: ", ")
        + (field.isRequired ? " (required)" : "") + ": " + field.expected
      for part in WrappedText.lines(of: line, indent: width + 2, width: Output.standard.width) {
        try Output.standard.line(part)
      }
    }
  }
}

extension JSONText {
  fileprivate mutating func column(_ field: FieldDescription) {
    object { json in
      json.field("field", field.key)
      json.name("headers")
      json.list { json in
        for header in field.headers { json.string(header) }
      }
      json.field("required", field.isRequired)
      json.field("takes", field.expected)
    }
  }
}
