/// A read model as it is asked: a table, or a SQL query over tables.
public struct ViewDeclaration: Hashable, Sendable {
  /// Where its rows come from.
  public enum Content: Hashable, Sendable {
    /// The rows of a table.
    case table(String)
    /// A query over tables; it stands in the database as a SQL view under the view's own name.
    case query(String)
    /// A query with arguments, evaluated whenever it is asked.
    case parameterised(String, [ArgumentDeclaration])
  }

  /// Its name, as `OrganisationRegister`.
  public let name: String
  /// What it is called for short, in small letters, as `claims`; `nil` where it has its name alone.
  public let shortName: String?
  /// A heading for people.
  public let title: String
  /// One sentence: what one row is and what it is for.
  public let definition: String
  /// Its columns; the key first.
  public let columns: [ColumnDeclaration]
  /// How many leading columns make the key of a row.
  public let keyColumnCount: Int
  /// Where its rows come from.
  public let content: Content
  /// Where those who may see no small cell find figures, as `OutcomeStatistics`; `nil` where no row
  /// shows a single person.
  ///
  /// From rows of single persons every figure could be added up, so they get none of them.
  public let singlePersons: String?
  /// The columns that name the organisations whose own persons a row shows: those of a school are its
  /// students, those of a host its interns. Each of them may see the row.
  public let ownedBy: [String]
  /// Whether its rows differ by the organisations for which it is asked: it has owners, or its query
  /// looks at `:own_organisations`.
  public let dependsOnAsker: Bool

  /// A view over a query.
  public init(
    _ name: String, short shortName: String? = nil, title: String, _ definition: String,
    columns: [ColumnDeclaration], keyColumnCount: Int, content: Content,
    singlePersons: String? = nil, ownedBy: [String] = []
  ) {
    precondition(shortName == shortName?.lowercased(), "\(name)'s short name has small letters")
    precondition((1...columns.count).contains(keyColumnCount), "\(name) needs a key")
    precondition(
      ownedBy.allSatisfy { owner in columns.contains { $0.name == owner } },
      "\(name) lacks a column of its owners")
    self.name = name
    self.shortName = shortName
    self.title = title
    self.definition = definition
    self.columns = columns
    self.keyColumnCount = keyColumnCount
    self.content = content
    self.singlePersons = singlePersons
    self.ownedBy = ownedBy
    switch content {
    case .parameterised(let query, _) where query.contains(":own_organisations"):
      dependsOnAsker = true
    default: dependsOnAsker = !ownedBy.isEmpty
    }
  }

  /// A view that shows a table as it is.
  public init(
    _ name: String, short shortName: String? = nil, title: String, of table: TableDeclaration,
    singlePersons: String? = nil, ownedBy: [String] = []
  ) {
    self.init(
      name, short: shortName, title: title, table.definition, columns: table.columns,
      keyColumnCount: table.keyColumnCount, content: .table(table.name),
      singlePersons: singlePersons, ownedBy: ownedBy)
  }

  /// Whether it is asked for by that name: its own or its short one, in any case of letters.
  func isCalled(_ name: String) -> Bool {
    let name = name.lowercased()
    return name == self.name.lowercased() || name == shortName
  }

  /// The columns that make the key of a row.
  public var keyColumns: ArraySlice<ColumnDeclaration> { columns.prefix(keyColumnCount) }

  /// The arguments it takes besides filters.
  public var arguments: [ArgumentDeclaration] {
    if case .parameterised(_, let arguments) = content { arguments } else { [] }
  }

  /// The column of that name.
  public func column(_ name: String) -> ColumnDeclaration? {
    columns.first { $0.name == name }
  }
}
