internal import Cooperation
internal import Projections

/// Who a record is by another id, at a date: chains of mergers resolved to their ends.
///
/// An alias has one way out, so a chain either ends or runs into a cycle, which only a mistake can
/// make; a cycle ends at the smallest id on it, so that all who run into it count as one.
enum Aliases {
  /// The relation of questions where there is one alone, of all that is known.
  static let now = "arg AS (SELECT NULL AS claim, '9999-12-31' AS until)"

  /// The relation of questions where there is one alone, of the day that an argument names; without it
  /// of all that is known.
  static func asked(_ argument: String = "until") -> String {
    "arg AS (SELECT NULL AS claim, coalesce(:\(argument), '9999-12-31') AS until)"
  }

  /// Common table expressions that give `resolved(claim, member, end_stream, is_cycle)`: a row for
  /// every record that is an alias at the question's day.
  ///
  /// - Parameters:
  ///   - table: `organisation_alias` or `person_alias`.
  ///   - arg: the relation of questions, with the columns `claim` and `until`.
  static func resolution(of table: String, arg: String = "arg", as name: String = "resolved")
    -> String
  {
    """
    \(name)_link AS MATERIALIZED (
      SELECT \(arg).claim AS claim, a.stream AS stream, a."into" AS target
      FROM \(arg) JOIN \(table) a ON a.from_day IS NULL OR a.from_day <= \(arg).until),
    \(name)_chain(claim, member, at, path, is_cycle) AS (
      SELECT claim, stream, stream, '|' || stream || '|', 0 FROM \(name)_link
      UNION ALL
      SELECT c.claim, c.member, l.target, c.path || l.target || '|',
        instr(c.path, '|' || l.target || '|') > 0
      FROM \(name)_chain c JOIN \(name)_link l ON l.stream = c.at AND l.claim IS c.claim
      WHERE c.is_cycle = 0),
    \(name) AS MATERIALIZED (
      SELECT c.claim AS claim, c.member AS member, c.is_cycle AS is_cycle,
        CASE WHEN c.is_cycle THEN (
          SELECT min(o.at) FROM \(name)_chain o WHERE o.claim IS c.claim AND o.member = c.at)
        ELSE c.at END AS end_stream
      FROM \(name)_chain c
      WHERE c.is_cycle OR NOT EXISTS (
        SELECT 1 FROM \(name)_link l WHERE l.stream = c.at AND l.claim IS c.claim))
    """
  }

  /// Facts counted through the aliases of organisations; `resolved` can be joined in `facts`.
  static func ofOrganisations(_ facts: String) -> String {
    "WITH RECURSIVE \(resolution(of: "organisation_alias")) \(facts)"
  }

  /// Facts counted through the aliases of persons; `resolved` can be joined in `facts`.
  static func ofPersons(_ facts: String) -> String {
    "WITH RECURSIVE \(resolution(of: "person_alias")) \(facts)"
  }

  /// A query over all facts known, counted through the aliases of persons; it begins with a comma and
  /// more common table expressions, or with its SELECT, and `resolved` can be joined in it.
  static func ofPersonsNow(_ query: String) -> String {
    """
    WITH RECURSIVE \(now),
    \(resolution(of: "person_alias")) \(query)
    """
  }

  /// Facts counted through the aliases of persons and of organisations: `resolved` and, by
  /// ``joining(_:to:)``, `organisations` can be joined in `facts`.
  static func ofBoth(_ facts: String) -> String {
    """
    WITH RECURSIVE \(resolution(of: "person_alias")),
    \(resolution(of: "organisation_alias", as: "organisations")) \(facts)
    """
  }

  /// A join that lets ``isOne(_:_:)`` say whether an organisation is one with an argument's.
  ///
  /// - Parameters:
  ///   - column: the organisation of a row, as `p.host`.
  ///   - argument: the argument's name, as `host`.
  static func joining(_ column: String, to argument: String) -> String {
    """
    LEFT JOIN organisations \(argument)_alias
      ON \(argument)_alias.member = \(column) AND \(argument)_alias.claim IS arg.claim
    LEFT JOIN organisations \(argument)_asked
      ON \(argument)_asked.member = arg.\(argument) AND \(argument)_asked.claim IS arg.claim
    """
  }

  /// A condition: the argument is missing, or the organisation is one with it.
  static func isOne(_ column: String, _ argument: String) -> String {
    """
    (arg.\(argument) IS NULL OR coalesce(\(argument)_alias.end_stream, \(column))
      = coalesce(\(argument)_asked.end_stream, arg.\(argument)))
    """
  }

  /// The aliases of organisations and persons with the ends of their chains; those of persons for
  /// those who may see single persons.
  static let view = ViewDeclaration(
    "Aliases", title: "Aliases",
    "A record that is one with another at a day, and the record that counts for both.",
    columns: [
      TableDeclaration.streamColumn,
      .text(
        "category", title: "Category", "organisation or person.",
        values: ["organisation", "person"]),
      .text("into", title: "Into", "The record it was merged into."),
      .text("end_stream", title: "Counts as", "The record at the end of the chain of mergers."),
      .flag(
        "is_cycle", title: "Cycle",
        "1 when the mergers go round in a circle; the smallest id counts then."),
      .day("from_day", title: "From", "Since when; nothing when it was so from the start."),
      .text(
        "reason", title: "Reason", "DUPLICATE or LEGAL_MERGER.",
        of: PBOrganisationMerged.Reason.self),
      .day("merged_on", title: "Merged", "When the merger was declared."), .evidence, .confirmed,
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      WITH RECURSIVE \(asked()),
      \(resolution(of: "organisation_alias", as: "organisations")),
      \(resolution(of: "person_alias", as: "persons"))
      SELECT a.stream AS stream, 'organisation' AS category, a."into" AS "into",
        r.end_stream AS end_stream, r.is_cycle AS is_cycle, a.from_day AS from_day,
        a.reason AS reason, a.merged_on AS merged_on, a.evidence AS evidence,
        a.is_confirmed AS is_confirmed
      FROM organisations r JOIN organisation_alias a ON a.stream = r.member
      UNION ALL
      SELECT a.stream, 'person', a."into", r.end_stream, r.is_cycle, a.from_day, a.reason,
        a.merged_on, a.evidence, a.is_confirmed
      FROM persons r JOIN person_alias a ON a.stream = r.member
      WHERE NOT :hides_small_cells
      """,
      [ArgumentDeclaration("until", .date, "Mergers that take effect later don't count.")]))
}
