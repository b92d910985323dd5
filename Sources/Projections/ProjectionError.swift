internal import EventLog

/// Why a read model can't be kept or asked.
public struct ProjectionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which kind of failure it is.
  public enum Code: String, Hashable, Sendable {
    /// There is no view of that name.
    case unknownView
    /// There is no measure of that name.
    case unknownMeasure
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
    /// The rows don't hold yet what was in the log when they were opened; asking again later helps.
    case notYet
    /// SQLite refused; trying again may help.
    case database
    /// The rows' file is no database, or a damaged one.
    case damaged
    /// The rows were made from another log, or from one that is not what it was.
    case otherLog
    /// SQLite refuses a statement: the file's tables are not those of this version.
    case otherLayout
    /// The operating system refused.
    case inputOutput
    /// The log answers no more questions.
    case log
    /// One of the log's records is corrupt, or its file is damaged.
    case logDamaged
    /// The log refused for now; trying again may help.
    case logUnavailable
    /// Another process writes these read models.
    case heldByAnotherProcess
    /// The task that asked was cancelled.
    case cancelled
    /// There are no read models here.
    case notFound
    /// The store was opened for reading only.
    case readOnly
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
    let code: Code =
      switch error {
      case .corrupt, .damaged: .logDamaged
      default: error.isFinal ? .log : .logUnavailable
      }
    self.init(code, String(describing: error))
  }

  /// Whether trying the same again may help.
  var mayPass: Bool {
    switch code {
    case .database, .inputOutput, .logUnavailable: true
    default: false
    }
  }

  /// Whether the rows are to blame: they are derived and can be made anew.
  var isOfTheRows: Bool { code == .damaged || code == .otherLayout }

  /// The sentence.
  public var description: String { reason }
}
