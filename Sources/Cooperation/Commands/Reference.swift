internal import Deciding
internal import EventModel

/// A stream that a command names besides its target; it must exist, and the fact is about it.
struct Reference: Hashable, Sendable {
  /// What it is in the fact, as `host`.
  let role: String
  /// The command's field, in its JSON name.
  let field: String
  /// The name as the client gave it; `nil` when the field is missing.
  let text: String?
  /// The categories that may stand there; empty for any.
  let categories: [StreamCategory]
  /// Whether the field may be missing.
  let isOptional: Bool

  /// A field that must name a stream.
  static func required(
    _ role: String, _ field: String, _ text: String, _ categories: StreamCategory...
  ) -> Reference {
    Reference(
      role: role, field: field, text: text.isEmpty ? nil : text, categories: categories,
      isOptional: false)
  }

  /// A field that may name a stream.
  static func optional(
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
  func stream() throws(Rejection) -> StreamName? {
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
