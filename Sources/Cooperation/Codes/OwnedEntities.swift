internal import Deciding
internal import EventModel

/// The entities of one kind that name one owner, as a student's placements or a host's posts: found by
/// who claims the owner's code.
///
/// Who let go of the code stands there too, and so does one that was corrected to another owner. So
/// each is asked whose it is; a rule sees the owner's own alone.
struct OwnedEntities<Entity: TabledAggregate> {
  private let own: StreamName?
  private let owner: StreamName
  private let code: StreamName
  private let moment: Moment?
  private let limit: Int
  private let ownerOf: (Entity) -> StreamName?

  /// The entities of an owner.
  ///
  /// - Parameters:
  ///   - own: the entity that asks; it is none of them.
  ///   - category: of the owner's code.
  ///   - moment: those that had let go of the code by then are left out; `nil` for all.
  ///   - limit: how many are compared.
  ///   - ownerOf: whose an entity is.
  /// - Returns: `nil` where nobody owns.
  init?(
    of owner: StreamName?, in category: StreamCategory, besides own: StreamName? = nil,
    at moment: Moment? = nil, limit: Int = ComparingLimits.entitiesOfOneOwner,
    _ ownerOf: @escaping (Entity) -> StreamName?
  ) {
    guard let owner, let key = CodeKey(category, owner.id, onConflict: .none) else { return nil }
    self.own = own
    self.owner = owner
    self.code = key.stream
    self.moment = moment
    self.limit = limit
    self.ownerOf = ownerOf
  }

  /// What seeing them takes: the claims first, then those who claimed.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    guard context.isLoaded(code) else { return [.stream(code)] }
    return Readings([.stream(code)]).union(try streams(context).compared.map(Reading.stream))
  }

  /// Every one of them, by name; `nil` where it is another owner's by now, or none any more.
  ///
  /// - Precondition: what ``reads(_:)`` names is loaded.
  func all(_ context: DecisionContext) throws(Rejection) -> [(stream: StreamName, entity: Entity?)]
  {
    var all: [(stream: StreamName, entity: Entity?)] = []
    for stream in try streams(context).compared {
      let entity = try context.ground(stream).state(Entity.self)
      all.append((stream, entity.flatMap { ownerOf($0) == owner ? $0 : nil }))
    }
    return all
  }

  /// Those that were the owner's at a moment, as they were then.
  ///
  /// - Precondition: what ``reads(_:)`` names is loaded.
  func all(asOf moment: Moment, _ context: DecisionContext) throws(Rejection) -> [Entity] {
    var all: [Entity] = []
    for stream in try streams(context).compared {
      let entity = try context.ground(stream).state(Entity.self, asOf: moment)
      if let entity, ownerOf(entity) == owner { all.append(entity) }
    }
    return all
  }

  /// Whether there are more than are compared.
  func areTooMany(_ context: DecisionContext) throws(Rejection) -> Bool {
    try streams(context).areTooMany
  }

  /// The streams that are compared; none while the claims are not loaded.
  private func streams(
    _ context: DecisionContext
  ) throws(Rejection) -> (compared: [StreamName], areTooMany: Bool) {
    guard context.isLoaded(code), let holders = try context.state(CodeHolders.self, code) else {
      return ([], false)
    }
    let streams =
      (moment.map { holders.holders(after: $0.latest(in: context.zone)) } ?? holders.everHolders)
      .filter { $0.isOf(Entity.category) && $0 != own }
    return (Array(streams.prefix(limit)), streams.count > limit)
  }
}

/// Bounds of comparing entities.
enum ComparingLimits {
  /// How many entities of one owner a rule looks at: each is a condition of the append, and their
  /// names have to fit into its record. Where a fact named several owners, they share it.
  static let entitiesOfOneOwner = 256
}
