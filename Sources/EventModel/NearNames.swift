/// The names that resemble one which nobody knows.
package enum NearNames {
  /// The longest name that is compared, in bytes: what is longer was no slip of the pen.
  private static let longest = 60

  /// At most three of the names, the nearest first; none where no name is near.
  ///
  /// It may be asked of every line of a file, so what can't be near is passed over early.
  package static func of(_ name: String, among known: [String]) -> [String] {
    let letters = Array(name.lowercased().utf8.prefix(longest + 1))
    guard letters.count <= longest else { return [] }
    let most = max(2, letters.count / 3)
    var near: [(name: String, distance: Int)] = []
    for one in known where abs(one.utf8.count - letters.count) <= most {
      if let distance = distance(Array(one.lowercased().utf8), letters, most) {
        near.append((one, distance))
      }
    }
    return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
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
