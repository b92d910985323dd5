internal import Cooperation
internal import Projections

/// The six rates and the knowledge rate of a class, as of a cut-off.
///
/// The denominator is everybody who was of the class at the end of the cut-off; one person with two records
/// counts once a school and major, and schools that are one through mergers count as one; a school
/// that became another by law is shown under its own name too. An outcome counts with what it said at
/// the end of the cut-off. Contested ones, those in open disputes and those that a review holds back
/// are counted as contested and known to nobody.
enum OutcomeStatistics {
  /// The rates by which categories they count, in the order in which they are shown.
  ///
  /// Source: the destination codes of the national registration; the split into agreement and
  /// contract, other forms and further study is that of the newer scheme (unverified).
  private static let rates = """
    rate(place, name, codes) AS (VALUES
      (1, 'TOTAL', ' 10 11 12 27 46 50 51 75 76 80 85 '),
      (2, 'AGREEMENT_OR_CONTRACT', ' 10 11 27 46 50 51 '),
      (3, 'OTHER_FORMS', ' 12 75 76 '),
      (4, 'FURTHER_STUDY', ' 80 85 '),
      (5, 'WAITING', ' 70 '),
      (6, 'NOT_SEEKING', ' 71 72 '),
      (7, 'KNOWLEDGE', ' 10 11 12 27 46 50 51 70 71 72 75 76 80 85 '))
    """

  /// The rates' places.
  private static let places = 1...7

  /// One row a school that was, or is one with what was, another before a law made them one: `part` is
  /// that other, the last on the chain of mergers before the first that is no mere duplicate.
  private static let parts = """
    parts AS MATERIALIZED (
      SELECT member, at AS part FROM (
        SELECT c.member AS member, c.at AS at, min(length(c.path)) FROM organisations_chain c
        JOIN organisations_link k ON k.stream = c.at
        JOIN organisation_alias a ON a.stream = c.at AND a.reason = 'LEGAL_MERGER'
        WHERE c.is_cycle = 0 GROUP BY c.member))
    """

  /// One row an enrolment, with the two digits of the category that counts at the cut-off.
  ///
  /// `school` is the one that the school is now; `part` the one that it was, where it became another
  /// by law.
  private static let known = """
    known AS MATERIALIZED (
      SELECT e.class_year, coalesce(s.school_level, 'UNKNOWN') AS level,
        coalesce(o.end_stream, e.school) AS school,
        coalesce(q.part, o.end_stream, e.school) AS part,
        coalesce(\(CodeVintage.told("e.major", "c", of: "majors")), 'UNKNOWN') AS major,
        coalesce(r.end_stream, e.person) AS person,
        CASE WHEN d.is_counted THEN substr(d.category, 1, 2) END AS code,
        coalesce(d.is_counted AND d.phase = 'confirmed', 0) AS is_agreed,
        coalesce(d.stream IS NOT NULL AND NOT d.is_counted, 0) AS is_contested
      FROM arg JOIN enrolled e ON e.class_year IS NOT NULL
        AND (arg.class_year IS NULL OR e.class_year = CAST(arg.class_year AS INTEGER))
      LEFT JOIN organisations o ON o.member = e.school
      LEFT JOIN parts q ON q.member = e.school
      LEFT JOIN organisation s ON s.stream = coalesce(o.end_stream, e.school)
      LEFT JOIN resolved r ON r.member = e.person
      LEFT JOIN majors c ON c.code = e.major
      LEFT JOIN (
        SELECT p.stream, p.enrolment, p.category, p.phase,
          p.phase <> 'contested' AND p.is_confirmed
            AND NOT \(Outcomes.isDisputed("p.stream", on: "arg.until")) AS is_counted
        FROM arg JOIN outcome_period p
          ON p.from_day <= arg.until AND (p.to_day IS NULL OR p.to_day > arg.until)
      ) d ON d.enrolment = e.stream)
    """

  /// One row a graduate, of schools as they are now, and of those that several became.
  private static let graduates = """
    graduate AS MATERIALIZED (
      SELECT class_year, level, school, major, person, max(code) AS code,
        max(is_agreed) AS is_agreed, max(is_contested) AS is_contested
      FROM known GROUP BY class_year, level, school, major, person),
    merged AS MATERIALIZED (SELECT DISTINCT school FROM known WHERE part <> school),
    former AS MATERIALIZED (
      SELECT k.class_year, k.level, k.school, k.part, k.major, k.person, max(k.code) AS code,
        max(k.is_agreed) AS is_agreed, max(k.is_contested) AS is_contested
      FROM merged m JOIN known k ON k.school = m.school
      GROUP BY k.class_year, k.level, k.school, k.part, k.major, k.person)
    """

  /// The cells of a class: all, by level, by school, by major, each within the one before; and by what
  /// a merged school was, within the school.
  ///
  /// Here and below nothing is named twice that needn't be: SQLite writes out what a name stands for at
  /// each of its places before it runs anything, and names of names multiply.
  private static let cells = """
    cell AS MATERIALIZED (
      SELECT depth, class_year, iif(depth > 0, level, 'ALL') AS level,
        iif(depth > 1, school, 'ALL') AS school, iif(depth > 2, major, 'ALL') AS major,
        person, code, is_agreed, is_contested, iif(depth > 1, school, 'ALL') AS whole
      FROM graduate CROSS JOIN (SELECT column1 AS depth FROM (VALUES (0), (1), (2), (3)))
      UNION ALL
      SELECT 4, class_year, level, part, 'ALL', person, code, is_agreed, is_contested, school
      FROM former),
    total AS MATERIALIZED (
      SELECT depth, class_year, level, school, major, count(*) AS denominator,
        sum(is_agreed) AS agreed, sum(is_contested) AS contested, max(whole) AS whole
      FROM cell GROUP BY depth, class_year, level, school, major),
    coded AS MATERIALIZED (
      SELECT depth, class_year, level, school, major, code, count(*) AS people
      FROM cell GROUP BY depth, class_year, level, school, major, code),
    figure AS MATERIALIZED (
      SELECT c.depth, c.class_year, c.level, c.school, c.major, r.place, r.name AS rate,
        coalesce(sum(c.people) FILTER (WHERE instr(r.codes, ' ' || c.code || ' ')), 0) AS numerator
      FROM coded c JOIN rate r GROUP BY c.depth, c.class_year, c.level, c.school, c.major, r.place)
    """

  /// Which cells are hidden from those who may see no small ones.
  ///
  /// A cell is small when it, or those in it of whom a figure speaks or doesn't, are one to four. A
  /// single hidden cell could be computed from its total, so the next larger one goes with it, until
  /// those hidden are five at least, and nobody or five at least by each figure. What stands within a
  /// hidden cell is hidden too, or its parts would add up to it.
  ///
  /// It is found of whole classes, whatever part is asked for: what is left out of a part must not be
  /// what another question gives.
  private static let hiding = """
    small AS MATERIALIZED (
      SELECT depth, class_year, level, school, major, t.denominator, t.agreed, t.contested,
        \(places.map { "max(f.numerator) FILTER (WHERE f.place = \($0)) AS rate_\($0)" }
          .joined(separator: ", ")),
        max(t.denominator < 5 OR t.agreed BETWEEN 1 AND 4 OR t.contested BETWEEN 1 AND 4
          OR f.numerator BETWEEN 1 AND 4 OR t.denominator - f.numerator BETWEEN 1 AND 4) AS is_small,
        CASE depth WHEN 4 THEN t.whole WHEN 3 THEN school WHEN 2 THEN level ELSE '' END AS parent,
        t.whole AS whole
      FROM total t JOIN figure f USING (depth, class_year, level, school, major)
      GROUP BY depth, class_year, level, school, major),
    ranked AS MATERIALIZED (
      SELECT *, count(*) OVER siblings AS earlier,
        sum(denominator) OVER siblings AS people_before,
        (\(SmallCells.fewBefore(["agreed", "contested"]
          + places.flatMap { ["rate_\($0)", "denominator - rate_\($0)"] }))) AS is_few_before,
        max(is_small) OVER (PARTITION BY depth, class_year, place, parent) AS has_small
      FROM (SELECT *, CASE WHEN depth < 2 THEN '' ELSE level END AS place FROM small)
      WINDOW siblings AS (
        PARTITION BY depth, class_year, place, parent
        ORDER BY is_small DESC, denominator, level, school, major
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
    own AS MATERIALIZED (
      SELECT depth, class_year, level, school, major, whole,
        is_small OR (has_small AND (earlier = 1 OR people_before < 5 OR is_few_before))
          AS is_hidden
      FROM ranked),
    hidden AS MATERIALIZED (
      SELECT depth, class_year, level, school, major, whole,
        is_hidden
          OR coalesce(max(is_hidden) FILTER (WHERE depth = 0) OVER (PARTITION BY class_year), 0)
          OR coalesce(
            max(is_hidden) FILTER (WHERE depth = 1) OVER (PARTITION BY class_year, level), 0)
          OR coalesce(
            max(is_hidden) FILTER (WHERE depth = 2) OVER (PARTITION BY class_year, level, whole), 0)
          AS is_hidden
      FROM own)
    """

  private static func figure(_ name: String) -> String {
    SmallCells.figure(name, hiddenWhere: "x.hides")
  }

  static let view = ViewDeclaration(
    "OutcomeStatistics", title: "Outcomes of classes",
    "One rate of one class, level, school and major as of a cut-off, counted from what is known now.",
    columns: [
      .integer("class_year", title: "Class", "The year in which the class graduates."),
      .text(
        "level", title: "School level", "A school's level; ALL for all of them.",
        values: PBOrganisationRegistered.SchoolLevel.words + ["UNKNOWN", "ALL"]),
      .text("school", title: "School", "The school's stream; ALL for all of them."),
      .text("major", title: "Major", "The catalogue's 6 digits; ALL for all of them."),
      .text(
        "rate", title: "Rate",
        "By the first two digits of the category: AGREEMENT_OR_CONTRACT 10, 11, 27, 46, 50 and 51; "
          + "OTHER_FORMS 12, 75 and 76; FURTHER_STUDY 80 and 85; TOTAL these three; WAITING 70; "
          + "NOT_SEEKING 71 and 72; KNOWLEDGE all: whose outcome is known at all.",
        values: [
          "TOTAL", "AGREEMENT_OR_CONTRACT", "OTHER_FORMS", "FURTHER_STUDY", "WAITING",
          "NOT_SEEKING", "KNOWLEDGE",
        ]),
      .integer(
        "numerator", nullable: true, title: "Numerator", unit: "graduates",
        "Graduates to whom the rate applies, by outcomes that nobody contests."),
      .integer(
        "denominator", nullable: true, title: "Denominator", unit: "graduates",
        "Everybody who was of the class at the end of the cut-off, whoever withdrew or went on in "
          + "another class later too."),
      .integer(
        "rate_hundredths", nullable: true, title: "Rate", unit: "hundredths of a percent",
        "Numerator of denominator, rounded down."),
      .integer(
        "known", nullable: true, title: "Known", unit: "graduates",
        "Graduates whose outcome is known; contested ones are not."),
      .integer(
        "agreed", nullable: true, title: "Confirmed", unit: "graduates",
        "Those of the known who confirmed their outcome themselves."),
      .integer(
        "contested", nullable: true, title: "Contested", unit: "graduates",
        "Graduates whose outcome is contested, disputed or under review; in no numerator."),
      .text(
        "counts_as", nullable: true, title: "Counts as",
        "The school that this one became by a merger, in whose rows its graduates are counted too."),
      .day("cut_off", title: "Cut-off", "Facts up to that day are counted."), .hidden,
    ], keyColumnCount: 5,
    content: .parameterised(
      """
      WITH RECURSIVE arg AS (
        SELECT NULL AS claim, coalesce(:until, '9999-12-31') AS until, :class_year AS class_year,
          :school AS school, :region AS region),
      \(CodeVintage.mapping(of: .majors, as: "majors")),
      \(Aliases.resolution(of: "person_alias")),
      \(Aliases.resolution(of: "organisation_alias", as: "organisations")),
      \(rates), \(parts), \(Enrolments.enrolled), \(known), \(graduates), \(cells), \(hiding)
      SELECT f.class_year, f.level, f.school, f.major, f.rate,
        \(figure("f.numerator")) AS numerator,
        \(figure("t.denominator")) AS denominator,
        (\(figure("f.numerator"))) * 10000 / (\(figure("t.denominator"))) AS rate_hundredths,
        \(figure("k.numerator")) AS known,
        \(figure("t.agreed")) AS agreed,
        \(figure("t.contested")) AS contested,
        CASE f.depth WHEN 4 THEN x.whole END AS counts_as,
        nullif((SELECT until FROM arg), '9999-12-31') AS cut_off, x.hides AS is_hidden
      FROM figure f
      JOIN total t ON t.depth = f.depth AND t.class_year = f.class_year AND t.level = f.level
        AND t.school = f.school AND t.major = f.major
      JOIN figure k ON k.place = 7 AND k.depth = f.depth AND k.class_year = f.class_year
        AND k.level = f.level AND k.school = f.school AND k.major = f.major
      JOIN (SELECT depth, class_year, level, school, major, whole,
          is_hidden AND :hides_small_cells AS hides FROM hidden) x
        ON x.depth = f.depth AND x.class_year = f.class_year AND x.level = f.level
        AND x.school = f.school AND x.major = f.major
      JOIN arg LEFT JOIN organisations o ON o.member = arg.school
      LEFT JOIN parts q ON q.member = arg.school
      LEFT JOIN organisation s ON s.stream = f.school
      \(Earlier.joining("organisation", as: "s", on: "arg.until"))
      -- What the surviving school was by itself has no name of its own.
      WHERE (f.depth < 4 OR f.school <> x.whole)
        AND (arg.school IS NULL
          OR f.school IN (coalesce(o.end_stream, arg.school), coalesce(q.part, arg.school)))
        AND (arg.region IS NULL
          OR substr(\(Earlier.told("region", of: "s")), 1, length(arg.region)) = arg.region)
      """,
      [
        ArgumentDeclaration("until", .date, "The cut-off: later facts are not counted."),
        ArgumentDeclaration("class_year", .integer, "Only the class of this year."),
        .stream(
          "school", of: .organisation, orAll: true,
          "Only rows of this school, none of ALL schools; with ALL only those."),
        .region(
          "region",
          "Only rows of schools whose region code begins so, none of ALL schools."),
        CodeVintage.argument,
      ]))
}
