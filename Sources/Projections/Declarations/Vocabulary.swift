internal import EventModel

/// The words that a column or an argument may hold, where there are no others.
public struct Vocabulary: Hashable, Sendable {
  /// All of them.
  public let words: [String]

  /// These words.
  public init(_ words: [String]) { self.words = words }

  /// What is right in place of a word that is none of them, and which it resembles; a part of a
  /// sentence.
  public func expectation(insteadOf word: String) -> String {
    let near = NearNames.of(word, among: words)
    let shown = word.count > 60 ? word.prefix(60) + "…" : word[...]
    return "one of \(words.joined(separator: ", ")), not \(shown.isEmpty ? "nothing" : shown)"
      + (near.isEmpty ? "" : "; did you mean \(near.joined(separator: ", "))?")
  }
}
