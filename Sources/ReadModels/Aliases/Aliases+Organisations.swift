public import EventModel
public import Projections

extension ReadModelStore {
  /// Organisations with all that are one with them on a day because they were merged into them.
  ///
  /// What an organisation did under an absorbed one's name is its own from the merger's day on, or
  /// from the start where the two were one all along.
  public func organisations(
    mergedInto organisations: Set<StreamName>, on day: CivilDate
  ) async throws(ProjectionError) -> Set<StreamName> {
    var found = organisations
    var rest = organisations
    while !rest.isEmpty {
      let absorbed = try await aliases(of: rest, by: "into", on: day)
      rest = Set(absorbed.map(\.stream)).subtracting(found)
      found.formUnion(rest)
    }
    return found
  }

  /// What organisations count as on a day: each itself, or the one at the end of its mergers.
  public func survivors(
    of organisations: Set<StreamName>, on day: CivilDate
  ) async throws(ProjectionError) -> [StreamName: StreamName] {
    var survivors = Dictionary(uniqueKeysWithValues: organisations.map { ($0, $0) })
    for alias in try await aliases(of: organisations, by: "stream", on: day) {
      survivors[alias.stream] = alias.end
    }
    return survivors
  }

  private func aliases(
    of organisations: Set<StreamName>, by column: String, on day: CivilDate
  ) async throws(ProjectionError) -> [(stream: StreamName, end: StreamName)] {
    var found: [(stream: StreamName, end: StreamName)] = []
    var rest = organisations.sorted()[...]
    while !rest.isEmpty {
      let some = rest.prefix(limits.valuesPerFilter)
      rest = rest.dropFirst(some.count)
      var query = ViewQuery(
        "Aliases", filters: [.init(column, .oneOf(some.map { .text($0.text) }))],
        columns: ["stream", "end_stream"], limit: limits.rowsPerPage,
        arguments: ["until": day.description])
      repeat {
        let page = try await page(query)
        found += page.rows.compactMap { row in
          guard let stream = Self.name(row[0]), let end = Self.name(row[1]) else { return nil }
          return (stream, end)
        }
        query.cursor = page.next
      } while query.cursor != nil
    }
    return found
  }

  private static func name(_ value: SQLValue) -> StreamName? {
    value.text.flatMap { try? StreamName(validating: $0) }
  }
}
