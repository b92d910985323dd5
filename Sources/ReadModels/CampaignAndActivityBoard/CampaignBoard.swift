internal import Projections

/// What campaigns have reached by a day, beside what they wanted.
enum CampaignBoard {
  static let view = ViewDeclaration(
    "CampaignBoard", short: "campaigns", title: "Campaigns",
    "A campaign that was launched by a day, and what was reached by then in it and in its parts; "
      + "organisations that were merged count once.",
    columns: Campaigns.campaign.columns.map(asked) + [
      count("visits_held", "Visits", "visits", "Visits that were held."),
      count("visits_going_out", "Going out", "visits", "Visits at the employer's."),
      count("visits_invited_in", "Invited in", "visits", "Visits at the school."),
      count("visits_online", "Online visits", "visits", "Visits that were held online."),
      count("employers_visited", "Employers visited", "organisations", "Distinct employers."),
      count(
        "employers_negotiated", "Employers negotiated with", "organisations",
        "Distinct employers with whom cooperation was talked about."),
      count(
        "employers_newly_developed", "Newly developed", "organisations",
        "Distinct employers new to the school."),
      count("activities_planned", "Activities planned", "activities", "Planned, cancelled or not."),
      count("activities_held", "Activities held", "activities", "Held."),
      count("activities_online", "Online activities", "activities", "Held online."),
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      WITH RECURSIVE \(Aliases.asked()),
      \(Aliases.resolution(of: "organisation_alias")),
      held AS MATERIALIZED (
        SELECT v.*, coalesce(r.end_stream, v.employer) AS counted
        FROM arg JOIN visit v ON v.held_on <= arg.until
        LEFT JOIN resolved r ON r.member = v.employer),
      done(board, part) AS (
        SELECT stream, stream FROM campaign
        UNION
        SELECT d.board, p.stream FROM done d JOIN campaign p ON p.parent = d.part),
      visits AS (
        SELECT d.board, count(*) AS held,
          count(*) FILTER (WHERE h.direction = 'GOING_OUT') AS going_out,
          count(*) FILTER (WHERE h.direction = 'INVITED_IN') AS invited_in,
          count(*) FILTER (WHERE h.mode = 'ONLINE') AS online,
          count(DISTINCT h.counted) AS employers,
          count(DISTINCT h.counted) FILTER (WHERE h.is_negotiated) AS negotiated,
          count(DISTINCT h.counted) FILTER (WHERE h.is_newly_developed) AS developed
        FROM done d JOIN held h ON h.campaign = d.part GROUP BY d.board),
      activities AS (
        SELECT d.board, count(*) FILTER (WHERE a.planned_on <= arg.until) AS planned,
          count(*) FILTER (WHERE a.held_on <= arg.until) AS held,
          count(*) FILTER (WHERE a.held_on <= arg.until AND a.mode = 'ONLINE') AS online
        FROM arg JOIN done d JOIN activity a ON a.campaign = d.part GROUP BY d.board),
      parties AS (
        SELECT d.board, count(DISTINCT coalesce(r.end_stream, p.organisation)) AS there
        FROM arg JOIN done d JOIN campaign_participant p ON p.stream = d.part
        LEFT JOIN resolved r ON r.member = p.organisation
        WHERE p.joined_on <= arg.until AND (p.left_on IS NULL OR p.left_on > arg.until)
        GROUP BY d.board)
      SELECT \(columns.joined(separator: ", ")), coalesce(v.held, 0) AS visits_held, coalesce(v.going_out, 0) AS visits_going_out,
        coalesce(v.invited_in, 0) AS visits_invited_in, coalesce(v.online, 0) AS visits_online,
        coalesce(v.employers, 0) AS employers_visited,
        coalesce(v.negotiated, 0) AS employers_negotiated,
        coalesce(v.developed, 0) AS employers_newly_developed,
        coalesce(a.planned, 0) AS activities_planned, coalesce(a.held, 0) AS activities_held,
        coalesce(a.online, 0) AS activities_online
      FROM arg JOIN campaign c \(Earlier.joining("campaign", as: "c", on: "arg.until"))
      LEFT JOIN visits v ON v.board = c.stream
      LEFT JOIN activities a ON a.board = c.stream
      LEFT JOIN parties p ON p.board = c.stream
      WHERE c.launched_on <= arg.until
      """,
      [.until]))

  private static func asked(_ column: ColumnDeclaration) -> ColumnDeclaration {
    guard column.name == "participants" else { return column }
    return count(
      column.name, column.title, "organisations",
      "Distinct organisations that take part in it and in its parts at the end of the day.")
  }

  /// The columns of a campaign as it stood at the end of the day, in SQL, `c` being its row.
  private static let columns = Campaigns.campaign.columns.map { column in
    switch column.name {
    case "phase": "iif(c.closed_on > arg.until, 'launched', c.phase) AS phase"
    case "closed_on": "iif(c.closed_on <= arg.until, c.closed_on, NULL) AS closed_on"
    case "to_day": Campaigns.lastDay(of: "c") + " AS to_day"
    case "participants": "coalesce(p.there, 0) AS participants"
    default: "c." + column.name
    }
  }

  private static func count(
    _ name: String, _ title: String, _ unit: String, _ definition: String
  ) -> ColumnDeclaration {
    .integer(name, title: title, unit: unit, definition)
  }

  /// Who takes part in which campaign.
  static let participants = ViewDeclaration(
    "CampaignParticipants", title: "Campaign participants", of: Campaigns.campaignParticipant)
}
