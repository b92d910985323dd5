internal import Deciding
public import EventModel

extension Organisation {
  /// That an organisation is one with another: its id is an alias.
  public struct Merger: Hashable, Sendable {
    /// The surviving organisation.
    public let into: StreamName
    /// Since when; `nil` for a duplicate, which was the other from the start.
    public let from: Moment?
    /// Whether one organisation was registered twice.
    public let isDuplicate: Bool
    /// The event that says so.
    public let event: EventID
    /// When it was declared.
    public let declared: Moment
    /// On what that rests; `nil` when nobody said.
    public let evidence: Source.Evidence?

    /// A merger.
    public init(
      into: StreamName, from: Moment?, isDuplicate: Bool, event: EventID, declared: Moment,
      evidence: Source.Evidence?
    ) {
      self.into = into
      self.from = from
      self.isDuplicate = isDuplicate
      self.event = event
      self.declared = declared
      self.evidence = evidence
    }

    /// Whether the alias counts at the end of a day.
    public func holds(on day: CivilDate, in zone: LogZone) -> Bool {
      guard let from else { return true }
      return from.earliest(in: zone) < zone.startOfDay(CivilDate(dayNumber: day.dayNumber + 1))
    }
  }

  mutating func addBar(_ bar: PBBarredFromGrants, _ event: EffectiveEvent) {
    guard let until = CivilDate(field: bar.until) else { return }
    // A holding period ends with the first moment at which it no longer holds.
    grantBars.append(
      HoldingPeriod(
        from: event.effectiveFrom ?? event.occurred,
        to: Moment(.day(CivilDate(dayNumber: until.dayNumber + 1)))))
  }

  /// The last day of a bar that holds on a day; `nil` when none does.
  func lastDayBarredFromGrants(on day: CivilDate, in zone: LogZone) -> CivilDate? {
    let bars = grantBars.filter { $0.holds(at: Moment(.day(day)), in: zone) }
    return bars.compactMap { $0.to?.lastDay(in: zone) }.max().map {
      CivilDate(dayNumber: $0.dayNumber - 1)
    }
  }
}

extension Organisation.Merger {
  init?(_ fact: PBOrganisationMerged, _ event: EffectiveEvent) {
    guard let into = StreamName(field: fact.into) else { return nil }
    let isDuplicate = fact.reason == .duplicate
    self.init(
      into: into, from: isDuplicate ? nil : event.effectiveFrom ?? event.occurred,
      isDuplicate: isDuplicate, event: event.id, declared: event.occurred,
      evidence: event.source.evidence)
  }
}

/// Who an organisation is by another id, at a date.
public enum Aliases {
  /// Where a chain of mergers ends.
  public struct End: Hashable, Sendable {
    /// The organisation that counts.
    public let organisation: StreamName
    /// The organisations of a cycle, smallest first; empty where the chain has an end of its own.
    public let cycle: [StreamName]
  }

  /// The end of an organisation's chain of mergers on a day.
  ///
  /// Mergers of duplicates count on every day, legal ones from the day on which they took effect. A
  /// cycle, which only a mistake can make, ends at the smallest id on it, so that all who run into
  /// it count as one.
  /// - Parameter merger: the merger of an organisation; `nil` for one that stands for itself.
  /// - Complexity: O(length of the chain)
  public static func end(
    of organisation: StreamName, on day: CivilDate, in zone: LogZone,
    merger: (StreamName) -> Organisation.Merger?
  ) -> End {
    var chain = [organisation]
    var seen: Set<StreamName> = [organisation]
    var last = organisation
    while let next = merger(last), next.holds(on: day, in: zone) {
      if seen.contains(next.into) {
        let cycle = chain.drop { $0 != next.into }.sorted()
        return End(organisation: cycle.first ?? next.into, cycle: cycle)
      }
      seen.insert(next.into)
      chain.append(next.into)
      last = next.into
    }
    return End(organisation: last, cycle: [])
  }
}
