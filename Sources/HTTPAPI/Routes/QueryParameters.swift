internal import EventModel
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

    /// One word for each.
    var name: String {
      switch self {
      case .json: "json"
      case .csv(let byteOrderMark): byteOrderMark ? "csv with mark" : "csv"
      }
    }
  }

  private var parameters: [(name: String, value: String)]
  /// The name of the first that is no UTF-8 in percent-encoding; `nil` where there is none.
  private var malformed: String?
  /// Those that were asked for; one of them that is left stands there twice.
  private var taken: Set<String> = []

  /// Parameters in the order in which they are given.
  package init(_ parameters: [(name: String, value: String)]) {
    self.parameters = parameters
  }

  init(_ request: Request) {
    let pairs = (request.uri.query ?? "").split(separator: "&").map {
      $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    }
    let first = pairs.first { halves in
      halves.contains { String($0).removingPercentEncoding == nil }
    }
    malformed = first.map { String($0[0]) }
    parameters = pairs.map { halves in
      (Self.decoded(halves[0]), halves.count == 2 ? Self.decoded(halves[1]) : "")
    }
  }

  /// A name or value as a form sends it: a plus is a space, but for one that begins the offset of an
  /// instant, as in 12:00+08:00.
  private static func decoded(_ text: Substring) -> String {
    var plain = ""
    var rest = text
    while let plus = rest.firstIndex(of: "+") {
      let behind = rest[rest.index(after: plus)...]
      // 08:00, or 08%3A00.
      let offset = behind.utf8.count <= 7 ? Array(percentDecoded(String(behind)).utf8) : []
      let isOffset =
        offset.count == 5 && offset[2] == UInt8(ascii: ":")
        && [0, 1, 3, 4].allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(offset[$0]) }
      plain += rest[..<plus] + (isOffset ? "+" : " ")
      rest = behind
    }
    plain += rest
    return percentDecoded(plain)
  }

  /// The value of a parameter that may be given once.
  mutating func take(_ name: String) -> String? {
    taken.insert(name)
    guard let index = parameters.firstIndex(where: { $0.name == name }) else { return nil }
    return parameters.remove(at: index).value
  }

  /// All that is left, each given once.
  package mutating func takeAll() throws(Problem) -> [String: String] {
    var all: [String: String] = [:]
    for (name, value) in try takeRest() {
      guard all.updateValue(value, forKey: name) == nil else { throw .givenTwice(name) }
    }
    return all
  }

  /// All that is left, in order.
  ///
  /// - Throws: ``Problem`` for one that is malformed, and one that was taken and stands there once more.
  mutating func takeRest() throws(Problem) -> [(name: String, value: String)] {
    if let malformed {
      throw .badArgument(String(malformed.prefix(60)), "UTF-8 in percent-encoding, as %E7%84%8A")
    }
    if let again = parameters.first(where: { taken.contains($0.name) }) {
      throw .givenTwice(again.name)
    }
    defer { parameters = [] }
    return parameters
  }

  /// Refuses what nobody asked for, so that a misspelt parameter is noticed.
  mutating func expectNothing() throws(Problem) {
    guard let rest = try takeRest().first else { return }
    throw .badArgument(String(rest.name.prefix(60)), "nothing: there is no such parameter")
  }

  /// `format=csv` or an Accept header that would rather have text/csv; `bom=1` for spreadsheet programs.
  mutating func format(_ request: Request) throws(Problem) -> Format {
    let bom = take("bom")
    guard bom == nil || bom == "0" || bom == "1" else {
      throw Problem.badArgument("bom", "0 or 1")
    }
    switch take("format") {
    case "csv": return .csv(byteOrderMark: bom == "1")
    case "json": return .json
    case nil:
      let wantsCSV = AcceptHeader(request.headers[.accept] ?? "").prefersCSV
      return wantsCSV || bom == "1" ? .csv(byteOrderMark: bom == "1") : .json
    default: throw Problem.badArgument("format", "json or csv")
    }
  }
}

extension Problem {
  /// A query parameter that stands there twice, where one value is meant.
  fileprivate static func givenTwice(_ name: String) -> Problem {
    badArgument(String(name.prefix(60)), "one value; it is given twice")
  }

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

/// A part of a path as it was before it was written into a URL; as it stands where it is malformed.
func percentDecoded(_ part: String) -> String { part.removingPercentEncoding ?? part }
