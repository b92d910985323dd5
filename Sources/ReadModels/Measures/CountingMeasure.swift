internal import Projections

/// A measure that counts facts, and so can be claimed.
///
/// Its query is written once, over a relation `arg` with one row a question: the columns `claim`,
/// `until` and one for each argument. Asked by itself there is one question; the ledger asks all
/// claims of a measure at once.
struct CountingMeasure: Sendable {
  let name: String
  let title: String
  let definition: String
  let arguments: [ArgumentDeclaration]
  /// Gives rows (claim, evidence, amount): the facts that count.
  let facts: String

  private static let until = ArgumentDeclaration(
    "until", .date, "Facts that may have happened later are not counted.")

  private var ownArguments: [ArgumentDeclaration] { arguments.filter { $0.name != "until" } }

  private static let sums = """
    coalesce(sum(amount) FILTER (WHERE evidence = 'documented'), 0) AS documented,
    coalesce(sum(amount) FILTER (WHERE evidence = 'inferred'), 0) AS inferred,
    coalesce(sum(amount) FILTER (WHERE evidence = 'synthetic'), 0) AS synthetic,
    coalesce(sum(amount), 0) AS with_fill
    """

  var declaration: MeasureDeclaration {
    let question =
      (["NULL AS claim", "coalesce(:until, '9999-12-31') AS until"]
      + ownArguments.map { ":\($0.name) AS \($0.name)" }).joined(separator: ", ")
    return MeasureDeclaration(
      name, title: title, definition, arguments: ownArguments + [Self.until],
      columns: [
        .integer("documented", title: "Documented", "Counted from documented facts alone."),
        .integer("inferred", title: "Inferred", "Counted from facts that we conclude."),
        .integer("synthetic", title: "Synthetic", "Counted from facts that we invented."),
        .integer(
          "with_fill", title: "With fill",
          "Counted from all facts, also those whose evidence nobody stated or a review holds back."),
      ],
      sql: "WITH arg AS (SELECT \(question)) SELECT \(Self.sums) FROM (\(facts))")
  }

  /// The counts of all claims that name this measure, by claim; none for a claim with an argument
  /// that the measure doesn't have: without it, all would be counted.
  var ledgerSQL: String {
    let values = ownArguments.map { argument in
      "(SELECT a.value FROM claim_argument a WHERE a.stream = c.stream AND a.name = "
        + "'\(argument.name)') AS \(argument.name)"
    }
    let question = (["c.stream AS claim", "\(ClaimsLedger.countedUntil) AS until"] + values)
      .joined(separator: ", ")
    let names = ownArguments.map { "'\($0.name)'" }.joined(separator: ", ")
    return """
      SELECT * FROM (
        WITH arg AS MATERIALIZED (SELECT \(question) FROM claim c WHERE c.measure = '\(name)'
          AND NOT EXISTS (SELECT 1 FROM claim_argument a
            WHERE a.stream = c.stream AND a.name NOT IN (\(names))))
        SELECT arg.claim AS claim, \(Self.sums)
        FROM arg LEFT JOIN (\(facts)) f ON f.claim = arg.claim GROUP BY arg.claim)
      """
  }

  /// The evidence of a fact with the weakest of two grades; facts that a review holds back, and
  /// those nobody graded, are none of the three.
  static func weakest(_ first: String, _ second: String? = nil) -> String {
    func grade(_ row: String) -> String {
      "CASE WHEN \(row).is_confirmed = 0 THEN 'unconfirmed' ELSE coalesce(\(row).evidence, 'ungraded') END"
    }
    guard let second else { return grade(first) }
    let grades = "(\(grade(first)), \(grade(second)))"
    return """
      CASE WHEN 'unconfirmed' IN \(grades) THEN 'unconfirmed'
        WHEN 'ungraded' IN \(grades) THEN 'ungraded'
        WHEN 'synthetic' IN \(grades) THEN 'synthetic'
        WHEN 'inferred' IN \(grades) THEN 'inferred' ELSE 'documented' END
      """
  }
}
