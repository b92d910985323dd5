internal import Projections

/// From the intention to the agreement, the class or placement, and the hire.
enum IntentionFunnel {
  static let view = ViewDeclaration(
    "IntentionFunnel", title: "Intentions and what came of them",
    "An intention with its agreement, the classes and internships under it, and those who stayed.",
    columns: Intentions.intention.columns + [
      .day(
        "agreement_signed_on", title: "Agreement signed",
        "When all parties had signed; nothing of one that was annulled."),
      .integer(
        "days_to_agreement", nullable: true, title: "Days to agreement", unit: "days",
        "From the intention to the signing."),
      .integer(
        "order_classes", title: "Order classes", unit: "classes", "Classes under the agreement."),
      .people(
        "placements", title: "Placements", unit: "placements",
        "Placements under the agreement that began."),
      .people(
        "hired", title: "Hired", unit: "people",
        "Students whom the host of such a placement took on, merged records and hosts as one."),
      .hidden,
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      SELECT \(Intentions.intention.columns.map(\.name).joined(separator: ", ")),
        agreement_signed_on, days_to_agreement, order_classes,
        \(SmallCells.rounded("placements", "hired")), hides AS is_hidden
      FROM (SELECT *, :hides_small_cells AND (\(SmallCells.few(["placements", "hired"]))) AS hides
        FROM (\(ways)))
      """, []))

  /// Intentions with what came of them, as it is.
  private static let ways = """
      WITH RECURSIVE \(Aliases.now),
      \(Aliases.resolution(of: "person_alias")),
      \(Aliases.resolution(of: "organisation_alias", as: "organisations")),
      came AS MATERIALIZED (
        SELECT w.agreement, count(*) FILTER (WHERE p.started_on IS NOT NULL) AS placements,
          count(DISTINCT CASE WHEN coalesce(x.end_stream, p.employer) = coalesce(h.end_stream, p.host)
            THEN coalesce(r.end_stream, p.student, p.stream) END) AS hired
        FROM (SELECT DISTINCT agreement FROM intention WHERE agreement IS NOT NULL) w
        JOIN internship_agreement n ON n.agreement = w.agreement
        JOIN placement p ON p.internship_agreement = n.stream
        LEFT JOIN resolved r ON r.member = p.student
        LEFT JOIN organisations h ON h.member = p.host
        LEFT JOIN organisations x ON x.member = p.employer
        GROUP BY w.agreement)
      SELECT i.*, a.signed_on AS agreement_signed_on,
        CAST(julianday(a.signed_on) - julianday(i.recorded_on) AS INTEGER) AS days_to_agreement,
        (SELECT count(*) FROM order_class c WHERE c.agreement = i.agreement) AS order_classes,
        coalesce(w.placements, 0) AS placements, coalesce(w.hired, 0) AS hired
      FROM intention i
      LEFT JOIN agreement a ON a.stream = i.agreement AND \(AgreementBoard.stands("a"))
      LEFT JOIN came w ON w.agreement = i.agreement
    """

  /// How many intentions came how far, and how long it took.
  static let measure = MeasureDeclaration(
    "intentions.funnel", title: "The way of intentions",
    "Intentions recorded in a period and how many came how far, as all is known now; the share is "
      + "that of all intentions, days are the median to the agreement.",
    arguments: [
      ArgumentDeclaration.since("Intentions before are left out."),
      ArgumentDeclaration("until", .date, "Intentions after are left out."),
      .stream("alliance", of: .alliance, "The alliance that brought them about."),
    ],
    columns: [
      .integer("step", title: "Step", "1 for the first step."),
      .text(
        "name", title: "Name",
        "What was reached: recorded, agreed, under way, hired; or how it ended."),
      .integer("numerator", title: "Reached", unit: "intentions", "How many came so far."),
      .integer("denominator", title: "All", unit: "intentions", "How many there are."),
      .integer(
        "share_hundredths", nullable: true, title: "Share", unit: "hundredths of a percent",
        "Reached of all, rounded down."),
      .integer(
        "median_days", nullable: true, title: "Median days", unit: "days",
        "From the intention to the signing, half of the agreed ones took at most so long."),
    ],
    sql: """
      WITH f AS MATERIALIZED (SELECT * FROM (\(ways))
        WHERE (:since IS NULL OR recorded_on >= :since) AND (:until IS NULL OR recorded_on <= :until)
          AND (:alliance IS NULL OR alliance = :alliance)),
      steps(step, name, numerator) AS (
        SELECT 1, 'recorded', count(*) FROM f
        UNION ALL SELECT 2, 'agreed', count(*) FROM f WHERE agreement_signed_on IS NOT NULL
        UNION ALL SELECT 3, 'underWay', count(*) FROM f WHERE order_classes > 0 OR placements > 0
        UNION ALL SELECT 4, 'hired', count(*) FROM f WHERE hired > 0
        UNION ALL SELECT 5, 'lapsed', count(*) FROM f WHERE phase = 'lapsed'
        UNION ALL SELECT 6, 'withdrawn', count(*) FROM f WHERE phase = 'withdrawn')
      SELECT s.step, s.name, s.numerator, n.amount,
        CASE WHEN n.amount > 0 THEN s.numerator * 10000 / n.amount END,
        CASE WHEN s.step = 2 THEN (
          SELECT days_to_agreement FROM f WHERE days_to_agreement IS NOT NULL
          ORDER BY days_to_agreement LIMIT 1
          OFFSET (SELECT (count(days_to_agreement) - 1) / 2 FROM f)) END
      FROM steps s, (SELECT count(*) AS amount FROM f) n ORDER BY s.step
      """)

  /// Why intentions came to nothing.
  static let lapses = MeasureDeclaration(
    "intentions.lapses", title: "Why intentions came to nothing",
    "Intentions that lapsed or were withdrawn, by reason.", arguments: [],
    columns: [
      .text("phase", title: "Phase", "lapsed or withdrawn."),
      .text("reason", nullable: true, title: "Reason", "As it was said."),
      .integer("count", title: "Count", unit: "intentions", "How many."),
    ],
    sql: """
      SELECT phase, reason, count(*) FROM intention WHERE phase IN ('lapsed', 'withdrawn')
      GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
      """)
}
