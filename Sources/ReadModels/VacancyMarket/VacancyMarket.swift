internal import Cooperation
internal import Projections

/// Posts, applications and hires side by side.
enum VacancyMarket {
  private static let period = [
    ArgumentDeclaration.since("Vacancies published before are left out."),
    ArgumentDeclaration("until", .date, "Vacancies published later are left out."),
    CodeVintage.argument,
  ]

  static let view = ViewDeclaration(
    "VacancyMarket", title: "Posts, applications and hires",
    "Vacancies of one industry, region and major that were published in a period, and what came of "
      + "them as is known now; a vacancy for several majors stands in each of them.",
    columns: [
      .text("industry", title: "Industry", "The employer's, GB/T 4754; UNKNOWN when nobody says."),
      .text("region", title: "Region", "Where the work is, GB/T 2260; UNKNOWN when nobody says."),
      .text("major", title: "Major", "The catalogue's 6 digits; ANY when open to all."),
      .integer("vacancies", title: "Vacancies", unit: "vacancies", "How many were published."),
      .integer("posts", title: "Posts", unit: "posts", "Their headcounts, where known."),
      .integer(
        "applications", nullable: true, title: "Applications", unit: "applications",
        "How many were handed in for them."),
      .integer(
        "offers", nullable: true, title: "Offers", unit: "applications",
        "How many led to an offer."),
      .integer(
        "hires", nullable: true, title: "Hires", unit: "people",
        "Accepted offers and posts reported as filled, whichever are more a vacancy."),
      .integer(
        "unfilled", nullable: true, title: "Unfilled", unit: "posts",
        "Posts minus hires, each vacancy by itself: what is hired beyond its posts fills no others. For "
          + "readers who see no small cells, all posts minus hires as shown."),
      .hidden,
    ], keyColumnCount: 3,
    content: .parameterised(
      """
      WITH RECURSIVE \(Aliases.asked()),
      \(Aliases.resolution(of: "organisation_alias")),
      \(CodeVintage.mapping(of: .industries, as: "industries")),
      \(CodeVintage.mapping(of: .regions, as: "regions")),
      \(CodeVintage.mapping(of: .majors, as: "majors")),
      wanted AS (SELECT DISTINCT m.stream, \(CodeVintage.told("m.major", "c", of: "majors")) AS major
        FROM vacancy_major m LEFT JOIN majors c ON c.code = m.major),
      counted AS MATERIALIZED (
        SELECT v.stream, v.headcount,
          coalesce(\(CodeVintage.told("o.industry", "i", of: "industries")), 'UNKNOWN') AS industry,
          coalesce(\(CodeVintage.told("v.region", "g", of: "regions")), 'UNKNOWN') AS region,
          coalesce(m.major, 'ANY') AS major,
          coalesce(a.applications, 0) AS applications, coalesce(a.offers, 0) AS offers,
          max(v.filled, coalesce(a.accepted, 0), CASE WHEN v.phase = 'filled'
            THEN coalesce(v.headcount, 0) ELSE 0 END) AS hires
        FROM vacancy v LEFT JOIN resolved r ON r.member = v.employer
        LEFT JOIN organisation o ON o.stream = coalesce(r.end_stream, v.employer)
        LEFT JOIN industries i ON i.code = o.industry
        LEFT JOIN regions g ON g.code = v.region
        LEFT JOIN wanted m ON m.stream = v.stream
        LEFT JOIN (SELECT vacancy, count(*) AS applications, count(offered_on) AS offers,
            count(*) FILTER (WHERE phase = 'accepted') AS accepted
          FROM application GROUP BY vacancy) a ON a.vacancy = v.stream
        WHERE v.published_on IS NOT NULL AND (:since IS NULL OR v.published_on >= :since)
          AND (:until IS NULL OR v.published_on <= :until)),
      cell AS (SELECT industry, region, major, count(*) AS vacancies,
          coalesce(sum(headcount), 0) AS posts, sum(applications) AS applications,
          sum(offers) AS offers, sum(hires) AS hires,
          sum(max(0, coalesce(headcount, 0) - hires)) AS left_open
        FROM counted GROUP BY industry, region, major),
      -- All applications together are counted by a measure, so one cell could be what they leave.
      shown AS (\(SmallCells.hiding(
        "cell",
        figures: ["applications", "offers", "hires", "applications - offers", "offers - hires"],
        size: "max(applications, hires)", within: [], order: ["industry", "region", "major"])))
      SELECT industry, region, major, vacancies, posts,
        \(SmallCells.rounded("applications", "offers", "hires")),
        CASE WHEN hides THEN NULL WHEN NOT \(SmallCells.blind) THEN left_open
          ELSE max(0, posts - (\(SmallCells.toFive("hires")))) END AS unfilled,
        hides AS is_hidden
      FROM shown
      """, period))

  /// Why posts stay unfilled and matches fail.
  static let reasons = MeasureDeclaration(
    "vacancies.unfilled-reasons", title: "Why posts stay unfilled",
    "Closed vacancies that were not filled by their reason, and failed matches of needs and at "
      + "sessions by theirs. For readers who see no small cells each closed vacancy counts in which few places "
      + "are or were filled, and others by places filled to the nearest five.",
    arguments: [],
    columns: [
      .text("source", title: "Source", "vacancy, need or session."),
      .text("reason", title: "Reason", "NO_SUITABLE_APPLICANT, TOO_FAR and so on."),
      .integer("count", title: "Count", unit: "vacancies or matches", "How many."),
    ],
    sql: """
      SELECT 'need', reason, sum(failures) FROM need_failure GROUP BY reason
      UNION ALL
      SELECT 'session', reason, sum(failures) FROM session_failure GROUP BY reason
      UNION ALL
      SELECT 'vacancy', coalesce(close_reason, 'UNKNOWN'), count(*) FROM vacancy
      WHERE phase = 'closed' AND (headcount IS NULL
        OR (\(SmallCells.blind) AND \(Vacancies.tellsOfFew))
        OR (\(SmallCells.toFive("filled"))) < headcount) GROUP BY 2
      ORDER BY 1, 3 DESC, 2
      """)
}
