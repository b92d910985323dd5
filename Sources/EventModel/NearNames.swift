/// The names that resemble one which nobody knows.
package enum NearNames {
  /// At most three of the names, the nearest first; none where no name is near.
  package static func of(_ name: String, among known: [String]) -> [String] {
    let near = known.map { (name: $0, distance: distance($0, name)) }
      .filter { $0.distance <= max(2, name.utf8.count / 3) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return near.prefix(3).map(\.name)
  }

  /// How many letters two names are apart in either case: insertions, deletions and replacements.
  private static func distance(_ one: String, _ other: String) -> Int {
    let (a, b) = (Array(one.lowercased().utf8), Array(other.lowercased().utf8.prefix(100)))
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var previous = row[0]
      row[0] = i + 1
      for (j, second) in b.enumerated() {
        let cost = letter == second ? previous : min(previous, row[j], row[j + 1]) + 1
        (previous, row[j + 1]) = (row[j + 1], cost)
      }
    }
    return row[b.count]
  }
}
