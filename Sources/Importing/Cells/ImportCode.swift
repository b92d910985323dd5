/// What is wrong with a row, as programs compare it; stable for ever.
public enum ImportCode: String, Hashable, Sendable, CaseIterable {
  /// A text where a number belongs, and the like.
  case wrongDataType = "WrongDataType"
  /// A value that must be there is not.
  case missing = "Missing"
  /// A value of the wrong form.
  case badFormat = "BadFormat"
  /// A value that is too long or too short.
  case badLength = "BadLength"
  /// A reference that leads to nothing.
  case unknownReference = "UnknownRef"
  /// Something that is recorded already, or a code that another holds.
  case duplicate = "Duplicate"
  /// The state of what the row is about doesn't allow it.
  case wrongState = "WrongState"
  /// A rule refuses it.
  case rule = "Rule"
  /// The fact lies in the future.
  case inTheFuture = "InTheFuture"
  /// What the row rests on is under review.
  case unconfirmed = "Unconfirmed"
  /// Who imports may not do this.
  case notPermitted = "NotPermitted"
  /// A personal part that is needed is not there.
  case cannotBeAssessed = "CannotBeAssessed"

  /// The code of a refused command, by the code of its problem, as `code-taken`.
  ///
  /// - Returns: `nil` where the row isn't to blame, as for a full disk.
  public init?(problem code: String) {
    switch code {
    case "malformed-value", "malformed-command", "newer-concord", "not-amendable":
      self = .badFormat
    case "too-large": self = .badLength
    case "unknown-stream": self = .unknownReference
    case "already-exists", "code-taken", "command-reused": self = .duplicate
    case "wrong-state": self = .wrongState
    case "rule": self = .rule
    case "in-the-future": self = .inTheFuture
    case "unconfirmed": self = .unconfirmed
    case "not-permitted": self = .notPermitted
    case "cannot-be-assessed": self = .cannotBeAssessed
    default: return nil
    }
  }
}

/// What is wrong with a cell.
public struct CellProblem: Error, Hashable, Sendable {
  /// What kind of problem it is.
  public let code: ImportCode
  /// One sentence: what would be right. It repeats nothing of the cell, which may be personal.
  public let reason: String

  /// A problem.
  public init(_ code: ImportCode, _ reason: String) {
    self.code = code
    self.reason = reason
  }
}

/// What is wrong with a row.
public struct RowProblem: Hashable, Sendable {
  /// What kind of problem it is.
  public let code: ImportCode
  /// One sentence: what would be right.
  public let reason: String
  /// The field to blame, by its key; `nil` when it is the whole row.
  public var field: String?
  /// Where the field stands, from 1; `nil` in NDJSON, and where the sheet has no such column.
  public var column: Int?
  /// The column's header as the sheet has it.
  public var header: String?
  /// The number of the rule that refuses.
  public var rule: String?
  /// Whether the domain said no, by what is recorded; else it is the form of what stands there.
  var isOfDomain = false

  /// A problem of one field, or of the whole row.
  public init(_ code: ImportCode, _ reason: String, field: String? = nil) {
    self.code = code
    self.reason = reason
    self.field = field
  }
}
