internal import EventModel
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

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
        && [0, 1, 3, 4].allSatisfy { isDigit(offset[$0]) }
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

/// A part of a path as it was before it was written into a URL; as it stands where it is malformed.
func percentDecoded(_ part: String) -> String { part.removingPercentEncoding ?? part }
