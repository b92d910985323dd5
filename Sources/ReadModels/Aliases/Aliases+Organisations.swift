public import EventModel
public import Projections

extension ReadModelStore {
  /// Organisations with all that are one with them on a day because they were merged into them.
  ///
  /// What an organisation did under an absorbed one's name is its own from the merger's day on, or
  /// from the start where the two were one all along.
  /// - Complexity: O(organisations found), each looked up by an index; how many mergers there are, and
  ///   of persons, doesn't matter.
  public func organisations(
    mergedInto organisations: Set<StreamName>, on day: CivilDate
  ) async throws(ProjectionError) -> Set<StreamName> {
    var found = organisations
    var rest = organisations
    while !rest.isEmpty {
      let links = try await links(of: rest, by: "into", on: day)
      rest = Set(links.map(\.from)).subtracting(found)
      found.formUnion(rest)
    }
    return found
  }

  /// What organisations count as on a day: each itself, or the one at the end of its mergers, as
  /// ``Aliases`` has it.
  ///
  /// - Complexity: O(organisations and those at the ends of their mergers), each looked up by its key.
  public func survivors(
    of organisations: Set<StreamName>, on day: CivilDate
  ) async throws(ProjectionError) -> [StreamName: StreamName] {
    var targets: [StreamName: StreamName] = [:]
    var known = organisations
    var rest = organisations
    while !rest.isEmpty {
      let links = try await links(of: rest, by: "stream", on: day)
      for link in links { targets[link.from] = link.into }
      rest = Set(links.map(\.into)).subtracting(known)
      known.formUnion(rest)
    }
    return Dictionary(uniqueKeysWithValues: organisations.map { ($0, Self.end(of: $0, targets)) })
  }

  /// The end of a chain of mergers; the smallest name on a cycle, where it runs into one.
  private static func end(
    of organisation: StreamName, _ targets: [StreamName: StreamName]
  ) -> StreamName {
    var chain = [organisation]
    while let next = targets[chain[chain.count - 1]] {
      if let start = chain.firstIndex(of: next) { return chain[start...].min() ?? next }
      chain.append(next)
    }
    return chain[chain.count - 1]
  }

  private static let mergers = ViewDeclaration(
    "organisation_alias", title: "Mergers", of: OrganisationRegister.aliases)

  /// The mergers of some organisations, or into them, that hold on a day.
  private func links(
    of organisations: Set<StreamName>, by column: String, on day: CivilDate
  ) async throws(ProjectionError) -> [(from: StreamName, into: StreamName)] {
    var found: [(from: StreamName, into: StreamName)] = []
    var rest = organisations.sorted()[...]
    while !rest.isEmpty {
      let some = rest.prefix(limits.valuesPerFilter)
      rest = rest.dropFirst(some.count)
      var query = ViewQuery(
        Self.mergers.name, filters: [.init(column, .oneOf(some.map { .text($0.text) }))],
        columns: ["stream", "into", "from_day"], limit: limits.rowsPerPage)
      repeat {
        let page = try await page(query, of: Self.mergers)
        found += page.rows.compactMap { row in
          guard row[2].text.map({ $0 <= day.description }) ?? true, let from = Self.name(row[0]),
            let into = Self.name(row[1])
          else { return nil }
          return (from, into)
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
