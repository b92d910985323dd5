internal import Cooperation
internal import Projections

// Who is, or was on a day, in which alliance, asked in SQL.

extension Memberships {
  /// A condition: a time of membership holds at the end of a day: also the alliance is there still, and
  /// the organisation, which a deregistration ends (R31).
  ///
  /// - Parameters:
  ///   - period: a row of `membership_period`, in SQL.
  ///   - organisation: the row of the organisation that the member counts as.
  static func holds(_ period: String, of organisation: String, on day: String) -> String {
    """
    \(period).from_day <= \(day) AND (\(period).to_day IS NULL OR \(period).to_day > \(day))
      AND (\(organisation).ended_on IS NULL OR \(organisation).ended_on > \(day))
      AND NOT EXISTS (SELECT 1 FROM alliance body
        WHERE body.stream = \(period).alliance AND body.dissolved_on <= \(day))
    """
  }

  /// Members with their names and kinds.
  static let roster = ViewDeclaration(
    "AllianceRoster", short: "members", title: "Alliance members",
    "One organisation in one alliance, with its name and kind: as it stands now, or, of those that had "
      + "been admitted by the end of a day, as it stood then.",
    columns: Memberships.membership.columns.map(asked) + [
      .text("name", nullable: true, title: "Name", "The member's name now."),
      .text(
        "kind", nullable: true, title: "Kind", "ENTERPRISE, SCHOOL, HR_INSTITUTION and so on.",
        of: PBOrganisationRegistered.Kind.self),
      .text("industry", nullable: true, title: "Industry", "GB/T 4754."),
      .text("designations", nullable: true, title: "Designations", "As KEY."),
      .flag(
        "is_member", title: "Member",
        "1 when it is a member: admitted and not out again, of an alliance that is not dissolved, and "
          + "not deregistered itself."),
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      WITH RECURSIVE \(Aliases.asked()), \(Aliases.resolution(of: "organisation_alias")),
      stood AS (
        SELECT p.*, NOT EXISTS (SELECT 1 FROM membership_period x
          WHERE x.stream = p.stream AND x.period > p.period) AS is_last
        FROM arg JOIN membership_period p ON p.period = (SELECT max(x.period)
          FROM membership_period x WHERE x.stream = p.stream AND x.from_day <= arg.until))
      SELECT \(columns.joined(separator: ", ")), o.name, o.kind, o.industry, o.designations,
        s.stream IS NOT NULL AND \(holds("s", of: "now", on: "arg.until")) AS is_member
      FROM arg JOIN membership m LEFT JOIN stood s ON s.stream = m.stream
      LEFT JOIN organisation o ON o.stream = m.organisation
      LEFT JOIN resolved r ON r.member = m.organisation
      LEFT JOIN organisation now ON now.stream = coalesce(r.end_stream, m.organisation)
      WHERE :until IS NULL OR s.stream IS NOT NULL
      """,
      [
        ArgumentDeclaration(
          "until", .date,
          "The day at whose end is asked: who is admitted later is left out, who only applied too.")
      ]))

  private static func asked(_ column: ColumnDeclaration) -> ColumnDeclaration {
    guard column.name == "phase" else { return column }
    return .text(
      column.name, nullable: true, title: column.title,
      column.definition + " Nothing where it was out on the day asked for and came back since.",
      of: Membership.Phase.self)
  }

  /// The columns of a membership, in SQL, `m` being its row and `s` the time of membership that had
  /// begun last by the day, if there is one.
  private static let columns = Memberships.membership.columns.map { column in
    let then: String? =
      switch column.name {
      case "phase":
        """
        CASE WHEN s.to_day IS NULL OR s.to_day > arg.until THEN 'active'
          WHEN s.is_last THEN nullif(nullif(m.phase, 'active'), 'applied') END
        """
      case "role": "s.role"
      case "is_founding": "s.is_founding"
      case "admitted_on": "s.from_day"
      case "left_on": "CASE WHEN s.to_day <= arg.until THEN s.to_day END"
      case "evidence": "s.evidence"
      case "is_confirmed": "s.is_confirmed"
      default: nil
      }
    guard let then else { return "m.\(column.name)" }
    return "iif(:until IS NULL, m.\(column.name), \(then)) AS \(column.name)"
  }
}
