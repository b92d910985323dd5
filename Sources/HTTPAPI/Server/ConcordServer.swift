public import CommandHandling
public import Cooperation
public import EventLog
public import EventModel
public import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
public import Projections

/// The HTTP endpoint over one log, its command handler and its read models.
public struct ConcordServer: Sendable {
  /// What is asked when a request comes.
  public struct Parts: Sendable {
    /// Where events are read.
    public var log: any AppendOnlyLog
    /// Who decides commands.
    public var handler: CommandHandler<CooperationDecider>
    /// What answers questions.
    public var readModels: ReadModelStore
    /// Who may ask; while it never held a key, whoever asks from loopback.
    public var keys: APIKeyFile?
    /// What matches are worth; the first where a search names none.
    public var weights = [MatchWeights.shipped]
    /// The time, for lags.
    public var clock: @Sendable () -> RecordedTime
    /// How far the findings are; `nil` where nobody keeps them.
    public var findings: (@Sendable () -> ManagerStatus)?
    /// How far the commands are that follow from facts; `nil` where nobody gives them.
    public var reactions: (@Sendable () -> ManagerStatus)?
    /// What tells this run of a server from all others: another may be of another version, and write
    /// the same rows in another way.
    public var run = UInt64.random(in: 0...UInt64.max)

    /// The parts of a server.
    public init(
      log: any AppendOnlyLog, handler: CommandHandler<CooperationDecider>,
      readModels: ReadModelStore, keys: APIKeyFile?, clock: @escaping @Sendable () -> RecordedTime,
      findings: (@Sendable () -> ManagerStatus)? = nil,
      reactions: (@Sendable () -> ManagerStatus)? = nil
    ) {
      self.log = log
      self.handler = handler
      self.readModels = readModels
      self.keys = keys
      self.clock = clock
      self.findings = findings
      self.reactions = reactions
    }
  }

  private let parts: Parts
  private let limits: ServerLimits

  /// A server; it listens once it is run as part of an ``application(host:port:logger:onListening:)``.
  public init(_ parts: Parts, limits: ServerLimits = ServerLimits()) {
    self.parts = parts
    self.limits = limits
  }

  /// Every route: health open to all, the rest behind the authenticator.
  public func router() -> Router<ConcordRequestContext> {
    let router = Router(context: ConcordRequestContext.self)
    router.add(middleware: ProblemResponder())
    let authenticator = Authenticator(keys: parts.keys)
    HealthRoutes(
      authenticator: authenticator, log: parts.log, handler: parts.handler,
      store: parts.readModels, findings: parts.findings, reactions: parts.reactions,
      clock: parts.clock, limits: limits
    ).add(to: router)
    router.add(middleware: authenticator)
    let allowance = LookUpAllowance(limits, clock: parts.clock)
    let guesses = GuessAllowance(limits, clock: parts.clock)
    let patience = Places.Patience(seconds: limits.rehearsalPatienceSeconds, clock: parts.clock)
    let silence = SilenceWatch(seconds: limits.silenceSeconds)
    CommandRoutes(
      handler: parts.handler, limits: limits, silence: silence,
      rehearsals: Places(limits.rehearsalsAtOnce, for: "large rehearsals", patience),
      smallRehearsals: Places(limits.smallRehearsalsAtOnce, for: "rehearsals", patience),
      heldBySessions: HeldBytes(limits.heldSessionByteCount),
      heldByCommands: HeldBytes(limits.heldCommandByteCount), allowance: allowance,
      guesses: guesses
    ).add(to: router)
    let own = OwnOrganisations(
      store: parts.readModels, zone: parts.log.identity.zone, clock: parts.clock)
    ViewRoutes(store: parts.readModels, own: own, limits: limits, run: parts.run).add(to: router)
    MatchRoutes(
      log: parts.log, store: parts.readModels, handler: parts.handler, own: own, limits: limits,
      silence: silence, places: Places(limits.matchSearchesAtOnce, for: "searches for matches"),
      weights: parts.weights, clock: parts.clock
    ).add(to: router)
    ImportRoutes(
      handler: parts.handler, lookUps: LogLookUps(log: parts.log, handler: parts.handler), own: own,
      limits: limits, silence: silence,
      places: Places(limits.lookUpsAtOnce, for: "requests for look-ups"),
      allowance: allowance, guesses: guesses, held: HeldBytes(limits.heldLookUpByteCount)
    ).add(to: router)
    EventRoutes(log: parts.log, limits: limits, run: parts.run).add(to: router)
    router.refuseOtherMethods()
    return router
  }

  /// Whether a host may be listened on without keys: this machine's own addresses only.
  public static func isLoopback(_ host: String) -> Bool {
    // A name that begins with 127. may be anyone's: only digits and dots are an address.
    host == "localhost" || host == "::1"
      || host.hasPrefix("127.")
        && host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || isDigit($0) }
  }

  /// Whether a request's host, with a port or without, is this machine by one of its own names.
  static func isAddressedToLoopback(_ authority: String) -> Bool {
    if authority.hasPrefix("[") {
      return isLoopback(String(authority.dropFirst().prefix { $0 != "]" }))
    }
    let host = authority.utf8.prefix { $0 != UInt8(ascii: ":") }
    // Hosts are the same in either case of letters.
    return isLoopback(String(Substring(host)).lowercased())
  }

  /// The application, to be run in a service group.
  ///
  /// - Parameter onListening: told the port, which the system chose where 0 was asked for.
  public func application(
    host: String, port: Int, logger: Logger,
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    let http = HTTP1Channel.Configuration(
      idleTimeout: .seconds(Int64(limits.idleSeconds)),
      httpDecoderConfiguration: .init(
        // Of an address too, for which there is more room.
        maxHeaderFieldSize: limits.targetByteCount + limits.headerFieldByteCount,
        maxHeaderListSize: limits.targetByteCount + limits.headerListByteCount,
        maxHeaderFieldCount: limits.headerFieldCount))
    return Application(
      responder: HeadResponder(routes: router().buildResponder()),
      server: .init {
        ClosingHTTP1(http: HTTP1Channel(responder: $0, configuration: http), limits: limits)
      },
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: "Concord",
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connectionCount)),
      onServerRunning: { await onListening($0.localAddress?.port ?? port) },
      logger: logger)
  }
}
