internal import EventModel

/// A question in SQL: every name checked against the declaration, every value bound.
struct ViewSQL {
  let view: ViewDeclaration
  /// The columns of the answer.
  let columns: [ColumnDeclaration]
  let sql: String
  let values: [SQLValue]
  let limit: Int
  let arguments: [String: SQLValue]

  /// The columns that the cursor is made of: what is sorted by, then the key.
  private let order: [ViewQuery.Sort]
  private let identity: UInt64

  init(
    _ query: ViewQuery, _ view: ViewDeclaration, _ limits: ProjectionLimits, zone: LogZone
  ) throws(ProjectionError) {
    self.view = view
    guard (1...limits.rowsPerPage).contains(query.limit) else {
      throw ProjectionError(
        .badArgument, "limit is 1 to \(limits.rowsPerPage), not \(query.limit)", field: "limit")
    }
    guard query.filters.count <= limits.filterCount else {
      throw ProjectionError(.badArgument, "a query has at most \(limits.filterCount) filters")
    }
    guard query.sort.count <= limits.sortCount else {
      throw ProjectionError(
        .badArgument, "a query is sorted by at most \(limits.sortCount) columns", field: "sort")
    }
    try ViewSQL.refuseRepeated(query.columns, in: "columns")
    try ViewSQL.refuseRepeated(query.sort.map(\.column), in: "sort")
    limit = query.limit
    var columns: [ColumnDeclaration] = []
    for name in query.columns { columns.append(try ViewSQL.column(name, of: view)) }
    if columns.isEmpty { columns = view.columns }
    self.columns = columns
    for sort in query.sort { _ = try ViewSQL.column(sort.column, of: view) }
    let sorted = Set(query.sort.map(\.column))
    order =
      query.sort
      + view.keyColumns.filter { !sorted.contains($0.name) }.map { ViewQuery.Sort($0.name) }
    var conditions: [String] = []
    var values: [SQLValue] = []
    for filter in query.filters {
      let column = try ViewSQL.column(filter.column, of: view)
      conditions.append(try ViewSQL.condition(filter.condition, column, limits, &values))
    }
    if query.hidesSmallCells, view.singlePersons != nil {
      let own = query.organisations.map { SQLValue.text($0.text) }
      let places = own.map { _ in "?" }.joined(separator: ",")
      conditions.append(
        "(" + view.ownedBy.map { "\(quoted($0)) IN (\(places))" }.joined(separator: " OR ") + ")")
      for _ in view.ownedBy { values += own }
    }
    identity = ViewSQL.identity(query)
    if let cursor = query.cursor {
      conditions.append(try ViewSQL.after(cursor, identity, order, &values))
    }
    arguments = try argumentValues(query.arguments, view.arguments, "view \(view.name)", zone)
    sql = ViewSQL.text(view, columns, conditions, order, limit)
    self.values = values
  }

  private static func column(
    _ name: String, of view: ViewDeclaration
  ) throws(ProjectionError) -> ColumnDeclaration {
    guard let column = view.column(name) else {
      throw ProjectionError(
        .unknownColumn,
        "\(view.name) has no column \(name); it has "
          + view.columns.map(\.name).joined(separator: ", "), field: name)
    }
    return column
  }

  private static func refuseRepeated(
    _ names: [String], in field: String
  ) throws(ProjectionError) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw ProjectionError(.badArgument, "\(field) names \(name) twice", field: field)
    }
  }

  private static func text(
    _ view: ViewDeclaration, _ columns: [ColumnDeclaration], _ conditions: [String],
    _ order: [ViewQuery.Sort], _ limit: Int
  ) -> String {
    // The cursor's columns stand behind those of the answer.
    let selected =
      columns.map { quoted($0.name) } + order.map { quoted($0.column) }
    var sql = ""
    var source = quoted(view.name)
    switch view.content {
    case .table(let table): source = quoted(table)
    case .query: break
    case .parameterised(let query, _): sql = "WITH \(source) AS (\(query)) "
    }
    sql += "SELECT " + selected.joined(separator: ", ") + " FROM " + source
    if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
    sql += " ORDER BY "
    sql += order.map { quoted($0.column) + ($0.isDescending ? " DESC" : "") }
      .joined(separator: ", ")
    return sql + " LIMIT \(limit + 1)"
  }

  private static func condition(
    _ condition: ViewQuery.Filter.Condition, _ column: ColumnDeclaration,
    _ limits: ProjectionLimits, _ values: inout [SQLValue]
  ) throws(ProjectionError) -> String {
    let name = quoted(column.name)
    func bind(_ value: SQLValue) throws(ProjectionError) {
      try check(value, column, limits)
      values.append(value)
    }
    switch condition {
    case .oneOf(let wanted):
      guard (1...limits.valuesPerFilter).contains(wanted.count) else {
        throw ProjectionError(
          .badArgument, "a filter lists 1 to \(limits.valuesPerFilter) values", field: column.name)
      }
      var alternatives: [String] = []
      let present = wanted.filter { $0 != .null }
      if !present.isEmpty {
        for value in present { try bind(value) }
        alternatives.append(
          "\(name) IN (" + present.map { _ in "?" }.joined(separator: ",") + ")")
      }
      if present.count < wanted.count { alternatives.append("\(name) IS NULL") }
      return "(" + alternatives.joined(separator: " OR ") + ")"
    case .prefix(let prefix):
      guard column.kind == .text else {
        throw ProjectionError(
          .badArgument, "\(column.name) is no text and has no prefix", field: column.name)
      }
      try bind(.text(prefix))
      guard let end = successor(of: prefix) else { return "\(name) >= ?" }
      values.append(.text(end))
      return "(\(name) >= ? AND \(name) < ?)"
    case .contains(let fragment):
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
      return "\(name) LIKE ? ESCAPE '\\'"
    case .atLeast(let value):
      try bind(value)
      return "\(name) >= ?"
    case .atMost(let value):
      try bind(value)
      return "\(name) <= ?"
    case .isPresent: return "\(name) IS NOT NULL"
    }
  }

  private static func check(
    _ value: SQLValue, _ column: ColumnDeclaration, _ limits: ProjectionLimits
  ) throws(ProjectionError) {
    switch (value, column.kind) {
    case (.text(let text), .text):
      guard text.utf8.count <= limits.filterTextByteCount else {
        throw ProjectionError(
          .badArgument, "a filter's text has at most \(limits.filterTextByteCount) bytes",
          field: column.name)
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

// MARK: - Cursors

extension ViewSQL {
  /// The cursor after a row.
  ///
  /// - Parameter row: the row with the cursor's columns behind those of the answer.
  func cursor(after row: [SQLValue]) -> String {
    var packed = PackedRows()
    packed.beginRow()
    packed.appendInteger(Int64(bitPattern: identity))
    for value in row.suffix(order.count) { packed.append(value) }
    return hexText(packed.bytes)
  }

  private static func identity(_ query: ViewQuery) -> UInt64 {
    var text = query.view
    for filter in query.filters { text += "\u{1}\(filter)" }
    for sort in query.sort { text += "\u{2}\(sort)" }
    for argument in query.arguments.sorted(by: { $0.key < $1.key }) { text += "\u{3}\(argument)" }
    return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
  }

  private static func after(
    _ cursor: String, _ identity: UInt64, _ order: [ViewQuery.Sort], _ bound: inout [SQLValue]
  ) throws(ProjectionError) -> String {
    guard let values = values(of: cursor), values.count == order.count + 1,
      values[0].number == Int64(bitPattern: identity)
    else {
      throw ProjectionError(
        .badCursor, "the cursor belongs to another query: repeat the first page", field: "cursor")
    }
    // Rows after (a, b, c): a greater, or a equal and b greater, or … Nothing sorts before all.
    var alternatives: [String] = []
    for index in order.indices {
      var parts: [String] = []
      for earlier in 0..<index {
        parts.append("\(quoted(order[earlier].column)) IS ?")
        bound.append(values[earlier + 1])
      }
      let name = quoted(order[index].column)
      let value = values[index + 1]
      switch (value, order[index].isDescending) {
      case (.null, false): parts.append("\(name) IS NOT NULL")
      case (.null, true): parts.append("0")
      case (_, false):
        parts.append("\(name) > ?")
        bound.append(value)
      case (_, true):
        parts.append("(\(name) < ? OR \(name) IS NULL)")
        bound.append(value)
      }
      alternatives.append("(" + parts.joined(separator: " AND ") + ")")
    }
    return "(" + alternatives.joined(separator: " OR ") + ")"
  }

  private static func values(of cursor: String) -> [SQLValue]? {
    let digits = Array(cursor.utf8)
    guard digits.count % 2 == 0, digits.count <= 20_000 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard
        let byte = UInt8(String(decoding: digits[index..<(index + 2)], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    return PackedRows.values(validating: bytes)
  }
}

/// The values of arguments that came as text.
///
/// - Throws: ``ProjectionError`` with code `badArgument` for one that is unknown, missing or
///   malformed.
func argumentValues(
  _ texts: [String: String], _ declarations: [ArgumentDeclaration], _ place: String, _ zone: LogZone
) throws(ProjectionError) -> [String: SQLValue] {
  for name in texts.keys.sorted() where !declarations.contains(where: { $0.name == name }) {
    throw ProjectionError(
      .badArgument,
      "\(place) has no argument \(name)"
        + (declarations.isEmpty
          ? "" : "; it has " + declarations.map(\.name).joined(separator: ", ")),
      field: name)
  }
  var values: [String: SQLValue] = [:]
  for declaration in declarations {
    if let text = texts[declaration.name] {
      values[declaration.name] = try declaration.value(of: text, in: zone)
    } else if declaration.isRequired {
      throw ProjectionError(
        .badArgument, "\(place) needs \(declaration.name): \(declaration.definition)",
        field: declaration.name)
    } else {
      values[declaration.name] = .null
    }
  }
  return values
}
