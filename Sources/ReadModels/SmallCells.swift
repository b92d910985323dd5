internal import EventModel

/// Leaves out figures of fewer than five people for those who may not see them (P09).
///
/// A single cell that is left out could be computed from the total and the others, so the next
/// larger one goes with it, until those left out speak of five people at least, and of nobody or of
/// five at least in each figure.
///
/// What is shown is rounded to the nearest five, so that two answers, for a set and for the set less
/// one, or for two days, don't differ by a person.
enum SmallCells {
  /// A condition in SQL: any of these figures speaks of one to four.
  static func few(_ figures: [String]) -> String {
    figures.map { "coalesce(\($0), 0) BETWEEN 1 AND 4" }.joined(separator: " OR ")
  }

  /// A condition in SQL: the rows before one in the window `siblings` speak together of one to four
  /// in any of these figures.
  static func fewBefore(_ figures: [String]) -> String {
    few(figures.map { "sum(\($0)) OVER siblings" })
  }

  /// A query: the rows of a relation with one column more, `hides`: whether the row's figures are
  /// left out for whoever asks.
  ///
  /// Of the rows that speak of nobody one is left out at most: more of them would add nobody.
  ///
  /// - Parameters:
  ///   - relation: what rows are taken from.
  ///   - figures: what a row says of people; it is left out for itself where one is small.
  ///   - condition: a condition: the row speaks of people at all.
  ///   - size: how many people a row speaks of.
  ///   - group: the columns in which rows agree that add up to one total; of none all do.
  ///   - order: the columns that tell rows of one size apart, so that the answer is always the same.
  static func hiding(
    _ relation: String, figures: [String], where condition: String = "1", size: String,
    within group: [String], order: [String]
  ) -> String {
    let partition = group.isEmpty ? "" : "PARTITION BY \(group.joined(separator: ", "))"
    let ofPeople = figures.map { "CASE WHEN of_anybody THEN \($0) END" }
    return """
      SELECT *, :hides_small_cells
        AND (is_small OR (has_small AND coalesce(nobodies_before, 0) = 0
          AND (earlier = 1 OR people_before < 5 OR is_few_before))) AS hides
      FROM (SELECT *, count(*) OVER siblings AS earlier, sum(\(size)) OVER siblings AS people_before,
          sum(NOT of_anybody) OVER siblings AS nobodies_before,
          (\(fewBefore(ofPeople))) AS is_few_before,
          max(is_small) OVER (\(partition)) AS has_small
        FROM (SELECT *, (\(condition)) AS of_anybody, (\(condition)) AND (\(few(figures))) AS is_small
          FROM \(relation))
        WINDOW siblings AS (\(partition)
          ORDER BY is_small DESC, of_anybody DESC, \(size), \(order.joined(separator: ", "))
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
      """
  }

  /// Columns as they may be seen, by the column `hides`.
  static func shown(_ columns: String...) -> String {
    columns.map { "CASE WHEN NOT hides THEN \($0) END AS \($0)" }.joined(separator: ", ")
  }

  /// A condition in SQL: whoever asks may see no small cell, at all.
  static let blind = ":hides_small_cells"

  /// A condition in SQL: whoever asks may see no small cell, and the row is of none of the asker's own
  /// organisations, which stand in these columns.
  static func blind(besides owners: String...) -> String {
    let isOwn = owners.map { "coalesce(instr(:own_organisations, ' ' || \($0) || ' '), 0)" }
    return "(\(blind) AND NOT (\(isOwn.joined(separator: " OR "))))"
  }

  /// Columns that count people as they may be seen, by the column `hides`.
  ///
  /// - Parameter reader: a condition: they are rounded for whoever asks.
  static func rounded(_ columns: String..., where reader: String = blind) -> String {
    columns.map { figure($0, hiddenWhere: "hides", roundedWhere: reader) + " AS \($0)" }
      .joined(separator: ", ")
  }

  /// A figure of people in SQL as it may be seen: nothing where a condition hides it, else as
  /// ``toFive(_:where:)`` has it.
  static func figure(
    _ figure: String, hiddenWhere isHidden: String, roundedWhere reader: String = blind
  ) -> String {
    "CASE WHEN NOT (\(isHidden)) THEN \(toFive(figure, where: reader)) END"
  }

  /// A figure of people in SQL: for those who may see no small cell nothing where it is one to four, and
  /// else to the nearest five.
  ///
  /// Where persons are many and what is counted of them is few, the figure would read 0 else.
  static func toFive(_ figure: String, where reader: String = blind) -> String {
    """
    CASE WHEN NOT (\(reader)) THEN \(figure)
      WHEN \(figure) NOT BETWEEN 1 AND 4 THEN (\(figure) + 2) / 5 * 5 END
    """
  }

  /// What the definitions of rounded columns say.
  static let roundingNote = " To the nearest five for readers who see no small cells."

  /// In SQL: the person whom a stream is of, by its name in that column; nothing where it is of none.
  ///
  /// A stream that doesn't say whose it is counts as a person of its own.
  static func personOf(_ column: String) -> String {
    let cases = personColumns.map { category, source in
      "WHEN '\(category)' THEN coalesce((SELECT x.\(source.column) FROM \(source.table) x "
        + "WHERE x.stream = \(column)), \(column))"
    }
    return """
      CASE WHEN \(isOfPerson(column)) THEN
        CASE substr(\(column), 1, instr(\(column), '-') - 1) \(cases.joined(separator: " "))
        ELSE \(column) END END
      """
  }

  private static let personColumns: [(String, (table: String, column: String))] = [
    ("enrolment", ("enrolment", "person")), ("placement", ("placement", "student")),
    ("internship.agreement", ("internship_agreement", "student")),
    ("application", ("application", "person")), ("employment", ("employment", "graduate")),
    ("outcome", ("outcome", "graduate")), ("assistance", ("assistance_case", "graduate")),
    ("privacy.request", ("privacy_request", "person")),
    ("recommendation", ("recommendation", "recipient")),
  ]

  /// A condition in SQL: a stream, by its name in that column, is of one person.
  static func isOfPerson(_ column: String) -> String {
    "coalesce(substr(\(column), 1, instr(\(column), '-') - 1) IN ("
      + personCategories.map { "'\($0)'" }.joined(separator: ", ") + "), 0)"
  }

  /// The categories of streams that are of one person each.
  private static let personCategories = SinglePersons.categories.map(\.text)
}
