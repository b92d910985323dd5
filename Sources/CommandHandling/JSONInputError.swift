/// Why a JSON text is not the message it should be.
public struct JSONInputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path of the field to blame, as `registerOrganisation.details.kind`; `nil` for the text.
  public let field: String?
  /// One sentence: what is wrong and what would be right.
  public let reason: String
  /// The byte in the text at which it was seen, from 1, where that helps.
  public let column: Int?

  /// An error.
  public init(field: String?, reason: String, column: Int?) {
    self.field = field
    self.reason = reason
    self.column = column
  }

  /// The sentence, with the place.
  public var description: String {
    (field.map { "field \($0): " } ?? "") + reason + (column.map { " (column \($0))" } ?? "")
  }
}
