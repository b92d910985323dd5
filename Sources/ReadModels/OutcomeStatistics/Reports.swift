internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Published reports and frozen statistics: figures that never change afterwards.
struct Reports: StateProjection {
  typealias Folded = Report

  let name = "Reports"
  let version = 3
  static let report = TableDeclaration(
    "report", "A published or frozen set of figures, and what it was counted from.",
    [
      .text("title", nullable: true, title: "Title", "Its title."),
      .organisation("publisher", title: "Publisher", "Who published it."),
      .day("published_on", title: "Published", "When it was published."),
      .day("frozen_on", title: "Frozen", "When it was frozen."),
      .date("cut_off", nullable: true, title: "Cut-off", "The last day that counts in it."),
      .integer(
        "cut_off_by", nullable: true, title: "Cut-off by", unit: "µs since 1970-01-01T00:00Z",
        "The last moment of that day."),
      .text("measure", nullable: true, title: "Measure", "The measure or view that was asked."),
      .text("arguments", nullable: true, title: "Arguments", "Its arguments."),
      .integer(
        "tree_size", nullable: true, title: "Tree size", unit: "events",
        "The log's first so many events were counted."),
      .text(
        "occurred_until", nullable: true, title: "Occurred until", "Facts up to then counted."),
      .integer("ruleset_version", nullable: true, title: "Ruleset", "The rules in force."),
      .text("result_sha256", nullable: true, title: "Digest", "SHA-256 of the answer's bytes."),
      .text("url", nullable: true, title: "Address", "Where it can be read."),
      Reports.origin, Reports.codeVersion, .evidence, .confirmed,
    ])
  static let reportFigure = TableDeclaration(
    "report_figure", "A figure as it was published.",
    key: [.integer("number", title: "Number", "Which figure, from 0.")],
    [
      .text("label", nullable: true, title: "Label", "What it says."),
      .text("figure", nullable: true, title: "Figure", "An exact decimal."),
      .text("unit", nullable: true, title: "Unit", "Of what."),
      .integer(
        "numerator", nullable: true, title: "Numerator", unit: "as the figure says",
        "What was counted."),
      .integer(
        "denominator", nullable: true, title: "Denominator", unit: "as the figure says",
        "Of how many."),
      .integer(
        "contested", nullable: true, title: "Contested", unit: "facts",
        "Of the counted facts, those in open disputes then."),
    ])
  let tables = [Self.report, Self.reportFigure]

  private static let origin = ColumnDeclaration.text(
    "origin", nullable: true, title: "Origin",
    "COMPUTED by the query, and so again; TYPED from a published source; nothing when nobody said.",
    of: PBReportBasis.Origin.self)
  private static let codeVersion = ColumnDeclaration.text(
    "code_version", nullable: true, title: "Program", "The version of Concord that counted.")

  func addRows(of state: Report?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink) {
    guard let report = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let (published, frozen, basis) = (report.published, report.frozen, report.basis)
    let query = basis?.query
    let cutOff = frozen.flatMap { CivilDate(recorded: $0.cutOff) }
    let arguments = query?.arguments.map { $0.name + "=" + $0.value } ?? []
    let size = basis.flatMap { $0.hasTreeSize ? $0.treeSize : nil }
    let ruleset = basis.flatMap { $0.hasRulesetVersion ? $0.rulesetVersion : nil }
    rows.add(
      [
        stream, SQLValue(field: frozen?.title ?? published?.title ?? ""),
        SQLValue(field: published?.publisher ?? ""), facts.day(of: PBReportPublished.eventType),
        facts.day(report.frozenAt), SQLValue(field: frozen?.cutOff ?? ""),
        SQLValue(cutOff.map { Moment(.day($0)).latest(in: facts.zone) }),
        SQLValue(field: query?.name ?? ""), arguments.words, SQLValue(size),
        SQLValue(field: basis?.occurredUntil ?? ""), SQLValue(ruleset),
        SQLValue(field: basis?.resultSha256 ?? ""), SQLValue(field: published?.url ?? ""),
        SQLValue(basis?.origin.word), SQLValue(field: basis?.codeVersion ?? ""),
        facts.evidence(PBStatisticsFrozen.eventType, PBReportPublished.eventType), facts.confirmed,
      ], to: Self.report)
    let frozenFigures = frozen?.figures ?? []
    let figures = frozenFigures.isEmpty ? published?.figures ?? [] : frozenFigures
    for (number, figure) in figures.enumerated() {
      rows.add(
        [
          stream, SQLValue(number), SQLValue(field: figure.label), SQLValue(field: figure.figure),
          SQLValue(field: figure.unit), figure.hasNumerator ? SQLValue(figure.numerator) : .null,
          figure.hasDenominator ? SQLValue(figure.denominator) : .null,
          figure.hasContestedCount ? SQLValue(figure.contestedCount) : .null,
        ], to: Self.reportFigure)
    }
  }

  /// Reports as they may be seen. A digest is of figures that are neither hidden nor rounded: whoever
  /// tries some finds those that give it.
  static let view = ViewDeclaration(
    "Reports", title: "Reports",
    Reports.report.definition + " The digest is not told to readers who see no small cells, "
      + "unless it is of nobody.",
    columns: Reports.report.columns, keyColumnCount: 1,
    content: .parameterised(
      "SELECT \(Reports.report.columns.map { $0.name == "result_sha256" ? digest("r") : "r." + $0.name }.joined(separator: ", ")) FROM report r",
      []))

  /// In SQL: the digest of a report's answer, to whom it may be told.
  private static func digest(_ report: String) -> String {
    "CASE WHEN NOT :hides_small_cells OR \(report).measure IN (\(ofNobody)) "
      + "THEN \(report).result_sha256 END AS result_sha256"
  }

  /// The measures that count no people, in SQL; what nobody names may count some.
  private static let ofNobody = CooperationReadModels.counting.filter { !$0.countsPeople }
    .map { "'\($0.name)'" }.joined(separator: ", ")

  /// Frozen figures, as they were when they were frozen.
  static let frozen = ViewDeclaration(
    "FrozenStatistics", title: "Frozen statistics",
    "A figure of frozen statistics with its cut-off and the position it was counted at; what is "
      + "learnt later never changes it. Where the same was frozen before and few people have come or "
      + "gone since, readers who see no small cells see it to the nearest five. The digest is not "
      + "told to them, unless it is of nobody.",
    columns: [
      TableDeclaration.streamColumn,
      .integer("number", title: "Number", "Which figure, from 0; -1 where only a digest is kept."),
      .text("title", nullable: true, title: "Title", "The statistics' title."),
      .date("cut_off", nullable: true, title: "Cut-off", "The last day that counts."),
      .day("frozen_on", title: "Frozen", "When it was frozen."),
      .text("measure", nullable: true, title: "Measure", "The measure or view that was asked."),
      .text("arguments", nullable: true, title: "Arguments", "Its arguments."),
      .integer(
        "tree_size", nullable: true, title: "Tree size", unit: "events",
        "The log's first so many events were counted."),
      .text("label", nullable: true, title: "Label", "What the figure says."),
      .text("figure", nullable: true, title: "Figure", "An exact decimal."),
      .text("unit", nullable: true, title: "Unit", "Of what."),
      .integer(
        "numerator", nullable: true, title: "Numerator", unit: "as the figure says",
        "What was counted."),
      .integer(
        "denominator", nullable: true, title: "Denominator", unit: "as the figure says",
        "Of how many."),
      .integer(
        "contested", nullable: true, title: "Contested", unit: "facts",
        "Of the counted facts, those in open disputes then."),
      .text("result_sha256", nullable: true, title: "Digest", "SHA-256 of the answer's bytes."),
      origin, codeVersion, .hidden,
    ], keyColumnCount: 2,
    content: .parameterised(
      """
      WITH told AS (
        SELECT f.*, coalesce(numerator, denominator,
            CASE WHEN figure NOT GLOB '*[^0-9]*' THEN CAST(figure AS INTEGER) END, 0) AS size,
          CASE WHEN figure NOT GLOB '*[^0-9]*' THEN CAST(figure AS INTEGER) END AS whole,
          coalesce(r.measure NOT IN (\(ofNobody)), 1) AS of_people,
          coalesce(r.measure, r.title, '') AS asked, coalesce(f.label, f.number) AS what,
          coalesce(r.tree_size, 0) AS tree_size, r.frozen_on
        FROM report_figure f JOIN report r ON r.stream = f.stream AND r.frozen_on IS NOT NULL),
      -- Two that were frozen one after the other differ by those who came or went between.
      close AS (
        SELECT DISTINCT t.stream, t.number FROM told t JOIN told e
          ON e.asked = t.asked AND e.what = t.what AND t.of_people
            AND (e.frozen_on, e.tree_size, e.stream) < (t.frozen_on, t.tree_size, t.stream)
        WHERE abs(t.whole - e.whole) BETWEEN 1 AND 4
          OR abs(t.numerator - e.numerator) BETWEEN 1 AND 4
          OR abs(t.denominator - e.denominator) BETWEEN 1 AND 4
          OR abs(t.denominator - t.numerator - e.denominator + e.numerator) BETWEEN 1 AND 4),
      -- What the figures of one report are parts of, nobody says: so they are taken as parts of one.
      shown AS (\(SmallCells.hiding(
        "told",
        figures: ["size", "numerator", "denominator", "denominator - numerator", "contested"],
        where: "of_people", size: "size", within: ["stream"], order: ["number"])))
      SELECT r.stream, coalesce(f.number, -1) AS number, r.title, r.cut_off, r.frozen_on,
        r.measure, r.arguments, r.tree_size, f.label,
        CASE WHEN f.hides THEN NULL WHEN c.stream IS NULL OR NOT :hides_small_cells THEN f.figure
          -- A share of people can't be rounded so that it tells no more than they do.
          WHEN f.whole IS NOT NULL AND f.denominator IS NULL
            THEN CAST(\(rounded("f.whole")) AS TEXT) END AS figure, f.unit,
        CASE WHEN NOT f.hides THEN \(rounded("f.numerator")) END AS numerator,
        CASE WHEN NOT f.hides THEN \(rounded("f.denominator")) END AS denominator,
        CASE WHEN NOT f.hides THEN \(rounded("f.contested")) END AS contested,
        \(digest("r")), r.origin, r.code_version,
        coalesce(f.hides, 0) AS is_hidden
      FROM report r LEFT JOIN shown f ON f.stream = r.stream
      LEFT JOIN close c ON c.stream = f.stream AND c.number = f.number
      WHERE r.frozen_on IS NOT NULL
      """, []))

  private static func rounded(_ figure: String) -> String {
    SmallCells.toFive(figure, where: "\(SmallCells.blind) AND c.stream IS NOT NULL")
  }
}
