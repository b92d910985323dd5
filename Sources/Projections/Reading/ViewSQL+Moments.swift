internal import EventModel

// A filter's value on a column of moments is a stretch of time in the log's zone: a year, a month, a
// day, or an instant. A row lies where its last possible moment does: one of "2022" on 31 December,
// one of "<=2009" at the end of 2009.

extension ViewSQL {
  /// That a column's moment lies within one of these stretches.
  ///
  /// A moment with "<=" in front is no stretch: where moments stand as they were told, it asks for rows
  /// that were told so.
  static func isOne(
    of wanted: [SQLValue], _ column: ColumnDeclaration, _ moments: ColumnDeclaration.Moments,
    _ limits: ProjectionLimits, _ zone: LogZone, _ values: inout [SQLValue]
  ) throws(ProjectionError) -> String {
    let name = quoted(column.name)
    var alternatives: [String] = []
    var exact: [SQLValue] = []
    for value in wanted {
      if value == .null {
        alternatives.append("\(name) IS NULL")
        continue
      }
      try check(value, column, limits)
      if value == .text("") || moments.areTold && value.description.hasPrefix("<=") {
        exact.append(value)
        continue
      }
      let (first, last) = try stretch(value, column, moments, zone)
      // A single day stays one value, which an index finds.
      if moments == .days, first == last {
        exact.append(first)
        continue
      }
      values += [first, last]
      alternatives.append("(\(column.order) BETWEEN ? AND ?)")
    }
    if !exact.isEmpty {
      values += exact
      alternatives.append("\(name) IN (" + exact.map { _ in "?" }.joined(separator: ",") + ")")
    }
    return "(" + alternatives.joined(separator: " OR ") + ")"
  }

  /// The first and the last value within a stretch of time, as the column is sorted.
  ///
  /// - Throws: ``ProjectionError`` with code `badArgument` for a value that is not a stretch of time.
  static func stretch(
    _ value: SQLValue, _ column: ColumnDeclaration, _ moments: ColumnDeclaration.Moments,
    _ zone: LogZone
  ) throws(ProjectionError) -> (first: SQLValue, last: SQLValue) {
    let stretch = try StretchOfTime(value.description, for: column.name)
    switch moments {
    case .days:
      let days = stretch.days(in: zone)
      return (SQLValue(text: days.first), SQLValue(text: days.last))
    case .told:
      let (first, last) = stretch.microseconds(in: zone)
      return (.integer(first), .integer(last))
    case .seconds:
      // A row shows no decimals: what it shows is found again.
      let (first, end) = stretch.microseconds(in: zone)
      let isWhole = stretch.isInstant && end % 1_000_000 == 0
      return (.integer(first), .integer(isWhole ? end + 999_999 : end))
    }
  }
}

extension ColumnDeclaration.Moments {
  /// Whether rows hold the moment as it was told.
  fileprivate var areTold: Bool { if case .told = self { true } else { false } }
}

extension SQLValue {
  fileprivate init(text day: CivilDate) { self = .text(day.description) }
}
