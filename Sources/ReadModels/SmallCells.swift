/// Leaves out figures of fewer than five people for those who may not see them (P09).
///
/// A single cell that is left out could be computed from the total and the others, so the next
/// larger one goes with it, until those left out speak of five people at least.
enum SmallCells {
  /// A condition in SQL: any of these figures speaks of one to four.
  static func few(_ figures: String...) -> String {
    figures.map { "coalesce(\($0), 0) BETWEEN 1 AND 4" }.joined(separator: " OR ")
  }

  /// A query: the rows of a relation with one column more, `hides`: whether the row's figures are
  /// left out for whoever asks.
  ///
  /// - Parameters:
  ///   - relation: what rows are taken from.
  ///   - isSmall: a condition: the row would be left out for itself.
  ///   - size: how many people a row speaks of.
  ///   - group: the columns in which rows agree that add up to one total; of none all do.
  ///   - order: the columns that tell rows of one size apart, so that the answer is always the same.
  static func hiding(
    _ relation: String, where isSmall: String, size: String, within group: [String],
    order: [String]
  ) -> String {
    let partition = group.isEmpty ? "" : "PARTITION BY \(group.joined(separator: ", "))"
    return """
      SELECT *, :hides_small_cells
        AND (is_small OR (has_small AND (earlier = 1 OR people_before < 5))) AS hides
      FROM (SELECT *, count(*) OVER siblings AS earlier, sum(\(size)) OVER siblings AS people_before,
          max(is_small) OVER (\(partition)) AS has_small
        FROM (SELECT *, \(isSmall) AS is_small FROM \(relation))
        WINDOW siblings AS (\(partition)
          ORDER BY is_small DESC, \(size), \(order.joined(separator: ", "))
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
      """
  }

  /// Columns as they may be seen, by the column `hides`.
  static func shown(_ columns: String...) -> String {
    columns.map { "CASE WHEN NOT hides THEN \($0) END AS \($0)" }.joined(separator: ", ")
  }
}
