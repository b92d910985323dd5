internal import Deciding
internal import EventModel

extension DecisionContext {
  /// What it takes to know who organisations are by their mergers: each, and link by link those into
  /// whom it was merged.
  ///
  /// - Complexity: as many rounds as the longest chain has links, ``DecidingLimits/chainLinks`` at most.
  func aliasReads(of organisations: [StreamName]) throws(Rejection) -> Readings {
    var links: Set<StreamName> = []
    for organisation in organisations {
      var next = organisation
      while links.insert(next).inserted, links.count < DecidingLimits.chainLinks, isLoaded(next),
        let merger = try ground(next).state(Organisation.self)?.merger
      {
        next = merger.into
      }
    }
    return Readings(links.map(Reading.stream))
  }

  /// The organisation that one counts as on a day.
  ///
  /// - Precondition: what ``aliasReads(of:)`` names is loaded.
  func aliasEnd(of organisation: StreamName, on day: CivilDate) throws(Rejection) -> StreamName {
    var mergers: [StreamName: Organisation.Merger] = [:]
    var next = organisation
    while mergers[next] == nil, isLoaded(next),
      let merger = try ground(next).state(Organisation.self)?.merger
    {
      mergers[next] = merger
      next = merger.into
    }
    return Aliases.end(of: organisation, on: day, in: zone) { mergers[$0] }.organisation
  }
}
