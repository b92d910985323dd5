/// What a client would take, as far as it matters here: rows as JSON or as CSV.
///
/// Whoever would take neither gets JSON all the same, as RFC 9110 allows: a page that asks for an
/// image by mistake is told more by rows than by a refusal.
struct AcceptHeader: Sendable {
  /// Whether CSV is named, and nothing that is JSON is wanted more, or as much and named before.
  let prefersCSV: Bool

  /// Reads the header; of several, joined by commas.
  ///
  /// Source: RFC 9110, 12.5.1.
  init(_ header: String) {
    var (csv, json): ((weight: Double, place: Int)?, (weight: Double, place: Int)?)
    for (place, range) in header.lowercased().split(separator: ",").enumerated() {
      let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
      let weight =
        parts.dropFirst().first { $0.hasPrefix("q=") }
        .map { Double($0.dropFirst(2)) ?? 0 } ?? 1
      switch parts.first {
      // What is named goes before what a star stands for.
      case "text/csv": csv = (weight, place)
      case "text/*": csv = csv ?? (weight, place)
      case "application/json": json = (weight, place)
      case "application/*", "*/*": json = json ?? (weight, place)
      default: break
      }
    }
    guard let csv, csv.weight > 0 else {
      prefersCSV = false
      return
    }
    guard let json else {
      prefersCSV = true
      return
    }
    prefersCSV =
      csv.weight > json.weight || csv.weight == json.weight && csv.place < json.place
  }
}
