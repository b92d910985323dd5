internal import Foundation
internal import HTTPTypes
internal import Hummingbird
package import Projections

/// The parameters of a question, each taken once; what is left over is an error or a filter.
package struct QueryParameters {
  /// How the answer is written.
  enum Format {
    case json
    case csv(byteOrderMark: Bool)
  }

  private var parameters: [(name: String, value: String)]

  /// Parameters in the order in which they are given.
  package init(_ parameters: [(name: String, value: String)]) {
    self.parameters = parameters
  }

  init(_ request: Request) {
    parameters = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
  }

  /// The value of a parameter that may be given once.
  mutating func take(_ name: String) -> String? {
    guard let index = parameters.firstIndex(where: { $0.name == name }) else { return nil }
    return parameters.remove(at: index).value
  }

  /// All that is left.
  mutating func takeAll() -> [String: String] {
    defer { parameters = [] }
    return Dictionary(
      parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// All that is left, in order.
  mutating func takeRest() -> [(name: String, value: String)] {
    defer { parameters = [] }
    return parameters
  }

  /// `format=csv` or an Accept header of text/csv; `bom=1` for spreadsheet programs.
  mutating func format(_ request: Request) throws(Problem) -> Format {
    let bom = take("bom")
    guard bom == nil || bom == "0" || bom == "1" else {
      throw Problem.badArgument("bom", "0 or 1")
    }
    switch take("format") {
    case "csv": return .csv(byteOrderMark: bom == "1")
    case "json": return .json
    case nil:
      let wantsCSV = request.headers[.accept]?.contains("text/csv") ?? false
      return wantsCSV || bom == "1" ? .csv(byteOrderMark: bom == "1") : .json
    default: throw Problem.badArgument("format", "json or csv")
    }
  }
}

extension Problem {
  /// A query parameter that can't be used.
  static func badArgument(_ name: String, _ expected: String) -> Problem {
    var problem = Problem("bad-argument", .badRequest, "\(name) takes \(expected)")
    problem.field = name
    return problem
  }
}

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
    }
    if let text = question.take("columns") { columns = text.split(separator: ",").map(String.init) }
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
          "\(view.name) has no column or argument \(name.prefix(60)); it has "
            + view.columns.map(\.name).joined(separator: ", "))
        problem.field = String(name.prefix(60))
        throw problem
      }
      switch parts.count == 2 ? parts[1] : "" {
      case "": values[column.name, default: []].append(try column.value(of: value))
      case "prefix": filters.append(Filter(column.name, .prefix(value)))
      case "contains": filters.append(Filter(column.name, .contains(value)))
      case "min": filters.append(Filter(column.name, .atLeast(try column.value(of: value))))
      case "max": filters.append(Filter(column.name, .atMost(try column.value(of: value))))
      case "present":
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

/// A part of a path as it was before it was written into a URL; as it stands where it is malformed.
func percentDecoded(_ part: String) -> String { part.removingPercentEncoding ?? part }
