import ArgumentParser
import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventModel
import HTTPAPI
import MatchSearch
import Projections
import ReadModels
import SwiftProtobuf

/// `concord report`
struct ReportVerbs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Freeze figures for good, and count frozen ones again.",
    subcommands: [Freeze.self, Check.self])

  /// `concord report freeze`
  struct Freeze: Verb {
    static let configuration = CommandConfiguration(
      abstract: "Count a measure or view up to a cut-off, and fix what it says for ever.",
      discussion: """
        Recorded are the question, the cut-off, how many events the log had, the versions of \
        program, rules and code lists, the SHA-256 of the answer as CSV, and, of an answer of one \
        row, its figures. What is learnt later never changes them. What takes no until is asked of \
        what had happened by the cut-off: the log is folded so far, into a temporary directory. \
        Nothing is frozen while a stream stands still, see the view Quarantine.
        """)

    @Argument(help: ArgumentHelp("The report's stream, as report-2023.", valueName: "report"))
    var report: String

    @Argument(help: ArgumentHelp("The measure or view, as graduates.", valueName: "name"))
    var name: String

    @Argument(help: ArgumentHelp("Its arguments.", valueName: "key=value"))
    var arguments: [String] = []

    @Option(help: ArgumentHelp("The last day that counts.", valueName: "day"))
    var cutOff: String

    @Option(help: ArgumentHelp("What the statistics are called.", valueName: "text"))
    var title: String?

    @OptionGroup var data: DataOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup var format: FormatOptions

    var interruption: Interruption.Manner { .inOrder }

    func validate() throws {
      _ = try namedStream(report, Report.category, "REPORT")
      guard (try? CivilDate(validating: cutOff)) != nil else {
        throw ValidationError("--cut-off is a day, as 2023-08-31.")
      }
      guard try !keyValues(arguments).contains(where: { $0.name == "until" }) else {
        throw ValidationError("--cut-off says until when is counted, not until=.")
      }
    }

    func run() async throws {
      let place = Place(path: data.path)
      let (query, isCut) = try question()
      try await Workspace.with(place, key: place.key(key)) { workspace in
        if let frozen = try frozenBefore(query, in: workspace.log) { return try tell(frozen) }
        let frozen = try await count(query, isCut: isCut, in: workspace)
        let parsed = try ParsedCommand(command(frozen, in: workspace.log.identity.zone))
        let receipt = try await workspace.store.handler.handle(
          parsed, actor: LocalRecording.actor, channel: .ui)
        try await workspace.followUp().run()
        try tell(frozen, receipt)
      }
    }

    /// What the report says already, where it was frozen by the same question: whoever lost the
    /// answer asks again.
    private func frozenBefore(
      _ query: PBClaimMeasure, in log: EventLog
    ) throws -> PBStatisticsFrozen? {
      let known = try log.history(of: StreamName(validating: report)).state(Report.self)
      guard let frozen = known?.frozen, frozen.basis.query == query, frozen.cutOff == cutOff,
        frozen.title == title ?? query.name
      else { return nil }
      return frozen
    }

    /// Counts: by the question's own `until`, else over what had happened by the cut-off.
    private func count(
      _ query: PBClaimMeasure, isCut: Bool, in workspace: Workspace
    ) async throws -> PBStatisticsFrozen {
      if isCut {
        let views = try workspace.openViews()
        let progress = Progress("bringing the views up to date", unit: "events")
        try await views.catchUp(progress: progress.show)
        progress.finish()
        return try await frozen(query, from: views)
      }
      let asOf = try AsOf(workspace.log, occurredUntil: Moment(validating: cutOff))
      return try await workspace.log.withViews(asOf: asOf) { views in
        var frozen = try await frozen(query, from: views)
        frozen.basis.occurredUntil = cutOff
        return frozen
      }
    }

    /// What is asked, and whether the cut-off is an argument of it.
    private func question() throws -> (query: PBClaimMeasure, isCut: Bool) {
      var query = PBClaimMeasure()
      let (name, declarations) = try asked()
      query.name = name
      var given = try keyValues(arguments)
      let isCut = declarations.contains { $0.name == "until" }
      if isCut { given.append(("until", cutOff)) }
      query.arguments = given.map { argument in
        .with {
          $0.name = argument.name
          $0.value = argument.value
        }
      }
      return (query, isCut)
    }

    /// The whole name of the measure or view, and what it takes.
    private func asked() throws -> (name: String, declarations: [ArgumentDeclaration]) {
      let set = CooperationReadModels.all
      if let view = try? set.view(name) { return (view.name, view.arguments) }
      return (name, try set.measure(name).arguments)
    }

    private static func codeLists(of views: ReadModelStore) async throws -> [PBCodeListVersion] {
      let page = try await views.page(
        ViewQuery(
          "CodeLists", filters: [.init("is_in_use", .oneOf([1]))], columns: ["stream", "edition"],
          limit: views.limits.rowsPerPage))
      return page.rows.compactMap { row -> PBCodeListVersion? in
        guard let stream = row[0].text, let edition = row[1].text else { return nil }
        return .with {
          $0.list = String(stream.dropFirst(CodeList.category.text.count + 1))
          $0.version = edition
        }
      }
    }

    private func frozen(
      _ query: PBClaimMeasure, from views: ReadModelStore
    ) async throws -> PBStatisticsFrozen {
      let named = Dictionary(
        query.arguments.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
      try views.refuseUnknownStreams(named, of: asked().declarations)
      if let standstill = try await Standstill(of: views) {
        throw Failure(
          .damageOrRefused,
          "\(report) is not frozen: \(standstill.sentence); use the program that wrote it, and see "
            + "concord views show Quarantine")
      }
      let answer = try await CountedAnswer(to: query, from: views)
      let lists = try await Self.codeLists(of: views)
      return .with {
        $0.title = title ?? query.name
        $0.cutOff = cutOff
        $0.basis = .with {
          $0.query = query
          $0.treeSize = answer.end.number
          $0.rulesetVersion = Int32(RuleBook.version)
          $0.codeLists = lists
          $0.resultSha256 = answer.sha256
          $0.codeVersion = Concord.configuration.version
          $0.origin = .computed
        }
        $0.figures = answer.figures
      }
    }

    private func command(_ frozen: PBStatisticsFrozen, in zone: LogZone) -> PBCommand {
      var generator = SystemRandomNumberGenerator()
      var command = PBCommand()
      command.id =
        CommandID(high: generator.next(), low: generator.next()).description
      command.occurred = zone.civilDate(at: LogClock.system.wall()).description
      command.freezeStatistics = .with {
        $0.report = report
        $0.details = frozen
      }
      return command
    }

    /// - Parameter receipt: `nil` where it was frozen before.
    private func tell(_ frozen: PBStatisticsFrozen, _ receipt: CommandReceipt? = nil) throws {
      let output = Output.standard
      let size = frozen.basis.treeSize
      if format.isJSON {
        try output.json { json in
          json.object {
            $0.field("report", report)
            $0.field("recorded", receipt?.status == .recorded)
            $0.field("cutOff", frozen.cutOff)
            $0.field("treeSize", Int64(size))
            $0.field("resultSha256", frozen.basis.resultSha256)
          }
        }
        return
      }
      for figure in frozen.figures {
        try output.line("\(figure.label)\t\(figure.figure)\t\(figure.unit)")
      }
      try output.line(
        "\(report) \(receipt == nil ? "was frozen before" : "is frozen"): "
          + "\(frozen.basis.query.name) up to "
          + "\(cutOff), counted over the log's first "
          + "\(counted(Int(size), "event")), digest \(frozen.basis.resultSha256.prefix(16))…")
      try output.line("Count it again with: concord report check \(report)")
    }
  }
}
