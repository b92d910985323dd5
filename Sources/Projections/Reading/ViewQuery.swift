public import EventModel

/// A question to a view: which rows, in which order, how many.
public struct ViewQuery: Sendable {
  /// A condition on one column.
  public struct Filter: Hashable, Sendable {
    /// How a column is compared.
    public enum Condition: Hashable, Sendable {
      /// The value is one of these; ``SQLValue/null`` asks for none.
      case oneOf([SQLValue])
      /// The value is this one as it stands in a row: a moment is no stretch of time here.
      case exactly(SQLValue)
      /// The text begins so.
      case prefix(String)
      /// The text holds this fragment somewhere; of Latin letters the case is the same.
      ///
      /// No index serves it: every row that the other filters leave is looked at.
      case contains(String)
      /// The value is at least this.
      case atLeast(SQLValue)
      /// The value is at most this.
      case atMost(SQLValue)
      /// There is a value.
      case isPresent
    }

    /// The column's name.
    public let column: String
    /// How it is compared.
    public let condition: Condition

    /// A condition.
    public init(_ column: String, _ condition: Condition) {
      self.column = column
      self.condition = condition
    }
  }

  /// One column to sort by.
  public struct Sort: Hashable, Sendable {
    /// The column's name.
    public let column: String
    /// From high to low; nothing comes last then.
    public let isDescending: Bool

    /// A column to sort by.
    public init(_ column: String, descending: Bool = false) {
      self.column = column
      isDescending = descending
    }
  }

  /// The view's name.
  public var view: String
  /// Conditions that all hold.
  public var filters: [Filter]
  /// What to sort by; rows that are equal in it are sorted by their key.
  public var sort: [Sort]
  /// The columns of the answer; empty for all.
  public var columns: [String]
  /// How many rows at most, 1 to ``ProjectionLimits/rowsPerPage``.
  public var limit: Int
  /// Where the page before ended.
  public var cursor: String?
  /// The view's arguments, as text.
  public var arguments: [String: String]
  /// Whether whoever asks may see no cell that speaks of a few people only.
  public var hidesSmallCells = false
  /// The organisation for which is asked, under each of its names: who may see no small cell sees of
  /// its own persons the rows.
  public var organisations: [StreamName] = []

  /// A question of somebody who may see all.
  public init(
    _ view: String, filters: [Filter] = [], sort: [Sort] = [], columns: [String] = [],
    limit: Int = 100, cursor: String? = nil, arguments: [String: String] = [:]
  ) {
    self.view = view
    self.filters = filters
    self.sort = sort
    self.columns = columns
    self.limit = limit
    self.cursor = cursor
    self.arguments = arguments
  }

  /// The question as it is asked by who may see no small cell, or may; and for which organisations,
  /// of whose own persons the rows are seen all the same.
  public func hidingSmallCells(
    _ hides: Bool = true, but organisations: [StreamName] = []
  ) -> ViewQuery {
    var query = self
    query.hidesSmallCells = hides
    query.organisations = organisations
    return query
  }
}

/// Rows of a view, and as of which position.
public struct ViewPage: Sendable {
  /// What the values are.
  public let columns: [ColumnDeclaration]
  /// The rows, in the order that was asked for.
  public let rows: [[SQLValue]]
  /// What the rows were made from.
  public let basis: RowsBasis
  /// The cursor of the next page; `nil` when this is the last.
  public let next: String?

  /// The position after the last event in the rows.
  public var end: Position { basis.end }
}

/// What tells the rows of one moment from those of another: as long as it is the same, so are the rows.
public struct RowsBasis: Hashable, Sendable {
  /// The number of the generation that was read.
  public let generation: Int
  /// The position after the last event in the rows.
  public let end: Position
  /// How many streams stand still: the rows lack what they hold from some event on, see the view Quarantine.
  public let quarantinedStreamCount: Int
}

/// A measure's answer.
public struct MeasureResult: Sendable {
  /// The measure.
  public let measure: MeasureDeclaration
  /// What the arguments were taken for.
  public let arguments: [String: SQLValue]
  /// The rows.
  public let rows: [[SQLValue]]
  /// What the rows were made from.
  public let basis: RowsBasis

  /// The position after the last event in the rows.
  public var end: Position { basis.end }
}
