internal import Projections

/// Every published figure beside what was counted, evaluated whenever it is asked.
///
/// Each claim is counted by its measure, with its own arguments, over facts that occurred by the
/// earlier of the claim's day and the query's; a target by the query's day alone. The difference is
/// counted with synthetic fill minus claimed; the status looks at documented facts alone.
enum ClaimsLedger {
  private static let unit = "as its measure counts"

  static func view(_ measures: [CountingMeasure]) -> ViewDeclaration {
    let claim = Claims.claim.columns
    return ViewDeclaration(
      "ClaimsLedger", short: "claims", title: "Claims and counts",
      "A published figure beside what was counted: documented facts, and with synthetic fill.",
      columns: claim + [
        .day("counted_until", title: "Counted until", "Facts up to that day are counted."),
        .integer(
          "documented", nullable: true, title: "Documented", unit: unit,
          "Counted from documented facts alone."),
        .integer(
          "inferred", nullable: true, title: "Inferred", unit: unit, "Counted from inferred facts."),
        .integer(
          "synthetic", nullable: true, title: "Synthetic", unit: unit,
          "Counted from invented facts."),
        .integer(
          "with_fill", nullable: true, title: "With fill", unit: unit,
          "Counted from all facts: documented, inferred, synthetic, and those nobody graded. Of a "
            + "target's people to the nearest five for readers who see no small cells."),
        .integer(
          "difference", nullable: true, title: "Difference", unit: unit,
          "Counted with fill minus claimed."),
        .text(
          "status", title: "Status",
          "reproduced when documented facts alone bear the figure out, partial when they do not, "
            + "notComputable when there is nothing to count, nothing that may be shown, or nobody says "
            + "how exact the figure is meant.",
          values: ["reproduced", "partial", "notComputable"]),
        .flag(
          "is_contradicted", title: "Contradicted",
          "1 when documented facts alone are more than the figure, as its word means it, can be: no "
            + "further fact would bear it out. Of a target, and of what is not computable, 0."),
        .text(
          "obstacle", nullable: true, title: "Obstacle",
          "Why it is not computable: noMeasure, unknownMeasure, wrongArgument when its measure has no "
            + "such argument or the argument names what there is not, noFigure, notWhole of a figure "
            + "with decimals, noBound when nobody says how exact it is meant, hidden when nothing may "
            + "be shown.",
          values: [
            "noMeasure", "unknownMeasure", "wrongArgument", "noFigure", "notWhole", "noBound",
            "hidden",
          ]),
        .hidden,
      ], keyColumnCount: 1,
      content: .parameterised(sql(measures), [.until]))
  }

  private static func sql(_ measures: [CountingMeasure]) -> String {
    let columns = Claims.claim.columns.map { "c." + $0.name }.joined(separator: ", ")
    let counts = measures.map {
      $0.ledgerSQL(
        of: "claim", countedUntil: countedUntil, isCut: isCut, isRunning: "c.nature = 'TARGET'")
    }.joined(separator: "\nUNION ALL\n")
    let names = measures.map { "'\($0.name)'" }.joined(separator: ", ")
    return """
      SELECT \(columns), \(countedUntil) AS counted_until,
        n.documented, n.inferred, n.synthetic, n.with_fill,
        n.with_fill - c.claimed AS difference,
        CASE
          WHEN n.borne IS NULL OR \(bearsOut) IS NULL THEN 'notComputable'
          WHEN \(bearsOut) THEN 'reproduced'
          ELSE 'partial' END AS status,
        coalesce(c.nature IS NOT 'TARGET' AND \(contradicts), 0) AS is_contradicted,
        CASE
          WHEN c.measure IS NULL THEN 'noMeasure'
          WHEN c.measure NOT IN (\(names)) THEN 'unknownMeasure'
          WHEN n.claim IS NULL THEN 'wrongArgument'
          WHEN c.figure IS NULL THEN 'noFigure'
          WHEN c.claimed IS NULL THEN 'notWhole'
          WHEN coalesce(c.bound, 'UNKNOWN') = 'UNKNOWN' THEN 'noBound'
          WHEN n.borne IS NULL THEN 'hidden' END AS obstacle,
        coalesce(n.is_hidden, 0) AS is_hidden
      FROM claim c LEFT JOIN (\(counts)) n ON n.claim = c.stream
      """
  }

  /// Whether documented facts bear a claim out, in SQL; nothing where its word says nothing.
  private static let bearsOut =
    "(" + Bounds.bearsOut("c.claimed", "c.bound", counted: "n.borne") + ")"

  /// Whether documented facts contradict a claim, in SQL; nothing where its word says nothing.
  private static let contradicts =
    "(" + Bounds.contradicts("c.claimed", "c.bound", counted: "n.borne") + ")"

  /// Whether the day asked for is what a claim is counted until, or who published it may have chosen
  /// the people, in SQL.
  private static let isCut =
    "(c.counts_exactly = 0 OR (:until IS NOT NULL AND (c.nature = 'TARGET' OR c.spoken_of IS NULL "
    + "OR :until < c.spoken_of)))"

  /// Until when a claim is counted: in SQL, `c` being the claim.
  static let countedUntil = """
    CASE WHEN c.nature = 'TARGET' THEN coalesce(:until, '9999-12-31')
      ELSE min(c.spoken_of, coalesce(:until, '9999-12-31')) END
    """
}
