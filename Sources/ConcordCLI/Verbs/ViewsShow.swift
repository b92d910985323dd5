import ArgumentParser
import EventModel
import HTTPAPI
import Projections
import ReadModels

extension Views {
  /// `concord views show`
  struct Show: Verb {
    static let configuration = CommandConfiguration(
      abstract: "Show rows of a read model.",
      discussion: """
        Filters all hold: COLUMN=VALUE (given twice: one of them), COLUMN.prefix=, COLUMN.contains=, \
        COLUMN.min=, COLUMN.max= (both ends included), COLUMN.present=1 or 0; a view's own arguments \
        are given alike. Of a month or a year min= and since= take the beginning, max=, until= and on= \
        the end. What columns there are and what they hold: concord views list NAME

          concord views show OrganisationRegister kind=SCHOOL name.contains=职业
          concord views show members phase=active --sort alliance,-admitted_on
          concord views show Placements started_on.min=2023-09 --limit 5000 --csv --bom

        With --json a row's columns go by their names, and what is nothing is left out. Beside a server \
        the rows are those that it keeps, otherwise they are brought up to date first. A server is asked \
        alike, as /v1/views/NAME?COLUMN.min=VALUE&sort=-COLUMN, page by page with cursor.
        """)

    @Argument(
      help: ArgumentHelp(
        "The view, as AllianceRoster or members; see: concord views list", valueName: "name"))
    var name: String

    @Argument(help: ArgumentHelp("What rows must fulfil.", valueName: "column=value"))
    var filters: [String] = []

    // Whatever follows is its value: also a column with a minus in front.
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Sort by these columns; -column from high to low.", valueName: "columns"))
    var sort: String?

    @Option(help: ArgumentHelp("Show these columns only.", valueName: "columns"))
    var columns: String?

    @Option(
      parsing: .unconditional, help: ArgumentHelp("At most so many rows.", valueName: "number"))
    var limit = 100

    @Flag(help: "Write CSV.")
    var csv = false

    @Flag(help: "Begin the CSV with a byte order mark, for spreadsheet programs.")
    var bom = false

    @OptionGroup var views: ViewsOptions

    @OptionGroup var data: DataOptions
    @OptionGroup var format: FormatOptions

    var interruption: Interruption.Manner { .inOrder }

    func validate() throws {
      _ = try keyValues(filters)
      guard limit >= 1 else { throw ValidationError("--limit is 1 or more.") }
      guard !bom || csv else { throw ValidationError("--bom goes with --csv.") }
      guard !csv || !format.isJSON else {
        throw ValidationError("--csv and --json exclude each other.")
      }
    }

    func run() async throws {
      // Before anything is opened: a misspelt name is told at once.
      var query = try question()
      let workspace = try ReadOnlyWorkspace(Place(path: data.path))
      defer { workspace.close() }
      let store = try await views.store(of: workspace)
      try store.refuseUnknownStreams(query)
      var page: ViewPage?
      var rows: [[SQLValue]] = []
      repeat {
        query.limit = min(limit - rows.count, store.limits.rowsPerPage)
        query.cursor = page?.next
        let next = try await store.page(query)
        rows += next.rows
        page = next
      } while page?.next != nil && rows.count < limit && !Task.isCancelled
      guard let page else { return }
      try write(page, rows)
    }

    /// What takes the place of the words by which a server is asked.
    private static let options = [
      "sort": "sort by --sort", "columns": "choose columns by --columns",
      "limit": "say how many rows by --limit", "cursor": "ask for more rows at once by --limit",
      "format": "ask for CSV by --csv, for JSON by --json", "bom": "ask for it by --bom",
    ]

    private func question() throws -> ViewQuery {
      let view = try CooperationReadModels.all.view(name)
      var parameters = try keyValues(filters)
      for name in parameters.map(\.name) where view.column(name) == nil {
        guard let option = Self.options[name] else { continue }
        throw Failure(.usage, "\(name) is no column of \(view.name): \(option)")
      }
      if let sort { parameters.append(("sort", sort)) }
      if let columns { parameters.append(("columns", columns)) }
      var question = QueryParameters(parameters)
      return try ViewQuery(view, &question)
    }

    private func write(_ page: ViewPage, _ rows: [[SQLValue]]) throws {
      let output = Output.standard
      if csv {
        try output.write(
          CSVText(columns: page.columns.map(\.name), rows: rows, byteOrderMark: bom).bytes)
      } else if format.isJSON {
        try output.json { $0.rows(page.columns, rows, page.basis, next: page.next) }
      } else if rows.isEmpty {
        Output.note("\(name) has no such row below position \(page.end).")
      } else {
        for line in TextTable(page.columns, rows).lines(width: output.width) {
          try output.line(line)
        }
      }
      if page.next != nil, !format.isJSON {
        Output.note("There are more rows; ask for them with --limit.")
      }
      page.basis.noteStandstill()
    }
  }
}

/// Words of the form `name=value`.
func keyValues(_ words: [String]) throws -> [(name: String, value: String)] {
  try words.map { word in
    guard let sign = word.firstIndex(of: "="), sign > word.startIndex else {
      throw ValidationError("\(word) is not of the form name=value.")
    }
    return (String(word[..<sign]), String(word[word.index(after: sign)...]))
  }
}
