internal import Cooperation
internal import Projections

/// How many interns hosts may still take.
enum HostCapacity {
  /// The share of a host's staff that interns may make up is 10 %, and 20 % of those at one post.
  ///
  /// Source: internship regulations (2016), Art. 9; whether the text of 2021 keeps the numbers was
  /// not read (unverified, rule R09).
  static let view = ViewDeclaration(
    "HostCapacity", title: "Free places at hosts",
    "A host on a day: its staff, its interns at work, the places left under 10 % of all staff and "
      + "20 % of those at the offered posts, and its places over all posts as R09 judges them "
      + "(unverified). Posts that were offered on the day count with their terms as they stand now.",
    columns: [
      .text("host", title: "Host", "The organisation's stream."),
      .text("name", nullable: true, title: "Name", "Its name now."),
      .integer(
        "staff", nullable: true, title: "Staff", unit: "people",
        "On post, as last reported by then."),
      .people(
        "interns", title: "Interns", unit: "people",
        "At work there on the day; those who only come to learn what the work is (COGNITION) are none."
      ),
      .integer(
        "share_hundredths", nullable: true, title: "Share", unit: "hundredths of a percent",
        "Interns as shown of staff, rounded down; nothing when the staff is not known."),
      .integer(
        "free_under_10", nullable: true, title: "Free under 10 %", unit: "places",
        "A tenth of the staff minus interns as shown, not below 0; nothing when the staff is not "
          + "known."),
      .integer(
        "offered", title: "Offered", unit: "places",
        "Places at posts that are open on the day, where known."),
      .integer(
        "allowed_under_20", nullable: true, title: "Allowed under 20 %", unit: "places",
        "A fifth of the staff at posts that are open on the day, posts of one title as one; nothing "
          + "when no post says."),
      .integer(
        "posts_unknown", title: "Unknown posts", unit: "posts",
        "Posts open on the day that don't say how many work there."),
      .integer(
        "places", nullable: true, title: "Places at once", unit: "places",
        "The most places at one post and all the host's posts that may hold interns at the same time, "
          + "as \(Rule.internRatio.number) adds them up; nothing when no post says."),
      .integer(
        "places_share_hundredths", nullable: true, title: "Places of staff",
        unit: "hundredths of a percent",
        "Places at once of staff, rounded down; nothing when the staff is not known."),
      .flag(
        "is_within_10", nullable: true, title: "Within 10 %",
        "1 when the places at once are no more than a tenth of that staff; the rule judges each offer "
          + "by the staff of its day."),
      .flag(
        "is_within_20", nullable: true, title: "Within 20 %",
        "1 when the places at posts of one title are nowhere more than a fifth of those who work at "
          + "it; nothing when that is not known of all."),
      .text(
        "ratio_findings", nullable: true, title: "Findings",
        "The open findings \(Rule.internRatio.number) of its posts, also those that can't be "
          + "assessed: streams with spaces between."),
      .hidden,
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      WITH RECURSIVE \(Aliases.asked("on")),
      \(Aliases.resolution(of: "organisation_alias")),
      at_work AS (
        SELECT coalesce(r.end_stream, p.host) AS host,
          count(DISTINCT coalesce(p.student, p.stream)) AS interns
        FROM arg JOIN placement p ON p.started_on <= arg.until AND p.kind IS NOT 'COGNITION'
          AND (p.ended_on IS NULL OR p.ended_on > arg.until)
        LEFT JOIN resolved r ON r.member = p.host WHERE p.host IS NOT NULL GROUP BY 1),
      post AS MATERIALIZED (
        SELECT h.stream, coalesce(r.end_stream, h.host) AS host, h.title, h.places, h.post_staff,
          h.from_day, h.to_day, EXISTS (SELECT 1 FROM host_post_offer f WHERE f.stream = h.stream
            AND f.from_day <= arg.until AND (f.to_day IS NULL OR f.to_day > arg.until))
            AS is_offered
        FROM arg JOIN host_post h
        LEFT JOIN resolved r ON r.member = h.host WHERE h.host IS NOT NULL),
      \(byTitle),
      \(atOnce),
      found AS (
        SELECT host, group_concat(finding, ' ') AS ratio_findings
        FROM (SELECT DISTINCT p.host, f.stream AS finding
          FROM finding f JOIN finding_subject s ON s.stream = f.stream
          JOIN post p ON p.stream = s.subject
          WHERE f.is_open = 1 AND f.rule = '\(Rule.internRatio.number)' ORDER BY 1, 2)
        GROUP BY host),
      hosts AS (SELECT host FROM at_work UNION SELECT host FROM post WHERE is_offered),
      counted AS (SELECT h.host, coalesce(w.interns, 0) AS interns,
          :hides_small_cells AND (\(SmallCells.few(["w.interns"]))) AS hides
        FROM hosts h LEFT JOIN at_work w ON w.host = h.host),
      shown AS (SELECT host, hides, \(SmallCells.rounded("interns")) FROM counted),
      house AS (SELECT o.stream, o.name, \(Earlier.told("staff_on_post", of: "o")) AS staff_on_post
        FROM arg JOIN organisation o
        \(Earlier.joining("organisation", as: "o", on: "arg.until")))
      SELECT h.host, o.name, o.staff_on_post AS staff, h.interns,
        CASE WHEN o.staff_on_post > 0 THEN h.interns * 10000 / o.staff_on_post END
          AS share_hundredths,
        max(0, o.staff_on_post / 10 - h.interns) AS free_under_10,
        coalesce(t.offered, 0) AS offered, t.allowed AS allowed_under_20,
        coalesce(t.unknown, 0) AS posts_unknown, n.places,
        CASE WHEN o.staff_on_post > 0 THEN n.places * 10000 / o.staff_on_post END
          AS places_share_hundredths,
        n.places * 10 <= o.staff_on_post AS is_within_10, n.is_within_20, f.ratio_findings,
        h.hides AS is_hidden
      FROM shown h LEFT JOIN house o ON o.stream = h.host
      LEFT JOIN (SELECT host, coalesce(sum(offered), 0) AS offered, sum(allowed) AS allowed,
          sum(unknown) AS unknown FROM by_title GROUP BY host) t ON t.host = h.host
      LEFT JOIN at_once n ON n.host = h.host LEFT JOIN found f ON f.host = h.host
      """, [ArgumentDeclaration("on", .date, "The day; as known now when missing.")]))

  /// A common table expression `by_title`: the posts of a host that are open on the day, those of one
  /// title together, as they are of one kind.
  private static let byTitle = """
      by_title AS (
        SELECT p.host, sum(p.places) AS offered, min(p.post_staff) / 5 AS allowed,
          count(*) - count(p.post_staff) AS unknown
        FROM arg JOIN post p ON p.is_offered
          AND (p.from_day IS NULL OR p.from_day <= arg.until)
          AND (p.to_day IS NULL OR p.to_day >= arg.until OR arg.until = '9999-12-31')
        GROUP BY p.host, p.title, CASE WHEN p.title IS NULL THEN p.stream END)
    """

  /// Common table expressions that end with `at_once`: the most places of a host at one instant while
  /// an offered post is there, as R09 judges each post.
  ///
  /// The same as `InternRatio` does, but for the staff, which is that of the day asked for. It is enough to look
  /// at the days on which posts begin.
  private static let atOnce = """
      instant AS (
        SELECT p.stream, p.host, p.title, p.post_staff, coalesce(p.from_day, '') AS day
        FROM post p WHERE p.is_offered AND p.places IS NOT NULL
        UNION
        SELECT p.stream, p.host, p.title, p.post_staff, q.from_day
        FROM post p JOIN post q ON q.host = p.host AND q.is_offered
          AND q.from_day BETWEEN coalesce(p.from_day, '') AND coalesce(p.to_day, '9999-12-31')
        WHERE p.is_offered AND p.places IS NOT NULL),
      beside AS (
        SELECT i.host, i.post_staff, sum(q.places) AS places,
          sum(q.places) FILTER (WHERE q.stream = i.stream OR q.title = i.title) AS places_of_kind
        FROM instant i JOIN post q ON q.host = i.host AND q.is_offered
          AND (q.stream = i.stream OR i.day
            BETWEEN coalesce(q.from_day, '') AND coalesce(q.to_day, '9999-12-31'))
        GROUP BY i.stream, i.day),
      at_once AS (
        SELECT host, max(places) AS places,
          CASE WHEN min(places_of_kind * 5 <= post_staff) = 0 THEN 0
            WHEN count(post_staff) = count(*) THEN 1 END AS is_within_20
        FROM beside GROUP BY host)
    """
}
