/// A column: what it is called, what it holds and what that means.
///
/// HTTP, CSV and the command line take titles, units and definitions from here, so that a figure is
/// never shown without them.
public struct ColumnDeclaration: Hashable, Sendable {
  /// What a column holds.
  public enum Kind: String, Hashable, Sendable {
    /// UTF-8 text.
    case text = "TEXT"
    /// A whole number.
    case integer = "INTEGER"
    /// Bytes.
    case blob = "BLOB"
  }

  /// Its name: lower-case words joined by underscores.
  public let name: String
  /// What it holds.
  public let kind: Kind
  /// Whether it may hold nothing.
  public let isNullable: Bool
  /// A heading for people.
  public let title: String
  /// The unit of a number, as `students`.
  public let unit: String?
  /// One sentence: what the value says.
  public let definition: String
  /// The values it may hold, as text, where there are no others; `nil` where any are.
  public let vocabulary: Vocabulary?

  /// A column of that kind.
  public init(
    _ name: String, _ kind: Kind, nullable: Bool = false, title: String, unit: String? = nil,
    _ definition: String, vocabulary: Vocabulary? = nil
  ) {
    self.name = name
    self.kind = kind
    self.isNullable = nullable
    self.title = title
    self.unit = unit
    self.definition = definition
    self.vocabulary = vocabulary
  }

  /// A text column.
  public static func text(
    _ name: String, nullable: Bool = false, title: String, _ definition: String,
    values: [String]? = nil
  ) -> Self {
    Self(
      name, .text, nullable: nullable, title: title, definition,
      vocabulary: values.map(Vocabulary.init))
  }

  /// A number column.
  public static func integer(
    _ name: String, nullable: Bool = false, title: String, unit: String? = nil,
    _ definition: String
  ) -> Self {
    Self(name, .integer, nullable: nullable, title: title, unit: unit, definition)
  }

  /// A number column for a truth: 1 or 0.
  public static func flag(
    _ name: String, nullable: Bool = false, title: String, _ definition: String
  ) -> Self {
    Self(
      name, .integer, nullable: nullable, title: title, definition,
      vocabulary: Vocabulary(["0", "1"]))
  }

  var sql: String { "\(quoted(name)) \(kind.rawValue)\(isNullable ? "" : " NOT NULL")" }
}

/// A name as SQL writes it.
func quoted(_ name: String) -> String {
  "\"" + name.replacing("\"", with: "\"\"") + "\""
}
