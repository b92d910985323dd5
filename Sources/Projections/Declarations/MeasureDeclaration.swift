public import EventModel

/// A named figure over the read models: a query with typed arguments.
public struct MeasureDeclaration: Hashable, Sendable {
  /// Its name, as `alliance.members`.
  public let name: String
  /// A heading for people.
  public let title: String
  /// One or two sentences: what is counted, and what is not.
  public let definition: String
  /// Its arguments; in SQL each is `:name`.
  public let arguments: [ArgumentDeclaration]
  /// The columns of its answer.
  public let columns: [ColumnDeclaration]
  /// The query.
  public let sql: String

  /// A measure.
  public init(
    _ name: String, title: String, _ definition: String, arguments: [ArgumentDeclaration],
    columns: [ColumnDeclaration], sql: String
  ) {
    self.name = name
    self.title = title
    self.definition = definition
    self.arguments = arguments
    self.columns = columns
    self.sql = sql
  }
}

/// An argument of a measure or of a view.
public struct ArgumentDeclaration: Hashable, Sendable {
  /// What an argument may be.
  public enum Kind: String, Hashable, Sendable {
    /// Any text.
    case text
    /// A whole number.
    case integer
    /// A day, month, year or instant; the query sees one civil day of it in the log's zone.
    case date
  }

  /// Which civil day of a stretch of time the query sees.
  public enum Edge: Hashable, Sendable {
    /// Its first, as of `since`.
    case first
    /// Its last, as of `until` and `on`.
    case last
  }

  /// What form a text has, where it has one.
  public enum Form: Hashable, Sendable {
    /// The name of a stream of that category.
    case stream(StreamCategory)
    /// The name of a stream of that category, or `ALL`: the rows of all of them together.
    case streamOrAll(StreamCategory)
    /// A code, or the beginning of one: it begins as one of these does, digits come behind, and it
    /// has so many characters at most; then what it is, as a part of a sentence.
    ///
    /// A code that ends in `filler`, once or again, is the beginning before it: of regions a city is
    /// written 330200, and means whatever begins with 3302; so is the beginning of one, as 3300 of 33.
    case code(beginnings: [String], count: Int, filler: String? = nil, String)
  }

  /// Its name.
  public let name: String
  /// What it may be.
  public let kind: Kind
  /// Which day of a date the query sees.
  public let edge: Edge
  /// Whether it must be given; otherwise it is `NULL` in the query.
  public let isRequired: Bool
  /// One sentence.
  public let definition: String
  /// The texts it may be, in either case, where there are no others; `nil` where any are.
  public let vocabulary: Vocabulary?
  /// What form a text has; `nil` where it has any.
  public let form: Form?

  /// An argument.
  public init(
    _ name: String, _ kind: Kind, required: Bool = false, _ definition: String,
    values: [String]? = nil, form: Form? = nil, edge: Edge = .last
  ) {
    self.form = form
    self.edge = edge
    vocabulary = values.map(Vocabulary.init)
    self.name = name
    self.kind = kind
    self.isRequired = required
    self.definition = definition
  }

  /// Reads an argument that came as text.
  ///
  /// - Throws: ``ProjectionError`` with code `badArgument`.
  func value(of text: String, in zone: LogZone) throws(ProjectionError) -> SQLValue {
    switch kind {
    case .text:
      if let form, !form.fits(text) {
        let shown = text.isEmpty ? "nothing" : String(text.prefix(60))
        throw ProjectionError(
          .badArgument, "\(name) takes \(form.expectation), not \(shown)", field: name)
      }
      guard let vocabulary else { return .text(form?.meaning(of: text) ?? text) }
      guard let word = vocabulary.words.first(where: { $0.lowercased() == text.lowercased() })
      else {
        throw ProjectionError(
          .badArgument, "\(name) takes \(vocabulary.expectation(insteadOf: text))", field: name)
      }
      return .text(word)
    case .integer:
      guard let number = Int64(text) else {
        throw ProjectionError(.badArgument, "\(name) is a whole number, not \(text)", field: name)
      }
      return .integer(number)
    case .date:
      let days = try StretchOfTime(text, for: name).days(in: zone)
      return .text((edge == .first ? days.first : days.last).description)
    }
  }
}

extension ArgumentDeclaration.Form {
  /// Whether a text has the form.
  fileprivate func fits(_ text: String) -> Bool {
    switch self {
    case .stream(let category):
      return (try? StreamName(validating: text))?.category == category
    case .streamOrAll(let category):
      return text == "ALL" || Self.stream(category).fits(text)
    case .code(let beginnings, let count, _, _):
      guard !text.isEmpty, text.utf8.count <= count else { return false }
      return beginnings.contains { beginning in
        beginning.utf8.starts(with: text.utf8)
          || text.utf8.starts(with: beginning.utf8)
            && text.utf8.dropFirst(beginning.utf8.count).allSatisfy(isDigit)
      }
    }
  }

  /// What a text that has the form stands for.
  fileprivate func meaning(of text: String) -> String {
    guard case .code(let beginnings, let count, let filler?, _) = self,
      (count - text.utf8.count).isMultiple(of: filler.utf8.count)
    else { return text }
    let least = beginnings.map(\.utf8.count).min() ?? 0
    var digits = text[...]
    while digits.hasSuffix(filler), digits.utf8.count - filler.utf8.count >= least {
      digits = digits.dropLast(filler.count)
    }
    return String(digits)
  }

  /// What is right; a part of a sentence.
  fileprivate var expectation: String {
    switch self {
    case .stream(let category): "the name of a stream \(category)-…"
    case .streamOrAll(let category): "the name of a stream \(category)-…, or ALL"
    case .code(_, _, _, let expectation): expectation
    }
  }
}
