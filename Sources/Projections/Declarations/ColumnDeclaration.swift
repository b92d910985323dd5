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

  /// How a text column holds moments: what filters and sorting go by, in place of the text.
  public enum Moments: Hashable, Sendable {
    /// Civil days of the log's zone, as `2022-06-30`: in the order of time as text.
    case days
    /// Moments as they were told, as `2022` or `<=2009`. In SQL, over a row of the view: the last
    /// microsecond since 1970-01-01T00:00Z at which it may have been.
    case told(by: String)
    /// Instants in UTC without their decimals, as `2022-06-30T10:30:00Z`. In SQL, over a row of the
    /// view: the microseconds since 1970-01-01T00:00Z.
    case seconds(by: String)
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
  /// How it holds moments; `nil` where it holds none, or holds them as numbers.
  public let moments: Moments?

  /// A column of that kind.
  public init(
    _ name: String, _ kind: Kind, nullable: Bool = false, title: String, unit: String? = nil,
    _ definition: String, vocabulary: Vocabulary? = nil, moments: Moments? = nil
  ) {
    precondition(moments == nil || kind == .text, "\(name) holds moments that are no text")
    self.name = name
    self.kind = kind
    self.isNullable = nullable
    self.title = title
    self.unit = unit
    self.definition = definition
    self.vocabulary = vocabulary
    self.moments = moments
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

  /// A text column of moments.
  public static func moment(
    _ name: String, nullable: Bool = false, title: String, _ definition: String, _ moments: Moments
  ) -> Self {
    Self(name, .text, nullable: nullable, title: title, definition, moments: moments)
  }

  /// A text column of civil days.
  public static func date(
    _ name: String, nullable: Bool = false, title: String, _ definition: String
  ) -> Self {
    moment(name, nullable: nullable, title: title, definition, .days)
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

  /// What rows are sorted by, in SQL, where they are sorted by this column.
  var order: String {
    switch moments {
    case .told(let order), .seconds(let order): order
    case .days, nil: quoted(name)
    }
  }

  var sql: String { "\(quoted(name)) \(kind.rawValue)\(isNullable ? "" : " NOT NULL")" }
}

/// A name as SQL writes it.
func quoted(_ name: String) -> String {
  "\"" + name.replacing("\"", with: "\"\"") + "\""
}
