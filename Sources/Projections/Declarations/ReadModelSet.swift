internal import Crypto
internal import Deciding
public import EventModel

/// All read models of one build: what is folded, what is asked, and a fingerprint of both.
public struct ReadModelSet: Sendable {
  /// The views, by name.
  public let views: [ViewDeclaration]
  /// The measures, by name.
  public let measures: [MeasureDeclaration]
  /// All tables, the quarantine's last.
  public let tables: [TableDeclaration]
  /// SHA-256 over all that rows depend on; another one means the rows are folded anew.
  public let fingerprint: String

  private let folds: [StreamCategory: (fold: AggregateFold, firstTables: [Int])]
  private let eventProjections: [any EventProjection]
  private let eventRuns: [@Sendable () -> EventRun]
  private let otherCategories: Set<StreamCategory>

  /// A set.
  ///
  /// - Parameters:
  ///   - folds: one for each aggregate.
  ///   - eventProjections: the projections over single events.
  ///   - otherCategories: categories whose events are known but not folded, as the log's own.
  ///   - singlePersons: categories whose streams are of one person each.
  /// - Precondition: no two tables, views or measures have the same name, and a view over a table
  ///   names one of the set's.
  public init(
    folds: [AggregateFold], eventProjections: [any EventProjection],
    otherCategories: [StreamCategory], singlePersons: [StreamCategory] = [],
    views: [ViewDeclaration], measures: [MeasureDeclaration]
  ) {
    var tables: [TableDeclaration] = []
    var byCategory: [StreamCategory: (fold: AggregateFold, firstTables: [Int])] = [:]
    for fold in folds {
      var firstTables: [Int] = []
      for projection in fold.projections {
        firstTables.append(tables.count)
        tables += projection.tables
      }
      precondition(byCategory[fold.category] == nil, "two folds over \(fold.category)")
      byCategory[fold.category] = (fold, firstTables)
    }
    let firstEventTable = tables.count
    var eventRuns: [@Sendable () -> EventRun] = []
    for projection in eventProjections {
      eventRuns.append(ReadModelSet.makeRun(projection, firstTable: tables.count))
      tables += projection.tables
    }
    eventTables = firstEventTable..<tables.count
    tables.append(Quarantine.table)
    // Of a category that this code doesn't know it isn't known either whether it is of persons.
    let named = Set(byCategory.keys).union(otherCategories).subtracting(singlePersons)
    let views = views + [Quarantine.view(named: named.sorted())]
    precondition(Set(tables.map(\.name)).count == tables.count, "two tables share a name")
    let viewNames = views.flatMap { [$0.name.lowercased()] + ($0.shortName.map { [$0] } ?? []) }
    precondition(Set(viewNames).count == viewNames.count, "two views share a name")
    precondition(Set(measures.map(\.name)).count == measures.count, "two measures share a name")
    self.folds = byCategory
    self.eventProjections = eventProjections
    self.eventRuns = eventRuns
    self.otherCategories = Set(otherCategories)
    self.tables = tables
    self.views = views.sorted { $0.name < $1.name }
    self.measures = measures.sorted { $0.name < $1.name }
    fingerprint = ReadModelSet.fingerprint(
      of: folds, eventProjections, otherCategories, tables, views)
  }

  private static func fingerprint(
    of folds: [AggregateFold], _ eventProjections: [any EventProjection],
    _ otherCategories: [StreamCategory], _ tables: [TableDeclaration], _ views: [ViewDeclaration]
  ) -> String {
    var parts = ["engine \(engineVersion)"]
    for fold in folds {
      parts += fold.projections.map { "\($0.name) \($0.version)" }
      parts.append("category \(fold.category)")
      parts += fold.eventTypes.sorted { $0.key < $1.key }.map { "type \($0.key) \($0.value)" }
    }
    parts += eventProjections.map { "\($0.name) \($0.version)" }
    parts += otherCategories.sorted().map { "other \($0)" }
    for table in tables {
      parts.append(table.creation)
      parts += table.indexCreations
    }
    for view in views {
      if case .query(let sql) = view.content { parts.append("view \(view.name) \(sql)") }
    }
    return hexText(SHA256.hash(data: Array(parts.joined(separator: "\n").utf8)))
  }

  /// The same folds with those projections alone that have these names, and nothing to ask: what the
  /// other projections cost is measured against it. Streams are folded all the same.
  ///
  /// - Precondition: there is a projection of each name.
  @_spi(Measuring) public func keeping(projections names: Set<String>) -> ReadModelSet {
    let known =
      folds.values.flatMap { $0.fold.projections.map(\.name) } + eventProjections.map(\.name)
    let unknown = names.subtracting(known)
    precondition(unknown.isEmpty, "there is no projection \(unknown.sorted())")
    return ReadModelSet(
      folds: folds.sorted { $0.key < $1.key }.map { $0.value.fold.keeping(names) },
      eventProjections: eventProjections.filter { names.contains($0.name) },
      otherCategories: Array(otherCategories), views: [], measures: [])
  }

  // Raised when the engine itself would make other rows of the same events.
  private static let engineVersion = 1

  private static func makeRun(
    _ projection: some EventProjection, firstTable: Int
  ) -> @Sendable () -> EventRun {
    { TypedEventRun(projection, firstTable: firstTable) }
  }

  /// The view of that name or short name, in any case of letters.
  ///
  /// - Throws: ``ProjectionError`` with code `unknownView` that lists those there are, or of
  ///   them those whose name begins so or resembles it.
  public func view(_ name: String) throws(ProjectionError) -> ViewDeclaration {
    if let view = views.first(where: { $0.isCalled(name) }) { return view }
    let beginning = name.lowercased()
    let alike = views.filter { $0.name.lowercased().hasPrefix(beginning) }
    if alike.isEmpty {
      let names = views.flatMap { [$0.name] + ($0.shortName.map { [$0] } ?? []) }
      try Self.refuse("view", name, .unknownView, ifNear: names)
    }
    let candidates = alike.isEmpty ? views : alike
    throw ProjectionError(
      .unknownView,
      "there is no view \(name); there are " + candidates.map(\.name).joined(separator: ", "))
  }

  /// The measure of that name.
  ///
  /// - Throws: ``ProjectionError`` with code `unknownMeasure` that lists those there are, or of them
  ///   those whose name resembles it.
  public func measure(_ name: String) throws(ProjectionError) -> MeasureDeclaration {
    guard let measure = measures.first(where: { $0.name == name }) else {
      try Self.refuse("measure", name, .unknownMeasure, ifNear: measures.map(\.name))
      throw ProjectionError(
        .unknownMeasure,
        "there is no measure \(name); there are " + measures.map(\.name).joined(separator: ", "))
    }
    return measure
  }

  /// Refuses a name that resembles others: those alone are said.
  private static func refuse(
    _ what: String, _ name: String, _ code: ProjectionError.Code, ifNear names: [String]
  ) throws(ProjectionError) {
    let near = NearNames(names).near(name)
    guard !near.isEmpty else { return }
    throw ProjectionError(
      code, "there is no \(what) \(name); did you mean \(near.joined(separator: ", "))?")
  }

  /// The categories that are folded by an aggregate, in order.
  package var foldedCategories: [StreamCategory] { folds.keys.sorted() }

  /// The projections, by name.
  package var projections: [ProjectionDescription] {
    let ofEvents = eventProjections.map {
      ProjectionDescription(name: $0.name, version: $0.version, tables: $0.tables)
    }
    return (folds.values.flatMap(\.fold.projections) + ofEvents).sorted { $0.name < $1.name }
  }

  var quarantineTable: Int { tables.count - 1 }

  /// The places of the tables that event projections write.
  let eventTables: Range<Int>

  /// The places of the tables that show the states of a category's streams.
  func stateTables(of category: StreamCategory) -> [Int] {
    guard let entry = folds[category] else { return [] }
    return zip(entry.fold.projections, entry.firstTables).flatMap { projection, first in
      Array(first..<(first + projection.tables.count))
    }
  }

  /// How this code treats a category's streams.
  func folding(of category: StreamCategory) -> CategoryFolding {
    if let entry = folds[category] {
      return .folded(entry.fold.makeFolder(entry.firstTables))
    }
    return otherCategories.contains(category) ? .notFolded : .unknown
  }

  func makeEventRuns() -> [EventRun] { eventRuns.map { $0() } }
}

/// How the streams of a category are treated.
enum CategoryFolding {
  /// Folded by an aggregate.
  case folded(StreamFolder)
  /// Known, but no aggregate: its events are only listed.
  case notFolded
  /// Written by a newer Concord.
  case unknown
}
