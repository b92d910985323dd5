internal import Cooperation
internal import EventLog
internal import EventModel
internal import Projections
internal import ReadModels

// What there is to be recommended.

extension MatchSource {
  /// All vacancies that are published, and were by a day.
  func vacancies(on day: CivilDate) async throws -> [(stream: StreamName, vacancy: Vacancy)] {
    var found: [(stream: StreamName, vacancy: Vacancy)] = []
    for stream in try await streams("Vacancies", ["phase": ["published"]]) {
      try await goOn()
      if let vacancy = try stateIfUnderstood(Vacancy.self, of: stream),
        isPublished(vacancy.published, by: day)
      {
        found.append((stream, vacancy))
      }
    }
    return found
  }

  /// Whether something may have been published by a day; what nobody dated was.
  private func isPublished(_ moment: Moment?, by day: CivilDate) -> Bool {
    moment?.firstDay(in: log.identity.zone).map { $0 <= day } ?? true
  }

  /// All open needs of organisations that were published by a day.
  func needs(
    of organisations: Set<StreamName>, on day: CivilDate
  ) async throws -> [(stream: StreamName, need: Need)] {
    var streams: [StreamName] = []
    var rest = organisations.sorted()[...]
    while !rest.isEmpty {
      let some = rest.prefix(views.limits.valuesPerFilter)
      rest = rest.dropFirst(some.count)
      streams += try await self.streams(
        "Needs", ["phase": ["open"], "organisation": some.map { .text($0.text) }])
      guard streams.count <= limits.needCount else {
        throw MatchRefusal.tooMany(limits.needCount, "open needs of one organisation")
      }
    }
    return try await needs(streams.sorted(), on: day)
  }

  /// All open needs that were published by a day and may be the other side of some.
  func needs(
    opposite own: [(stream: StreamName, need: Need)], on day: CivilDate
  ) async throws -> [(stream: StreamName, need: Need)] {
    let kinds = Set(own.map { SQLValue($0.need.terms.kind.word) })
    let found = try await streams("Needs", ["phase": ["open"], "kind": Array(kinds)])
    guard found.count <= limits.comparisonCount / max(own.count, 1) else {
      throw MatchRefusal.tooMany(limits.comparisonCount, "pairs of needs")
    }
    return try await needs(found, on: day)
  }

  private func needs(
    _ streams: [StreamName], on day: CivilDate
  ) async throws -> [(stream: StreamName, need: Need)] {
    var found: [(stream: StreamName, need: Need)] = []
    for stream in streams {
      try await goOn()
      if let need = try stateIfUnderstood(Need.self, of: stream),
        isPublished(need.published, by: day)
      {
        found.append((stream, need))
      }
    }
    return found
  }

  /// Those needs that belong to organisations of a kind.
  func needs(
    _ needs: [(stream: StreamName, need: Need)], of kind: PBOrganisationRegistered.Kind
  ) async throws -> [(stream: StreamName, need: Need)] {
    var kinds: [StreamName: PBOrganisationRegistered.Kind] = [:]
    var found: [(stream: StreamName, need: Need)] = []
    for candidate in needs {
      guard let organisation = candidate.need.organisation else { continue }
      try await goOn()
      if kinds[organisation] == nil {
        kinds[organisation] =
          try stateIfUnderstood(Organisation.self, of: organisation)?.kind ?? .unspecified
      }
      if kinds[organisation] == kind { found.append(candidate) }
    }
    return found
  }

  /// Those of some organisations to which nobody may be sent on a day.
  ///
  /// One that was merged counts as the one that stands for it.
  func absent(
    among organisations: Set<StreamName>, on day: CivilDate
  ) async throws -> Set<StreamName> {
    let survivors = try await views.survivors(of: organisations, on: day)
    var isThere: [StreamName: Bool] = [:]
    var absent: Set<StreamName> = []
    for organisation in organisations.sorted() {
      let survivor = survivors[organisation] ?? organisation
      if isThere[survivor] == nil {
        try await goOn()
        isThere[survivor] =
          try stateIfUnderstood(Organisation.self, of: survivor)?
          .isThere(on: day, in: log.identity.zone) ?? true
      }
      if isThere[survivor] == false { absent.insert(organisation) }
    }
    return absent
  }

  /// With whom an organisation has an agreement in force on a day, under each of their names.
  ///
  /// - Parameter names: the organisation's own.
  func partners(of names: Set<StreamName>, on day: CivilDate) async throws -> Set<StreamName> {
    var parties: Set<StreamName> = []
    for name in names.sorted() {
      let named = ViewQuery.Filter("parties", .contains(name.text))
      for row in try await rows("AgreementBoard", [named], columns: ["stream", "parties"]) {
        try await goOn()
        // Another's name may begin so.
        guard let words = row[1].text?.split(separator: " "), words.contains(name.text[...]),
          let agreement = try row[0].text.flatMap({
            try stateIfUnderstood(CooperationAgreement.self, of: StreamName(validating: $0))
          }), agreement.isInForce(on: day, in: log.identity.zone)
        else { continue }
        parties.formUnion(agreement.parties)
      }
    }
    let survivors = try await views.survivors(of: parties, on: day)
    return try await views.organisations(
      mergedInto: parties.union(survivors.values), on: day
    ).subtracting(names)
  }
}
