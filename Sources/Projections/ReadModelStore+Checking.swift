internal import EventLog
internal import EventModel

// What is wrong with a question whatever the rows are: known before anybody waits for them.

extension ReadModelStore {
  /// Refuses a question to a view that can't be answered.
  ///
  /// - Throws: ``ProjectionError`` that names the view, column or argument to blame.
  public func check(_ query: ViewQuery) throws(ProjectionError) {
    _ = try ViewSQL(query, try readModels.view(query.view), limits, zone: log.identity.zone)
  }

  /// Refuses a question for one row that can't be answered, as ``row(of:key:arguments:hidingSmallCells:organisations:)``
  /// does.
  ///
  /// - Throws: ``ProjectionError`` that names the view, key or argument to blame.
  public func checkRow(
    of view: String, key: [String], arguments: [String: String]
  ) throws(ProjectionError) {
    try check(try query(of: view, key: key, arguments))
  }

  /// Refuses arguments that a measure doesn't take.
  ///
  /// - Throws: ``ProjectionError`` that names the measure or argument to blame.
  public func check(
    _ arguments: [String: String], ofMeasure name: String
  ) throws(ProjectionError) {
    _ = try argumentValues(
      arguments, try readModels.measure(name).arguments, "measure \(name)", log.identity.zone)
  }

  /// The question for the row with that key.
  func query(
    of view: String, key: [String], _ arguments: [String: String]
  ) throws(ProjectionError) -> ViewQuery {
    let declaration = try readModels.view(view)
    guard key.count == declaration.keyColumnCount else {
      throw ProjectionError(
        .badArgument,
        "a key of \(view) is "
          + declaration.keyColumns.map(\.name).joined(separator: ", "), field: "key")
    }
    var filters: [ViewQuery.Filter] = []
    for (column, text) in zip(declaration.keyColumns, key) {
      filters.append(.init(column.name, .exactly(try column.value(of: text))))
    }
    return ViewQuery(view, filters: filters, limit: 1, arguments: arguments)
  }
}
