internal import Cooperation
internal import EventModel
internal import Projections

/// An enumeration whose values rows hold as words: the names that commands use for them, so that a
/// filter says what a command said. `Tools/generate` writes the words of every schema.
protocol Worded: CaseIterable {
  /// The word; nothing for one that says nothing.
  var word: String? { get }
}

extension Worded {
  /// All words, in the order of the cases.
  static var words: [String] { allCases.compactMap(\.word) }
}

// Columns and arguments that hold an enumeration's words and nothing else.

extension ColumnDeclaration {
  /// A column of a command's enumeration.
  static func text<Words: Worded>(
    _ name: String, nullable: Bool = false, title: String, _ definition: String, of _: Words.Type
  ) -> Self {
    text(name, nullable: nullable, title: title, definition, values: Words.words)
  }

  /// A column of a state's enumeration, as of its phase.
  static func text<Words: CaseIterable & RawRepresentable<String>>(
    _ name: String, nullable: Bool = false, title: String, _ definition: String, of _: Words.Type
  ) -> Self {
    text(
      name, nullable: nullable, title: title, definition, values: Words.allCases.map(\.rawValue))
  }

  /// A column of the grades of evidence.
  static func text(
    _ name: String, nullable: Bool = false, title: String, _ definition: String,
    of _: Source.Evidence.Type
  ) -> Self {
    text(
      name, nullable: nullable, title: title, definition,
      values: Source.Evidence.allCases.map(\.word))
  }
}

extension ArgumentDeclaration {
  /// An argument of a command's enumeration.
  init<Words: Worded>(
    _ name: String, _ kind: Kind, required: Bool = false, _ definition: String, of _: Words.Type
  ) {
    self.init(name, kind, required: required, definition, values: Words.words)
  }
}
