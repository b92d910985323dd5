internal import Cooperation
internal import Projections

/// Graduates by major beside the posts that are open to them.
enum SupplyDemandGap {
  static let view = ViewDeclaration(
    "SupplyDemandGap", title: "Graduates and posts by major",
    "Graduates of one major, class and zone, and posts for that major in vacancies published there "
      + "in a quarter of the class's year; posts open to any major stand under ANY.",
    columns: [
      .text("zone", title: "Zone", "The first 4 digits of the region; UNKNOWN when nobody says."),
      .text("quarter", title: "Quarter", "As 2023-Q2, in which vacancies were published."),
      .text("major", title: "Major", "The catalogue's 6 digits, or ANY."),
      .integer(
        "graduates", nullable: true, title: "Graduates", unit: "people",
        "Of the class that graduates in that year at schools of the zone, withdrawn ones left out."),
      .integer("posts", title: "Posts", unit: "posts", "Headcounts of vacancies, where known."),
      .integer(
        "gap", nullable: true, title: "Gap", unit: "posts",
        "Posts minus graduates: below 0 there are more graduates."),
      .hidden,
    ], keyColumnCount: 3,
    content: .parameterised(
      """
      WITH RECURSIVE \(Aliases.now),
      \(Aliases.resolution(of: "person_alias")),
      \(Aliases.resolution(of: "organisation_alias", as: "organisations")),
      \(CodeVintage.mapping(of: .regions, as: "regions")),
      \(CodeVintage.mapping(of: .majors, as: "majors")),
      wanted AS (SELECT DISTINCT m.stream, \(CodeVintage.told("m.major", "c", of: "majors")) AS major
        FROM vacancy_major m LEFT JOIN majors c ON c.code = m.major),
      demand AS MATERIALIZED (
        SELECT coalesce(\(zone("v.region")), 'UNKNOWN') AS zone,
          substr(v.published_on, 1, 4) AS year,
          substr(v.published_on, 1, 4) || '-Q'
            || ((CAST(substr(v.published_on, 6, 2) AS INTEGER) + 2) / 3) AS quarter,
          coalesce(m.major, 'ANY') AS major, coalesce(sum(v.headcount), 0) AS posts
        FROM vacancy v LEFT JOIN wanted m ON m.stream = v.stream
        LEFT JOIN regions g ON g.code = v.region
        WHERE v.published_on IS NOT NULL AND v.is_internship = 0 GROUP BY 1, 2, 3, 4),
      supply AS MATERIALIZED (
        SELECT coalesce(\(zone("s.region")), 'UNKNOWN') AS zone,
          CAST(e.class_year AS TEXT) AS year, \(CodeVintage.told("e.major", "c", of: "majors")) AS major,
          count(DISTINCT coalesce(r.end_stream, e.person)) AS graduates
        FROM enrolment e LEFT JOIN organisations o ON o.member = e.school
        LEFT JOIN organisation s ON s.stream = coalesce(o.end_stream, e.school)
        LEFT JOIN regions g ON g.code = s.region LEFT JOIN majors c ON c.code = e.major
        LEFT JOIN resolved r ON r.member = e.person
        WHERE e.status <> 'withdrawn' AND e.major IS NOT NULL AND e.class_year IS NOT NULL
        GROUP BY 1, 2, 3),
      -- The graduates of a zone's class are counted by a measure, so one major could be what the
      -- others leave.
      told AS MATERIALIZED (\(SmallCells.hiding(
        "supply", figures: ["graduates"], size: "graduates",
        within: ["zone", "year"], order: ["major"]))),
      quarters(name) AS (VALUES ('Q1'), ('Q2'), ('Q3'), ('Q4')),
      cells AS (
        SELECT zone, quarter, year, major FROM demand
        UNION SELECT zone, year || '-' || name, year, major FROM supply JOIN quarters),
      both_sides AS (
        SELECT c.zone, c.quarter, c.major, coalesce(s.graduates, 0) AS graduates,
          coalesce(d.posts, 0) AS posts, coalesce(s.hides, 0) AS hides
        FROM cells c LEFT JOIN demand d ON d.zone = c.zone AND d.quarter = c.quarter
          AND d.major = c.major
        LEFT JOIN told s ON s.zone = c.zone AND s.year = c.year AND s.major = c.major)
      SELECT zone, quarter, major, \(SmallCells.rounded("graduates")), posts,
        CASE WHEN NOT hides THEN posts - (\(SmallCells.toFive("graduates"))) END AS gap,
        hides AS is_hidden
      FROM both_sides
      """, [CodeVintage.argument]))

  /// The first four digits of a region; what has ended stands whole.
  private static func zone(_ column: String) -> String {
    let told = CodeVintage.told(column, "g", of: "regions")
    return "CASE WHEN \(told) LIKE '\(CodeVintage.unmapped)%' THEN \(told) "
      + "ELSE substr(\(told), 1, 4) END"
  }
}
