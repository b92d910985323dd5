public import EventModel

/// The domain's no: why a command is not recorded.
public struct Rejection: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of no it is; the HTTP endpoint maps each to one status.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// A value is malformed: 400.
    case malformedValue = "malformed-value"
    /// An id names no stream: 422.
    case unknownStream = "unknown-stream"
    /// The id is already taken by another entity: 409.
    case alreadyExists = "already-exists"
    /// A code is held by another active organisation or person: 409.
    case codeTaken = "code-taken"
    /// The entity's state doesn't allow the step: 422.
    case wrongState = "wrong-state"
    /// A rule refuses a decided act: 422.
    case rule
    /// The fact lies in the future: 422.
    case inTheFuture = "in-the-future"
    /// A stream holds events of a newer Concord: 422.
    case newerConcord = "newer-concord"
    /// The fact stands unconfirmed and is no ground for a decided act: 422.
    case unconfirmed
    /// The correction or void names no event that can be amended: 422.
    case notAmendable = "not-amendable"
    /// The actor may not do this: 403.
    case notPermitted = "not-permitted"
    /// A personal part that the decision needs was erased or is unknown: 422.
    case cannotBeAssessed = "cannot-be-assessed"
  }

  /// What kind of no it is.
  public var code: Code
  /// One sentence: what, where, what would be right. Nothing personal.
  public var reason: String
  /// The command's field, in its JSON name, if one is to blame.
  public var field: String?
  /// The number of the rule that refuses, as `R05`.
  public var rule: String?
  /// The rule's source.
  public var source: String?
  /// The stream that stands in the way.
  public var stream: StreamName?

  /// A no.
  public init(
    _ code: Code, _ reason: String, field: String? = nil, rule: String? = nil,
    source: String? = nil, stream: StreamName? = nil
  ) {
    self.code = code
    self.reason = reason
    self.field = field
    self.rule = rule
    self.source = source
    self.stream = stream
  }

  /// The sentence.
  public var description: String { reason }
}
