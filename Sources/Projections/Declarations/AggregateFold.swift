internal import Crypto
public import Deciding
public import EventModel

/// The streams of one aggregate, and the projections that show their states.
///
/// Also an aggregate without projections is named: so a stream that this code doesn't understand is
/// noticed, whether or not a read model shows it.
public struct AggregateFold: Sendable {
  let category: StreamCategory
  let eventTypes: [EventType: Int]
  let projections: [ProjectionDescription]
  let makeFolder: @Sendable (_ firstTables: [Int]) -> StreamFolder
  /// The same fold with those of its projections alone that have these names.
  let keeping: @Sendable (_ projections: Set<String>) -> AggregateFold

  /// A fold over an aggregate's streams.
  ///
  /// - Parameter category: where it is not the aggregate's own, as for one that several share.
  public init<A: Aggregate>(
    _ aggregate: A.Type, category: StreamCategory? = nil,
    _ projections: [any StateProjection<A>] = []
  ) {
    self.category = category ?? A.category
    eventTypes = A.eventTypes
    self.projections = projections.map {
      ProjectionDescription(name: $0.name, version: $0.version, tables: $0.tables)
    }
    keeping = { names in
      AggregateFold(
        aggregate, category: category, projections.filter { names.contains($0.name) })
    }
    makeFolder = { firstTables in
      // Not by `zip` and `map`, which ask the runtime for their generic types for each stream.
      var runs: [ProjectionRun<A>] = []
      for index in projections.indices {
        runs.append(projections[index].makeRun(firstTable: firstTables[index]))
      }
      return AggregateFolder<A>(runs)
    }
  }
}

extension StateProjection {
  fileprivate func makeRun(firstTable: Int) -> ProjectionRun<Folded> {
    TypedRun(self, firstTable: firstTable)
  }
}

/// What a set needs to know of a projection, whatever its types.
package struct ProjectionDescription: Sendable {
  /// Its name.
  package let name: String
  /// Raised when the same events would give other rows.
  package let version: Int
  let tables: [TableDeclaration]

  /// The names of its tables.
  package var tableNames: [String] { tables.map(\.name) }
  /// The beginning of SHA-256 over what its tables look like, in hex: another one is another
  /// fingerprint of the set, whatever the version.
  package var layout: String {
    let creations = tables.map(\.creation).joined(separator: "\n")
    return String(hexText(SHA256.hash(data: Array(creations.utf8))).prefix(8))
  }
}
