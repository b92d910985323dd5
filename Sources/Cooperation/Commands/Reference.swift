public import Deciding
public import EventModel

/// A stream that a command names besides its target; it must exist, and the fact is about it.
public struct Reference: Hashable, Sendable {
  /// What it is in the fact, as `host`.
  public let role: String
  /// The command's field, in its JSON name.
  public let field: String
  /// The name as the client gave it; `nil` when the field is missing.
  public let text: String?
  /// The categories that may stand there; empty for any.
  public let categories: [StreamCategory]
  /// Whether the field may be missing.
  public let isOptional: Bool

  /// A field that must name a stream.
  public static func required(
    _ role: String, _ field: String, _ text: String, _ categories: StreamCategory...
  ) -> Reference {
    Reference(
      role: role, field: field, text: text.isEmpty ? nil : text, categories: categories,
      isOptional: false)
  }

  /// A field that may name a stream.
  public static func optional(
    _ role: String, _ field: String, _ text: String, _ categories: StreamCategory...
  ) -> Reference {
    Reference(
      role: role, field: field, text: text.isEmpty ? nil : text, categories: categories,
      isOptional: true)
  }

  /// A list of names, each of which must be one.
  static func each(
    _ role: String, _ field: String, _ texts: [String], _ categories: StreamCategory...
  ) -> [Reference] {
    texts.enumerated().map { index, text in
      Reference(
        role: role, field: "\(field)[\(index)]", text: text.isEmpty ? nil : text,
        categories: categories, isOptional: false)
    }
  }

  /// The stream, once it has been checked.
  ///
  /// - Throws: ``Rejection`` when a required name is missing, malformed or of another category.
  public func stream() throws(Rejection) -> StreamName? {
    guard let text else {
      if isOptional { return nil }
      throw .missing(field, "a stream name" + example)
    }
    return try Check.stream(text, field, categories)
  }

  private var example: String {
    categories.first.map { ", as \($0)-…" } ?? ""
  }
}
