internal import Projections

/// Sessions with who came and what they intend.
enum MatchmakingBoard {
  static let view = ViewDeclaration(
    "MatchmakingBoard", title: "Matchmaking sessions",
    "A session with the parties that came, by kind, their industries and the intentions recorded "
      + "there, beside what was announced; merged organisations count once.",
    columns: Sessions.session.columns + [
      count("parties", "Parties", "parties", "Distinct parties that came, registered or not."),
      count("companies", "Companies", "organisations", "Registered enterprises that came."),
      count("schools", "Schools", "organisations", "Registered schools that came."),
      count("industries", "Industries", "industries", "Distinct fields that parties stood for."),
      count(
        "intentions", "Intentions", "intentions",
        "Intentions recorded with this session, lapsed and withdrawn ones too."),
      count("converted", "Converted", "intentions", "Of these, those that led to an agreement."),
      .flag(
        "intentions_agree", nullable: true, title: "Intentions agree",
        "1 when the intentions recorded bear the announced number out by its word; nothing when none "
          + "was announced or the word says nothing."),
    ], keyColumnCount: 1,
    content: .query(
      """
      WITH RECURSIVE \(Aliases.now),
      \(Aliases.resolution(of: "organisation_alias")),
      came AS MATERIALIZED (
        SELECT p.stream AS session, coalesce(r.end_stream, p.party) AS party, o.kind, p.industry
        FROM session_party p LEFT JOIN resolved r ON r.member = p.organisation
        LEFT JOIN organisation o ON o.stream = coalesce(r.end_stream, p.organisation)),
      parties AS (
        SELECT session, count(DISTINCT party) AS parties,
          count(DISTINCT party) FILTER (WHERE kind = 'ENTERPRISE') AS companies,
          count(DISTINCT party) FILTER (WHERE kind = 'SCHOOL') AS schools,
          count(DISTINCT industry) AS industries
        FROM came GROUP BY session),
      meant AS (
        SELECT session, count(*) AS intentions,
          count(*) FILTER (WHERE phase = 'converted') AS converted
        FROM intention WHERE session IS NOT NULL GROUP BY session)
      SELECT s.*, coalesce(p.parties, 0) AS parties, coalesce(p.companies, 0) AS companies,
        coalesce(p.schools, 0) AS schools, coalesce(p.industries, 0) AS industries,
        coalesce(m.intentions, 0) AS intentions, coalesce(m.converted, 0) AS converted,
        \(Bounds.bearsOut(
          "s.announced_intentions", "s.announced_intentions_bound",
          counted: "coalesce(m.intentions, 0)")) AS intentions_agree
      FROM session s LEFT JOIN parties p ON p.session = s.stream
      LEFT JOIN meant m ON m.session = s.stream
      """))

  private static func count(
    _ name: String, _ title: String, _ unit: String, _ definition: String
  ) -> ColumnDeclaration {
    .integer(name, title: title, unit: unit, definition)
  }

  /// Who came to which session.
  static let parties = ViewDeclaration(
    "SessionParties", title: "Parties of sessions", of: Sessions.sessionParty)

  /// Why matches were not found.
  static let failures = ViewDeclaration(
    "SessionFailures", title: "Matches not found", of: Sessions.sessionFailure)
}
