internal import EventModel

/// The only words that a column or an argument may hold.
public struct Vocabulary: Hashable, Sendable {
  /// All of them.
  public let words: [String]

  /// These words.
  public init(_ words: [String]) { self.words = words }

  /// Part of a sentence that tells the right words in place of a wrong one, and those that resemble it.
  public func expectation(insteadOf word: String) -> String {
    let near = NearNames(words).near(word)
    let shown = word.count > 60 ? word.prefix(60) + "…" : word[...]
    return "one of \(words.joined(separator: ", ")), not \(shown.isEmpty ? "nothing" : shown)"
      + (near.isEmpty ? "" : "; did you mean \(near.joined(separator: ", "))?")
  }
}
