internal import EventModel
internal import HTTPTypes
public import Hummingbird

/// Finds out who acts, from the API key alone.
///
/// With no keys at all the server listens on loopback only, everybody on it may do everything, and
/// events carry the assurance `none`.
public struct Authenticator: RouterMiddleware {
  /// The context that the caller is put into.
  public typealias Context = ConcordRequestContext

  private let keys: APIKeyFile?

  /// - Parameter keys: the key file; `nil` when the server runs without keys.
  public init(keys: APIKeyFile?) {
    self.keys = keys
  }

  /// Answers 401 unless the request names a known key.
  @concurrent public func handle(
    _ request: Request, context: ConcordRequestContext,
    next: @concurrent (Request, ConcordRequestContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.caller = try caller(of: request)
    return try await next(request, context)
  }

  private func caller(of request: Request) throws -> Caller {
    guard let keys else { return .withoutKeys }
    guard let secret = bearer(request.headers[.authorization]) else {
      throw Problem(
        "unauthenticated", .unauthorized, "an API key is needed: Authorization: Bearer <key>")
    }
    let key: APIKey?
    do throws(APIKeyFile.Failure) {
      key = try keys.key(of: secret)
    } catch {
      throw Problem("keys-unavailable", .serviceUnavailable, error.description)
    }
    guard let key else {
      throw Problem("unauthenticated", .unauthorized, "the API key is unknown or was revoked")
    }
    return Caller(actor: key.actor, role: key.role)
  }

  private func bearer(_ header: String?) -> String? {
    guard let header, header.lowercased().hasPrefix("bearer ") else { return nil }
    return String(header.dropFirst("bearer ".count))
  }
}

extension ConcordRequestContext {
  /// The caller, who must be allowed to hand commands in.
  func recorder() throws(Problem) -> Caller {
    let caller = try reader()
    guard caller.role.mayRecord else {
      throw Problem(
        "not-permitted", .forbidden, "the role \(caller.role.rawValue) records nothing")
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

  /// The caller, who must be allowed to read pseudonymous facts one by one.
  func auditor() throws(Problem) -> Caller {
    let caller = try reader()
    guard caller.role.mayReadEvents else {
      throw Problem(
        "not-permitted", .forbidden, "the role \(caller.role.rawValue) reads views, not events")
    }
    return caller
  }
}

extension Role {
  /// Whether the role may read streams and events one by one.
  var mayReadEvents: Bool { self == .auditor || self == .clerk || self == .steward }
}
