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

  /// Who may see its rows.
  public enum Readers: Hashable, Sendable {
    /// Everybody who may ask: no row shows a single person.
    case all
    /// Those who may see single persons, and the owners of a row. To all others rows are refused,
    /// because every figure could be added up from them.
    ///
    /// - `figuresIn`: where the others find figures, as `OutcomeStatistics`.
    /// - `owners`: the columns that name the organisations whose own persons a row shows: those of a
    ///   school are its students, those of a host its interns.
    case ofSinglePersons(figuresIn: String, owners: [String] = [])
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
  /// Who may see its rows.
  public let readers: Readers
  /// Whether its rows depend on the organisations for which it is asked: it has owners, or its query
  /// uses `:own_organisations`.
  public let dependsOnAsker: Bool

  /// A view over a query.
  public init(
    _ name: String, short shortName: String? = nil, title: String, _ definition: String,
    columns: [ColumnDeclaration], keyColumnCount: Int, content: Content, readers: Readers = .all
  ) {
    precondition(shortName == shortName?.lowercased(), "\(name)'s short name has small letters")
    precondition((1...columns.count).contains(keyColumnCount), "\(name) needs a key")
    precondition(
      readers.owners.allSatisfy { owner in columns.contains { $0.name == owner } },
      "\(name) lacks a column of its owners")
    self.name = name
    self.shortName = shortName
    self.title = title
    self.definition = definition
    self.columns = columns
    self.keyColumnCount = keyColumnCount
    self.content = content
    self.readers = readers
    dependsOnAsker = !readers.owners.isEmpty || content.namesAsker
  }

  /// A view that shows a table as it is.
  public init(
    _ name: String, short shortName: String? = nil, title: String, of table: TableDeclaration,
    readers: Readers = .all
  ) {
    self.init(
      name, short: shortName, title: title, table.definition, columns: table.columns,
      keyColumnCount: table.keyColumnCount, content: .table(table.name), readers: readers)
  }

  /// Whether it is asked for by that name: its own or its short one, in any case of letters.
  func isCalled(_ name: String) -> Bool {
    let name = name.lowercased()
    return name == self.name.lowercased() || name == shortName
  }

  /// Where those who may see no small cell find figures; `nil` where they may see the rows.
  public var singlePersons: String? {
    if case .ofSinglePersons(let figures, _) = readers { figures } else { nil }
  }

  /// The columns that name a row's owners.
  public var ownedBy: [String] { readers.owners }

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

extension ViewDeclaration.Readers {
  /// The columns that name a row's owners.
  fileprivate var owners: [String] {
    if case .ofSinglePersons(_, let owners) = self { owners } else { [] }
  }
}

extension ViewDeclaration.Content {
  /// Whether its rows depend on who asks.
  fileprivate var namesAsker: Bool {
    if case .parameterised(let query, _) = self {
      query.contains(":own_organisations")
    } else {
      false
    }
  }
}
