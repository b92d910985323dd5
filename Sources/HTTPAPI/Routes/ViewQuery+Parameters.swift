internal import EventModel
internal import HTTPTypes
package import Projections

extension ViewQuery {
  /// The question that URL parameters ask of a view.
  ///
  /// `column=value` (several: one of them), `column.prefix=`, `column.contains=`, `column.min=`,
  /// `column.max=`, `column.present=1`; `sort=column,-column`, `columns=a,b`, `limit`, `cursor`; the view's
  /// arguments by their names.
  package init(_ view: ViewDeclaration, _ question: inout QueryParameters) throws {
    self.init(view.name)
    if let text = question.take("sort") {
      sort = text.split(separator: ",").map {
        $0.hasPrefix("-") ? Sort(String($0.dropFirst()), descending: true) : Sort(String($0))
      }
      for column in sort { try Self.checkColumn(column.column, of: view, asked: "sort") }
    }
    if let text = question.take("columns") {
      let names = text.split(separator: ",").map(String.init)
      for name in names { try Self.checkColumn(name, of: view, asked: "columns") }
      columns = names
    }
    cursor = question.take("cursor")
    if let text = question.take("limit") {
      guard let number = Int(text), number >= 1 else {
        throw Problem.badArgument("limit", "a number from 1")
      }
      limit = number
    }
    for argument in view.arguments {
      if let text = question.take(argument.name) { arguments[argument.name] = text }
    }
    filters = try ViewQuery.filters(of: view, question.takeRest())
  }

  /// Blames the parameter, not the column that isn't there.
  private static func checkColumn(
    _ name: String, of view: ViewDeclaration, asked parameter: String
  ) throws(Problem) {
    guard view.column(name) == nil else { return }
    throw Problem.badArgument(
      parameter,
      "columns of \(view.name), not \(name.prefix(60)); " + columns(of: view, near: name))
  }

  /// What a name that is no column's is told: those it resembles, and all there are.
  private static func columns(of view: ViewDeclaration, near name: String) -> String {
    let names = view.columns.map(\.name)
    let near = NearNames(names).near(name)
    return (near.isEmpty ? "" : "did you mean \(near.joined(separator: ", "))? ")
      + "it has " + names.joined(separator: ", ")
  }

  private static func filters(
    of view: ViewDeclaration, _ parameters: [(name: String, value: String)]
  ) throws -> [Filter] {
    var values: [String: [SQLValue]] = [:]
    var filters: [Filter] = []
    for (name, value) in parameters {
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      guard let column = view.column(parts.first ?? "") else {
        var problem = Problem(
          "bad-argument", .badRequest,
          "\(view.name) has no column or argument \(name.prefix(60)); "
            + columns(of: view, near: parts.first ?? ""))
        problem.field = String(name.prefix(60))
        throw problem
      }
      switch parts.count == 2 ? parts[1] : "" {
      case "":
        try column.refuseUnless(name, value) { $0 == value }
        values[column.name, default: []].append(try column.filterValue(of: value))
      case "prefix":
        try column.refuseUnless(name, value) { $0.hasPrefix(value) }
        filters.append(Filter(column.name, .prefix(value)))
      case "contains":
        try column.refuseUnless(name, value) { $0.lowercased().contains(value.lowercased()) }
        filters.append(Filter(column.name, .contains(value)))
      case "min": filters.append(Filter(column.name, .atLeast(try column.filterValue(of: value))))
      case "max": filters.append(Filter(column.name, .atMost(try column.filterValue(of: value))))
      case "present":
        guard value == "0" || value == "1" else { throw Problem.badArgument(name, "0 or 1") }
        filters.append(Filter(column.name, value == "0" ? .oneOf([.null]) : .isPresent))
      default:
        throw Problem.badArgument(
          String(name.prefix(60)),
          "one of column, column.prefix, column.contains, column.min, column.max, column.present")
      }
    }
    return filters
      + values.sorted { $0.key < $1.key }.map { Filter($0.key, .oneOf($0.value)) }
  }
}

extension ColumnDeclaration {
  /// Refuses a filter that no value of a closed vocabulary can fulfil: it would look as if there were
  /// no such facts.
  fileprivate func refuseUnless(
    _ parameter: String, _ value: String, _ isFulfilled: (String) -> Bool
  ) throws(Problem) {
    guard let vocabulary, !vocabulary.words.contains(where: isFulfilled) else { return }
    throw Problem.badArgument(parameter, vocabulary.expectation(insteadOf: value))
  }

  /// Reads a filter's value; of a column of days only what may be one.
  fileprivate func filterValue(of text: String) throws -> SQLValue {
    if name.hasSuffix("_on") || name.hasSuffix("_day") {
      do throws(EventModelError) {
        _ = try Moment(validating: text)
      } catch {
        throw Problem.badArgument(name, "a day, as 2022-06-30, a month or a year")
      }
    }
    return try value(of: text)
  }
}
