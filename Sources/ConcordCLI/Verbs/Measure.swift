import ArgumentParser
import EventLog
import EventModel
import HTTPAPI
import Projections
import ReadModels

/// `concord measure`
struct Measure: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Show a named figure over the read models, or list them: concord measure list",
    discussion: """
      A figure is counted from documented, inferred and synthetic facts apart; \
      until=2022-07-01 counts what had happened by then. Of a month or a year since= takes \
      the first day, until= and on= the last.
      """)

  @Argument(help: ArgumentHelp("The measure, as alliance.members; or list.", valueName: "name"))
  var name: String

  @Argument(help: ArgumentHelp("Its arguments.", valueName: "key=value"))
  var arguments: [String] = []

  @Flag(help: "Write CSV.")
  var csv = false

  @OptionGroup var views: ViewsOptions

  @Option(help: ArgumentHelp(RecordedUntil.help, valueName: RecordedUntil.valueName))
  var recordedUntil: String?

  @OptionGroup var data: DataOptions
  @OptionGroup var format: FormatOptions

  var interruption: Interruption.Manner { .wholeOrNothing }

  func validate() throws {
    let names = try keyValues(arguments).map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("\(twice) takes one value; it is given twice.")
    }
    guard name != "list" || arguments.isEmpty else {
      throw ValidationError("list takes no arguments.")
    }
    if let recordedUntil { _ = try RecordedUntil(recordedUntil) }
    guard views.directory == nil || recordedUntil == nil else {
      throw ValidationError("--in and --recorded-until exclude each other.")
    }
    guard !csv || !format.isJSON else {
      throw ValidationError("--csv and --json exclude each other.")
    }
  }

  func run() async throws {
    guard name != "list" else { return try list() }
    _ = try CooperationReadModels.all.measure(name)
    var question = QueryParameters(try keyValues(arguments))
    let arguments = try question.takeAll()
    let workspace = try ReadOnlyWorkspace(Place(path: data.path))
    defer { workspace.close() }
    let result = try await answer(arguments, in: workspace)
    let columns = result.measure.columns
    let output = Output.standard
    if csv {
      let text = CSVText(columns: columns.map(\.name), rows: result.rows, byteOrderMark: false)
      try output.write(text.bytes)
    } else if format.isJSON {
      try output.json { $0.rows(columns, result.rows, result.basis) }
    } else {
      let title =
        "\(result.measure.title): \(result.measure.definition)" + Self.counted(result.measure)
      for line in WrappedText.lines(of: title, indent: 2, width: output.width) {
        try output.line(line)
      }
      for line in TextTable(columns, result.rows).lines(width: output.width) {
        try output.line(line)
      }
    }
    result.basis.noteStandstill()
  }

  private func answer(
    _ arguments: [String: String], in workspace: ReadOnlyWorkspace
  ) async throws -> MeasureResult {
    if let recordedUntil {
      let until = try RecordedUntil(recordedUntil)
      let zone = workspace.log.identity.zone
      let asOf = try AsOf(workspace.log, recordedUntil: until.time(in: zone), before: until.end)
      return try await workspace.log.withViews(asOf: asOf) {
        try await answer(arguments, from: $0)
      }
    }
    return try await answer(arguments, from: views.store(of: workspace))
  }

  private func answer(
    _ arguments: [String: String], from store: ReadModelStore
  ) async throws -> MeasureResult {
    try store.refuseUnknownStreams(arguments, of: store.readModels.measure(name).arguments)
    return try await store.measure(name, arguments)
  }

  /// In what it counts, as a sentence behind its definition.
  private static func counted(_ measure: MeasureDeclaration) -> String {
    var units: [String] = []
    for case let unit? in measure.columns.map(\.unit) where !units.contains(unit) {
      units.append(unit)
    }
    return units.isEmpty ? "" : " In \(units.joined(separator: ", "))."
  }

  private func list() throws {
    let output = Output.standard
    let measures = CooperationReadModels.all.measures
    if format.isJSON {
      try output.json { $0.measures(measures) }
      return
    }
    for measure in measures {
      let definition = "\(measure.name): \(measure.definition)" + Self.counted(measure)
      for line in WrappedText.lines(of: definition, indent: 2, width: output.width) {
        try output.line(line)
      }
      let arguments = measure.arguments.map { $0.isRequired ? $0.name + " (needed)" : $0.name }
      if !arguments.isEmpty {
        let list = "  arguments  " + arguments.joined(separator: ", ")
        for line in WrappedText.lines(of: list, indent: 13, width: output.width) {
          try output.line(line)
        }
      }
    }
  }
}
