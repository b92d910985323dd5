internal import EventModel

extension ViewSQL {
  /// A filter as a condition.
  ///
  /// - Parameter values: what it binds is added.
  static func condition(
    _ condition: ViewQuery.Filter.Condition, _ column: ColumnDeclaration,
    _ limits: ProjectionLimits, zone: LogZone, _ values: inout [SQLValue]
  ) throws(ProjectionError) -> String {
    let name = quoted(column.name)
    switch condition {
    case .oneOf(let wanted):
      try checkCount(of: wanted, column, limits)
      if let moments = column.moments {
        return try isOne(of: wanted, column, moments, limits, zone, &values)
      }
      return try isOne(of: wanted, column, limits, &values)
    case .exactly(let value): return try isOne(of: [value], column, limits, &values)
    case .prefix(let prefix): return try begins(with: prefix, column, limits, &values)
    case .contains(let fragment): return try contains(fragment, column, limits, &values)
    case .atLeast(let value):
      try check(value, column, limits)
      if let moments = column.moments {
        values.append(try stretch(value, column, moments, zone).first)
        return "\(column.order) >= ?"
      }
      values.append(value)
      return "\(name) >= ?"
    case .atMost(let value):
      try check(value, column, limits)
      if let moments = column.moments {
        values.append(try stretch(value, column, moments, zone).last)
        return "\(column.order) <= ?"
      }
      values.append(value)
      return "\(name) <= ?"
    case .isPresent: return "\(name) IS NOT NULL"
    }
  }

  /// That a row is of one of some organisations, as its view says whose rows are.
  static func isOwned(
    _ organisations: [StreamName], _ view: ViewDeclaration, _ values: inout [SQLValue]
  ) -> String {
    let own = organisations.map { SQLValue.text($0.text) }
    let places = own.map { _ in "?" }.joined(separator: ",")
    for _ in view.ownedBy { values += own }
    return "(" + view.ownedBy.map { "\(quoted($0)) IN (\(places))" }.joined(separator: " OR ")
      + ")"
  }

  private static func checkCount(
    of wanted: [SQLValue], _ column: ColumnDeclaration, _ limits: ProjectionLimits
  ) throws(ProjectionError) {
    guard (1...limits.valuesPerFilter).contains(wanted.count) else {
      throw ProjectionError(
        .badArgument, "a filter lists 1 to \(limits.valuesPerFilter) values", field: column.name)
    }
  }

  private static func isOne(
    of wanted: [SQLValue], _ column: ColumnDeclaration, _ limits: ProjectionLimits,
    _ values: inout [SQLValue]
  ) throws(ProjectionError) -> String {
    let name = quoted(column.name)
    var alternatives: [String] = []
    let present = wanted.filter { $0 != .null }
    if !present.isEmpty {
      for value in present { try check(value, column, limits) }
      values += present
      alternatives.append("\(name) IN (" + present.map { _ in "?" }.joined(separator: ",") + ")")
    }
    if present.count < wanted.count { alternatives.append("\(name) IS NULL") }
    return "(" + alternatives.joined(separator: " OR ") + ")"
  }

  private static func begins(
    with prefix: String, _ column: ColumnDeclaration, _ limits: ProjectionLimits,
    _ values: inout [SQLValue]
  ) throws(ProjectionError) -> String {
    guard column.kind == .text else {
      throw ProjectionError(
        .badArgument, "\(column.name) is no text and has no prefix", field: column.name)
    }
    try check(.text(prefix), column, limits)
    values.append(.text(prefix))
    let name = quoted(column.name)
    guard let end = successor(of: prefix) else { return "\(name) >= ?" }
    values.append(.text(end))
    return "(\(name) >= ? AND \(name) < ?)"
  }

  private static func contains(
    _ fragment: String, _ column: ColumnDeclaration, _ limits: ProjectionLimits,
    _ values: inout [SQLValue]
  ) throws(ProjectionError) -> String {
    guard column.kind == .text else {
      throw ProjectionError(
        .badArgument, "\(column.name) is no text and holds no fragment", field: column.name)
    }
    guard !fragment.isEmpty else {
      throw ProjectionError(
        .badArgument, "a fragment has one character at least", field: column.name)
    }
    try check(.text(fragment), column, limits)
    values.append(.text("%" + escaped(fragment) + "%"))
    return "\(quoted(column.name)) LIKE ? ESCAPE '\\'"
  }

  static func check(
    _ value: SQLValue, _ column: ColumnDeclaration, _ limits: ProjectionLimits
  ) throws(ProjectionError) {
    switch (value, column.kind) {
    case (.text(let text), .text):
      guard text.utf8.count <= limits.filterTextByteCount else {
        throw ProjectionError(
          .badArgument, "a filter's text has at most \(limits.filterTextByteCount) bytes",
          field: column.name)
      }
      // SQLite's comparisons end there, and so would match more than was asked.
      guard !text.utf8.contains(0) else {
        throw ProjectionError(
          .badArgument, "a filter's text holds no character U+0000", field: column.name)
      }
    case (.integer, .integer), (.blob, .blob): return
    default:
      throw ProjectionError(
        .badArgument, "\(column.name) holds \(column.kind.rawValue)", field: column.name)
    }
  }

  /// A fragment in which LIKE finds no wildcards.
  private static func escaped(_ fragment: String) -> String {
    var text = ""
    for character in fragment.unicodeScalars {
      if character == "%" || character == "_" || character == "\\" { text += "\\" }
      text.unicodeScalars.append(character)
    }
    return text
  }

  /// The least text that is greater than every text with this prefix, by code points: in UTF-8 they
  /// sort as their bytes do.
  private static func successor(of prefix: String) -> String? {
    var scalars = Array(prefix.unicodeScalars)
    while let last = scalars.popLast() {
      // Surrogates are no scalars: the one after U+D7FF is U+E000.
      let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
      if let scalar = Unicode.Scalar(next) {
        scalars.append(scalar)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
      }
    }
    return nil
  }
}
