internal import EventModel
internal import HTTPTypes
internal import Hummingbird

/// Finds out who acts, from the API key alone.
///
/// Until there was a key the server listens on loopback only, everybody on it may do everything, and
/// events carry the assurance `none`. Once it has seen one, it never goes back to that.
struct Authenticator: RouterMiddleware {
  /// The context that the caller is put into.
  typealias Context = ConcordRequestContext

  private let keys: APIKeyFile?

  /// - Parameter keys: the key file; `nil` when there can be no keys.
  init(keys: APIKeyFile?) {
    self.keys = keys
  }

  /// Answers 401 unless the request names a known key, or there are none and it comes from here.
  @concurrent func handle(
    _ request: Request, context: ConcordRequestContext,
    next: @concurrent (Request, ConcordRequestContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.caller = try caller(of: request)
    return try await next(request, context)
  }

  /// Who acts.
  ///
  /// - Throws: ``Problem`` where nobody may.
  func caller(of request: Request) throws -> Caller {
    guard let keys, try hasHeldKeys(keys) else {
      try checkHost(of: request)
      try checkForwarding(of: request)
      return .withoutKeys
    }
    guard let secret = bearer(request.headers[.authorization]) else {
      throw Problem(
        "unauthenticated", .unauthorized, "an API key is needed: Authorization: Bearer <key>")
    }
    let key: APIKey?
    do throws(APIKeyFile.Failure) {
      key = try keys.key(of: secret)
    } catch {
      throw Problem(error)
    }
    guard let key else {
      throw Problem("unauthenticated", .unauthorized, "the API key is unknown or was revoked")
    }
    return Caller(actor: key.actor, role: key.role, keyID: key.id) { () throws(Problem) in
      try self.check(key, in: keys)
    }
  }

  /// Refuses who goes on with a key that was revoked meanwhile.
  private func check(_ key: APIKey, in keys: APIKeyFile) throws(Problem) {
    let isKnown: Bool
    do throws(APIKeyFile.Failure) {
      isKnown = try keys.holds(key)
    } catch {
      throw Problem(error)
    }
    guard isKnown else {
      throw Problem(
        "unauthenticated", .unauthorized, "the API key was revoked while the request was under way")
    }
  }

  private func hasHeldKeys(_ keys: APIKeyFile) throws(Problem) -> Bool {
    do throws(APIKeyFile.Failure) {
      return try keys.hasHeldKeys()
    } catch {
      throw Problem(error)
    }
  }

  /// Refuses what a web page from elsewhere makes a browser on this machine send: its host is a name
  /// that was pointed here.
  private func checkHost(of request: Request) throws(Problem) {
    guard ConcordServer.isAddressedToLoopback(request.head.authority ?? "") else {
      throw Problem(
        "not-permitted", .forbidden,
        "without API keys the server answers to 127.0.0.1, [::1] and localhost only")
    }
  }

  /// Refuses what a proxy on this machine passes on for somebody elsewhere.
  private func checkForwarding(of request: Request) throws(Problem) {
    guard !request.headers.contains(where: { Self.isOfProxies($0.name) }) else {
      throw Problem(
        "not-permitted", .forbidden,
        "without API keys the server answers who is on this machine, not whom a proxy passes on; "
          + "make keys with: concord keys add")
    }
  }

  /// Whether proxies alone send such a field: `Via` they must, the others name whom they pass on.
  ///
  /// Source: RFC 9110, section 7.6.3; RFC 7239.
  private static func isOfProxies(_ name: HTTPField.Name) -> Bool {
    name.canonicalName.hasPrefix("x-forwarded-") || proxyFields.contains(name.canonicalName)
  }

  private static let proxyFields: Set = [
    "via", "forwarded", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "client-ip",
    "true-client-ip", "cf-connecting-ip", "fastly-client-ip", "x-original-forwarded-for",
    "x-original-host",
  ]

  /// Source: RFC 9110, section 11.4: one space or more before the key.
  private func bearer(_ header: String?) -> String? {
    guard let header, header.lowercased().hasPrefix("bearer ") else { return nil }
    return String(header.dropFirst("bearer ".count).drop { $0 == " " })
  }
}

extension Problem {
  /// That nobody can be known; where the file is, and what is wrong with it, is for the operator alone.
  fileprivate init(_ failure: APIKeyFile.Failure) {
    self.init(
      "keys-unavailable", .serviceUnavailable,
      "the server can't read its API keys; what it says on standard error tells why")
    logged = failure.description
  }
}

extension ConcordRequestContext {
  /// The caller, who must be allowed to hand commands in.
  func recorder() throws(Problem) -> Caller {
    let caller = try reader()
    if let role = caller.role, role.duties.isEmpty {
      throw Problem("not-permitted", .forbidden, "the role \(role.rawValue) records nothing")
    }
    return caller
  }

  /// The caller, who may read.
  func reader() throws(Problem) -> Caller {
    guard let caller else {
      throw Problem("unauthenticated", .unauthorized, "an API key is needed")
    }
    return caller
  }

  /// The caller, who must be allowed to hand commands in, or to read all events.
  func importReader() throws(Problem) -> Caller {
    let caller = try reader()
    return caller.role?.mayReadEvents == true ? caller : try recorder()
  }

  /// The caller, who must be allowed to read pseudonymous facts one by one.
  func auditor() throws(Problem) -> Caller {
    let caller = try reader()
    if let role = caller.role, !role.mayReadEvents {
      throw Problem(
        "not-permitted", .forbidden, "the role \(role.rawValue) reads views, not events")
    }
    return caller
  }
}

extension Role {
  /// Whether the role may see facts of single persons, and so figures of a few people: who works on
  /// them, and who checks that work.
  ///
  /// They are those who may read events: from events every figure of a few could be added up, and
  /// rows of single persons say no more than events do.
  var seesSinglePersons: Bool { mayReadEvents }

  /// Whether the role may read streams and events one by one.
  var mayReadEvents: Bool { self == .auditor || self == .clerk || self == .steward }
}
