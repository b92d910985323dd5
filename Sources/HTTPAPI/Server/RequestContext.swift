internal import EventModel
public import Hummingbird
internal import NIOCore

/// What one request carries along: who acts.
public struct ConcordRequestContext: RequestContext {
  /// Hummingbird's own part.
  public var coreContext: CoreRequestContextStorage
  /// Who acts; set by ``Authenticator``.
  var caller: Caller?
  /// The connection that the request came on.
  let channel: any Channel

  /// A context for a connection.
  public init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    caller = nil
    channel = source.channel
  }
}

/// Who acts and what they may do.
struct Caller: Sendable {
  let actor: EventModel.Actor
  /// `nil` when there are no keys: everything is allowed then.
  let role: Role?
  /// What the key is called; `nil` when there are no keys.
  var keyID: String?
  /// Refuses a caller who may ask no more: for requests that stay open.
  var checkAgain: @Sendable () throws(Problem) -> Void = {}

  /// Whether figures that speak of a few people only, and single persons, are shown to them.
  var seesSmallCells: Bool { role?.seesSinglePersons ?? true }

  /// The organisation whose own persons they see, though not those of others.
  var ownOrganisation: StreamName? {
    role?.isBoundToOwnOrganisation == true ? actor.organisation : nil
  }

  /// Who acts when there are no keys: anyone on this machine may do all, and events say so.
  static let withoutKeys = Caller(
    actor: EventModel.Actor(user: "local", role: "any", assurance: .none), role: nil)
}
