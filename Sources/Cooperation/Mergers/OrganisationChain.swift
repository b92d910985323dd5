internal import Deciding
internal import EventModel

/// Where a chain of organisations leads, as of mergers or of head offices.
enum OrganisationChainEnd {
  /// To one without a next, or round and round among others.
  case other
  /// Back to where it is asked from.
  case itself
  /// Further than is followed.
  case unknown
}

extension DecisionContext {
  /// The organisations on the way from one, as far as they are loaded and one further, and where the
  /// way leads.
  ///
  /// - Parameter step: the next of an organisation that is loaded; `nil` at the end.
  /// - Complexity: as many rounds as the chain has links, ``DecidingLimits/chainLinks`` at most.
  func chain(
    from first: StreamName, to start: StreamName,
    _ step: (StreamName) throws(Rejection) -> StreamName?
  ) throws(Rejection) -> (links: Set<StreamName>, end: OrganisationChainEnd) {
    var links: Set<StreamName> = []
    var next = first
    while next != start {
      guard links.count < DecidingLimits.chainLinks else { return (links, .unknown) }
      guard links.insert(next).inserted, isLoaded(next), let following = try step(next) else {
        return (links, .other)
      }
      next = following
    }
    return (links, .itself)
  }

  /// The chain of mergers from one organisation to another.
  func mergers(
    from first: StreamName, to start: StreamName
  ) throws(Rejection) -> (links: Set<StreamName>, end: OrganisationChainEnd) {
    try chain(from: first, to: start) { (name) throws(Rejection) in
      try ground(name).state(Organisation.self)?.merger?.into
    }
  }

  /// The chain of head offices from one organisation to another.
  func headOffices(
    from first: StreamName, to start: StreamName
  ) throws(Rejection) -> (links: Set<StreamName>, end: OrganisationChainEnd) {
    try chain(from: first, to: start) { (name) throws(Rejection) in
      try state(Organisation.self, name)?.branchOf
    }
  }
}
