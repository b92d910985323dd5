internal import Projections

/// What a row said before facts changed it.
///
/// Beside a table `x` stands a table `x_earlier` with a row for each change, so that what never changed
/// costs none: its columns have the names of those of `x`, and `to_day` is the day of the change.
enum Earlier {
  static let key = ColumnDeclaration.integer("number", title: "Number", "Which change, from 0.")
  static let until = ColumnDeclaration.day(
    "to_day", title: "Until", "When it changed: at the end of that day it was no more.")

  /// A join that lets ``told(_:of:)`` say what a row said at the end of a day.
  ///
  /// - Parameters:
  ///   - table: the table, as `enrolment`.
  ///   - row: what its row is called in the query, as `e`.
  ///   - day: the day, in SQL.
  static func joining(_ table: String, as row: String, on day: String) -> String {
    """
    LEFT JOIN \(table)_earlier \(row)_then ON \(row)_then.stream = \(row).stream
      AND \(row)_then.number = (SELECT min(x.number) FROM \(table)_earlier x
        WHERE x.stream = \(row).stream AND x.to_day > \(day))
    """
  }

  /// A column of a row, in SQL, as it was at the end of the day.
  static func told(_ column: String, of row: String) -> String {
    "iif(\(row)_then.stream IS NULL, \(row).\(column), \(row)_then.\(column))"
  }
}
