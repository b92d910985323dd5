/// Names that others are compared with, prepared once.
package struct NearNames: Sendable {
  private let names: [(name: String, letters: [UInt8])]
  private let longest: Int

  /// Prepares names for comparison in either case.
  package init(_ names: [String]) {
    self.names = names.map { ($0, Array($0.lowercased().utf8)) }
    longest = self.names.map(\.letters.count).max() ?? 0
  }

  /// At most three of the names that resemble one which nobody knows, the nearest first; none where
  /// no name is near.
  ///
  /// - Complexity: O(names), and O(length²) for those of about the same length: it may be asked of
  ///   every line of a file
  package func near(_ name: String) -> [String] {
    let letters = Array(name.lowercased().utf8.prefix(2 * longest + 3))
    let most = max(2, letters.count / 3)
    var found: [(distance: Int, name: String)] = []
    for known in names where abs(known.letters.count - letters.count) <= most {
      if let distance = Self.distance(known.letters, letters, most) {
        found.append((distance, known.name))
      }
    }
    return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
  }

  /// How many letters two names are apart: insertions, deletions and replacements; `nil` for more than
  /// the most.
  private static func distance(_ a: [UInt8], _ b: [UInt8], _ most: Int) -> Int? {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var previous = row[0]
      row[0] = i + 1
      var least = row[0]
      for (j, second) in b.enumerated() {
        let cost = letter == second ? previous : min(previous, row[j], row[j + 1]) + 1
        (previous, row[j + 1]) = (row[j + 1], cost)
        least = min(least, cost)
      }
      // It never gets less from row to row.
      if least > most { return nil }
    }
    return row[b.count] <= most ? row[b.count] : nil
  }
}
