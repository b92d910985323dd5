internal import Cooperation
package import EventModel

/// Streams that are of one person each: their names are for who may see single persons.
package enum SinglePersons {
  /// Their categories, by hand: what a stream is of is no property of a type. `SinglePersonTests` asks for
  /// each new aggregate whether it belongs here.
  package static let categories: [StreamCategory] = [
    "person", "enrolment", "placement", "internship.agreement", "application", "employment",
    "outcome", "assistance", "survey.response", "privacy.request", "recommendation",
  ]

  /// Categories of code streams whose names hold a person's or an enrolment's.
  package static let codes = CodeKey.kinds.filter(\.isOfOnePerson).map(\.category)

  /// A sentence without the names of such streams: of each its category is left.
  package static func unnamed(in sentence: String) -> String {
    var plain = ""
    var word = ""
    for character in sentence {
      if character.isPartOfStreamName {
        word.append(character)
      } else {
        plain += unnamed(word: word)
        plain.append(character)
        word = ""
      }
    }
    return plain + unnamed(word: word)
  }

  private static func unnamed(word: String) -> String {
    // A stop that ends a sentence may be part of a name.
    guard let category = word.split(separator: "-", maxSplits: 1).first,
      category.count < word.count,
      (categories + codes).contains(where: { $0.text == category })
    else { return word }
    return category + "-…" + (word.hasSuffix(".") ? "." : "")
  }
}

extension Character {
  fileprivate var isPartOfStreamName: Bool {
    isASCII && (isLetter || isNumber || self == "." || self == "_" || self == "-")
  }
}
