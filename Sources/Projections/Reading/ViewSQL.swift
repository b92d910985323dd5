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

  /// What rows are sorted by, and the cursor is made of: the columns of the question, then the key.
  let order: [Order]
  let identity: UInt64

  /// One value that rows are sorted by.
  struct Order {
    /// The value, in SQL.
    let sql: String
    /// From high to low; nothing comes last then.
    let isDescending: Bool
  }

  init(
    _ query: ViewQuery, _ view: ViewDeclaration, _ limits: ProjectionLimits, zone: LogZone
  ) throws(ProjectionError) {
    self.view = view
    try ViewSQL.check(query, limits)
    limit = query.limit
    var columns: [ColumnDeclaration] = []
    for name in query.columns { columns.append(try ViewSQL.column(name, of: view)) }
    if columns.isEmpty { columns = view.columns }
    self.columns = columns
    var order: [Order] = []
    for sort in query.sort {
      let column = try ViewSQL.column(sort.column, of: view)
      order.append(Order(sql: column.order, isDescending: sort.isDescending))
    }
    let sorted = Set(order.map(\.sql))
    order += view.keyColumns.filter { !sorted.contains(quoted($0.name)) }
      .map { Order(sql: quoted($0.name), isDescending: false) }
    self.order = order
    var conditions: [String] = []
    var values: [SQLValue] = []
    for filter in query.filters {
      let column = try ViewSQL.column(filter.column, of: view)
      conditions.append(
        try ViewSQL.condition(filter.condition, column, limits, zone: zone, &values))
    }
    if query.hidesSmallCells, view.singlePersons != nil {
      conditions.append(ViewSQL.isOwned(query.organisations, view, &values))
    }
    identity = ViewSQL.identity(query, order)
    if let cursor = query.cursor {
      conditions.append(try ViewSQL.after(cursor, identity, order, &values))
    }
    arguments = try argumentValues(query.arguments, view.arguments, "view \(view.name)", zone)
    sql = ViewSQL.text(view, columns, conditions, order, limit)
    self.values = values
  }

  /// Refuses a query that is malformed whatever the view.
  private static func check(
    _ query: ViewQuery, _ limits: ProjectionLimits
  ) throws(ProjectionError) {
    guard (1...limits.rowsPerPage).contains(query.limit) else {
      throw ProjectionError(
        .badArgument, "limit is 1 to \(limits.rowsPerPage), not \(query.limit)", field: "limit")
    }
    guard query.filters.count <= limits.filterCount else {
      throw ProjectionError(
        .badArgument, "a query has at most \(limits.filterCount) filters",
        field: query.filters[limits.filterCount].column)
    }
    guard query.sort.count <= limits.sortCount else {
      throw ProjectionError(
        .badArgument, "a query is sorted by at most \(limits.sortCount) columns", field: "sort")
    }
    try refuseRepeated(query.columns, in: "columns")
    try refuseRepeated(query.sort.map(\.column), in: "sort")
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
    _ order: [Order], _ limit: Int
  ) -> String {
    // The cursor's columns stand behind those of the answer.
    let selected =
      columns.map { quoted($0.name) } + order.map(\.sql)
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
    sql += order.map { $0.sql + ($0.isDescending ? " DESC" : "") }
      .joined(separator: ", ")
    return sql + " LIMIT \(limit + 1)"
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
