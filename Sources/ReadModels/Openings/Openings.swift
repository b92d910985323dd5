internal import Cooperation
internal import Projections

/// What is wanted and offered, in one place: needs, vacancies and posts for interns.
enum Openings {
  /// In SQL: nobody is there any more: neither whose it is nor, if that one was absorbed, who survives.
  private static let isGone = """
    coalesce(s.status = 'suspended' AND (:on IS NULL OR s.suspended_on <= :on), 0)
      OR coalesce(s.ended_on < coalesce(:on, '9999-12-31'), 0)
    """

  /// The search box of the service platform (R21): by fragments of titles and names, by code, major,
  /// region and day.
  static let view = ViewDeclaration(
    "Openings", title: "Needs, vacancies and posts",
    "A need, a vacancy or a post for interns with whose it is; searched by fragments of titles and "
      + "names, as Chinese is written without spaces.",
    columns: [
      TableDeclaration.streamColumn,
      .text(
        "category", title: "Category", "NEED, VACANCY or HOST_POST.",
        values: ["NEED", "VACANCY", "HOST_POST"]),
      .text("side", nullable: true, title: "Side", "SUPPLY or DEMAND.", of: PBNeedTerms.Side.self),
      .text(
        "kind", nullable: true, title: "Kind", "INTERNSHIP, TALENT and so on.",
        of: PBNeedTerms.Kind.self),
      .text("title", nullable: true, title: "Title", "What it is called."),
      .organisation("organisation", title: "Organisation", "Whose it is."),
      .text("organisation_name", nullable: true, title: "Name", "The organisation's name now."),
      .text(
        "credit_code", nullable: true, title: "Credit code",
        "The organisation's Unified Social Credit Code (GB 32100)."),
      .text("industry", nullable: true, title: "Industry", "The organisation's, GB/T 4754."),
      .text("region", nullable: true, title: "Region", "GB/T 2260, 2, 4 or 6 digits."),
      .text("majors", nullable: true, title: "Majors", "6 digits each; nothing for any."),
      .integer(
        "places", nullable: true, title: "Places", unit: "people or pieces",
        "How many are not taken, of a vacancy all for readers who see no small cells; nothing when "
          + "nobody says."),
      .flag(
        "is_open", title: "Open",
        "1 while it stands, on the day asked for, and whose it is has neither ended nor rests; of an "
          + "absorbed organisation its survivor. What one on a blacklist offers still stands: a match passes "
          + "it over."),
      .date("from_day", nullable: true, title: "From", "Its first day."),
      .date("to_day", nullable: true, title: "Until", "Its last day."),
      .day("published_on", title: "Published", "When it was first published or last offered."),
      .confirmed,
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      WITH RECURSIVE \(Aliases.asked("on")),
      \(Aliases.resolution(of: "organisation_alias")),
      opening AS (
        SELECT stream, 'NEED' AS category, side, kind, title, organisation, region, majors,
          open_quantity AS places, phase = 'open' AS stands, from_day, to_day, published_on,
          is_confirmed FROM need
        UNION ALL
        SELECT stream, 'VACANCY', 'DEMAND', CASE WHEN is_internship THEN 'INTERNSHIP' ELSE 'TALENT' END,
          title, employer, region, majors,
          -- Who may see no small cell is told neither that few came nor, as in Vacancies, by a phase.
          CASE WHEN :hides_small_cells THEN headcount WHEN phase = 'filled' THEN 0
            ELSE max(0, headcount - filled) END,
          phase = 'published' OR (:hides_small_cells AND phase = 'filled'
            AND \(Vacancies.tellsOfFew)),
          from_day, to_day, published_on, is_confirmed
        FROM vacancy WHERE published_on IS NOT NULL
        UNION ALL
        SELECT stream, 'HOST_POST', 'DEMAND', 'INTERNSHIP', title, host, region, majors, places,
          phase = 'offered', from_day, to_day, offered_on, is_confirmed
        FROM host_post WHERE offered_on IS NOT NULL)
      SELECT p.stream, p.category, p.side, p.kind, p.title, p.organisation,
        o.name AS organisation_name, o.credit_code, o.industry, p.region, p.majors, p.places,
        p.stands AND NOT (\(isGone)) AND (:on IS NULL OR ((p.published_on IS NULL OR p.published_on <= :on)
          AND (p.from_day IS NULL OR p.from_day <= :on)
          AND (p.to_day IS NULL OR p.to_day >= :on))) AS is_open,
        p.from_day, p.to_day, p.published_on, p.is_confirmed
      FROM opening p LEFT JOIN organisation o ON o.stream = p.organisation
      LEFT JOIN resolved r ON r.member = p.organisation
      LEFT JOIN organisation s ON s.stream = coalesce(r.end_stream, p.organisation)
      WHERE :text IS NULL OR instr(lower(coalesce(p.title, '')), lower(:text))
        OR instr(lower(coalesce(o.name, '')), lower(:text)) OR o.credit_code = :text
      """,
      [
        ArgumentDeclaration(
          "text", .text, "A fragment of the title or of the organisation's name, or its whole code."
        ),
        ArgumentDeclaration("on", .date, "The day on which it is to be open."),
      ]))
}
