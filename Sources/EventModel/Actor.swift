/// Who recorded an event.
public struct Actor: Hashable, Sendable {
  /// How surely the actor is known.
  public enum Assurance: Int, Hashable, Sendable {
    /// Not at all: a server without keys, on loopback.
    case none = 1
    /// A user of this machine, at the command line.
    case local = 2
    /// The holder of an API key.
    case key = 3
    /// The bearer of a signed token.
    case token = 4
    /// The holder of a certificate.
    case certificate = 5
  }

  /// The organisation the user acts for, if it is known.
  public var organisation: StreamName?
  /// An opaque id; never a name.
  public var user: String
  /// What the user may do, as `clerk` or `auditor`.
  public var role: String
  /// Who else it is recorded for.
  public var onBehalfOf: String?
  /// How surely this is known.
  public var assurance: Assurance

  /// An actor.
  public init(
    organisation: StreamName? = nil, user: String, role: String, onBehalfOf: String? = nil,
    assurance: Assurance
  ) {
    self.organisation = organisation
    self.user = user
    self.role = role
    self.onBehalfOf = onBehalfOf
    self.assurance = assurance
  }
}
