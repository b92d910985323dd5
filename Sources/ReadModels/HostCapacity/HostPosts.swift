internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Posts that hosts offer to interns.
struct HostPosts: StateProjection {
  typealias Folded = HostPost

  let name = "HostPosts"
  let version = 1
  let tables = [
    TableDeclaration(
      "host_post", "A post for interns as it stands now.",
      [
        .organisation("host", title: "Host", "Whose post it is."),
        .text("title", nullable: true, title: "Title", "What it is called."),
        .text("phase", title: "Phase", "known, offered or withdrawn."),
        .text("majors", nullable: true, title: "Majors", "6 digits each."),
        .text("region", nullable: true, title: "Region", "Where the work is."),
        .integer(
          "places", nullable: true, title: "Places", unit: "interns", "Interns at a time."),
        .integer(
          "post_staff", nullable: true, title: "Staff at the post", unit: "people",
          "The host's own staff at the same kind of post."),
        .text("from_day", nullable: true, title: "From", "Open to interns from then."),
        .text("to_day", nullable: true, title: "Until", "The last day."),
        .day("offered_on", title: "Offered", "When it was last offered."),
        .integer(
          "inspections", title: "Inspections", unit: "inspections", "How often schools came."),
        .integer("approvals", title: "Approvals", unit: "schools", "Schools that approve it."),
        .evidence, .confirmed,
      ], indexes: [["host"]])
  ]

  func addRows(of state: HostPost?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink) {
    guard let post = state else { return }
    let terms = post.terms
    rows.add([
      .text(facts.stream.text), SQLValue(post.host), SQLValue(field: terms.title),
      .text(post.phase.rawValue), terms.majors.words, SQLValue(field: terms.region),
      terms.hasPlaces ? SQLValue(terms.places) : .null,
      terms.hasPostStaff ? SQLValue(terms.postStaff) : .null, SQLValue(field: terms.from),
      SQLValue(field: terms.to), facts.day(post.offered), SQLValue(post.inspections.count),
      SQLValue(post.approvals.count), facts.evidence(PBHostPostOffered.eventType),
      facts.confirmed,
    ])
  }

  static let view = ViewDeclaration(
    "HostPosts", title: "Posts for interns", of: HostPosts().tables[0])
}

/// How many interns hosts may still take.
enum HostCapacity {
  /// The share of a host's staff that interns may make up is 10 %, and 20 % of those at one post.
  ///
  /// Source: internship regulations (2016), Art. 9; whether the text of 2021 keeps the numbers was
  /// not read (unverified, rule R09).
  static let view = ViewDeclaration(
    "HostCapacity", title: "Free places at hosts",
    "A host on a day: its staff, its interns at work, and the places left under 10 % of all staff "
      + "and 20 % of those at the offered posts (R09, unverified).",
    columns: [
      .text("host", title: "Host", "The organisation's stream."),
      .text("name", nullable: true, title: "Name", "Its name now."),
      .integer(
        "staff", nullable: true, title: "Staff", unit: "people", "On post, as last reported."),
      .people(
        "interns", title: "Interns", unit: "people",
        "At work there on the day."),
      .integer(
        "share_hundredths", nullable: true, title: "Share", unit: "hundredths of a percent",
        "Interns as shown of staff, rounded down; nothing when the staff is not known."),
      .integer(
        "free_under_10", nullable: true, title: "Free under 10 %", unit: "places",
        "A tenth of the staff minus interns as shown, not below 0; nothing when the staff is not "
          + "known."),
      .integer(
        "offered", title: "Offered", unit: "places", "Places at offered posts, where known."),
      .integer(
        "allowed_under_20", nullable: true, title: "Allowed under 20 %", unit: "places",
        "A fifth of the staff at offered posts, post by post; nothing when no post says."),
      .integer(
        "posts_unknown", title: "Unknown posts", unit: "posts",
        "Offered posts that don't say how many work there."), .hidden,
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      WITH RECURSIVE arg AS (SELECT NULL AS claim, coalesce(:on, '9999-12-31') AS until),
      \(Aliases.resolution(of: "organisation_alias")),
      at_work AS (
        SELECT coalesce(r.end_stream, p.host) AS host,
          count(DISTINCT coalesce(p.student, p.stream)) AS interns
        FROM arg JOIN placement p ON p.started_on <= arg.until
          AND (p.ended_on IS NULL OR p.ended_on > arg.until)
        LEFT JOIN resolved r ON r.member = p.host WHERE p.host IS NOT NULL GROUP BY 1),
      posts AS (
        SELECT coalesce(r.end_stream, h.host) AS host, coalesce(sum(h.places), 0) AS offered,
          sum(h.post_staff / 5) AS allowed, count(*) - count(h.post_staff) AS unknown
        FROM arg JOIN host_post h ON h.offered_on <= arg.until AND h.phase = 'offered'
          AND (h.to_day IS NULL OR h.to_day >= arg.until OR arg.until = '9999-12-31')
        LEFT JOIN resolved r ON r.member = h.host WHERE h.host IS NOT NULL GROUP BY 1),
      hosts AS (SELECT host FROM at_work UNION SELECT host FROM posts),
      counted AS (SELECT h.host, coalesce(w.interns, 0) AS interns,
          :hides_small_cells AND (\(SmallCells.few(["w.interns"]))) AS hides
        FROM hosts h LEFT JOIN at_work w ON w.host = h.host),
      shown AS (SELECT host, hides, \(SmallCells.rounded("interns")) FROM counted)
      SELECT h.host, o.name, o.staff_on_post AS staff, h.interns,
        CASE WHEN o.staff_on_post > 0 THEN h.interns * 10000 / o.staff_on_post END
          AS share_hundredths,
        max(0, o.staff_on_post / 10 - h.interns) AS free_under_10,
        coalesce(p.offered, 0) AS offered, p.allowed AS allowed_under_20,
        coalesce(p.unknown, 0) AS posts_unknown, h.hides AS is_hidden
      FROM shown h LEFT JOIN organisation o ON o.stream = h.host
      LEFT JOIN posts p ON p.host = h.host
      """, [ArgumentDeclaration("on", .date, "The day; as known now when missing.")]))
}
