internal import EventModel

/// What a match is worth, by search and criterion: data that is read, never constants of the code.
///
/// Its text is CSV with the header `search,criterion,points`; the line `algorithm,NAME,VERSION` says
/// under which name and version its recommendations are recorded. Whoever changes a number raises the
/// version. Source: `Schemas/codelists/match-weights.csv`.
public struct MatchWeights: Hashable, Sendable {
  /// The algorithm's name, as recommendations carry it.
  public let algorithm: String
  /// The version of the numbers.
  public let version: String
  /// The SHA-256 of the text, 64 hex digits.
  public let sha256: String

  private let points: [Matching.Search: [Matching.Criterion: Int]]

  /// What a criterion is worth in a search; 0 where the text doesn't name it.
  public func points(_ criterion: Matching.Criterion, in search: Matching.Search) -> Int {
    points[search]?[criterion] ?? 0
  }

  /// Reads the text.
  ///
  /// - Throws: ``MatchWeightsError`` at the first line that is not understood.
  public init(validating csv: String) throws(MatchWeightsError) {
    let lines = csv.split(whereSeparator: \.isNewline)
    guard lines.first == "search,criterion,points" else {
      throw MatchWeightsError(line: 1, "the first line is search,criterion,points")
    }
    var named: (algorithm: String, version: String)?
    var points: [Matching.Search: [Matching.Criterion: Int]] = [:]
    for (index, line) in lines.enumerated().dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3 else {
        throw MatchWeightsError(line: index + 1, "a line has three fields")
      }
      if fields[0] == "algorithm" {
        guard named == nil else { throw MatchWeightsError(line: index + 1, "one algorithm") }
        named = (fields[1], fields[2])
        continue
      }
      guard let search = Matching.Search(rawValue: fields[0]) else {
        throw MatchWeightsError(line: index + 1, "there is no search \(fields[0])")
      }
      guard let criterion = Matching.Criterion(rawValue: fields[1]) else {
        throw MatchWeightsError(line: index + 1, "there is no criterion \(fields[1])")
      }
      guard let value = Int(fields[2]), (1...1_000).contains(value) else {
        throw MatchWeightsError(line: index + 1, "points are a number from 1 to 1000")
      }
      guard points[search, default: [:]].updateValue(value, forKey: criterion) == nil else {
        throw MatchWeightsError(line: index + 1, "\(fields[1]) is weighed twice")
      }
    }
    guard let named, !named.algorithm.isEmpty, !named.version.isEmpty else {
      throw MatchWeightsError(line: lines.count, "a line algorithm,NAME,VERSION is missing")
    }
    algorithm = named.algorithm
    version = named.version
    self.points = points
    sha256 = Digest(sha256Of: csv).description
  }
}

/// A line of weights that is not understood.
public struct MatchWeightsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// What would be right.
  public let reason: String

  init(line: Int, _ reason: String) {
    self.line = line
    self.reason = reason
  }

  /// One sentence.
  public var description: String { "line \(line): \(reason)" }
}
