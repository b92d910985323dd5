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
  /// What is counted, as `organisations`.
  var unit = "facts"
  /// Whether it counts people, so that small counts are hidden from those who may not see them.
  var countsPeople = false
  let arguments: [ArgumentDeclaration]
  /// Gives rows (claim, evidence, amount): the facts that count.
  let facts: String

  private static let names = "documented, inferred, synthetic, with_fill, is_hidden"

  private var ownArguments: [ArgumentDeclaration] { arguments.filter { $0.name != "until" } }

  private static let sums = """
    coalesce(sum(amount) FILTER (WHERE evidence = 'documented'), 0) AS documented,
    coalesce(sum(amount) FILTER (WHERE evidence = 'inferred'), 0) AS inferred,
    coalesce(sum(amount) FILTER (WHERE evidence = 'synthetic'), 0) AS synthetic,
    coalesce(sum(amount), 0) AS with_fill
    """

  /// The sums as they may be seen.
  ///
  /// A part that is small could be computed from the whole and the other parts, so all parts are
  /// hidden where one is. What is left is rounded where whoever asks chooses the set and the day.
  ///
  /// - Parameters:
  ///   - isChosen: in SQL: nothing may be shown, as the day was chosen; `nil` where figures are rounded
  ///     instead.
  ///   - isRunning: in SQL: what is counted grows by itself, so that figures are rounded all the same.
  private func shown(hidingWhere isChosen: String? = nil, isRunning: String = "0") -> String {
    guard countsPeople else {
      return "documented, inferred, synthetic, documented AS borne, with_fill, 0 AS is_hidden"
    }
    var small = "with_fill BETWEEN 1 AND 4"
    if let isChosen { small += " OR (\(isChosen))" }
    let isAnyPartSmall = """
      (:hides_small_cells AND (\(small) OR documented BETWEEN 1 AND 4
        OR inferred BETWEEN 1 AND 4 OR synthetic BETWEEN 1 AND 4
        OR with_fill - documented - inferred - synthetic BETWEEN 1 AND 4))
      """
    func figure(_ name: String, hiddenWhere isHidden: String) -> String {
      SmallCells.figure(
        name, hiddenWhere: isHidden,
        roundedWhere: isChosen == nil ? SmallCells.blind : "\(SmallCells.blind) AND (\(isRunning))")
        + " AS \(name)"
    }
    let parts = ["documented", "inferred", "synthetic"].map {
      figure($0, hiddenWhere: isAnyPartSmall)
    }
    return
      (parts + [
        // For whether a figure is borne out, which a rounded one would tell wrongly.
        "CASE WHEN NOT (\(isAnyPartSmall)) THEN documented END AS borne",
        figure("with_fill", hiddenWhere: ":hides_small_cells AND (\(small))"),
        "\(isAnyPartSmall) AS is_hidden",
      ]).joined(separator: ", ")
  }

  var declaration: MeasureDeclaration {
    let question =
      (["NULL AS claim", "coalesce(:until, '9999-12-31') AS until"]
      + ownArguments.map { ":\($0.name) AS \($0.name)" }).joined(separator: ", ")
    return MeasureDeclaration(
      name, title: title, definition, arguments: ownArguments + [.until],
      columns: [
        column("documented", title: "Documented", "Counted from documented facts alone."),
        column("inferred", title: "Inferred", "Counted from facts that we conclude."),
        column("synthetic", title: "Synthetic", "Counted from facts that we invented."),
        column(
          "with_fill", title: "With fill",
          "Counted from all facts, also those whose evidence nobody stated or a review holds back."),
        .hidden,
      ],
      sql: """
        WITH arg AS (SELECT \(question))
        SELECT \(Self.names) FROM (
          SELECT \(shown()) FROM (SELECT \(Self.sums) FROM (\(facts))))
        """)
  }

  private func column(
    _ name: String, title: String, _ definition: String
  ) -> ColumnDeclaration {
    .integer(
      name, nullable: countsPeople, title: title, unit: unit,
      definition + (countsPeople ? SmallCells.roundingNote : ""))
  }

  /// The counts of all claims, or of all targets, that name this measure, by stream; none for one
  /// with an argument that the measure doesn't have, without which all would be counted, or that names
  /// what there is not, of which nothing would be.
  ///
  /// - Parameters:
  ///   - table: `claim` or `target`; its arguments stand in the table with `_argument` behind.
  ///   - countedUntil: until when one is counted, in SQL, `c` being the claim or target.
  ///   - isCut: in SQL, whether that is a day that whoever asks chose. Then what counts people is
  ///     hidden from who may see no small cell: two days' figures could differ by one person.
  ///   - since: from when one is counted where the measure takes `since` and none is named, in SQL.
  ///   - isRunning: in SQL, whether what is counted has no last day yet. Then it is rounded for them:
  ///     today's figure and tomorrow's could differ by one person as well. Its column `borne` is what
  ///     documented facts bear out, for comparing alone.
  func ledgerSQL(
    of table: String, countedUntil: String, since: String = "NULL", isCut: String, isRunning: String
  ) -> String {
    let values = ownArguments.map { argument in
      let told =
        "(SELECT \(argument.meaning(of: "a.value")) FROM \(table)_argument a WHERE a.stream = c.stream AND a.name = "
        + "'\(argument.name)')"
      return (argument.name == "since" ? "coalesce(\(told), \(since))" : told)
        + " AS \(argument.name)"
    }
    let question =
      ([
        "c.stream AS claim", "\(countedUntil) AS until", "\(isCut) AS is_cut",
        "\(isRunning) AS is_running",
      ] + values)
      .joined(separator: ", ")
    return """
      SELECT claim, \(shown(hidingWhere: "is_cut", isRunning: "is_running")) FROM (
        WITH arg AS MATERIALIZED (SELECT \(question) FROM \(table) c WHERE c.measure = '\(name)'
          AND NOT EXISTS (SELECT 1 FROM \(table)_argument a
            WHERE a.stream = c.stream AND \(isRefused("a"))))
        SELECT arg.claim AS claim, max(arg.is_cut) AS is_cut,
          max(arg.is_running) AS is_running, \(Self.sums)
        FROM arg LEFT JOIN (\(facts)) f ON f.claim = arg.claim GROUP BY arg.claim)
      """
  }

  /// A condition in SQL: whoever asks with such an argument is refused.
  private func isRefused(_ argument: String) -> String {
    let refusals: [String] = ownArguments.compactMap { own in
      var wrong: String?
      if let words = own.vocabulary?.words {
        wrong =
          "lower(\(argument).value) NOT IN ("
          + words.map { "'\($0.lowercased())'" }.joined(separator: ", ") + ")"
      } else if case .stream? = own.form {
        wrong = "NOT EXISTS (SELECT 1 FROM history_event e WHERE e.stream = \(argument).value)"
      }
      return wrong.map { "\(argument).name = '\(own.name)' AND \($0)" }
    }
    let names = ownArguments.map { "'\($0.name)'" }.joined(separator: ", ")
    return "(" + (["\(argument).name NOT IN (\(names))"] + refusals).joined(separator: " OR ") + ")"
  }

  /// What a row rests on: facts that a review holds back, and those nobody graded, are none of the
  /// three.
  static func grade(_ row: String) -> String {
    "CASE WHEN \(row).is_confirmed = 0 THEN 'unconfirmed' ELSE coalesce(\(row).evidence, 'ungraded') END"
  }

  /// The weakest grade of some rows.
  ///
  /// - Parameter grade: one more, in SQL.
  static func weakest(_ rows: String..., also grade: String? = nil) -> String {
    let all = rows.map(Self.grade) + [grade].compactMap(\.self)
    guard all.count > 1 else { return all.joined() }
    let grades = "(\(all.joined(separator: ", ")))"
    return """
      CASE WHEN 'unconfirmed' IN \(grades) THEN 'unconfirmed'
        WHEN 'ungraded' IN \(grades) THEN 'ungraded'
        WHEN 'synthetic' IN \(grades) THEN 'synthetic'
        WHEN 'inferred' IN \(grades) THEN 'inferred' ELSE 'documented' END
      """
  }
}
