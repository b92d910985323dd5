internal import HTTPTypes
internal import Hummingbird

extension Router where Context == ConcordRequestContext {
  /// Answers 405 with the header Allow wherever a route stands and its address is asked by another
  /// method, whatever that is; to be called when all routes and middlewares stand.
  func refuseOtherMethods() {
    var allowed: [String: (path: RouterPath, methods: Set<String>)] = [:]
    for route in routes {
      var methods: Set = [route.method.rawValue]
      // HEAD is answered as GET is, before the routes.
      if route.method == .get { methods.insert(HTTPRequest.Method.head.rawValue) }
      allowed[route.path.description, default: (route.path, [])].methods.formUnion(methods)
    }
    let addresses = Router(context: ConcordRequestContext.self)
    for (path, methods) in allowed.values {
      let names = methods.sorted().joined(separator: ", ")
      addresses.on(path, method: OtherMethods.method) { _, _ -> Response in
        throw OtherMethods.Known(names: names)
      }
    }
    add(middleware: OtherMethods(addresses: addresses.buildResponder()))
  }
}

/// Tells an address that stands, and is asked by a method it doesn't take, from one that doesn't.
///
/// As the last middleware it sees what no route takes, and nothing else.
private struct OtherMethods: RouterMiddleware {
  typealias Context = ConcordRequestContext

  /// That an address stands, and what it takes.
  struct Known: Error {
    let names: String
  }

  /// What every address is asked by here.
  static let method = HTTPRequest.Method.options

  /// The same addresses, each with an answer that is the error ``Known``.
  let addresses: RouterResponder<ConcordRequestContext>

  @concurrent func handle(
    _ request: Request, context: ConcordRequestContext,
    next: @concurrent (Request, ConcordRequestContext) async throws -> Response
  ) async throws -> Response {
    var head = request.head
    head.method = Self.method
    do {
      _ = try await addresses.respond(
        to: Request(head: head, body: request.body), context: context)
    } catch let known as Known {
      throw Problem.wrongMethod(request.method, allowed: known.names)
    }
    return try await next(request, context)
  }
}

extension Problem {
  /// The problem of an address that takes other methods.
  fileprivate static func wrongMethod(_ method: HTTPRequest.Method, allowed: String) -> Problem {
    var problem = Problem(
      "wrong-method", .methodNotAllowed, "this address takes \(allowed), not \(method)")
    problem.allowed = allowed
    return problem
  }
}
