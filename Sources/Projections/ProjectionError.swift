internal import EventLog

/// Why a read model can't be kept or asked.
public struct ProjectionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which kind of failure it is.
  public enum Code: String, Hashable, Sendable {
    /// There is no view or measure of that name.
    case unknownView
    /// The view has no such column.
    case unknownColumn
    /// The view shows single persons, and whoever asks may see no cell of a few people only.
    case singlePersons
    /// A filter, limit, key or argument is malformed, or an argument is missing.
    case badArgument
    /// The cursor belongs to another query.
    case badCursor
    /// The query ran longer than its deadline.
    case deadlinePassed
    /// SQLite refused.
    case database
    /// The operating system refused.
    case inputOutput
    /// The log refused, or one of its records is corrupt.
    case log
    /// Another process writes these read models.
    case heldByAnotherProcess
    /// The task that asked was cancelled.
    case cancelled
    /// There are no read models here.
    case notFound
    /// The store was opened for reading only.
    case readOnly
    /// A fold gave rows that its tables don't allow: a bug, with the stream that shows it.
    case malformedRow
  }

  /// Which kind of failure it is.
  public let code: Code
  /// One sentence: what, where, what would be right.
  public let reason: String
  /// The column, argument or parameter to blame.
  public let field: String?

  /// A failure.
  public init(_ code: Code, _ reason: String, field: String? = nil) {
    self.code = code
    self.reason = reason
    self.field = field
  }

  init(_ error: EventLogError) {
    self.init(.log, String(describing: error))
  }

  /// The sentence.
  public var description: String { reason }
}
