import ArgumentParser
import Cooperation
import Deciding
import EventLog
import EventModel
import HTTPAPI
import MatchSearch
import Projections

extension ReportVerbs {
  /// `concord report check`
  struct Check: Verb {
    static let configuration = CommandConfiguration(
      abstract: "Count a frozen report again, over the events it was counted over.",
      discussion: """
        The log is folded as it was then, into a temporary directory. Exit code 1 when this program \
        gives another answer than the one that was frozen.
        """)

    @Argument(help: ArgumentHelp("The report's stream, as report-2023.", valueName: "report"))
    var report: String

    @OptionGroup var data: DataOptions
    @OptionGroup var format: FormatOptions

    var interruption: Interruption.Manner { .wholeOrNothing }

    func validate() throws { _ = try namedStream(report, Report.category, "REPORT") }

    func run() async throws {
      let workspace = try ReadOnlyWorkspace(Place(path: data.path))
      defer { workspace.close() }
      let stream = try StreamName(validating: report)
      guard let known = try workspace.log.history(of: stream).state(Report.self),
        let basis = known.basis
      else { throw Failure(.damageOrRefused, "there is no \(report) in the log") }
      guard basis.origin != .typed, basis.hasTreeSize else {
        throw Failure(
          .damageOrRefused,
          "the figures of \(report) were typed in from what was published: there is nothing to count"
        )
      }
      let asOf = try AsOf(
        workspace.log, before: Position(basis.treeSize),
        occurredUntil: basis.hasOccurredUntil
          ? try Moment(validating: basis.occurredUntil) : nil)
      guard asOf.end == Position(basis.treeSize) else {
        throw Failure(
          .damageOrRefused,
          "\(report) says it was counted over \(basis.treeSize) events, which is no border of an "
            + "append of this log")
      }
      let (answer, standstill) = try await workspace.log.withViews(asOf: asOf) { views in
        (try await CountedAnswer(to: basis.query, from: views), try await Standstill(of: views))
      }
      let figures = known.frozen?.figures ?? []
      let isSame =
        answer.sha256 == basis.resultSha256 && (figures.isEmpty || figures == answer.figures)
      try tell(basis, answer, isSame)
      if let standstill { Output.complain(standstill.sentence) }
      if !isSame { throw Failure(.damageOrRefused, nil) }
    }

    private func tell(_ basis: PBReportBasis, _ answer: CountedAnswer, _ isSame: Bool) throws {
      let output = Output.standard
      let version = Concord.configuration.version
      if format.isJSON {
        try output.json { json in
          json.object {
            $0.field("report", report)
            $0.field("same", isSame)
            $0.field("treeSize", Int64(basis.treeSize))
            $0.field("frozenSha256", basis.resultSha256)
            $0.field("countedSha256", answer.sha256)
            $0.field("frozenBy", basis.hasCodeVersion ? basis.codeVersion : nil)
            $0.field("countedBy", version)
          }
        }
        return
      }
      for figure in answer.figures {
        try output.line("\(figure.label)\t\(figure.figure)\t\(figure.unit)")
      }
      guard !isSame else {
        return try output.line(
          "\(report) says what is counted again over the first \(grouped(Int(basis.treeSize))) "
            + "events.")
      }
      let by = basis.hasCodeVersion ? "Concord \(basis.codeVersion)" : "an unnamed program"
      Output.complain(
        "\(report) was frozen by \(by) with digest \(basis.resultSha256.prefix(16))…; Concord "
          + "\(version) counts \(answer.sha256.prefix(16))…")
    }
  }
}
